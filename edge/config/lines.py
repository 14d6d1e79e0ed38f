"""On which line of a TOML file does a key stand? ``tomllib`` does not say.

Only a text that ``tomllib`` has read without complaint is scanned, so the scanner looks for places and
never for mistakes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from edge.config.base import Place

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_KEY = re.compile(rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*")
_STRING = re.compile(
    r'''"""(?:[^\\]|\\.)*?"""(?:"{0,2})|\'\'\'.*?\'\'\'(?:'{0,2})|"(?:[^"\\\n]|\\.)*"|'[^'\n]*\'''', re.DOTALL
)
_SCALAR = re.compile(r"\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]+|[^\s,\]}#]+")


def key_lines(text: str) -> dict[Place, int]:
    """Line, from 1, of every key, table and array element of a valid TOML text."""
    return _Scanner(text).document()


def line_of(lines: dict[Place, int], place: Place) -> int:
    """Line of the place, or of the nearest table around it: that is where a missing key belongs."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


class _Scanner:
    """Walks once over the text; ``_at`` is the next character to read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._lines: dict[Place, int] = {}
        self._tables: dict[Place, int] = {}

    def document(self) -> dict[Place, int]:
        table: Place = ()
        while self._skip() < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._assignment(table)
        return self._lines

    def _header(self) -> Place:
        brackets = 2 if self._text.startswith("[[", self._at) else 1
        self._at += brackets
        self._skip()
        line = self._line()
        place = self._table(self._key(), appended=brackets == 2)
        self._skip()
        self._at += brackets
        self._lines.setdefault(place, line)
        return place

    def _table(self, names: tuple[str, ...], *, appended: bool) -> Place:
        place: Place = ()
        for depth, name in enumerate(names, start=1):
            place = (*place, name)
            self._lines.setdefault(place, self._line())
            if appended and depth == len(names):
                self._tables[place] = self._tables.get(place, -1) + 1
            if place in self._tables:
                place = (*place, self._tables[place])
        return place

    def _assignment(self, table: Place) -> None:
        line = self._line()
        place = (*table, *self._key())
        for end in range(len(table) + 1, len(place) + 1):
            self._lines.setdefault(place[:end], line)
        self._skip()
        self._at += len("=")
        self._value(place)

    def _value(self, place: Place) -> None:
        self._skip()
        opening = self._text[self._at]
        if opening == "{":
            for _ in self._items("}"):
                self._assignment(place)
        elif opening == "[":
            for index in self._items("]"):
                self._lines[*place, index] = self._line()
                self._value((*place, index))
        else:
            self._take(_STRING if opening in "\"'" else _SCALAR)

    def _items(self, closing: str) -> Iterator[int]:
        """Stand before each item between the brackets in turn, and at last behind the closing one."""
        self._at += 1
        index = 0
        while self._text[self._skip()] != closing:
            yield index
            index += 1
            if self._text[self._skip()] == ",":
                self._at += 1
        self._at += 1

    def _key(self) -> tuple[str, ...]:
        """Names of a dotted key; ``tomllib`` itself undoes quotes and escapes."""
        names: list[str] = []
        table: object = tomllib.loads(self._take(_KEY) + " = 0")
        while isinstance(table, dict):
            ((name, table),) = table.items()
            names.append(name)
        return tuple(names)

    def _skip(self) -> int:
        self._take(_SPACE)
        return self._at

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        assert match is not None, "only a text that tomllib has read is scanned"
        self._at = match.end()
        return match.group()

    def _line(self) -> int:
        return self._text.count("\n", 0, self._at) + 1
