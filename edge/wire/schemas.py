"""JSON Schemas (draft 2020-12) made from the types. The shipped files are read, never made, at run time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from edge.domain.inspection import Blind, Inspection
from edge.wire.ack import Ack
from edge.wire.command import ANSWERED, Answer, Command, Replay, Response
from edge.wire.event import Event, EventType, schema_id
from edge.wire.expected import Expected
from edge.wire.handed import HandedOver
from edge.wire.ruling import Accept, Reset, Review
from edge.wire.standing import Alert, Health, Info, Lane, State

DIALECT = "https://json-schema.org/draft/2020-12/schema"
DATA: dict[EventType, type] = {
    EventType.COMPLETED: Inspection,
    EventType.REVISED: Inspection,
    EventType.BLIND: Blind,
}
_DATA: dict[str, type] = {kind.value: record for kind, record in DATA.items()}
STANDING: dict[str, type] = {"state": State, "info": Info, "health": Health, "lane": Lane, "alert": Alert}
HEARD: dict[str, type] = {
    "ack": Ack,
    "cmd": Command,
    "cmd.replay": Replay,
    "cmd.review": Review,
    "cmd.baseline.accept": Accept,
    "cmd.baseline.reset": Reset,
    "expected": tuple[Expected, ...],
    "vehicle": HandedOver,
}
ANSWERS: dict[str, type] = {ANSWERED: Answer}
_UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_SHAPES: dict[str, dict[str, object]] = {
    "id": {"pattern": _UUID},
    "store": {"pattern": _UUID},
    "sequence": {"pattern": "^[1-9][0-9]*$"},
    "source": {"format": "uri-reference", "pattern": "^/[a-z0-9-]{1,36}/[a-z0-9-]{1,36}$"},
}


class _AsWritten(GenerateJsonSchema):
    """A record is always written whole, so that a field with a default is promised as well."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        return True

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def schema_of(name: str, kind: type) -> dict[str, Any]:
    """The schema of one record type that we write, under its ``$id``."""
    made = TypeAdapter(kind).json_schema(mode="serialization", schema_generator=_AsWritten)
    return {"$schema": DIALECT, "$id": schema_id(name), **made}


def heard_schema(name: str, kind: type) -> dict[str, Any]:
    """The schema of one record type that others write: what has a default may be left out."""
    return {"$schema": DIALECT, "$id": schema_id(name), **TypeAdapter(kind).json_schema(mode="validation")}


def envelope_schema(name: str, envelope: type, data: Mapping[str, type]) -> dict[str, Any]:
    """The schema of a whole event: it carries the data schemas, so that one file is enough to check one."""
    made = schema_of(name, envelope)
    for extension, shape in _SHAPES.items():
        made["properties"][extension] |= shape
    del made["properties"]["data"]
    kept = {part: schema for part, schema in made["$defs"].items() if part == "EventType"}
    made["$defs"] = kept | {kind: schema_of(kind, record) for kind, record in data.items()}
    made["oneOf"] = [_one(kind) for kind in data]
    return made


def every_schema() -> dict[str, dict[str, Any]]:
    """File name to schema, all that ship."""
    data = {f"{kind}.json": schema_of(kind, record) for kind, record in (_DATA | ANSWERS).items()}
    standing = {f"{name}.v1.json": schema_of(f"{name}.v1", kind) for name, kind in STANDING.items()}
    heard = {f"{name}.v1.json": heard_schema(f"{name}.v1", kind) for name, kind in HEARD.items()}
    envelopes = {
        "event.json": envelope_schema("event", Event, _DATA),
        "response.json": envelope_schema("response", Response, ANSWERS),
    }
    return data | envelopes | standing | heard


def shipped(file_name: str) -> dict[str, Any]:
    """A schema as it lies in the installed package."""
    schema: dict[str, Any] = json.loads((files("edge.wire") / "schemas" / file_name).read_text("utf-8"))
    return schema


def schema_ids() -> tuple[str, ...]:
    """``$id`` of every schema that ships, for ``info``."""
    names = [*_DATA, *ANSWERS, *(f"{name}.v1" for name in (*STANDING, *HEARD))]
    return tuple(schema_id(name) for name in names)


def _one(kind: str) -> dict[str, Any]:
    address = schema_id(kind)
    return {
        "properties": {
            "type": {"const": kind},
            "dataschema": {"const": address},
            "data": {"$ref": address},
        }
    }
