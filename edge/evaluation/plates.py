"""How well plates are read: the figures of `gate evaluate plates`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from edge.app.plates import Look
from edge.evaluation.interval import Interval, Times, bootstrap, share, wilson
from edge.evaluation.plate_truth import PlateTruth
from edge.inspection.plate_text import folded, normalize_plate

OVERLAP = 0.5
"""IoU from which the true plate counts as found."""
SURE = 0.9
BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What was read of one picture."""

    truth: PlateTruth
    look: Look | None
    ms: float
    bare_ms: float
    """Of it, the bare runs of the networks."""

    @property
    def text(self) -> str:
        """Normalised; empty where nothing was read."""
        return "" if self.look is None else normalize_plate(self.look.reading.text)

    @property
    def confidence(self) -> float:
        """Of the read; 0 where there is none."""
        return 0.0 if self.look is None else self.look.reading.confidence

    @property
    def right(self) -> bool:
        """Every character, and no other."""
        return self.text == self.truth.text

    @property
    def found(self) -> bool:
        """The plate that was read is the true one, by its place; any is, where that is unknown."""
        if self.look is None or self.truth.box is None:
            return self.look is not None
        return self.look.box.iou(self.truth.box) >= OVERLAP

    @property
    def wrong_characters(self) -> int:
        """Insertions, deletions and substitutions between the truth and the read."""
        return edit_distance(self.truth.text, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The reads of one tenth of confidence."""

    low: float
    high: float
    n: int
    confidence: float
    """Mean of the bin; well calibrated, it is the share of right ones."""
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateScore:
    """``exact_rate`` and its kin are shares of all pictures, read or not."""

    n: int
    found: int
    exact: int
    exact_rate: float
    exact_rate_ci: Interval
    exact_rate_folded: float
    """With O = 0, I = 1 and B = 8."""
    exact_rate_folded_ci: Interval
    cer: float
    """Wrong characters per true one; a picture without a read lacks all of its."""
    cer_ci: Interval
    wrong_but_sure: float
    """Share of all reads that are wrong and told with a confidence of 0.9 or more."""
    wrong_but_sure_ci: Interval
    right_and_sure: float
    """Share of the right reads that are told with a confidence of 0.9 or more."""
    right_and_sure_ci: Interval
    reliability: tuple[Bin, ...]
    ms_p50: float
    ms_p95: float
    ratio: float | None
    """All of the time over that of the bare networks; None where none ran."""


def score_plates(reads: Sequence[Read]) -> PlateScore:
    """All figures of at least one picture."""
    n = len(reads)
    exact = [read.right for read in reads]
    alike = [folded(read.text) == folded(read.truth.text) for read in reads]
    told = [read for read in reads if read.look is not None]
    sure = [read.right for read in told if read.confidence >= SURE]
    p50, p95 = np.percentile([read.ms for read in reads], (50, 95))
    bare_ms = sum(read.bare_ms for read in reads)
    wrong, true = (np.array(column) for column in zip(*map(_characters, reads), strict=True))

    def cer(times: Times) -> Mapping[str, float]:
        return {"cer": float((wrong * times).sum() / (true * times).sum())}

    return PlateScore(
        n=n,
        found=sum(read.found for read in reads),
        exact=sum(exact),
        exact_rate=share(sum(exact), n),
        exact_rate_ci=wilson(sum(exact), n),
        exact_rate_folded=share(sum(alike), n),
        exact_rate_folded_ci=wilson(sum(alike), n),
        cer=round(cer(np.ones(n, np.intp))["cer"], 4),
        cer_ci=bootstrap(cer, n)["cer"],
        wrong_but_sure=share(sure.count(False), len(told)),
        wrong_but_sure_ci=wilson(sure.count(False), len(told)),
        right_and_sure=share(sum(sure), sum(exact)),
        right_and_sure_ci=wilson(sum(sure), sum(exact)),
        reliability=tuple(_bins(told)),
        ms_p50=round(float(p50), 2),
        ms_p95=round(float(p95), 2),
        ratio=round(sum(read.ms for read in reads) / bare_ms, 3) if bare_ms else None,
    )


def edit_distance(one: str, other: str) -> int:
    """Levenshtein's, 1966."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        above, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (a != b))
    return row[-1]


def _characters(read: Read) -> tuple[int, int]:
    return read.wrong_characters, len(read.truth.text)


def _bins(told: Sequence[Read]) -> list[Bin]:
    filled: dict[int, list[Read]] = {}
    for read in told:
        filled.setdefault(min(BINS - 1, int(read.confidence * BINS)), []).append(read)
    return [
        Bin(
            low=place / BINS,
            high=(place + 1) / BINS,
            n=len(reads),
            confidence=round(sum(read.confidence for read in reads) / len(reads), 4),
            right=sum(read.right for read in reads),
        )
        for place, reads in sorted(filled.items())
    ]
