"""Clips and pictures that the tests write themselves: frame ``n`` is grey of the level ``10 * (n % 25)``."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import cv2
import numpy as np

from edge.domain.frame import Frame, Image

WIDTH, HEIGHT = 64, 48


def grey(number: int, width: int = WIDTH, height: int = HEIGHT) -> Image:
    return np.full((height, width, 3), 10 * (number % 25), np.uint8)


def number_of(frame: Frame) -> int:
    """Which frame it is, after a lossy way through a file."""
    return round(float(frame.image.mean()) / 10)


def write_clip(path: Path, frames: int, *, fps: float = 12.5) -> Path:
    fourcc = cv2.VideoWriter.fourcc(*("MJPG" if path.suffix == ".avi" else "mp4v"))
    writer = cv2.VideoWriter(str(path), fourcc, fps, (WIDTH, HEIGHT))
    for number in range(frames):
        writer.write(grey(number))
    writer.release()
    return path


def write_pictures(folder: Path, names: list[str]) -> Path:
    folder.mkdir(exist_ok=True)
    for number, name in enumerate(names):
        assert cv2.imwrite(str(folder / name), grey(number))
    return folder


def vast_png() -> bytes:
    """A picture whose header was damaged: it promises 100,000 by 100,000 pixels."""
    png = bytearray(cv2.imencode(".png", grey(1))[1].tobytes())
    png[16:24] = struct.pack(">II", 100_000, 100_000)
    png[29:33] = struct.pack(">I", zlib.crc32(bytes(png[12:29])))
    return bytes(png)
