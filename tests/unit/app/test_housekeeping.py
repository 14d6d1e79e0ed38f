"""When the gate prunes its disk."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from edge.app.housekeeping import EVERY_S, Housekeeper
from edge.config.storing import Retention, Storage
from edge.domain.inspection import Decision
from edge.flow.clock import SystemClock
from edge.storage.evidence import Picture
from edge.storage.store import Store
from edge.wire.event import EventType
from tests.examples import NOON, SOURCE, inspection


class HandClock(SystemClock):
    """Monotonic time set by hand; the wall clock is the machine's."""

    def __init__(self, mark: Path) -> None:
        super().__init__(told=(mark.exists,))
        self.ns = super().now_ns()

    def now_ns(self) -> int:
        return self.ns


def test_old_inspections_go_once_the_clock_is_set(tmp_path: Path) -> None:
    clock = HandClock(tmp_path / "synchronized")
    rules = Storage(folder=tmp_path, retention=Retention(needs_review_days=1), min_free_bytes=0)
    with Store.open(tmp_path, source=SOURCE) as store:
        old = clock.at(clock.now_ns()) - timedelta(days=2)
        store.file(EventType.COMPLETED, inspection(1, decision=Decision.NEEDS_REVIEW), [], old)
        store.outbox.acknowledged(1)
        keeper = Housekeeper(store=store, rules=rules, clock=clock)

        keeper.step()
        assert store.outbox.resend(1) == 1, "gone although nobody has set the clock"
        store.outbox.acknowledged(1)

        (tmp_path / "synchronized").touch()
        clock.ns += int(EVERY_S * 1e9)
        keeper.step()
        assert store.outbox.resend(1) == 0


@pytest.mark.parametrize(
    ("caps", "left"),
    [
        ({}, (2, 1)),
        ({"evidence_max_bytes": 0}, (2, 0)),
        ({"min_free_bytes": 10**18}, (2, 0)),
        ({"outbox_max_bytes": 0}, (0, 0)),
    ],
)
def test_the_caps_hold_whatever_the_clock_says_and_only_days_wait_for_it(
    tmp_path: Path, caps: dict[str, int], left: tuple[int, int]
) -> None:
    clock = HandClock(tmp_path / "never")
    rules = Storage(folder=tmp_path, min_free_bytes=0).model_copy(update=caps)
    picture = Picture(image_id="i1", role="view", view="top", jpeg=b"some", width=640, height=360)
    with Store.open(tmp_path, source=SOURCE) as store:
        store.file(EventType.COMPLETED, inspection(1), [picture], NOON - timedelta(days=5000))
        store.file(EventType.COMPLETED, inspection(2), [], NOON - timedelta(days=5000))
        Housekeeper(store=store, rules=rules, clock=clock).step()
        counts = "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM picture WHERE NOT pruned)"
        assert tuple(store.database.rows(counts)[0]) == left
