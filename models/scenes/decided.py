"""What a gate decides of the proving ground: every visit, in the order of time, from pixels to the event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from edge.app.wiring import Networks, make_desk, make_inspector, make_reader, source_name
from edge.cli.options import configured
from edge.domain.frame import Frame
from edge.domain.geometry import Box
from edge.domain.inspection import Decision, Inspection
from edge.domain.passage import Direction, Passage, View
from edge.evaluation.labelled import read_picture
from edge.flow.clock import ReplayClock
from edge.storage.store import Store
from models.scenes.counted import share
from models.scenes.visits import Record, rendered_visits

DAY_NS, HOUR_NS = 86_400_000_000_000, 3_600_000_000_000
STAY_NS = 8_000_000_000
QUALITY = 0.8
OPEN = (Decision.NEEDS_REVIEW, Decision.NOT_COMPARABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One visit and what was filed of it."""

    light: str
    inspection: Inspection
    first: bool
    """The car was not here before: nothing is asked of it."""
    kept: bool
    """Its history was found and believed: it was compared with an earlier visit of its own."""
    new: bool
    """It wears a damage that it did not wear the last time."""


def decided(folder: Path, state: Path) -> Iterator[Decided]:
    """File the visits that are rendered in a folder with a gate that has seen none before.

    Args:
        folder: of the ground.
        state: an empty folder for the gate's store.

    Raises:
        GateError: a network, a still or the state cannot be read.
    """
    config, clock = configured(None), ReplayClock(datetime(2000, 1, 1, tzinfo=UTC))
    networks = Networks.of(config)
    inspector = make_inspector(config, networks, make_reader(config, networks))
    with Store.open(state, source=source_name(config)) as store:
        in_time = sorted(rendered_visits(folder), key=lambda visit: (visit["visit"], visit["car"]))
        desk = make_desk(
            config,
            inspector,
            store=store,
            clock=clock,
            key=bytes(32),
            cameras=frozenset(view["role"] for visit in in_time for view in visit["views"]),
            roster=lambda: None,
        )
        filed: dict[str, list[str]] = {}
        worn: dict[str, set[str]] = {}
        for number, visit in enumerate(in_time):
            passage = passage_of(folder, visit, number)
            clock.reach(passage.left_ns)
            inspection = desk.file(passage).event.data
            assert isinstance(inspection, Inspection)  # a desk files nothing else
            own, now = filed.setdefault(visit["car"], []), set(visit["damages"])
            baseline = inspection.baseline
            yield Decided(
                light=visit["light"],
                inspection=inspection,
                first=not own,
                kept=baseline is not None and baseline.inspection_id in own,
                new=bool(now - worn.get(visit["car"], now)),
            )
            own.append(inspection.inspection_id)
            worn[visit["car"]] = now


def passage_of(folder: Path, visit: Record, number: int) -> Passage:
    """The stills of a visit as the views that the watch keeps of a passage, with the vehicle's true box: of
    many frames the watch keeps those in which the box is whole, of a still there is but one.

    Args:
        folder: of the ground.
        visit: its truth.
        number: of the visit, from 0.
    """
    entered = visit["visit"] * DAY_NS + number * HOUR_NS // 60
    views = []
    for record in visit["views"]:
        image = read_picture(folder / "images" / record["file"])
        frame = Frame(role=record["role"], sequence=0, time_ns=entered, image=image)
        box = Box.of_size(*record["vehicle_box"])
        whole = box == box.clamped(frame.width, frame.height)
        views.append(View(frame=frame, box=box, quality=QUALITY, whole=whole))
    return Passage(
        roles=tuple(view.frame.role for view in views),
        number=number + 1,
        entered_ns=entered,
        left_ns=entered + STAY_NS,
        direction=Direction.DOWN,
        views=tuple(views),
        frames_seen=len(views),
        frames_missed=0,
    )


def report(seen: Sequence[Decided]) -> Iterator[str]:
    """Lines to print: who kept its history, then what was decided of visits without new damage and with."""
    later = [each for each in seen if not each.first]
    yield f"history found and believed: {share(sum(each.kept for each in later), len(later))}"
    yield f"  else: {_reasons(each for each in later if not each.kept)}"
    for name, visits in (
        ("unchanged", [each for each in later if not each.new]),
        ("with new damage", [each for each in later if each.new]),
    ):
        told = [each for each in visits if each.inspection.decision is Decision.NEW_DAMAGE]
        left = [each for each in visits if each.inspection.decision in OPEN]
        yield f"{name}, new_damage: {share(len(told), len(visits))} {_lights(told)}"
        yield f"{name}, left open: {share(len(left), len(visits))} {_lights(left)} {_reasons(left)}"


def _lights(visits: Iterable[Decided]) -> dict[str, int]:
    return dict(Counter(each.light for each in visits))


def _reasons(visits: Iterable[Decided]) -> dict[str, int]:
    """By the first word of the weightiest reason of each."""
    return dict(Counter(each.inspection.decision_reasons[0].split(":")[0] for each in visits))
