from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from edge.wire.event import Event, EventType, Record, event_from_json, event_json, schema_id, stamped
from edge.wire.plain import WireError, to_json
from edge.wire.times import rfc3339, to_millisecond
from tests.examples import NOON, SOURCE, blind, full_inspection, inspection


def event(record: Record) -> Event:
    return Event(
        type=EventType.COMPLETED,
        source=SOURCE,
        id="0b8f0f39-9d8e-4d0c-8e5a-d7a7a3a2a001",
        subject=record.inspection_id,
        time=NOON,
        dataschema=schema_id("inspection.completed.v1"),
        sequence="17",
        store="7b8f0f39-9d8e-4d0c-8e5a-d7a7a3a2a002",
        data=record,
    )


@pytest.mark.parametrize("record", [inspection(), full_inspection(), blind()])
def test_what_is_written_is_read_back(record: Record) -> None:
    assert event_from_json(event_json(event(record))) == event(record)


def test_the_envelope_is_cloudevents() -> None:
    plain = json.loads(event_json(event(full_inspection())))
    assert plain["specversion"] == "1.0"
    assert plain["source"] == "/depot-7/gate-2"
    assert plain["sequence"] == "17"
    assert plain["time"] == "2026-11-21T12:00:00.123Z"
    assert plain["replayed"] is False
    assert plain["data"]["vehicle"]["plate"]["text"] == "12가3456"
    assert plain["data"]["findings"][0]["box"] == [0.1, 0.1, 0.2, 0.2]
    assert plain["data"]["decision"] == "new_damage"


def test_a_late_event_differs_only_in_saying_so() -> None:
    body = event_json(event(full_inspection()))
    late = stamped(body, replayed=True)
    assert event_from_json(late) == replace(event(full_inspection()), replayed=True)
    assert stamped(late, replayed=False) == body


def test_fields_of_a_newer_gate_are_ignored() -> None:
    plain = json.loads(event_json(event(inspection())))
    plain["data"]["weather"] = "rain"
    plain["traceparent"] = "00-0-0-00"
    assert event_from_json(json.dumps(plain)) == event(inspection())


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"[]", b'"x"', b'{"id": 1}'])
def test_what_is_no_event_is_told(body: bytes) -> None:
    with pytest.raises(WireError):
        event_from_json(body)
    with pytest.raises(WireError):
        stamped(body, replayed=True)


def test_every_fault_is_named_by_its_place() -> None:
    plain = json.loads(event_json(event(inspection())))
    plain["data"]["revision"] = "x"
    plain["sequence"] = 5
    with pytest.raises(WireError, match=r"sequence: .*data\.Inspection\.revision: "):
        event_from_json(json.dumps(plain))


def test_a_number_that_json_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json(replace(inspection(), timing_ms={"inspect": float("nan")}))


def test_times_are_utc_with_milliseconds() -> None:
    seoul = timezone(timedelta(hours=9))
    assert rfc3339(datetime(2026, 1, 1, 9, 0, 0, 999999, tzinfo=seoul)) == "2026-01-01T00:00:00.999Z"
    assert rfc3339(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00.000Z"
    assert to_millisecond(NOON.replace(microsecond=123999)) == NOON


def test_a_time_without_a_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        rfc3339(NOON.replace(tzinfo=None))
