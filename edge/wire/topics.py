"""Where a gate speaks, ``{base}/v1/{site}/{gate}/…``, and what it hears of its site and of the fleet."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ID = re.compile(r"[a-z0-9-]{1,36}")
_BASE = re.compile(r"[^/+#$\s]([^+#\s]*[^/+#\s])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """The topics of one gate. Raises ValueError for an id that could not stand in a topic."""

    site: str
    gate: str
    base: str = "return-gate"

    def __post_init__(self) -> None:
        for name, value in (("site", self.site), ("gate", self.gate)):
            if not _ID.fullmatch(value):
                raise ValueError(f"{name} {value!r} is not 1 to 36 of a-z, 0-9 and '-'")
        if not _BASE.fullmatch(self.base):
            raise ValueError(f"base {self.base!r} has '+', '#', a space, or a '/' at an end")

    @property
    def source(self) -> str:
        """The CloudEvents ``source`` of this gate, a URI reference."""
        return f"/{self.site}/{self.gate}"

    @property
    def root(self) -> str:
        """Every topic of this gate begins with this and a slash."""
        return f"{self.base}/v1/{self.site}/{self.gate}"

    @property
    def expected(self) -> str:
        """Where the centre says which cars the site expects."""
        return f"{self.base}/v1/{self.site}/expected"

    def vehicle(self, key: str) -> str:
        """Where the centre says what is known of the vehicle with this key."""
        return f"{self.base}/v1/fleet/vehicle/{key}"

    def of(self, tail: str) -> str:
        """The full topic of ``state``, ``inspection``, ``alert/nobody-listens`` …"""
        return f"{self.root}/{tail}"


def every_gate(base: str, tail: str) -> str:
    """The filter that hears ``tail`` of all gates below this base."""
    return f"{base}/v1/+/+/{tail}"
