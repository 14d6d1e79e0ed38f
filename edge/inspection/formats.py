"""The plate formats of the regions, from their table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from string import ascii_uppercase, digits
from typing import Any

CHARACTERS = ascii_uppercase + digits
"""What may stand in place of another character; hangul and umlauts leave no doubt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """What the plates of one region look like."""

    region: str
    patterns: tuple[re.Pattern[str], ...]
    shapes: tuple[re.Pattern[str], ...] = ()
    """What else its plates may look like; these tell no letter from a digit."""

    def fits(self, text: str) -> bool:
        """Whether a normalised text is of this format."""
        return any(pattern.fullmatch(text) for pattern in self.patterns)

    def may_be(self, text: str) -> bool:
        """Whether a normalised text is of this format or of one of its shapes."""
        return self.fits(text) or any(shape.fullmatch(text) for shape in self.shapes)

    def likelihood(self, text: str) -> float:
        """Probability of a normalised text among the plates of this format; 0 where it does not fit.

        As if all were given out equally often; how many there are is taken from how many characters could
        stand at each place, the others being as they are.
        """
        if not self.fits(text):
            return 0.0
        return 1.0 / prod(self._choices(text, place) for place in range(len(text)))

    def _choices(self, text: str, place: int) -> int:
        before, after = text[:place], text[place + 1 :]
        return max(1, sum(self.fits(before + char + after) for char in CHARACTERS))


class Formats:
    """The formats of some regions.

    Args:
        ranks: the most frequent regions first; those of one rank are equally frequent.
    """

    def __init__(self, ranks: Sequence[Sequence[Format]]) -> None:
        self._ranks = ranks

    @classmethod
    def of(cls, table: Mapping[str, Any], regions: Sequence[str] = ()) -> Formats:
        """The formats of these regions and groups, most frequent first; without any, of all, without shapes.

        Args:
            table: ``formats.toml``.
            regions: names that stand in it.
        """
        known = {name: _format(name, entry) for name, entry in table["region"].items()}
        if not regions:
            return cls([[replace(each, shapes=()) for each in known.values()]])
        groups = {name: [name] for name in known} | table["group"]
        return cls([[known[name] for name in groups[region]] for region in regions])

    def fits(self, text: str) -> bool:
        """Whether a format has room for this normalised text."""
        return any(each.fits(text) for rank in self._ranks for each in rank)

    def likelihood(self, text: str) -> float:
        """Probability of a normalised text in an unknown region, up to a factor that all share."""
        return sum(each.likelihood(text) for rank in self._ranks for each in rank)

    def region(self, text: str) -> str | None:
        """The most frequent region whose format fits a normalised text; None where none or several do."""
        for rank in self._ranks:
            found = [each.region for each in rank if each.may_be(text)]
            if found:
                return found[0] if len(found) == 1 else None
        return None


def _format(name: str, entry: Mapping[str, Any]) -> Format:
    return Format(
        region=name, patterns=_compiled(entry["patterns"]), shapes=_compiled(entry.get("shapes", []))
    )


def _compiled(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, patterns))
