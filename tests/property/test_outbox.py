"""Whatever happens to the gate and its broker: nothing filed is lost, and the sequence has no hole."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from edge.storage.store import Store
from edge.wire.event import EventType, event_from_json
from tests.examples import NOON, SOURCE, inspection


class OutboxMachine(RuleBasedStateMachine):
    """A model of three sets beside the real store: what waits, what stands aside, what was acknowledged."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = Store.open(self.folder, source=SOURCE)
        self.ids: dict[int, str] = {}
        self.waiting: set[int] = set()
        self.aside: set[int] = set()

    @initialize(count=st.integers(1, 3))
    def begin(self, count: int) -> None:
        for _ in range(count):
            self.file()

    @rule()
    def file(self) -> None:
        number = len(self.ids) + 1
        filed = self.store.file(EventType.COMPLETED, inspection(number), [], NOON)
        assert filed.event.sequence == str(number)
        self.ids[number] = filed.event.id
        self.waiting.add(number)

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def acknowledge(self, data: st.DataObject) -> None:
        some = data.draw(st.sets(st.sampled_from(sorted(self.waiting)), min_size=1))
        self.store.outbox.acknowledged(*some)
        self.waiting -= some

    @precondition(lambda self: self.waiting | self.aside)
    @rule(data=st.data())
    def confirm(self, data: st.DataObject) -> None:
        some = data.draw(st.sets(st.sampled_from(sorted(self.waiting | self.aside)), min_size=1))
        self.store.outbox.confirmed(*(self.ids[number] for number in some), "unknown")
        self.waiting -= some
        self.aside -= some

    @precondition(lambda self: self.waiting)
    @rule(data=st.data(), reason=st.sampled_from(["nobody_listens", "connection_lost"]))
    def postpone(self, data: st.DataObject, reason: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.waiting)))
        before = next(row for row in self.store.outbox.pending(1, number - 1) if row.sequence == number)
        times = self.store.outbox.postponed(number, reason)
        assert times == (before.times + 1 if before.reason == reason else 1)

    @precondition(lambda self: self.waiting)
    @rule(data=st.data())
    def set_aside(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.waiting)))
        self.store.outbox.set_aside(number, "oversize")
        self.waiting.remove(number)
        self.aside.add(number)

    @rule(start=st.integers(1, 12))
    def resend(self, start: int) -> None:
        again = {number for number in self.ids if number >= start}
        assert self.store.outbox.resend(start) == len(again)
        self.waiting |= again
        self.aside -= again

    @rule()
    def crash_and_reopen(self) -> None:
        # A copy of the files as they lie there is what a killed process leaves.
        left = Path(tempfile.mkdtemp())
        shutil.copytree(self.folder, left, dirs_exist_ok=True)
        self.store.close()
        shutil.rmtree(self.folder)
        self.folder = left
        self.store = Store.open(left, source=SOURCE)
        assert self.store.damaged is None

    @invariant()
    def nothing_is_lost(self) -> None:
        rows = self.store.outbox.pending(1000)
        assert [row.sequence for row in rows] == sorted(self.waiting)
        assert {row.sequence for row in self.store.outbox.aside()} == self.aside
        assert all(row.event_id == self.ids[row.sequence] for row in rows)
        assert all(event_from_json(row.body).sequence == str(row.sequence) for row in rows[:2])

    @invariant()
    def the_sequence_has_no_hole(self) -> None:
        assert self.store.outbox.last_sequence() == len(self.ids)
        depth = self.store.outbox.depth()
        assert (depth.waiting, depth.set_aside, depth.lost) == (len(self.waiting), len(self.aside), 0)

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)


TestOutbox = OutboxMachine.TestCase
TestOutbox.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
