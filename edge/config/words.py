"""What is wrong with a value, in the words of the person who wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from math import isnan
from typing import Any

from edge.config.base import FORMS, RULE, Fault, Place, Section
from edge.config.gate import GateConfig

_SENTENCES = {
    "missing": "is required",
    "extra_forbidden": "unknown key{nearest}",
    "string_type": "must be text in quotes, not {given}",
    "int_type": "must be a whole number, not {given}",
    "int_from_float": "must be a whole number, not {given}",
    "float_type": "must be a number, not {given}",
    "finite_number": "must be a finite number",
    "bool_type": "must be true or false, not {given}",
    "tuple_type": "must be a list in [ ], not {given}",
    "model_type": "must be a table, not {given}",
    "greater_than": "must be greater than {gt:g}, not {given}",
    "greater_than_equal": "must be at least {ge:g}, not {given}",
    "less_than": "must be less than {lt:g}, not {given}",
    "less_than_equal": "must be at most {le:g}, not {given}",
    "literal_error": "must be {expected}, not {given}",
    "string_pattern_mismatch": "must be {form}, not {given}",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
}
"""By pydantic's type of error. An unknown key's value is never repeated: it may be a secret."""


def explain(errors: Iterable[Mapping[str, Any]]) -> Iterator[Fault]:
    """What pydantic found, each with its place and one sentence that says what to write instead."""
    for error in errors:
        if error["type"] == RULE:
            yield from (((*error["loc"], *place), message) for place, message in error["ctx"]["faults"])
        elif error["type"] != "too_short" or not error["input"]:  # a list of faulty items is none too few
            yield tuple(error["loc"]), _sentence(error)


def is_required(place: Place) -> bool:
    """The key there must be given."""
    field = _section(place[:-1]).model_fields.get(str(place[-1]))
    return field is not None and field.is_required()


def _sentence(error: Mapping[str, Any]) -> str:
    context = dict(error.get("ctx", {}))
    context["given"] = _shown(error["input"])
    context["form"] = FORMS.get(str(context.get("pattern")), "")
    context["nearest"] = _nearest_key(error["loc"])
    context["msg"] = error["msg"]
    return _SENTENCES.get(str(error["type"]), "{msg}").format_map(context)


def _shown(value: object) -> str:
    """The value as TOML writes it; a table or list is not repeated whole."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, float) and isnan(value):  # dates have become such
        return "a date, a time or nan"
    return repr(value)


def _nearest_key(place: Place) -> str:
    """Hint at the key that was meant: among its neighbours first, then anywhere in the file."""
    name = str(place[-1])
    near = get_close_matches(name, _keys(_section(place[:-1])), n=1)
    if near:
        return f"; did you mean {near[0]!r}?"
    elsewhere = [f"[{table}] {key}" for table, key in _all_keys(GateConfig, "") if key == name and table]
    return f"; did you mean {elsewhere[0]!r}?" if elsewhere else ""


def _keys(section: type[Section]) -> list[str]:
    return list(section.model_fields)


def _section(place: Place) -> type[Section]:
    section: type[Section] = GateConfig
    for name in place:
        if isinstance(name, str):
            section = _type_of(section, name) or section
    return section


def _type_of(section: type[Section], key: str) -> type[Section] | None:
    """The section behind a key, if it is one: given as it is, as ``Section | None`` or in a tuple."""
    field = section.model_fields.get(key)
    kinds: list[Any] = [field.annotation] if field else []
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, Section):
            return kind
        kinds.extend(getattr(kind, "__args__", ()))
    return None


def _all_keys(section: type[Section], table: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key in section.model_fields:
        found.append((table, key))
        inner = _type_of(section, key)
        if inner:
            found += _all_keys(inner, f"{table}.{key}".lstrip("."))
    return found
