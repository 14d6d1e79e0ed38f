"""The networks that ship, as the gate takes them: without them it is not whole, so nothing here skips."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from edge.app.wiring import Networks, make_recognition
from edge.config.inspecting import Plate
from edge.domain.errors import ModelError
from edge.domain.frame import Image
from edge.domain.inspection import Gap
from edge.inference.card import Folder
from edge.inference.detector import Detector
from edge.inference.opening import AnyNetwork, open_any, proved
from edge.inference.runtime import Network
from edge.inference.shelf import NAMES, VEHICLE, Shelf
from edge.inference.vehicle import LIKENESS, VehicleNetwork
from edge.resources import models_folder
from tests.passages import passage

DETECTORS = ("vehicle-detector", "plate-detector")
INSPECTING = (*NAMES, VEHICLE)
SEALED = (*INSPECTING, "damage")
MOST_BYTES = 12_000_000


@dataclass(frozen=True, kw_only=True)
class Damage:
    """A copy of a network's folder whose network is cut short, under a card with the right hash."""

    share: float

    def copy(self, folder: Path, to: Path) -> Path:
        shutil.copytree(folder, to)
        content = (to / "model.tflite").read_bytes()
        cut = content[: int(self.share * len(content))]
        (to / "model.tflite").write_bytes(cut)
        card = (to / "card.toml").read_text()
        before, after = (hashlib.sha256(data).hexdigest() for data in (content, cut))
        (to / "card.toml").write_text(card.replace(before, after))
        return to


def noise(rows: int = 240, columns: int = 400) -> Image:
    return np.random.default_rng(4).integers(0, 255, (rows, columns, 3)).astype(np.uint8)


def made(name: str) -> AnyNetwork:
    return open_any(Shelf(models_folder()).take(name))


def test_all_are_there() -> None:
    assert [ref.name for ref in Networks.load(Plate(), Shelf.of()).refs] == list(INSPECTING)


def test_a_gate_without_a_vehicle_network_starts_and_says_so(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).symlink_to(models_folder() / name)
    networks = Networks.load(Plate(), Shelf(tmp_path))
    assert networks.recognition is None
    gap = make_recognition(networks.recognition, tmp_path)(passage())
    assert isinstance(gap, Gap)
    assert (gap.stage, gap.reason) == ("make_model", "no_network")


def test_a_gate_with_a_damaged_vehicle_network_does_not_start(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).symlink_to(models_folder() / name)
    shutil.copytree(models_folder() / VEHICLE, tmp_path / VEHICLE)
    content = bytearray((tmp_path / VEHICLE / "model.tflite").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / VEHICLE / "model.tflite").write_bytes(content)
    with pytest.raises(ModelError, match=r"vehicle/model\.tflite: sha256 is"):
        Networks.load(Plate(), Shelf(tmp_path))


@pytest.mark.parametrize("name", INSPECTING)
def test_a_network_is_what_its_card_says(name: str) -> None:
    folder = Shelf(models_folder()).take(name)
    assert folder.card.cost.bytes == folder.network.stat().st_size < MOST_BYTES
    assert folder.card.accuracy, "a network that ships has been measured"
    assert all(line.n > 0 and abs(line.full - line.int8) < 0.1 for line in folder.card.accuracy)
    assert all(data.licence and data.source for data in folder.card.training_data)
    assert (folder.path / "README.md").is_file()


@pytest.mark.parametrize("name", INSPECTING)
def test_a_network_gives_the_same_answer_twice(name: str) -> None:
    network = made(name)
    assert repr(network(noise())) == repr(network(noise()))


@pytest.mark.parametrize("name", DETECTORS)
@pytest.mark.parametrize("size", [(1, 1), (37, 801), (720, 1280)])
def test_a_detector_tells_boxes_inside_a_picture_of_any_size(name: str, size: tuple[int, int]) -> None:
    detector = made(name)
    assert isinstance(detector, Detector)
    for found in detector(noise(*size), min_score=0.0):
        assert found.label in detector.labels
        assert 0 <= found.score <= 1
        assert found.box == found.box.clamped(size[1], size[0])


@pytest.mark.parametrize("name", DETECTORS)
@pytest.mark.parametrize("level", [0, 110, 255])
def test_a_detector_sees_nothing_where_nothing_is(name: str, level: int) -> None:
    assert made(name)(np.full((360, 640, 3), level, np.uint8)) == []


