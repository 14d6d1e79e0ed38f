"""An endless, repeatable stream of training batches, made ahead on a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor

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


def ahead(make: Callable[[int], T], first: int = 0) -> Iterator[T]:
    """make(first), make(first + 1), … computed a few ahead; OpenCV lets other threads run meanwhile."""
    with ThreadPoolExecutor(1) as pool:
        waiting = [pool.submit(make, number) for number in range(first, first + AHEAD)]
        for number in count(first + AHEAD):
            made = waiting.pop(0).result()
            waiting.append(pool.submit(make, number))
            yield made
