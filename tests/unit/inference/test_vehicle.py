from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from edge.domain.errors import ModelError
from edge.domain.geometry import Box
from edge.inference.card import Folder
from edge.inference.vehicle import KNOWN, LIKENESS, VehicleNetwork, car_in
from edge.inspection.gallery import Gallery, Known
from tests.unit.inference.cards import BYTES, LABELS, Scripted, write

VIEWS = ("front", "rear", "side")
OUTPUTS = (
    '{kind = "logits", labels = "views.txt", temperature = 2.0}, '
    '{kind = "embedding", temperature = 0.05}, {kind = "logits", threshold = 3.5}'
)
PICTURE = np.full((90, 160, 3), 80, np.uint8)


def known(*labels: str, dimensions: int = 4) -> bytes:
    means = Gallery(Known.of(label, [np.ones(dimensions, np.float32)]) for label in labels)
    return means.to_json("ab" * 32)


def folder(
    path: Path,
    *,
    outputs: str = OUTPUTS,
    gallery: bytes | None = None,
    beside: Mapping[str, bytes] = MappingProxyType({}),
) -> Folder:
    files = {"views.txt": "\n".join(VIEWS).encode(), KNOWN: gallery or known(*LABELS), **beside}
    return Folder(write(path / "net", task="recognition", temperature=4.0, outputs=outputs, files=files))


def measured(path: Path, report: bytes) -> Folder:
    return folder(path, beside={LIKENESS: report})


def network(made: Folder) -> VehicleNetwork:
    tensors = [[0, 2 * np.log(3), 0], [1, 2, 3, 4], [0, 4 * np.log(3)]]
    script = [np.array([tensor], np.float32) for tensor in tensors]
    return VehicleNetwork(made, open_network=lambda path: Scripted(script))


def test_every_output_is_found_by_the_card_and_has_its_own_temperature(tmp_path: Path) -> None:
    sight = network(folder(tmp_path))(PICTURE)
    assert sight.embedding.tolist() == [1, 2, 3, 4]
    assert sight.models == pytest.approx({"car": 0.25, "van": 0.75})
    assert sight.highest == pytest.approx(4 * np.log(3))
    assert sight.views == pytest.approx({"front": 0.2, "rear": 0.6, "side": 0.2})


def test_what_decides_has_the_cards_figures(tmp_path: Path) -> None:
    recognise = network(folder(tmp_path)).recogniser
    assert (recognise.temperature, recognise.least_logit, recognise.least_likeness) == (0.05, 3.5, 0.5)
    assert set(recognise.own.known) == set(LABELS)


@pytest.mark.parametrize(
    "outputs",
    [
        OUTPUTS.replace(', {kind = "logits", threshold = 3.5}', ""),
        OUTPUTS.replace(' labels = "views.txt",', ""),
        OUTPUTS.replace('"embedding", temperature = 0.05', '"logits"'),
    ],
)
def test_outputs_that_are_not_those_three_are_refused(tmp_path: Path, outputs: str) -> None:
    with pytest.raises(ModelError, match="net"):
        network(folder(tmp_path, outputs=outputs))


def test_a_card_from_before_there_was_a_threshold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"card\.toml: outputs: .* threshold"):
        network(folder(tmp_path, outputs=OUTPUTS.replace(", threshold = 3.5", "")))


@pytest.mark.parametrize(
    "gallery", [known("car"), known("car", "lorry"), known(*LABELS, dimensions=3), b"{}"]
)
def test_means_of_other_labels_or_another_embedding_are_refused(tmp_path: Path, gallery: bytes) -> None:
    with pytest.raises(ModelError, match=r"known\.json"):
        network(folder(tmp_path, gallery=gallery))


def test_changed_means_are_refused_by_their_hash(tmp_path: Path) -> None:
    made = folder(tmp_path)
    (made.path / KNOWN).write_bytes(known("van", "car"))
    with pytest.raises(ModelError, match=r"known\.json: sha256"):
        Folder(made.path)


def test_what_was_measured_of_the_embedding_is_of_this_network(tmp_path: Path) -> None:
    told = network(measured(tmp_path / "once", b"least_alike = 0.625\n")).embedder
    assert (told.network, told.least_alike) == (hashlib.sha256(BYTES).hexdigest(), 0.625)
    assert network(folder(tmp_path / "never")).embedder.least_alike is None


@pytest.mark.parametrize(
    "report", [b"least_alike = 1", b'least_alike = "0.6"', b"least = 0.6", b"\xff", b"="]
)
def test_a_report_that_is_none_is_refused(tmp_path: Path, report: bytes) -> None:
    with pytest.raises(ModelError, match=r"likeness\.toml"):
        network(measured(tmp_path, report))


def test_a_car_is_cut_with_a_little_around_it_and_within_the_picture() -> None:
    assert car_in(PICTURE, Box(left=20, top=20, right=120, bottom=60)).shape == (44, 110, 3)
    assert car_in(PICTURE, Box(left=0, top=0, right=160, bottom=90)).shape == (90, 160, 3)
