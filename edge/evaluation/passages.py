"""Passages found in a clip against its truth."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from edge.domain.errors import DataError


class TruePassage(BaseModel):
    """One line of a truth file: from the first to the last moment in which any part of it is visible."""

    entered_s: float
    left_s: float
    direction: str
    optional: bool = False
    """It may be found or not."""


class _Truth(BaseModel):
    passages: tuple[TruePassage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPassage:
    """What the watch told of one passage, in seconds of the clip."""

    entered_s: float
    left_s: float
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageScore:
    """``gate evaluate passages``: ``n`` counts the true passages that must be found."""

    n: int
    found: int
    missed: int
    false: int
    direction_errors: int
    entered_error_s: float
    """Greatest error of a matched passage's beginning."""
    left_error_s: float


def read_truth(path: Path) -> tuple[TruePassage, ...]:
    """The passages of a truth file; other keys are ignored.

    Raises:
        DataError: the file is missing or malformed; names it and the place.
    """
    try:
        return _Truth.model_validate(json.loads(path.read_text())).passages
    except OSError as fault:
        raise DataError(f"{path}: {fault.strerror}") from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "(whole file)"
        raise DataError(f"{path}: {place}: {first['msg']}") from fault
    except ValueError as fault:
        raise DataError(f"{path}: not JSON: {fault}") from fault


def score_passages(found: Sequence[FoundPassage], truth: Sequence[TruePassage]) -> PassageScore:
    """Match one to one by the greatest overlap in time, and count."""
    pairs = _match(found, truth)
    hits = [(f, t) for f, t in pairs if not t.optional]
    return PassageScore(
        n=sum(not t.optional for t in truth),
        found=len(hits),
        missed=sum(not t.optional for t in truth) - len(hits),
        false=len(found) - len(pairs),
        direction_errors=sum(f.direction != t.direction for f, t in pairs),
        entered_error_s=round(max((abs(f.entered_s - t.entered_s) for f, t in hits), default=0.0), 3),
        left_error_s=round(max((abs(f.left_s - t.left_s) for f, t in hits), default=0.0), 3),
    )


def _match(
    found: Sequence[FoundPassage], truth: Sequence[TruePassage]
) -> list[tuple[FoundPassage, TruePassage]]:
    candidates = sorted(
        ((_overlap_s(f, t), i, j) for i, f in enumerate(found) for j, t in enumerate(truth)), reverse=True
    )
    pairs: dict[int, int] = {}
    for overlap_s, i, j in candidates:
        if overlap_s > 0 and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(found[i], truth[j]) for i, j in pairs.items()]


def _overlap_s(found: FoundPassage, true: TruePassage) -> float:
    return min(found.left_s, true.left_s) - max(found.entered_s, true.entered_s)
