"""When the gate prunes its disk."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from edge.app.housekeeping import EVERY_S, Housekeeper
from edge.config.storing import Retention, Storage
from edge.domain.inspection import Decision
from edge.flow.clock import SystemClock
from edge.storage.store import Store
from edge.wire.event import EventType
from tests.examples import SOURCE, inspection


class HandClock(SystemClock):
    """Monotonic time set by hand; the wall clock is the machine's."""

    def __init__(self, mark: Path) -> None:
        super().__init__(marks=(mark,))
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


def test_a_short_disk_is_no_time_to_wait_for_the_clock(tmp_path: Path) -> None:
    clock = HandClock(tmp_path / "never")
    rules = Storage(folder=tmp_path, min_free_bytes=2 * shutil.disk_usage(tmp_path).total)
    with Store.open(tmp_path, source=SOURCE) as store:
        keeper = Housekeeper(store=store, rules=rules, clock=clock)
        keeper.step()
        keeper.step()
