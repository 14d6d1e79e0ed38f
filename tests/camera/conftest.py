"""The real picamera2 and libcamera where they are installed, with libcamera's virtual camera and no other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import cv2
import numpy as np
import pytest

WIDTH, HEIGHT = 1024, 768
RED = (40, 40, 200)
PICTURE = Path("/camera/lane.jpg")
"""What ``deploy/virtual-camera/virtual.yaml`` lets the camera show."""


@pytest.fixture(scope="session", autouse=True)
def virtual_camera() -> None:
    """A grey lane with a red corner above left, before the only camera of this machine."""
    sys.modules.setdefault("kms", MagicMock())  # the driver's preview on a screen
    driver = pytest.importorskip("picamera2")
    image = np.full((HEIGHT, WIDTH, 3), 110, np.uint8)
    image[: HEIGHT // 4, : WIDTH // 4] = RED
    if not PICTURE.parent.is_dir() or not cv2.imwrite(str(PICTURE), image):
        pytest.skip("only in the root that deploy/test --all makes")
    if [each["Model"] for each in driver.Picamera2.global_camera_info()] != ["virtual"]:
        pytest.skip("needs libcamera's virtual camera, and no other")
    driver.Picamera2 = virtual(driver.Picamera2)


def virtual(real: Any) -> Any:
    """The driver for a camera without raw formats, whose buffers only libcamera itself can lay out."""
    from picamera2.allocators import LibcameraAllocator  # noqa: PLC0415 - only where the driver is
    from picamera2.allocators.allocator import Allocator  # noqa: PLC0415

    class Virtual(real):  # type: ignore[misc]
        def __init__(self, number: int, tuning: dict[str, Any] | None = None) -> None:
            super().__init__(number, tuning=tuning, allocator=Allocator())
            self.allocator = LibcameraAllocator(self.camera)

        def _get_raw_modes(self) -> list[dict[str, Any]]:
            return [{"format": "NV12", "size": (WIDTH, HEIGHT)}]

    return Virtual
