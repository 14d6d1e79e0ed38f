"""Whether a message is what the shipped schemas promise. Pure: bytes in, a typed record or a reason out."""

from __future__ import annotations

import json
from typing import Any, NoReturn, TypeVar

from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from deploy.consumer.verdict import Aside, Delivery
from edge.domain.inspection import Blind
from edge.wire.event import Event
from edge.wire.plain import WireError, from_json, to_json
from edge.wire.schemas import DATA, STANDING, shipped
from edge.wire.standing import Health, State

T = TypeVar("T")
MAX_BYTES = 1 << 20
"""Largest message that is read; an event of a gate has some tens of kilobytes."""
MAX_INTEGER = 2**63 - 1
"""Largest number that the database can hold."""
_DETAIL = 300


class Judge:
    """Holds the shipped schemas, read once."""

    def __init__(self) -> None:
        files = ["event.json", *(f"{kind.value}.json" for kind in DATA), *(f"{s}.v1.json" for s in STANDING)]
        registry: Registry[Any] = Registry().with_resources(
            (schema["$id"], Resource.from_contents(schema)) for schema in map(shipped, files)
        )
        self._event = Draft202012Validator(shipped("event.json"), registry=registry)
        self._state = Draft202012Validator(shipped("state.v1.json"), registry=registry)
        self._health = Draft202012Validator(shipped("health.v1.json"), registry=registry)

    def event(self, delivery: Delivery) -> Event | Aside:
        """The event in this message, or why there is none."""
        event = _read(Event, self._event, delivery.body)
        if isinstance(event, Aside):
            return event
        if delivery.sender not in (None, event.source):
            return aside("foreign_source", f"{delivery.sender} brings an event of {event.source}")
        revision = 0 if isinstance(event.data, Blind) else event.data.revision
        if max(int(event.sequence), abs(revision)) > MAX_INTEGER:
            return aside("out_of_range", f"sequence {event.sequence}, revision {revision}")
        return event

    def state(self, body: bytes) -> State | Aside:
        """The state in this message, or why there is none."""
        return _read(State, self._state, body)

    def health(self, body: bytes) -> Health | Aside:
        """The health in this message, or why there is none."""
        return _read(Health, self._health, body)


def aside(reason: str, detail: str) -> Aside:
    """A reason with as much detail as a person reads."""
    return Aside(reason=reason, detail=detail[:_DETAIL])


def _fault(schema: Draft202012Validator, body: bytes) -> Aside | None:
    if len(body) > MAX_BYTES:
        return aside("oversize", f"{len(body)} bytes, {MAX_BYTES} are read")
    try:
        plain = json.loads(body, parse_constant=_no_number)
        error = next(iter(schema.iter_errors(plain)), None)
    except (ValueError, RecursionError) as nonsense:  # RecursionError: brackets in brackets in brackets
        return aside("no_json", str(nonsense))
    if error is None:
        return None
    return aside("schema", f"{error.json_path}: {error.message}")


def _read(kind: type[T], schema: Draft202012Validator, body: bytes) -> T | Aside:
    """The typed record; the schema does not look into times and sizes of numbers, the type does."""
    fault = _fault(schema, body)
    if fault is not None:
        return fault
    try:
        record = from_json(kind, body)
        to_json(record)  # refuses a time without a zone, and a number that overflows to infinity
    except (WireError, ValueError, OverflowError) as error:
        return aside("unreadable", str(error))
    return record


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON")
