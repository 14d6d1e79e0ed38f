"""The shipped schemas are what the types say, and every event and notice obeys them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource

from edge.domain.inspection import ClockState, ModelRef
from edge.storage.store import Store
from edge.wire.__main__ import FOLDER, contract_files
from edge.wire.event import EventType, Record
from edge.wire.expected import expected_cars
from edge.wire.handed import HandedOver
from edge.wire.plain import WireError, from_json, to_json
from edge.wire.ruling import Accept, Reset, Review
from edge.wire.schemas import DATA, STANDING, schema_ids, shipped
from edge.wire.standing import (
    Advice,
    Alert,
    Camera,
    Condition,
    Health,
    Info,
    Lane,
    LaneState,
    Queue,
    Software,
    State,
)
from tests.examples import KEY, NOON, SOURCE, blind, expected, full_inspection, inspection

EVENTS: list[tuple[EventType, Record]] = [
    (EventType.COMPLETED, inspection()),
    (EventType.COMPLETED, full_inspection()),
    (EventType.REVISED, full_inspection()),
    (EventType.BLIND, blind()),
]
NOTICES = [
    State(state=Condition.DEGRADED, session=3, since=NOON, reasons=("camera_stalled",)),
    Info(
        session=3,
        software=(Software(name="return-gate", version="0.1.0"),),
        schemas=schema_ids(),
        models=(ModelRef(name="vehicle", version="1", sha256="ab" * 32),),
        cameras=(Camera(role="lane", kind="file", width=None, height=None),),
        never_inspected=("wheels", "underbody"),
        board="Raspberry Pi 5",
        config_sha256="cd" * 32,
        store="7b8f0f39-9d8e-4d0c-8e5a-d7a7a3a2a002",
        public_key="ef" * 32,
    ),
    Health(
        at=NOON,
        uptime_s=12.5,
        queue=Queue(waiting=1, set_aside=0, lost=0, oldest_at=NOON),
        clock=ClockState(synchronized=False),
        disk_free_bytes=10**10,
        rates={"frames": 12.5},
        counts={"passages": 3},
    ),
    Lane(
        state=LaneState.INSPECTING,
        passage="p-1",
        since=NOON,
        expires_at=NOON + timedelta(seconds=30),
        advice=Advice.WAIT,
    ),
    Alert(code="nobody-listens", since=NOON, text="nobody has subscribed", remedy="start the consumer"),
]


def validator(file_name: str) -> Draft202012Validator:
    registry: Registry[Any] = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in map(shipped, schema_files())
    )
    return Draft202012Validator(
        shipped(file_name), registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def schema_files() -> list[str]:
    return sorted(file.name for file in FOLDER.glob("*.json"))


def test_the_committed_files_are_what_the_types_generate() -> None:
    # A difference is a changed contract: `python -m edge.wire` writes it, a person looks at it.
    committed = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.iterdir()}
    assert committed == contract_files()


@pytest.mark.parametrize("file_name", schema_files())
def test_every_schema_is_a_valid_one_of_its_draft(file_name: str) -> None:
    Draft202012Validator.check_schema(shipped(file_name))


@pytest.mark.parametrize(("kind", "record"), EVENTS)
def test_every_event_obeys_the_schemas(tmp_path: Path, kind: EventType, record: Record) -> None:
    with Store.open(tmp_path, source=SOURCE) as store:
        plain = json.loads(store.file(kind, record, [], NOON).body)
    validator("event.json").validate(plain)
    data = validator(f"{kind.value}.json")
    data.validate(plain["data"])
    assert plain["dataschema"] == shipped(f"{kind.value}.json")["$id"]


@pytest.mark.parametrize("notice", NOTICES)
def test_every_notice_obeys_its_schema(notice: object) -> None:
    name = type(notice).__name__.lower()
    validator(f"{name}.v1.json").validate(json.loads(to_json(notice)))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("specversion", "0.3"),
        ("type", "inspection.completed.v2"),
        ("source", "depot"),
        ("id", "1"),
        ("sequence", 1),
        ("sequence", "0"),
        ("replayed", "no"),
        ("dataschema", "urn:other"),
        ("data", {}),
    ],
)
def test_the_envelope_s_schema_refuses_what_is_wrong(tmp_path: Path, field: str, value: object) -> None:
    with Store.open(tmp_path, source=SOURCE) as store:
        plain = json.loads(store.file(EventType.COMPLETED, inspection(), [], NOON).body)
    with pytest.raises(ValidationError):
        validator("event.json").validate(plain | {field: value})


@pytest.mark.parametrize("cars", [[], [{"key": KEY}], [json.loads(to_json(expected()))]])
def test_a_roster_that_the_schema_allows_is_read(cars: list[dict[str, object]]) -> None:
    validator("expected.v1.json").validate(cars)
    assert [car.key for car in expected_cars(json.dumps(cars).encode())] == [car["key"] for car in cars]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", None),
        ("key", "AB123CD"),
        ("key", KEY.upper()),
        ("rental", 7),
        ("rental", ""),
        ("color", "x" * 129),
        ("purpose", "returns"),
        ("colour", "white"),
    ],
)
def test_what_the_schema_of_a_roster_refuses_is_not_read(field: str, value: object) -> None:
    cars = [{"key": KEY, field: value}]
    with pytest.raises(ValidationError):
        validator("expected.v1.json").validate(cars)
    with pytest.raises(WireError, match=rf"^0\.{field}: "):
        expected_cars(json.dumps(cars).encode())


def test_the_fields_that_the_contract_names_are_promised() -> None:
    promised = set(shipped("inspection.completed.v1.json")["required"])
    named = (
        "inspection_id revision purpose rental passage clock vehicle coverage findings baseline decision "
        "decision_reasons evidence gaps models timing_ms"
    )
    assert set(named.split()) <= promised
    assert {name.value for name in DATA} == {
        "inspection.completed.v1",
        "inspection.revised.v1",
        "inspection.blind.v1",
    }
    assert {"state", "info", "health", "lane", "alert"} == set(STANDING)


WHO: dict[str, object] = {
    "transaction": "t",
    "by": "Kim",
    "why": "looked",
    "inspection": inspection().inspection_id,
}
HEARD: list[tuple[str, type[Any], dict[str, object]]] = [
    ("cmd.review", Review, {**WHO, "findings": [{"id": "f", "verdict": "no_damage"}], "rental": ""}),
    ("cmd.baseline.accept", Accept, WHO),
    ("cmd.baseline.reset", Reset, {"transaction": "t", "by": "Kim", "why": "looked", "key": KEY}),
    (
        "vehicle",
        HandedOver,
        {"key": KEY, "last": {"source": SOURCE, "inspection": json.loads(to_json(full_inspection()))}},
    ),
]


@pytest.mark.parametrize(("name", "kind", "payload"), HEARD)
def test_what_the_schema_of_others_payload_allows_is_read_and_no_more(
    name: str, kind: type[Any], payload: dict[str, object]
) -> None:
    schema = validator(f"{name}.v1.json")
    schema.validate(payload)
    assert from_json(kind, json.dumps(payload))
    for wrong in ({**payload, "misspelt": 1}, {key: payload[key] for key in list(payload)[1:]}):
        with pytest.raises(ValidationError):
            schema.validate(wrong)
        with pytest.raises(WireError):
            from_json(kind, json.dumps(wrong))
