from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from edge.domain.frame import Image
from edge.inference.card import Folder
from edge.inference.detector import Detector
from edge.inference.tiled import Tiled
from tests.unit.inference.cards import Scripted, silent_tensors, write


class Bright(Scripted):
    """Sees one object around the brightest point of the picture, one cell around in every direction."""

    def __call__(self, picture: npt.NDArray[np.uint8]) -> list[npt.NDArray[np.float32]]:
        self.fed.append(picture)
        tensors = silent_tensors()
        row, column = np.unravel_index(int(picture[..., 0].argmax()), picture.shape[:2])
        if picture[row, column, 0] > 150:
            tensors[0][0, row // 8, column // 8, 0] = 4
            tensors[1][0, row // 8, column // 8] = 1
        return tensors


def tiled(folder: Path) -> tuple[Tiled, Detector, Bright]:
    network = Bright(silent_tensors())
    detector = Detector(Folder(write(folder / "net")), open_network=lambda path: network)
    assert detector.card.decode is not None
    return Tiled(detector, detector.card.decode), detector, network


def lit(x: int, y: int, radius: int) -> Image:
    image = np.zeros((640, 640, 3), np.uint8)
    image[y - radius : y + radius, x - radius : x + radius] = 255
    return image


def test_the_whole_picture_and_every_tile_are_looked_at(tmp_path: Path) -> None:
    look, _, network = tiled(tmp_path)
    assert look(lit(100, 100, 0)) == []
    assert len(network.fed) == 1 + 4


def test_what_only_a_tile_shows_is_found_in_the_picture_s_pixels(tmp_path: Path) -> None:
    """Eight pixels are lost at a twentieth of the size, where no input pixel falls on them; at the twelfth of
    a tile one does, in a cell whose middle lies at 496 and which tells twelve times eight pixels each way."""
    look, detector, _ = tiled(tmp_path)
    assert detector(lit(500, 500, 4)) == []
    (found,) = look(lit(500, 500, 4))
    assert (found.box.left, found.box.right) == (496 - 96, 496 + 96)


def test_what_a_tile_cuts_is_left_to_the_others(tmp_path: Path) -> None:
    """It lies on the left border (256 px) of the right tiles, and well inside the left ones."""
    look, *_ = tiled(tmp_path)
    found = look(lit(262, 160, 20))
    assert found
    assert not any(250 <= each.box.left <= 264 for each in found)


def test_one_thing_seen_twice_is_told_once(tmp_path: Path) -> None:
    look, *_ = tiled(tmp_path)
    boxes = [each.box for each in look(lit(100, 100, 30))]
    assert boxes
    assert all(a.iou(b) <= 0.5 for a in boxes for b in boxes if a is not b)
