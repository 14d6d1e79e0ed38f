"""From the truth of single visits to pairs of visits, as `gate evaluate compare --pairs` reads them. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import combinations, groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt

from edge.domain.detection import Detection
from edge.domain.geometry import Box
from models.pairs.detections import Known, detected
from models.scenes.gantry import ROLES
from models.scenes.visits import Record, all_visits

_PLAIN_SIZE = (24.0, 16.0)
"""Of a false box where no damage was ever seen, pixels."""


def write_pairs(out: Path, *, seed: int) -> int:
    """Writes `pairs.json` of all views, and one per role in a folder of its own; returns the pairs of visits.

    Args:
        out: the folder with images/ and truth/.
        seed: of the detections that are given with the pairs.
    """
    visits = all_visits(out)
    pairs = list(visit_pairs(visits))
    sizes = damage_sizes(visits)
    entries = [
        entry for before, after in pairs for entry in view_pairs(before, after, sizes=sizes, seed=seed)
    ]
    _write(out / "pairs.json", entries)
    for role in ROLES:
        (out / role).mkdir(exist_ok=True)
        own = [entry for entry in entries if entry["role"] == role]
        up = [
            {**entry, **{side: f"../images/{entry[side]}" for side in ("before", "after")}} for entry in own
        ]
        _write(out / role / "pairs.json", up)
    return len(pairs)


def visit_pairs(visits: Iterable[Record]) -> Iterator[tuple[Record, Record]]:
    """Every earlier and later visit of each car; what was photographed again is only ever the later one."""
    by_car = sorted(visits, key=_order)
    for _, own in groupby(by_car, key=lambda visit: visit["car"]):
        yield from ((before, after) for before, after in combinations(own, 2) if "again" not in before)


def _order(visit: Record) -> tuple[str, int, int]:
    return visit["car"], visit["visit"], visit.get("again", 0)


def view_pairs(
    before: Record, after: Record, *, sizes: npt.NDArray[np.float64], seed: int
) -> Iterator[Record]:
    """The views of two visits role by role, each with its damages and the detections given with it."""
    for role in ROLES:
        views = [next(view for view in each["views"] if view["role"] == role) for each in (before, after)]
        damages = list(_damages(before, after, *views))
        car, turn = int(before["car"].rpartition("-")[2]), after.get("again", 0)
        order = [car, before["visit"], after["visit"], turn, ROLES.index(role)]
        dice = np.random.default_rng([seed, *order])
        yield {
            "before": views[0]["file"],
            "after": views[1]["file"],
            "role": role,
            "car": before["car"],
            "visits": [before["visit"], after["visit"]],
            "again": turn,
            "lights": [before["light"], after["light"]],
            "vehicles": [view["vehicle_box"] for view in views],
            "damages": damages,
            "detections_before": _given(views[0], damages, "before_box", sizes, dice),
            "detections_after": _given(views[1], damages, "after_box", sizes, dice),
        }


def damage_sizes(visits: Iterable[Record]) -> npt.NDArray[np.float64]:
    """(n, 2) widths and heights in pixels of all damages that show."""
    boxes = [
        damage["box"][2:]
        for visit in visits
        for view in visit["views"]
        for damage in view["damages"]
        if damage["visible"]
    ]
    return np.array(boxes or [_PLAIN_SIZE], dtype=np.float64)


def _damages(before: Record, after: Record, earlier: Record, later: Record) -> Iterator[Record]:
    """What shows: a new damage in the later picture, a repaired one in the earlier, an old one in either."""
    first = {damage["id"]: damage for damage in earlier["damages"]}
    second = {damage["id"]: damage for damage in later["damages"]}
    for name in sorted({*before["damages"], *after["damages"]}):
        known = second[name] if name in second else first[name]
        boxes = [worn[name]["box"] if name in worn else None for worn in (first, second)]
        state = "new" if name not in first else "repaired" if name not in second else "pre_existing"
        if any(boxes):
            told = {word: known[word] for word in ("id", "kind", "length_mm")}
            yield {**told, "state": state, "before_box": boxes[0], "after_box": boxes[1]}


def _from_beside(entry: Record) -> Record:
    """The pair as a folder beside images/ names its pictures."""
    return {**entry, **{side: f"../images/{entry[side]}" for side in ("before", "after")}}


def _given(
    view: Record,
    damages: list[Record],
    side: str,
    sizes: npt.NDArray[np.float64],
    dice: np.random.Generator,
) -> list[Record]:
    """What a middling detector says, false boxes on the vehicle alone."""
    if view["vehicle_box"] is None:
        return []
    x, y, width, height = view["vehicle_box"]
    known = [
        Known(
            kind=damage["kind"],
            box=Box.of_size(*damage[side]).moved(-x, -y),
            certain=side == "after_box" and damage["state"] == "new",
        )
        for damage in damages
        if damage[side]
    ]
    found = detected(known, (round(width), round(height)), sizes, dice)
    return [_told(each, x, y) for each in found]


def _told(found: Detection, x: float, y: float) -> Record:
    box = found.box.moved(x, y)
    corner = [round(value, 2) for value in (box.left, box.top, box.width, box.height)]
    return {"kind": found.label, "box": corner, "score": found.score}


def _write(to: Path, entries: list[Record]) -> None:
    to.write_text(json.dumps(entries, indent=1) + "\n", encoding="utf-8")
