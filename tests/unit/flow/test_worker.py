"""A worker's life: steps, deadline, failure, end."""

from __future__ import annotations

from threading import Event

import pytest

from edge.flow.bounded import Bounded
from edge.flow.clock import SystemClock
from edge.flow.worker import Worker

SOON_S = 5.0
"""Upper bound of waits that end at once when all is well."""


class HandClock(SystemClock):
    """A clock whose monotonic time is set by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.ns = 0

    def now_ns(self) -> int:
        return self.ns


class Consumer:
    """Takes numbers from a queue and remembers them."""

    def __init__(self, queue: Bounded[int]) -> None:
        self.queue = queue
        self.seen: list[int] = []

    def step(self) -> None:
        number = self.queue.take(0.01)
        if number is not None:
            self.seen.append(number)


def test_it_works_until_its_input_is_closed() -> None:
    queue: Bounded[int] = Bounded(capacity=3)
    consumer, ended = Consumer(queue), Event()
    worker = Worker(name="c", step=consumer.step, clock=SystemClock(), deadline_s=1, ended=ended)
    worker.start()
    for number in range(20):
        assert queue.put(number, SOON_S)
    queue.close()
    assert ended.wait(SOON_S)
    assert worker.join(SOON_S)
    worker.raise_failure()
    assert consumer.seen == list(range(20))


def test_it_stops_when_asked() -> None:
    worker = Worker(name="s", step=Consumer(Bounded(capacity=1)).step, clock=SystemClock(), deadline_s=1)
    worker.start()
    assert worker.alive
    worker.stop()
    assert worker.join(SOON_S)
    assert not worker.alive


def test_it_brings_its_failure_to_its_owner() -> None:
    ended = Event()

    def step() -> None:
        raise ZeroDivisionError("in the thread")

    worker = Worker(name="f", step=step, clock=SystemClock(), deadline_s=1, ended=ended)
    worker.start()
    assert ended.wait(SOON_S)
    with pytest.raises(ZeroDivisionError, match="in the thread"):
        worker.raise_failure()


def test_a_step_past_its_deadline_is_overdue() -> None:
    clock, begun, release = HandClock(), Event(), Event()

    def step() -> None:
        begun.set()
        release.wait(SOON_S)

    worker = Worker(name="d", step=step, clock=clock, deadline_s=2)
    assert not worker.overdue()
    worker.start()
    assert begun.wait(SOON_S)
    clock.ns = 2_000_000_000
    assert not worker.overdue()
    clock.ns += 1
    assert worker.overdue()
    worker.stop()
    release.set()
    assert worker.join(SOON_S)
    assert not worker.overdue()
    worker.raise_failure()


def test_one_that_never_started_can_be_joined() -> None:
    assert Worker(name="n", step=lambda: None, clock=SystemClock(), deadline_s=1).join(0)
