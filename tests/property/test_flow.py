"""Hand-offs against the simplest model of each: nothing is lost unseen, and the order holds."""

from __future__ import annotations

from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from edge.flow.bounded import Bounded
from edge.flow.latest import Latest

PUT, TAKE = "put", "take"
actions = st.lists(st.sampled_from([PUT, TAKE]))


@given(actions)
def test_the_slot_gives_the_newest_and_counts_the_rest(steps: list[str]) -> None:
    slot: Latest[int] = Latest()
    waiting: list[int] = []
    missed = 0
    for number, step in enumerate(steps):
        if step == PUT:
            slot.put(number)
            waiting.append(number)
        else:
            taken = slot.take(0)
            assert (taken is None) == (not waiting)
            if taken:
                assert taken.value == waiting[-1]
                assert taken.missed == len(waiting) - 1
                missed += taken.missed
            waiting = []
    assert slot.replaced == missed + max(0, len(waiting) - 1)


@given(actions, st.integers(1, 4))
def test_the_queue_keeps_the_order_and_refuses_beyond_its_capacity(steps: list[str], capacity: int) -> None:
    queue: Bounded[int] = Bounded(capacity=capacity)
    model: deque[int] = deque()
    refused = 0
    for number, step in enumerate(steps):
        if step == TAKE:
            assert queue.take(0) == (model.popleft() if model else None)
        elif queue.offer(number):
            model.append(number)
        else:
            assert len(model) == capacity
            refused += 1
        assert len(queue) == len(model) <= capacity
    assert queue.refused == refused
