"""From rendered pieces to a clip: pieces over the empty lane, a sensor's noise, MP4. Pure but for files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Region = tuple[int, int, int, int]
"""left, top, right, bottom in pixels."""
_FEATHER = 64
"""A feather is this part of the picture's width."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One frame: its number, its take, and the regions rendered for it (none: the empty lane)."""

    number: int
    take: int
    regions: tuple[Region, ...]


def piece_name(number: int, part: int) -> str:
    """File name of one rendered region of a frame."""
    return f"frame-{number:04d}-{part}.png"


def joined(regions: list[Region]) -> tuple[Region, ...]:
    """The regions with overlapping ones replaced by what encloses them, until none overlap."""
    left = list(regions)
    done: list[Region] = []
    while left:
        a = left.pop()
        hit = next(
            (b for b in left + done if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]), None
        )
        if hit is None:
            done.append(a)
            continue
        (left if hit in left else done).remove(hit)
        left.append((min(a[0], hit[0]), min(a[1], hit[1]), max(a[2], hit[2]), max(a[3], hit[3])))
    return tuple(sorted(done))


def over(empty: npt.NDArray[np.float32], piece: Picture, region: Region) -> npt.NDArray[np.float32]:
    """Lays the `region` (left, top, right, bottom) of `piece` over the empty lane with a soft inner edge."""
    left, top, right, bottom = region
    h, w = empty.shape[:2]
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32)
    far = np.float32(1e6)
    # An edge that is the picture's own needs no feather.
    reach = np.minimum.reduce(
        [
            x - left + 1 if left > 0 else far + 0 * x,
            right - x if right < w else far + 0 * x,
            y - top + 1 if top > 0 else far + 0 * x,
            bottom - y if bottom < h else far + 0 * x,
        ]
    )
    share = np.clip(reach / max(1, w // _FEATHER), 0.0, 1.0)[..., None]
    made = empty.copy()
    made[top:bottom, left:right] = piece[top:bottom, left:right].astype(np.float32) * share + empty[
        top:bottom, left:right
    ] * (1 - share)
    return made


def sensed(picture: npt.NDArray[np.float32], *, level: float, dice: np.random.Generator) -> Picture:
    """Adds a sensor's noise: `level` grey levels in the mid tones, more in light (shot noise), softened."""
    grain = dice.normal(0.0, 1.0, picture.shape).astype(np.float32)
    grain = cv2.GaussianBlur(grain, (3, 3), 0.6) * 1.6
    strength = level * (0.6 + 0.6 * np.sqrt(np.clip(picture, 0, 255) / 255.0))
    return np.asarray(np.clip(picture + grain * strength + 0.5, 0, 255), dtype=np.uint8)


def write_clip(to: Path, frames: Iterator[Picture], *, fps: int, size: tuple[int, int]) -> None:
    """Writes BGR frames as MPEG-4; raises RuntimeError where OpenCV cannot."""
    to.parent.mkdir(parents=True, exist_ok=True)
    writer = cv2.VideoWriter(str(to), cv2.VideoWriter.fourcc(*"mp4v"), fps, size)
    if not writer.isOpened():
        raise RuntimeError(f"this OpenCV writes no MPEG-4, so {to} was not made")
    for frame in frames:
        writer.write(frame)
    writer.release()
