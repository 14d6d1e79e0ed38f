"""Asking the broker what stands on a topic: every answer, and every way to get none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from edge.flow.clock import ReplayClock
from edge.messaging.facts import Arrived
from edge.messaging.inquiries import Inquiries, Silence
from tests.examples import NOON
from tests.unit.app.parts import until

EXPECTED, TOPIC = "b/v1/site/expected", "b/v1/fleet/vehicle/k"
SECOND = 1_000_000_000
GRANTED, DENIED = (1,), (0x87,)


class Line:
    """A connection that only notes what is asked of it."""

    def __init__(self) -> None:
        self.subscribed: list[str] = []
        self.left: list[str] = []

    def subscribe(self, *topic_filters: str) -> int:
        self.subscribed += topic_filters
        return len(self.subscribed)

    def unsubscribe(self, topic_filter: str) -> None:
        self.left.append(topic_filter)


class Asking:
    """One thread asks, and the test is the publisher's."""

    def __init__(self, pool: ThreadPoolExecutor, heard: set[str]) -> None:
        self.clock, self.line, self.heard = ReplayClock(NOON), Line(), heard
        self.inquiries = Inquiries(witness=EXPECTED, clock=self.clock)
        self.inquiries.began()
        self.answer: Future[bytes | Silence] = pool.submit(self.inquiries.ask, TOPIC)
        self.until(lambda: self.line.subscribed == [TOPIC])

    def until(self, so: Callable[[], bool]) -> None:
        def stepped() -> bool:
            self.step()
            return so()

        until(stepped)

    def step(self, at_s: float | None = None) -> None:
        if at_s is not None:
            self.clock.reach(int(at_s * SECOND))
        self.inquiries.step(self.line, self.heard)

    def said(self) -> bytes | Silence:
        return self.answer.result(10)


@contextmanager
def asking(*heard: str) -> Iterator[Asking]:
    with ThreadPoolExecutor(1) as pool:
        made = Asking(pool, set(heard))
        try:
            yield made
        finally:
            made.inquiries.lost()


def arrived(payload: bytes, topic: str = TOPIC) -> Arrived:
    return Arrived(topic=topic, payload=payload, retained=True)


@pytest.mark.parametrize("granted", [True, False])
def test_what_stands_there_is_the_answer_even_before_the_acknowledgement(granted: bool) -> None:
    with asking() as made:
        if granted:
            made.inquiries.granted(1, GRANTED)
        assert made.inquiries.hear(arrived(b"car"), made.line)
        assert made.said() == b"car"
        assert made.line.left == [TOPIC]


def test_an_empty_message_says_that_nothing_stands_there() -> None:
    with asking() as made:
        assert made.inquiries.hear(arrived(b""), made.line)
        assert made.said() is Silence.NOTHING


@pytest.mark.parametrize(
    ("heard", "silence"), [((EXPECTED,), Silence.NOTHING), (("b/v1/x", TOPIC), Silence.UNREACHABLE)]
)
def test_two_seconds_of_silence_mean_something_only_where_the_centre_has_spoken(
    heard: tuple[str, ...], silence: Silence
) -> None:
    with asking(*heard) as made:
        made.inquiries.granted(1, GRANTED)
        made.step(1.9)
        assert not made.answer.done()
        made.step(2.0)
        assert made.said() is silence
        assert made.line.left == [TOPIC]


def test_the_two_seconds_count_from_the_acknowledgement() -> None:
    with asking(EXPECTED) as made:
        made.step(4.0)
        made.inquiries.granted(9, DENIED)  # of another subscription
        made.inquiries.granted(1, GRANTED)
        made.step(5.9)
        assert not made.answer.done()
        made.step(6.0)
        assert made.said() is Silence.NOTHING


def test_a_broker_that_does_not_acknowledge_is_not_waited_for() -> None:
    with asking(EXPECTED) as made:
        made.step(5.0)
        assert made.said() is Silence.UNREACHABLE


def test_a_refused_subscription_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with asking(EXPECTED) as made:
        made.inquiries.granted(1, DENIED)
        assert made.said() is Silence.UNREACHABLE
    assert f"code=subscribe-refused topic={TOPIC}" in caplog.text


def test_without_a_connection_the_answer_comes_at_once() -> None:
    with asking(EXPECTED) as made:
        made.inquiries.lost()
        assert made.said() is Silence.UNREACHABLE
        assert made.inquiries.ask(TOPIC) is Silence.UNREACHABLE
    assert Inquiries(witness=EXPECTED, clock=ReplayClock(NOON)).ask(TOPIC) is Silence.UNREACHABLE


def test_what_nobody_asked_is_not_taken() -> None:
    with asking() as made:
        assert not made.inquiries.hear(arrived(b"other", "b/v1/fleet/vehicle/other"), made.line)
        made.inquiries.hear(arrived(b"car"), made.line)
        assert made.said() == b"car"
        assert not made.inquiries.hear(arrived(b"late"), made.line)


def test_who_asks_while_the_gate_still_greets_is_answered_behind_it() -> None:
    inquiries, line = Inquiries(witness=EXPECTED, clock=ReplayClock(NOON)), Line()
    assert inquiries.ask(TOPIC) is Silence.UNREACHABLE, "no connection: at once"
    inquiries.began()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(inquiries.ask, TOPIC)
        with pytest.raises(TimeoutError):
            answer.result(0.05)

        def asked() -> bool:
            inquiries.step(line, set())
            return bool(line.subscribed)

        until(asked)
        inquiries.granted(1, GRANTED)
        assert inquiries.hear(arrived(b"known"), line)
        assert answer.result(10) == b"known"
