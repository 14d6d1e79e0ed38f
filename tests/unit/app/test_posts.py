"""Two watch posts that meet: a vehicle is handed on when no camera can add to it any more."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

import pytest

from edge.app.pausing import Pause
from edge.app.posts import Confluence, WatchPost
from edge.domain.frame import Frame
from edge.domain.passage import Passage
from edge.flow.bounded import Bounded
from edge.flow.closed import Closed
from edge.flow.latest import Latest
from edge.tracking.fusion import Fusion
from tests.unit.app.parts import passage, picture

ROLES = ("front", "rear")
JOIN_S = 4.0


class InView:
    """A watch that has something in view in every frame whose number is even.

    ``tells``: as a vehicle, which is a passage when it has gone; else it was nothing.
    """

    def __init__(self, *, tells: bool) -> None:
        self.tells = tells
        self.frames: list[Frame] = []

    def step(self, frame: Frame) -> list[Passage]:
        if frame.sequence % 2 == 0:
            self.frames.append(frame)
            return []
        return self.finish()

    def finish(self) -> list[Passage]:
        frames, self.frames = self.frames, []
        return [passage(1, frames)] if frames and self.tells else []

    @property
    def busy(self) -> bool:
        return bool(self.frames)

    @property
    def since_ns(self) -> tuple[int, ...]:
        return tuple(frame.time_ns for frame in self.frames[:1])


@dataclass
class Gate:
    """Both posts, stepped by hand."""

    rear_tells: bool = True
    pauses: dict[str, Pause] = field(default_factory=lambda: {role: Pause() for role in ROLES})

    def __post_init__(self) -> None:
        self.queue: Bounded[Passage] = Bounded(capacity=8)
        self.slots: dict[str, Latest[Frame]] = {role: Latest() for role in ROLES}
        confluence = Confluence(Fusion(ROLES, join_s=JOIN_S), len(ROLES))
        self.posts = {
            role: WatchPost(
                role=role,
                slot=self.slots[role],
                make_watcher=partial(InView, tells=role == "front" or self.rear_tells),
                confluence=confluence,
                queue=self.queue,
                refuse=lambda refused: pytest.fail("there is room"),
                pause=self.pauses[role],
            )
            for role in ROLES
        }

    def sees(self, role: str, at: float, *, car: bool) -> list[tuple[str, ...]]:
        """Step one post, and tell the cameras of each vehicle that was handed on."""
        frame = picture(role, 0 if car else 1)
        self.slots[role].put(replace(frame, time_ns=round(at * 1e9)))
        self.posts[role].step()
        return self.handed_on()

    def ends(self, role: str) -> list[tuple[str, ...]]:
        self.slots[role].close()
        with pytest.raises(Closed):
            self.posts[role].step()
        return self.handed_on()

    def handed_on(self) -> list[tuple[str, ...]]:
        return [taken.roles for _ in range(len(self.queue)) if (taken := self.queue.take(0)) is not None]

    def overlap(self) -> None:
        """The rear camera sees the car from 14 s on; the front camera loses it at 15 s."""
        assert self.sees("front", 10, car=True) == []
        assert self.sees("rear", 14, car=True) == []
        assert self.sees("front", 14.8, car=True) == []
        assert self.sees("front", 15, car=False) == []


def test_a_car_that_the_other_camera_has_in_view_is_waited_for() -> None:
    gate = Gate()
    gate.overlap()
    for at in range(16, 30):
        assert gate.sees("rear", at, car=True) == []
        assert gate.sees("front", at + 0.5, car=False) == []
    assert gate.sees("rear", 30, car=False) == [("front", "rear")]


def test_a_camera_that_has_stalled_is_not_waited_for_long() -> None:
    gate = Gate()
    gate.overlap()
    assert gate.sees("front", 18.9, car=False) == []
    assert gate.sees("front", 19.1, car=False) == [("front",)]


def test_a_camera_that_looks_away_is_not_waited_for_but_what_it_saw_is_told() -> None:
    gate = Gate()
    gate.overlap()
    gate.pauses["rear"].begin(datetime(2026, 1, 1, tzinfo=UTC))
    assert gate.sees("rear", 16, car=True) == [("front", "rear")]


def test_a_camera_that_looks_away_with_nothing_to_tell_holds_nothing() -> None:
    gate = Gate(rear_tells=False)
    gate.overlap()
    assert gate.sees("rear", 18, car=True) == []
    gate.pauses["rear"].begin(datetime(2026, 1, 1, tzinfo=UTC))
    assert gate.sees("rear", 18.5, car=True) == []
    assert gate.sees("front", 19, car=False) == [("front",)]


def test_a_camera_that_has_ended_is_not_waited_for_but_what_it_saw_is_told() -> None:
    gate = Gate()
    gate.overlap()
    assert gate.ends("rear") == []
    assert gate.sees("front", 16, car=False) == [("front", "rear")]


def test_a_camera_that_has_ended_with_nothing_to_tell_holds_nothing() -> None:
    gate = Gate(rear_tells=False)
    gate.overlap()
    assert gate.sees("rear", 18, car=True) == []
    assert gate.ends("rear") == []
    assert gate.sees("front", 18.7, car=False) == []
    assert gate.sees("front", 19, car=False) == [("front",)]
    assert gate.ends("front") == []
