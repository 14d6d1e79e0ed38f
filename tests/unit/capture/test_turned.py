"""Cameras that hang on their side or upside down."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.capture.opening import open_camera, open_source
from edge.capture.turned import upright
from edge.config.camera import Camera
from edge.flow.clock import SystemClock


def lit_corner(folder: Path) -> str:
    """A picture 6 wide and 4 high whose upper left pixel is white."""
    image = np.zeros((4, 6, 3), np.uint8)
    image[0, 0] = 255
    assert cv2.imwrite(str(folder / "1.png"), image)
    return str(folder / "1.png")


@pytest.mark.parametrize(("degrees", "corner"), [(0, (0, 0)), (90, (0, -1)), (180, (-1, -1)), (270, (-1, 0))])
def test_pictures_are_turned_clockwise(degrees: int, corner: tuple[int, int], tmp_path: Path) -> None:
    source = upright(open_source(lit_corner(tmp_path), "lane"), degrees)
    (frame,) = source
    source.close()
    assert frame.image[corner].tolist() == [255, 255, 255]
    assert frame.image.sum() == 3 * 255
    assert frame.small is None
    assert not source.live


def test_a_camera_is_turned_as_it_is_configured(tmp_path: Path) -> None:
    camera = Camera(role="lane", source=lit_corner(tmp_path), rotation_deg=270)
    (frame,) = open_camera(camera, SystemClock())
    assert (frame.width, frame.height) == (4, 6)
