"""Pictures in a folder as if they were a clip, or one picture alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from edge.domain.errors import SourceError
from edge.domain.frame import Frame, Image
from edge.vision.encode import decode_color

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"})
FPS = 12.5
"""Pictures per second of a folder that nobody has said anything about: the pace of the watch."""


class Pictures:
    """Pictures of one camera, one every ``1 / fps`` seconds. What cannot be read is skipped and counted."""

    live = False

    def __init__(self, files: list[Path], role: str, *, fps: float = FPS) -> None:
        self._files, self._role = files, role
        self._step_ns = 1e9 / fps
        self._closed = False
        self.skipped = 0

    def __iter__(self) -> Iterator[Frame]:
        """Every picture that can be read; the sequence number is its place among all.

        :raises SourceError: at the end, if none could be read.
        """
        missed = 0
        for index, file in enumerate(self._files):
            if self._closed:
                return
            image = picture(file)
            if image is None:
                missed += 1
                self.skipped += 1
                continue
            time_ns = round(index * self._step_ns)
            yield Frame(role=self._role, sequence=index, time_ns=time_ns, image=image, missed=missed)
            missed = 0
        if self.skipped == len(self._files):
            raise SourceError(f"{self._files[0]}: not a picture that can be read{self._and_others()}")

    def close(self) -> None:
        """Deliver nothing more."""
        self._closed = True

    def _and_others(self) -> str:
        return f", nor are the {len(self._files) - 1} others" if len(self._files) > 1 else ""


def folder(path: Path, role: str, *, fps: float = FPS) -> Pictures:
    """The pictures of a folder, in the order in which people number them.

    :raises SourceError: if there is none.
    """
    files = [file for file in path.iterdir() if is_picture(file)]
    if not files:
        raise SourceError(f"{path}: no picture in this folder")
    return Pictures(sorted(files, key=_natural), role, fps=fps)


def is_picture(path: Path) -> bool:
    """Whether the name is that of a picture."""
    return path.suffix.lower() in SUFFIXES and path.is_file() and not path.name.startswith(".")


def picture(path: Path) -> Image | None:
    """The picture in the file, turned as its camera says; None if it is damaged, cut off or none at all."""
    data = path.read_bytes()
    if _cut_off(data):
        return None
    try:
        return decode_color(data)
    except ValueError:
        return None


def _cut_off(data: bytes) -> bool:
    """A JPEG without its end: the decoder would fill the rest with grey and say nothing."""
    return data.startswith(b"\xff\xd8") and data.find(b"\xff\xd9", len(data) // 2) < 0


def _natural(path: Path) -> tuple[list[tuple[int, str]], str]:
    """``2.jpg`` before ``10.jpg``; the name itself settles ``01`` against ``1``."""
    parts = re.findall(r"\d+|\D+", path.stem.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts], path.name
