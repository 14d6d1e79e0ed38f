"""What only shows with real threads: waiting, waking and closing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from random import Random
from typing import TypeVar

import pytest

from edge.flow.backoff import Backoff
from edge.flow.bounded import Bounded
from edge.flow.closed import Closed
from edge.flow.latest import Latest, Taken

T = TypeVar("T")
SOON_S = 5.0


def begun(call: Callable[[], T], pool: ThreadPoolExecutor) -> Future[T]:
    """The call under way in another thread, shown still to wait."""
    future = pool.submit(call)
    with pytest.raises(TimeoutError):
        future.result(timeout=0.02)
    return future


def test_a_taker_waits_for_the_newest() -> None:
    slot: Latest[int] = Latest()
    with ThreadPoolExecutor(1) as pool:
        waiting = begun(lambda: slot.take(SOON_S), pool)
        slot.put(1)
        assert waiting.result(SOON_S) == Taken(value=1, missed=0)


def test_closing_wakes_a_taker() -> None:
    slot: Latest[int] = Latest()
    queue: Bounded[int] = Bounded(capacity=1)
    with ThreadPoolExecutor(2) as pool:
        of_slot = begun(lambda: slot.take(SOON_S), pool)
        of_queue = begun(lambda: queue.take(SOON_S), pool)
        slot.close()
        queue.close()
        with pytest.raises(Closed):
            of_slot.result(SOON_S)
        with pytest.raises(Closed):
            of_queue.result(SOON_S)


def test_putting_waits_for_room() -> None:
    queue: Bounded[int] = Bounded(capacity=1)
    assert queue.offer(1)
    with ThreadPoolExecutor(1) as pool:
        waiting = begun(lambda: queue.put(2, SOON_S), pool)
        assert queue.take(0) == 1
        assert waiting.result(SOON_S)
    assert queue.take(0) == 2


def test_closing_wakes_who_waits_for_room() -> None:
    queue: Bounded[int] = Bounded(capacity=1)
    assert queue.offer(1)
    with ThreadPoolExecutor(1) as pool:
        waiting = begun(lambda: queue.put(2, SOON_S), pool)
        queue.close()
        with pytest.raises(Closed):
            waiting.result(SOON_S)
    assert queue.take(0) == 1


def test_no_room_in_time() -> None:
    queue: Bounded[int] = Bounded(capacity=1)
    assert queue.put(1, 0)
    assert not queue.put(2, 0.01)
    assert queue.refused == 0


def test_what_is_held_outlives_the_closing() -> None:
    slot: Latest[int] = Latest()
    slot.put(1)
    slot.close()
    with pytest.raises(Closed):
        slot.put(2)
    assert slot.take(0) == Taken(value=1, missed=0)
    with pytest.raises(Closed):
        slot.take(0)


def test_nothing_in_time() -> None:
    assert Latest[int]().take(0.01) is None
    assert Bounded[int](capacity=1).take(0.01) is None


def test_a_queue_that_holds_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Bounded[int](capacity=0)


def fill(queue: Bounded[int], numbers: range) -> list[bool]:
    return [queue.put(number, SOON_S) for number in numbers]


def drain(queue: Bounded[int], count: int) -> list[int | None]:
    return [queue.take(SOON_S) for _ in range(count)]


def test_many_threads_lose_nothing() -> None:
    queue: Bounded[int] = Bounded(capacity=2)
    with ThreadPoolExecutor(4) as pool:
        taken = [pool.submit(drain, queue, 50) for _ in range(2)]
        put = [pool.submit(fill, queue, numbers) for numbers in (range(50), range(50, 100))]
        assert all(all(future.result(SOON_S)) for future in put)
        found = [number for future in taken for number in future.result(SOON_S)]
    assert sorted(number for number in found if number is not None) == list(range(100))


def test_waits_double_up_to_an_end_and_begin_anew() -> None:
    backoff = Backoff(first_s=1, most_s=5, chance=Random(1))
    waits = [backoff.wait_s() for _ in range(5)]
    for wait, full in zip(waits, (1, 2, 4, 5, 5), strict=True):
        assert full / 2 <= wait <= full
    backoff.reset()
    assert backoff.wait_s() <= 1
