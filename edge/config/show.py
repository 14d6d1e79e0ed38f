"""The configuration in force, as TOML that could be its own file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from edge.config.gate import GateConfig


def show(config: GateConfig) -> str:
    """Every value in force, defaults included. No secret is in the tree, only files that hold one."""
    return "\n".join(_table(config.model_dump(mode="json"), "")).strip() + "\n"


def _table(table: dict[str, Any], name: str) -> Iterator[str]:
    """A table's own values first: in TOML they may not stand behind its inner tables."""
    for key, value in table.items():
        if value is None:
            yield f"# {key} is not set"
        elif not _is_table(value):
            yield f"{key} = {_value(value)}"
    for key, value in table.items():
        if _is_table(value):
            yield from _inner(value, f"{name}.{key}".lstrip("."))


def _inner(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from ("", f"[{name}]", *_table(value, name))
        return
    for item in value:
        yield from ("", f"[[{name}]]", *_table(item, name))


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(v, dict) for v in value))


def _value(value: Any) -> str:
    """JSON's way of writing is TOML's for every value that we have, but for the one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
