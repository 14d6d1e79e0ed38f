from __future__ import annotations

import json

import pytest

from deploy.consumer.judge import MAX_BYTES, Judge
from deploy.consumer.verdict import Aside, Delivery
from edge.wire.event import Event
from tests.examples import SOURCE, blind, full_inspection
from tests.unit.consumer.bodies import body, changed, with_data


def reason(judge: Judge, sent: bytes, sender: str | None = None) -> str:
    said = judge.event(Delivery(body=sent, sender=sender))
    assert isinstance(said, Aside), "it was believed"
    return said.reason


@pytest.mark.parametrize("sent", [body(), body(2, data=full_inspection()), body(3, data=blind())])
def test_what_a_gate_writes_is_read(judge: Judge, sent: bytes) -> None:
    assert isinstance(judge.event(Delivery(body=sent, sender=SOURCE)), Event)


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (b"", "no_json"),
        (b"\xff\xd8\xff", "no_json"),
        (b'{"id": NaN}', "no_json"),
        (b"[" * 100_000, "no_json"),
        (b'{"a":' * 50_000, "no_json"),
        (b"9" * 10_000, "no_json"),
        (b"null", "schema"),
        (b"{}", "schema"),
        (b" " * (MAX_BYTES + 1), "oversize"),
        (changed(body(), type="inspection.completed.v2"), "schema"),
        (changed(body(), sequence="0"), "schema"),
        (changed(body(), data={}), "schema"),
        (changed(body(), time="yesterday"), "unreadable"),
        (changed(body(), time="2026-11-21T12:00:00"), "unreadable"),
        (changed(body(), time="9999-12-31T23:59:59-14:00"), "unreadable"),
        (with_data(body(), rental="\ud800"), "unreadable"),
        (changed(body(), sequence="9" * 30), "out_of_range"),
        (with_data(body(), revision=2**70), "out_of_range"),
    ],
)
def test_anything_else_is_told_with_its_reason(judge: Judge, sent: bytes, why: str) -> None:
    assert reason(judge, sent) == why


def test_a_number_that_overflows_is_none(judge: Judge) -> None:
    sent = body().replace(b'"inspect":12.5', b'"inspect":1e999')
    assert b"1e999" in sent
    assert reason(judge, sent) == "unreadable"


def test_a_gate_cannot_speak_for_another(judge: Judge) -> None:
    assert reason(judge, body(), sender="/depot-7/gate-9") == "foreign_source"


def test_a_detail_is_short_however_long_the_fault(judge: Judge) -> None:
    said = judge.event(Delivery(body=json.dumps({"id": "x" * 100_000}).encode()))
    assert isinstance(said, Aside)
    assert len(said.detail) <= 300
