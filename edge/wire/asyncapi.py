"""``asyncapi.yaml``: the topics and their payloads for people and generators, made from the same types."""

from __future__ import annotations

import json
import re
from typing import Any

from edge.wire.schemas import HEARD, STANDING

_TOLD = {
    "state": "How the gate is; also its last will (`lost`). Presence is a heartbeat within three intervals.",
    "info": "What does not change while the daemon runs.",
    "health": "Every 60 s and on change.",
    "lane": "For a barrier controller; it expires.",
    "alert": "Stands until cleared by an empty payload.",
}
_HEARD = {
    "ack": "Never retained. From the central consumer: these events are on its disk.",
    "cmd": "Never retained. A command; answered on `response/{verb}`, always. A retained one is refused.",
    "cmd.replay": "As `cmd`.",
    "cmd.review": "As `cmd`. A person corrects what was filed; a revision follows on `inspection`.",
    "cmd.baseline.accept": "As `cmd`. A person says what a car is to be compared with.",
    "cmd.baseline.reset": "As `cmd`. A person says that a car's earlier visits count no more.",
    "vehicle": "Retained. From the centre: what is known of one car; read once its plate is known.",
    "expected": "Retained. From the centre: the cars that the site expects; an empty payload clears it.",
}
_RETAINED = {*STANDING, "expected", "vehicle"}
_GATE = "{base}/v1/{site}/{gate}/"
_ADDRESSES = {
    "alert": _GATE + "alert/{code}",
    "cmd": _GATE + "cmd/{verb}",
    "response": _GATE + "response/{verb}",
    "evidence": _GATE + "evidence/{inspection}/{n}",
    "expected": "{base}/v1/{site}/expected",
    "vehicle": "{base}/v1/fleet/vehicle/{key}",
}


def asyncapi(version: str) -> dict[str, Any]:
    """The AsyncAPI 3.0 document of this version of the program, seen from the gate."""
    channels = {"inspection": _channel("inspection", "event.json", "Never retained. The product.")}
    for name in STANDING:
        channels[name] = _channel(name, f"{name}.v1.json", f"Retained. {_TOLD[name]}")
    channels["response"] = _channel("response", "response.json", "Never retained. Answers a command.")
    channels["evidence"] = _pictures()
    heard = {name: _channel(name, f"{name}.v1.json", _HEARD[name]) for name in HEARD}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Return Gate", "version": version, "license": {"name": "Apache-2.0"}},
        "defaultContentType": "application/json",
        "channels": channels | heard,
        "operations": {f"send-{name}": _operation("send", name) for name in channels}
        | {f"receive-{name}": _operation("receive", name) for name in heard},
    }


def to_yaml(value: Any, depth: int = 0) -> str:
    """Block YAML of plain values; every scalar is written as JSON, which YAML 1.2 includes."""
    pad = "  " * depth
    if isinstance(value, dict) and value:
        return "".join(f"{pad}{key}:{_nested(item, depth)}" for key, item in value.items())
    if isinstance(value, list) and value:
        return "".join(f"{pad}-{_nested(item, depth)}" for item in value)
    return f"{pad}{json.dumps(value)}\n"


def _nested(item: Any, depth: int) -> str:
    if isinstance(item, dict | list) and item:
        return "\n" + to_yaml(item, depth + 1)
    return f" {json.dumps(item)}\n"


def _channel(name: str, schema: str, description: str) -> dict[str, Any]:
    address = _ADDRESSES.get(name, _GATE + name.replace(".", "/", 1))
    return {
        "address": address,
        "description": description,
        "parameters": {place: {} for place in re.findall(r"{(\w+)}", address)},
        "messages": {"payload": {"payload": {"$ref": f"./{schema}"}}},
        "bindings": {"mqtt": {"bindingVersion": "0.2.0"}},
    }


def _pictures() -> dict[str, Any]:
    described = _channel("evidence", "", "Never retained. A JPEG of at most 48 KiB, if switched on.")
    payload = {"contentType": "image/jpeg", "payload": {"type": "string", "format": "binary"}}
    return described | {"messages": {"payload": payload}}


def _operation(action: str, name: str) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{name}"},
        "bindings": {"mqtt": {"qos": 1, "retain": name in _RETAINED, "bindingVersion": "0.2.0"}},
    }
