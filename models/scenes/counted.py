"""False alarms per visit and recall on the proving ground: all views of two visits together."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from edge.cli.evaluate_compare import as_given, by_own_detector, judge, shipped_rule
from edge.domain.inspection import Status
from edge.evaluation.compare import MATCH_IOU, Judged, match
from edge.evaluation.compare_truth import FILE, TrueDamage, read_pairs
from edge.evaluation.interval import wilson

LARGE = 0.03
"""Of the vehicle's longer side in the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One view of two visits, and what was said of it."""

    visits: tuple[str, int, int, int]
    """The car, its earlier visit and its later one, and how often that was photographed again."""
    light: str
    """Of the later visit."""
    judged: Judged


def look_at(folder: Path, *, own_detector: bool) -> Iterator[Looked]:
    """Every pair of the folder. Raises DataError naming what cannot be read."""
    look, rule = by_own_detector() if own_detector else as_given, shipped_rule(own_detector=own_detector)
    entries = json.loads((folder / FILE).read_text(encoding="utf-8"))
    for pair, entry in zip(read_pairs(folder), entries, strict=True):
        said, _ = judge(pair, look, rule)
        visits = (entry["car"], *entry["visits"], entry["again"])
        yield Looked(visits=visits, light=entry["lights"][1], judged=said)


def report(looked: Sequence[Looked]) -> Iterator[str]:
    """Lines to print: visits without new damage first, then what is new by kind, size and light."""
    by_visit: dict[tuple[str, int, int, int], list[Looked]] = {}
    for each in looked:
        by_visit.setdefault(each.visits, []).append(each)
    clean = [views for views in by_visit.values() if all(view.judged.pair.clean for view in views)]
    for name, state in (("called new", Status.NEW), ("not comparable", Status.NOT_COMPARABLE)):
        hit = [views for views in clean if any(_says(view, state) for view in views)]
        by_light = Counter(views[0].light for views in hit)
        yield f"unchanged visits {name}: {share(len(hit), len(clean))} {dict(by_light)}"
    new = [
        (view, damage)
        for view in looked
        for damage in view.judged.pair.damages
        if damage.state is Status.NEW and damage.after_box is not None
    ]
    yield f"new damage called new: {_recall(new)}"
    yield f"  larger than {LARGE:.0%} of the vehicle: {_recall(one for one in new if _size(*one) >= LARGE)}"
    kinds, lights = [damage.kind for _, damage in new], [view.light for view, _ in new]
    for names in (kinds, lights):
        for name in sorted(set(names)):
            yield f"  {name}: {_recall(one for one, own in zip(new, names, strict=True) if own == name)}"


def share(hits: int, of: int) -> str:
    """With its 95 % interval (Wilson)."""
    low, high = wilson(hits, of)
    return f"{hits} of {of}, {hits / max(1, of):.3f} ({low:.3f} to {high:.3f})"


def _says(view: Looked, state: Status) -> bool:
    """Of what is seen now; an earlier finding that nobody can tell of is carried on and decides nothing."""
    return any(each.state is state and each.later is not None for each in view.judged.verdicts)


def _recall(damages: Iterable[tuple[Looked, TrueDamage]]) -> str:
    told = [_told(view, damage) for view, damage in damages]
    return share(sum(told), len(told))


def _told(view: Looked, damage: TrueDamage) -> bool:
    new = (each for each in view.judged.verdicts if each.state is Status.NEW)
    return any(match(damage, each) >= MATCH_IOU for each in new)


def _size(view: Looked, damage: TrueDamage) -> float:
    vehicle, box = view.judged.pair.after_vehicle, damage.after_box
    if vehicle is None or box is None:
        return 0.0
    return max(box.width, box.height) / max(vehicle.width, vehicle.height)
