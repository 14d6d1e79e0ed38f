"""How well pictures are told apart: the figures of `gate evaluate condition` and its kin."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from edge.domain.frame import Image
from edge.evaluation.interval import Interval, Times, bootstrap, wilson

Confusion = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassScore:
    """``confusion`` is true → predicted → count; ``macro_f1`` the mean over the true classes."""

    n: int
    accuracy: float
    accuracy_ci: Interval
    macro_f1: float
    macro_f1_ci: Interval
    confusion: Confusion
    ms_p50: float


def judge(pictures: Iterable[tuple[str, Image]], tell: Callable[[Image], str]) -> ClassScore:
    """Ask about every picture, and score.

    Args:
        pictures: each with its true class, at least one.
        tell: what a BGR picture is taken for.
    """
    true, told, times_ms = [], [], []
    for name, image in pictures:
        began = time.perf_counter()
        told.append(tell(image))
        times_ms.append((time.perf_counter() - began) * 1e3)
        true.append(name)
    return score_classes(true, told, times_ms)


def score_classes(true: Sequence[str], told: Sequence[str], times_ms: Sequence[float]) -> ClassScore:
    """All figures.

    Args:
        true: class of each picture, at least one.
        told: what each was taken for; may be a word that no picture is, such as `unknown`.
        times_ms: how long each picture took.
    """
    names = sorted({*true, *told})
    rows, columns = (np.array([names.index(name) for name in each]) for each in (true, told))

    def counted(times: Times) -> np.ndarray[tuple[int, int], np.dtype[np.intp]]:
        counts = np.zeros((len(names), len(names)), np.intp)
        np.add.at(counts, (rows, columns), times)
        return counts

    counts = counted(np.ones(len(true), np.intp))
    right = int(np.trace(counts))
    between = bootstrap(lambda times: {"f1": macro_f1(counted(times))}, len(true))
    return ClassScore(
        n=len(true),
        accuracy=round(right / len(true), 4),
        accuracy_ci=wilson(right, len(true)),
        macro_f1=round(macro_f1(counts), 4),
        macro_f1_ci=between["f1"],
        confusion={
            name: {names[j]: int(count) for j, count in enumerate(counts[i]) if count}
            for i, name in enumerate(names)
            if counts[i].any()
        },
        ms_p50=round(float(np.median(times_ms)), 2),
    )


def macro_f1(counts: np.ndarray[tuple[int, int], np.dtype[np.intp]]) -> float:
    """Mean F1 of the classes that are there; rows are true, columns told."""
    hits, true, told = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    there = true > 0
    return float((2 * hits[there] / (true + told)[there]).mean())
