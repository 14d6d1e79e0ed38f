"""What a barrier controller reads on ``lane``."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from edge.app.guidance import BLOCKED_S, LEAVING_S, Guidance
from edge.app.posts import Done
from edge.messaging.board import NoticeBoard
from tests.unit.app.clocks import NoonClock


class Scene:
    """A lane whose state the test sets."""

    def __init__(self) -> None:
        self.clock, self.board = NoonClock(), NoticeBoard()
        self.post = SimpleNamespace(busy=False)
        self.inspect = SimpleNamespace(under_way=None, done=None, waiting=0)
        self.guidance = Guidance(
            board=self.board,
            clock=self.clock,
            lines=cast(Any, [SimpleNamespace(post=self.post)]),
            inspect=cast(Any, self.inspect),
        )

    def look(self, *, watching: bool = True) -> dict[str, Any] | None:
        """What was said anew, if anything was."""
        self.guidance.look(watching=watching)
        payload = self.board.changes().get("lane")
        return None if payload is None else json.loads(payload)

    def said(self) -> tuple[str, str | None, str | None]:
        lane = self.look()
        assert lane is not None
        return lane["state"], lane["advice"], lane["passage"]

    @property
    def now(self) -> datetime:
        return self.clock.at(self.clock.now_ns())


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_vehicle_comes_is_inspected_and_may_go(scene: Scene) -> None:
    assert scene.said() == ("idle", None, None)
    scene.post.busy = True
    assert scene.said() == ("approaching", "slow_down", None)
    scene.post.busy, scene.inspect.waiting = False, 1
    assert scene.said() == ("inspecting", "wait", None)
    scene.inspect.waiting, scene.inspect.under_way = 0, "i-1"
    assert scene.said() == ("inspecting", "wait", "i-1")
    scene.inspect.under_way = None
    scene.inspect.done = Done(inspection_id="i-1", at_ns=scene.clock.now_ns())
    assert scene.said() == ("leaving", "done", "i-1")
    scene.clock.pass_s(LEAVING_S + 0.1)
    assert scene.said() == ("idle", None, None)


def test_a_vehicle_that_stays_blocks_the_lane(scene: Scene) -> None:
    scene.post.busy = True
    scene.look()
    scene.clock.pass_s(BLOCKED_S + 1)
    assert scene.said() == ("blocked", "stop", None)
    scene.post.busy = False
    assert scene.said()[0] == "idle"


def test_it_is_said_again_before_it_expires(scene: Scene) -> None:
    scene.post.busy = True
    first = scene.look()
    assert first is not None
    assert scene.look() is None
    scene.clock.pass_s(5.1)
    again = scene.look()
    assert again is not None
    assert again["since"] == first["since"]
    assert datetime.fromisoformat(first["expires_at"]) > scene.now
    assert datetime.fromisoformat(again["expires_at"]) - scene.now == timedelta(seconds=12.5)


def test_an_empty_lane_costs_a_message_a_minute(scene: Scene) -> None:
    said = 0
    for _ in range(600):
        said += scene.look() is not None
        scene.clock.pass_s(1)
    assert said == 10


def test_a_gate_that_does_not_watch_claims_nothing(scene: Scene) -> None:
    scene.look()
    silent = scene.look(watching=False)
    assert silent is not None
    assert datetime.fromisoformat(silent["expires_at"]) <= scene.now
    scene.clock.pass_s(600)
    assert scene.look(watching=False) is None
    assert scene.said() == ("idle", None, None)
