"""Near-duplicate groups, so that no frame of a car is trained on while another of the same is measured on.

A difference hash (Krawetz, 2013) of 16 x 16 bits for each picture; pictures whose hashes differ in few bits
are linked, and whatever is linked through others is one group.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
import numpy.typing as npt

from edge.evaluation.labelled import read_picture
from models.train.data.pictures import Image
from models.train.data.samples import Sample

SIDE = 16
SAME_SCENE_S = 20
CLOSE = 46
"""Of 256 bits. Frames of one scene differ in 0 to 46, dark streets in 60 and more, others in about 120."""

Item = TypeVar("Item")
Hash = npt.NDArray[np.bool_]
"""(256,) bits."""


def difference_hash(image: Image) -> Hash:
    """Whether each of 16 x 16 grey cells is darker than its right neighbour."""
    gray = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(gray, (SIDE + 1, SIDE), interpolation=cv2.INTER_AREA).astype(np.int16)
    return np.asarray((small[:, 1:] > small[:, :-1]).ravel(), np.bool_)


def hash_all(samples: Sequence[Sample], cache: Path) -> npt.NDArray[np.bool_]:
    """(n, 256) hashes of the samples' pictures, remembered in a .npz file by source and file name."""
    names = [f"{sample.source}/{sample.picture.name}" for sample in samples]
    if cache.is_file():
        with np.load(cache) as stored:
            if stored["names"].tolist() == names:
                return np.asarray(stored["hashes"], np.bool_)
    hashes = np.stack([difference_hash(read_picture(sample.picture)) for sample in samples])
    cache.parent.mkdir(parents=True, exist_ok=True)
    np.savez(cache, names=np.asarray(names), hashes=hashes)
    return hashes


def clip_moment(name: str) -> tuple[str, int] | None:
    """Clip and second of a frame's file name such as `ride_1.mp4#t=1054.webp`; None for other names."""
    found = re.fullmatch(r"(.+)#t=(\d+)\.\w+", name)
    return (found[1], int(found[2])) if found else None


def group(
    hashes: npt.NDArray[np.bool_], names: Sequence[str] | None = None, *, close: int = CLOSE
) -> list[int]:
    """A group number for each row: the lowest index that it is linked to, directly or through others.

    Args:
        hashes: (n, 256) bits.
        names: file names; frames of one clip less than `SAME_SCENE_S` apart are linked anyway.
        close: greatest number of differing bits that links two pictures.
    """
    bits = hashes.astype(np.float32)
    moments = [clip_moment(name) for name in names] if names is not None else [None] * len(bits)

    def alike(index: int) -> set[int]:
        apart = np.abs(bits[index + 1 :] - bits[index]).sum(axis=1)
        return set((np.flatnonzero(apart <= close) + index + 1).tolist()) | {
            other for other in range(index + 1, len(bits)) if _same_scene(moments[index], moments[other])
        }

    return linked(len(bits), alike)


def linked(count: int, alike: Callable[[int], Iterable[int]]) -> list[int]:
    """A group number for each of so many things: the lowest that it is linked to, directly or through others.

    Args:
        count: how many there are.
        alike: the later ones that one of them is linked to.
    """
    parent = list(range(count))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for index in range(count):
        for other in alike(index):
            low, high = sorted((root(index), root(other)))
            parent[high] = low
    return [root(index) for index in range(count)]


def _same_scene(a: tuple[str, int] | None, b: tuple[str, int] | None) -> bool:
    return a is not None and b is not None and a[0] == b[0] and abs(a[1] - b[1]) < SAME_SCENE_S


def hold_out(
    items: Sequence[Item], groups: Sequence[int], share: float, seed: int
) -> tuple[list[Item], list[Item]]:
    """Split into (train, held out) by whole groups; at least `share` of the items are held out."""
    numbers = sorted(set(groups))
    held: set[int] = set()
    count = 0
    for number in np.random.default_rng(seed).permutation(numbers).tolist():
        if count >= share * len(items):
            break
        held.add(number)
        count += groups.count(number)
    pairs = list(zip(items, groups, strict=True))
    return [item for item, number in pairs if number not in held], [
        item for item, number in pairs if number in held
    ]
