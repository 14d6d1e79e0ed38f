from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from edge.domain.errors import ModelError
from edge.inference.card import Folder
from edge.inference.runtime import Network, Quantization
from edge.inference.shelf import NAMES, Shelf
from tests.unit.inference.cards import BYTES, LABELS, write


def truncated(folder: Path) -> str:
    (folder / "model.tflite").write_bytes(BYTES[:-100])
    return "model.tflite: sha256"


def bit_flipped(folder: Path) -> str:
    damaged = bytearray(BYTES)
    damaged[500] ^= 1
    (folder / "model.tflite").write_bytes(damaged)
    return "model.tflite: sha256"


def without_network(folder: Path) -> str:
    (folder / "model.tflite").unlink()
    return "model.tflite: No such file"


def without_card(folder: Path) -> str:
    (folder / "card.toml").unlink()
    return "card.toml: No such file"


def without_labels(folder: Path) -> str:
    (folder / "labels.txt").unlink()
    return "labels.txt: No such file"


def repeated_labels(folder: Path) -> str:
    (folder / "labels.txt").write_text("car\ncar\n")
    return "labels.txt: labels are empty or repeated"


def no_labels(folder: Path) -> str:
    (folder / "labels.txt").write_text("\n \n")
    return "labels.txt: labels are empty or repeated"


def labels_that_are_no_text(folder: Path) -> str:
    (folder / "labels.txt").write_bytes(b"\xff\xfe\x00car")
    return "labels.txt"


def broken_card(folder: Path) -> str:
    (folder / "card.toml").write_text("format = = 1")
    return "card.toml"


def card_that_is_no_text(folder: Path) -> str:
    (folder / "card.toml").write_bytes(b"\xff\xfe")
    return "card.toml"


def changed(old: str, new: str, told: str) -> Callable[[Path], str]:
    def change(folder: Path) -> str:
        card = folder / "card.toml"
        assert old in card.read_text()
        card.write_text(card.read_text().replace(old, new))
        return told

    return change


DAMAGES: dict[str, Callable[[Path], str]] = {
    each.__name__: each
    for each in (
        truncated,
        bit_flipped,
        without_network,
        without_card,
        without_labels,
        repeated_labels,
        no_labels,
        labels_that_are_no_text,
        broken_card,
        card_that_is_no_text,
    )
} | {
    "unknown format": changed("format = 1", "format = 2", "card.toml: format"),
    "unknown key": changed("seed = 1", "seed = 1\nsede = 2", "card.toml: sede"),
    "temperature 0": changed("temperature = 1.0", "temperature = 0", "card.toml: calibration.temperature"),
    "threshold 2": changed("threshold = 0.5", "threshold = 2", "card.toml: calibration.threshold"),
    "no width": changed("width = 64", "width = 0", "card.toml: input.width"),
    "hash too short": changed('sha256 = "', 'sha256 = "0', "card.toml: sha256"),
    "stride 0": changed("stride = 8", "stride = 0", "card.toml: outputs.0.stride"),
    "BGR": changed('"RGB"', '"BGR"', "card.toml: input.color"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_folder_is_refused_and_named(tmp_path: Path, damage: Callable[[Path], str]) -> None:
    folder = write(tmp_path / "net")
    told = damage(folder)
    with pytest.raises(ModelError) as fault:
        Folder(folder)
    assert str(tmp_path / "net") in str(fault.value)
    assert told in str(fault.value)


def test_a_sound_folder_is_what_its_card_says(tmp_path: Path) -> None:
    folder = Folder(write(tmp_path / "net"))
    assert folder.labels == LABELS
    assert (folder.ref.name, folder.ref.version, folder.ref.sha256) == ("net", "1", folder.card.sha256)


def test_the_shelf_takes_by_name_and_refuses_a_card_of_another(tmp_path: Path) -> None:
    write(tmp_path / "condition", task="classification", labels=("clean", "damaged"))
    assert Shelf(tmp_path).take("condition").ref.name == "condition"
    (tmp_path / "condition").rename(tmp_path / "plate-detector")
    with pytest.raises(ModelError, match="the card is of condition"):
        Shelf(tmp_path).take("plate-detector")


@pytest.mark.parametrize("passes", ["{}, {}", "{ mirrored = true }", ""])
def test_a_text_is_read_in_one_pass(tmp_path: Path, passes: str) -> None:
    with pytest.raises(ModelError, match=r"card\.toml: .*passes"):
        Folder(write(tmp_path / "reader", task="reading", passes=passes))


def test_the_shelf_lists_what_is_needed_and_what_is_there(tmp_path: Path) -> None:
    write(tmp_path / "extra")
    assert Shelf(tmp_path).names() == sorted([*NAMES, "extra"])


@pytest.mark.parametrize("content", [b"", b"garbage", BYTES, b"\x1c\x00\x00\x00TFL3" + bytes(500)])
def test_a_file_that_is_no_network_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.tflite"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"model\.tflite"):
        Network(path)


def test_a_missing_network_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.tflite"):
        Network(tmp_path / "none.tflite")


def test_dequantizing_widens_before_it_subtracts() -> None:
    values = np.array([-128, 0, 127], np.int8)
    assert Quantization(scale=0.5, zero=100).real(values).tolist() == [-114, -50, 13.5]
