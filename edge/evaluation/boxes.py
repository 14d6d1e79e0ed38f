"""How good a detector of several kinds is: the figures of `gate evaluate damage` and `plate-boxes`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from edge.domain.detection import Detection
from edge.evaluation.detection import Curve, Scored, match
from edge.evaluation.interval import Interval, Times, bootstrap
from edge.vision.nms import Floats, rows_of

IOUS = tuple(0.5 + 0.05 * step for step in range(10))
"""COCO's; the first alone makes `map50`, their mean `map50_95`."""
BINS = {"0-16": (0, 16), "16-32": (16, 32), "32-64": (32, 64), "64-128": (64, 128), "128-": (128, 1e9)}
"""Square root of a box's area, pixels of the picture that was looked at."""
FALSE_PER_PICTURE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was found in one picture, and what is there, in the same pixels."""

    found: Sequence[Detection]
    boxes: Floats
    """(n, 4) left, top, right, bottom."""
    kinds: tuple[str, ...]
    """(n,)."""
    ignore: Floats
    """(m, 4): a detection that lies mostly in one of these is neither right nor wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KindScore:
    """Of one kind; ``n`` counts its true boxes, ``recall_1fp`` is at one false box of it per picture."""

    n: int
    ap50: float
    ap50_ci: Interval
    recall_1fp: float
    recall_1fp_ci: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeScore:
    """Of the boxes of one size: mean AP of its kinds; share found where each kind makes one false box."""

    n: int
    ap50: float
    ap50_ci: Interval
    recall: float
    recall_ci: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxScore:
    """``n`` counts pictures; means are over the kinds that are there. Intervals are of 95 %."""

    n: int
    map50: float
    map50_ci: Interval
    map50_95: float
    map50_95_ci: Interval
    per_class: dict[str, KindScore]
    by_size: dict[str, SizeScore]
    ms_p50: float


def score_boxes(seen: Sequence[Seen], kinds: Sequence[str], times_ms: Sequence[float]) -> BoxScore:
    """All figures.

    Args:
        seen: at least one picture, with at least one true box.
        kinds: what a box may be, in the order in which they are told.
        times_ms: how long each picture took.
    """
    there = [kind for kind in kinds if any(kind in each.kinds for each in seen)]
    curves = {kind: [curve_of(seen, kind, iou=iou) for iou in IOUS] for kind in there}
    sizes = {name: _count(curves, low, high) for name, (low, high) in BINS.items()}
    filled = [name for name, count in sizes.items() if count]

    def drawn(times: Times) -> dict[str, float]:
        return _figures({k: [curve.drawn(times) for curve in each] for k, each in curves.items()}, filled)

    found, between = _figures(curves, filled), bootstrap(drawn, len(seen))
    return BoxScore(
        n=len(seen),
        map50=_rate(found["map50"]),
        map50_ci=between["map50"],
        map50_95=_rate(found["map50_95"]),
        map50_95_ci=between["map50_95"],
        per_class={
            kind: KindScore(
                n=curves[kind][0].objects,
                ap50=_rate(found[f"{kind} ap50"]),
                ap50_ci=between[f"{kind} ap50"],
                recall_1fp=_rate(found[f"{kind} recall"]),
                recall_1fp_ci=between[f"{kind} recall"],
            )
            for kind in there
        },
        by_size={
            name: SizeScore(
                n=sizes[name],
                ap50=_rate(found[f"{name} ap50"]),
                ap50_ci=between[f"{name} ap50"],
                recall=_rate(found[f"{name} recall"]),
                recall_ci=between[f"{name} recall"],
            )
            for name in filled
        },
        ms_p50=round(float(np.median(times_ms)), 2),
    )


def map50(seen: Sequence[Seen], kinds: Sequence[str]) -> float:
    """Mean AP at IoU 0.5 over the kinds that are there, alone; NaN where none is."""
    return _mean([curve_of(seen, kind).average_precision() for kind in kinds])


def curve_of(seen: Sequence[Seen], kind: str, *, iou: float = IOUS[0]) -> Curve:
    """Detections of one kind against the truth."""
    return match([_of_kind(each, kind) for each in seen], iou=iou)


def curve_of_all(seen: Sequence[Seen], kinds: Sequence[str]) -> Curve:
    """Detections of all kinds in one ranking, each against the truth of its own kind.

    Of this curve a picture counts once for every kind, so it tells nothing per picture.
    """
    return match([_of_kind(each, kind) for each in seen for kind in kinds], iou=IOUS[0])


def _of_kind(seen: Seen, kind: str) -> Scored:
    found = [each for each in seen.found if each.label == kind]
    return Scored(
        boxes=rows_of(each.box for each in found),
        scores=np.asarray([each.score for each in found], np.float32),
        truth=seen.boxes.reshape(-1, 4)[[name == kind for name in seen.kinds]],
        ignore=seen.ignore,
    )


def _count(curves: Mapping[str, Sequence[Curve]], low: float, high: float) -> int:
    return sum(each[0].of_sizes(low, high).objects for each in curves.values())


def _figures(curves: Mapping[str, Sequence[Curve]], bins: Sequence[str]) -> dict[str, float]:
    """Every rate by its name; `curves` are of each kind at each IoU."""
    precisions = {kind: [curve.average_precision() for curve in each] for kind, each in curves.items()}
    lowest = {kind: each[0].score_at(FALSE_PER_PICTURE) for kind, each in curves.items()}
    figures = {
        "map50": _mean([each[0] for each in precisions.values()]),
        "map50_95": _mean([_mean(each) for each in precisions.values()]),
    }
    for kind, each in curves.items():
        figures[f"{kind} ap50"] = precisions[kind][0]
        figures[f"{kind} recall"] = each[0].recall_at(lowest[kind])
    for name in bins:
        sized = {kind: each[0].of_sizes(*BINS[name]) for kind, each in curves.items()}
        count = sum(curve.objects for curve in sized.values())
        hits = sum(curve.recall_at(lowest[k]) * curve.objects for k, curve in sized.items() if curve.objects)
        figures[f"{name} ap50"] = _mean([curve.average_precision() for curve in sized.values()])
        figures[f"{name} recall"] = hits / count if count else float("nan")
    return figures


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")


def _rate(value: float) -> float:
    return round(value, 4)
