"""Every fault of a table at once.

Pydantic looks at no rule between values while one of them is wrong. So what is wrong is taken out, and the
rest looked at again, until nothing new is found.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from edge.config.base import Fault, Place
from edge.config.gate import GateConfig
from edge.config.words import explain, is_required


def tree(table: dict[str, Any]) -> GateConfig:
    """The configuration.

    :raises ValidationError: if anything is wrong with it.
    """
    # By way of JSON, because strictness there knows that a list may become a tuple and text a path.
    return GateConfig.model_validate_json(json.dumps(table, default=_foreign))


def faults(table: dict[str, Any]) -> Iterator[Fault]:
    """In no order. In a table with a wrong value no rule is asked: what it said might come of that value."""
    seen: set[Place] = set()
    spoiled: set[Place] = set()
    rest = deepcopy(table)
    while errors := _errors(rest):
        fresh = [fault for fault in explain(errors) if fault[0] not in seen]
        if not fresh:
            return
        yield from (fault for fault in fresh if _key(fault[0])[:-1] not in spoiled)
        unknown = {error["loc"] for error in errors if error["type"] == "extra_forbidden"}
        places = {place for place, _ in fresh}
        spoiled |= {_key(place)[:-1] for place in places - unknown}
        seen |= places
        _take_out(rest, {_key(place) for place in places})


def _errors(table: dict[str, Any]) -> list[ErrorDetails]:
    try:
        tree(table)
    except ValidationError as invalid:
        return invalid.errors()
    return []


def _foreign(_: object) -> float:
    """TOML's dates and times: no key of ours is one, so they become what is refused everywhere."""
    return math.nan


def _key(place: Place) -> Place:
    """Of the value that the place lies in: positions in a list are left out."""
    while isinstance(place[-1], int):
        place = place[:-1]
    return place


def _take_out(table: Any, keys: Iterable[Place]) -> None:
    """Inner ones first. For what is required stands another text in, as no other key has it."""
    for *way, name in sorted(keys, key=len, reverse=True):
        inner = table
        for step in way:
            inner = inner[step]
        if is_required((*way, name)):
            inner[name] = "-".join(map(str, (*way, name)))
        else:
            inner.pop(name, None)
