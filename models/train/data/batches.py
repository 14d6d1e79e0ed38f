"""An endless, repeatable stream of training batches, made ahead in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, Generic, TypeVar

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader

from models.train.data.pictures import Image, Loaded
from models.train.detection.loss import Truth

AHEAD = 3
T = TypeVar("T")


def to_tensor(images: list[Image]) -> Tensor:
    """BGR pictures of one size to RGB [n, 3, h, w], real = (pixel - 127) / 128, channels last in memory."""
    stack = torch.from_numpy(np.ascontiguousarray(np.stack(images)[..., ::-1]))
    return ((stack.float() - 127.0) / 128.0).permute(0, 3, 1, 2)


def to_truth(made: Loaded) -> Truth:
    """Boxes, their kinds and the ignored regions as tensors."""
    return Truth(*(torch.from_numpy(part) for part in (made.boxes, made.labels, made.ignore)))


def order(length: int, seed: int) -> Iterator[int]:
    """Indices in ever new shuffles, each index once a round."""
    for turn in count():
        yield from np.random.default_rng([seed, turn]).permutation(length).tolist()


class _Made(Generic[T]):
    """Batch `number` is whatever `make(number)` gives."""

    def __init__(self, make: Callable[[int], T]) -> None:
        self._make = make

    def __getitem__(self, number: int) -> T:
        return self._make(number)


def ahead(make: Callable[[int], T], first: int = 0) -> Iterator[T]:
    """make(first), make(first + 1), … computed a few ahead, in a process of its own.

    A thread that draws would hold the interpreter's lock whenever the training wants it back.
    """
    made: Any = _Made(make)
    yield from DataLoader(
        made,
        sampler=count(first),
        batch_size=None,
        collate_fn=_as_it_is,
        num_workers=1,
        prefetch_factor=AHEAD,
        multiprocessing_context="fork",
    )


def _as_it_is(made: T) -> T:
    return made