def test_the_condition_network_knows_damaged_and_gives_probabilities() -> None:
    answer = made("condition")(noise())
    assert isinstance(answer, dict)
    assert "damaged" in answer
    assert sum(answer.values()) == pytest.approx(1)


@pytest.mark.parametrize("name", INSPECTING)
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_truncated_network_under_a_right_hash_is_refused_or_says_so(
    tmp_path: Path, name: str, share: float
) -> None:
    folder = Folder(Damage(share=share).copy(models_folder() / name, tmp_path / name))
    with pytest.raises(ModelError, match=r"model\.tflite"):
        open_any(folder)


def relabelled(name: str, to: Path) -> tuple[Path, str, str]:
    """A copy with one label more; the hash of its labels before and after."""
    shutil.copytree(models_folder() / name, to)
    before = (to / "labels.txt").read_bytes()
    after = before + b"one more\n"
    (to / "labels.txt").write_bytes(after)
    return to, hashlib.sha256(before).hexdigest(), hashlib.sha256(after).hexdigest()


@pytest.mark.parametrize("name", SEALED)
def test_other_labels_are_refused_by_their_hash(tmp_path: Path, name: str) -> None:
    folder, _, found = relabelled(name, tmp_path / name)
    with pytest.raises(ModelError, match=rf"labels\.txt: sha256 is {found}"):
        Folder(folder)


@pytest.mark.parametrize("name", SEALED)
def test_a_network_with_labels_of_another_count_is_refused(tmp_path: Path, name: str) -> None:
    to, before, after = relabelled(name, tmp_path / name)
    card = to / "card.toml"
    card.write_text(card.read_text().replace(before, after))
    with pytest.raises(ModelError, match=name):
        open_any(Folder(to))


@pytest.mark.parametrize("name", SEALED)
def test_a_network_answers_the_golden_input_as_its_card_says(name: str) -> None:
    folder = Shelf(models_folder()).take(name)
    assert folder.card.golden, "python -m models.train.sealing seals a folder"
    assert proved(folder) is folder


DAMAGED_AT = {
    "vehicle-detector": 0.65,
    "plate-detector": 0.65,
    "plate-reader": 0.75,
    "condition": 0.5,
    "damage": 0.5,
    VEHICLE: 0.4,
}
"""Share of the file from which weights are lost without the runtime noticing."""


@pytest.mark.parametrize(("name", "share"), DAMAGED_AT.items())
def test_a_network_with_damaged_weights_under_a_right_hash_does_not_answer_so(
    tmp_path: Path, name: str, share: float
) -> None:
    to = tmp_path / name
    shutil.copytree(models_folder() / name, to)
    content = bytearray((to / "model.tflite").read_bytes())
    before = hashlib.sha256(content).hexdigest()
    first = int(share * len(content))
    content[first : first + 40_000] = np.random.default_rng(1).bytes(40_000)
    (to / "model.tflite").write_bytes(content)
    card = to / "card.toml"
    card.write_text(card.read_text().replace(before, hashlib.sha256(content).hexdigest()))
    with pytest.raises(ModelError, match=rf"{name}: output \d is off by"):
        proved(Folder(to))


class Dead(Network):
    """A runtime or processor that runs a network to no effect."""

    def __call__(self, picture: Image) -> list[npt.NDArray[np.float32]]:
        return [np.zeros_like(output) for output in super().__call__(picture)]


@pytest.mark.parametrize("name", SEALED)
def test_a_runtime_that_computes_nothing_is_told(name: str) -> None:
    with pytest.raises(ModelError, match="is off by"):
        proved(Shelf(models_folder()).take(name), open_network=Dead)


def gate(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "edge", *arguments], capture_output=True, text=True, timeout=90, check=False
    )


def test_verify_and_list() -> None:
    verified = gate("models", "verify")
    assert (verified.returncode, verified.stdout) == (0, ""), verified.stderr
    (told,) = map(json.loads, gate("models", "list", "--json").stdout.splitlines())
    assert {each["name"] for each in told["models"]} >= set(NAMES)


def test_what_the_vehicle_networks_embedding_tells_was_measured_on_this_very_network() -> None:
    """After a training: ``python -m models.train.likeness``."""
    folder = Shelf(models_folder()).take(VEHICLE)
    network = open_any(folder)
    assert isinstance(network, VehicleNetwork)
    assert network.embedder.least_alike is not None
    assert tomllib.loads(folder.read(LIKENESS).decode())["network"] == folder.card.sha256
