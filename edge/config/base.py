"""What every section of the configuration shares: strictness, and the words for a value's form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

Place = tuple[str | int, ...]
"""Way from a table to a value: names of tables and keys, and positions in arrays."""

Fault = tuple[Place, str]
"""Where, and what is wrong there."""

RULE = "rule"
"""Type of the error that carries the faults of :func:`refuse`."""


class Section(BaseModel):
    """A table of the file: frozen, no key that we do not know, no value silently turned into another type."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        use_attribute_docstrings=True,
    )


def _not_empty(value: object) -> object:
    """An empty path would be the folder in which the program happens to run."""
    if value == "":
        raise PydanticCustomError("string_too_short", "must not be empty")
    return value


ID = r"^[a-z0-9-]{1,36}$"
TOPIC = r"^[a-z0-9-]+(/[a-z0-9-]+)*$"
REGION = r"^[a-z]{2}(-[a-z0-9]{1,8})?$"

FORMS = {
    ID: "1 to 36 of the characters a-z, 0-9 and '-'",
    TOPIC: "words of a-z, 0-9 and '-' with '/' between them",
    REGION: "a region such as 'kr' or 'us-ca'",
}
"""What a pattern asks for, in words: a technician does not read regular expressions."""

Id = Annotated[str, Field(pattern=ID)]
Topic = Annotated[str, Field(pattern=TOPIC)]
Region = Annotated[str, Field(pattern=REGION)]
Text = Annotated[str, Field(min_length=1)]
DiskPath = Annotated[Path, BeforeValidator(_not_empty)]
Seconds = Annotated[float, Field(gt=0, le=86_400)]
Days = Annotated[int, Field(ge=1, le=36_500)]
Bytes = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]
Port = Annotated[int, Field(ge=1, le=65_535)]


def refuse(faults: Iterable[Fault]) -> None:
    """End a section's own check of what no single value can know; places count from that section.

    :raises PydanticCustomError: with all of them, if there are any.
    """
    if found := list(faults):
        raise PydanticCustomError(RULE, "rules between values", {"faults": found})


def needs(section: Section, key: str, other: str) -> Iterator[Fault]:
    """The fault, if only the first of the two is given."""
    if getattr(section, key) is not None and getattr(section, other) is None:
        yield (key,), f"needs {other!r}"
