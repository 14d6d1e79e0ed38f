from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from edge.domain.errors import ModelError
from edge.domain.frame import Image
from edge.inference.card import Folder
from edge.inference.plate_reader import NetworkReader
from tests.unit.inference.cards import Scripted, write

LABELS = ("0", "1", "2", "3", "A", "B", "O", "가")
CROP: Image = np.zeros((20, 80, 3), np.uint8)
COLUMNS = 12
Tensor = npt.NDArray[np.float32]


def written(upper: str, lower: str = "", *, sure: float = 30.0) -> Tensor:
    """Logits (1, 2, columns, classes): a character at every other column, blanks between."""
    logits = np.zeros((1, 2, COLUMNS, len(LABELS) + 1), np.float32)
    logits[..., 0] = sure
    for row, line in enumerate((upper, lower)):
        for number, char in enumerate(line):
            logits[0, row, 2 * number] = 0
            logits[0, row, 2 * number, 1 + LABELS.index(char)] = sure
    return logits


def reader(folder: Path, tensor: Tensor, *, temperature: float = 1.0) -> NetworkReader:
    made = Folder(write(folder / "net", task="reading", temperature=temperature, labels=LABELS))
    return NetworkReader(made, open_network=lambda path: Scripted([tensor]))


def test_a_line_is_read(tmp_path: Path) -> None:
    found = reader(tmp_path, written("12가3"))(CROP)
    assert found is not None
    assert (found.text, found.raw) == ("12가3", "12가3")
    assert found.confidence == pytest.approx(1, abs=1e-3)
    assert len(found.char_confidence) == 4


def test_two_lines_are_read_one_after_the_other(tmp_path: Path) -> None:
    found = reader(tmp_path, written("A1", "1B"))(CROP)
    assert found is not None
    assert found.text == "A11B"


def test_where_there_is_no_text_there_is_no_read(tmp_path: Path) -> None:
    assert reader(tmp_path, written(""))(CROP) is None


def unsure() -> Tensor:
    """At its second place three to one for O against 0."""
    logits = written("AO1")
    logits[0, 0, 2, 1 + LABELS.index("0")] = logits[0, 0, 2].max() - np.log(3)
    return logits


def test_what_it_may_be_instead_is_told_with_its_probability(tmp_path: Path) -> None:
    found = reader(tmp_path, unsure())(CROP)
    assert found is not None
    told = {candidate.label: candidate.confidence for candidate in found.candidates[:2]}
    assert told == pytest.approx({"AO1": 0.75, "A01": 0.25}, abs=1e-3)
    assert found.confidence == pytest.approx(0.75, abs=1e-3)
    assert found.char_confidence == pytest.approx((1, 0.75, 1), abs=1e-3)


def test_the_temperature_tempers_the_confidence(tmp_path: Path) -> None:
    """The square root of three to one."""
    found = reader(tmp_path, unsure(), temperature=2.0)(CROP)
    assert found is not None
    assert found.confidence == pytest.approx(0.634, abs=2e-3)


@pytest.mark.parametrize("size", [(1, 1), (700, 30)])
def test_a_crop_of_any_size_is_read(tmp_path: Path, size: tuple[int, int]) -> None:
    network = reader(tmp_path, written("A1"))
    assert network(np.zeros((*size, 3), np.uint8)) is not None
    assert isinstance(network.network, Scripted)
    assert network.network.fed[0].shape == (32, 64, 3)


def test_a_network_with_more_classes_than_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="net: shapes"):
        reader(tmp_path, np.zeros((1, 2, COLUMNS, len(LABELS)), np.float32))


def test_a_network_of_another_size_is_refused(tmp_path: Path) -> None:
    folder = Folder(write(tmp_path / "net", task="reading", labels=LABELS))
    with pytest.raises(ModelError, match="net: shapes"):
        NetworkReader(folder, open_network=lambda path: Scripted([written("A1")], size=(32, 32)))
