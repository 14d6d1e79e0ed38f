"""The scanner finds the line of every key, however TOML lets one write it."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from edge.config.base import Place
from edge.config.lines import key_lines, line_of

TEXT = '''\
# comment = "not a key"
plain = 1 # [not.a.table]
"quoted key" = 'single # quoted'
dotted . "a.b".c = 1979-05-27 07:32:00
multi = """
inside = "no key"
[nor.a.table]
escaped \\""" still inside"""""
literal = \'\'\'
x = 1\'\'\'
array = [ # comment ]
  1,
  [2, "]"],
  { a = 1, b.c = "}" },
]
inline = { x = 1, y = [1,
  2] }
[table]
key = true
[table.inner] # trailing
key = ""
[[many]]
key = 1
[many.sub]
key = 2
[[many]]
key = 3
[[many.deep]]
key = 4
'''

PLACES: dict[Place, int] = {
    ("plain",): 2,
    ("quoted key",): 3,
    ("dotted", "a.b", "c"): 4,
    ("multi",): 5,
    ("literal",): 9,
    ("array",): 11,
    ("array", 0): 12,
    ("array", 1): 13,
    ("array", 1, 1): 13,
    ("array", 2, "b", "c"): 14,
    ("inline",): 16,
    ("inline", "y"): 16,
    ("inline", "y", 1): 17,
    ("table",): 18,
    ("table", "key"): 19,
    ("table", "inner", "key"): 21,
    ("many",): 22,
    ("many", 0): 22,
    ("many", 0, "key"): 23,
    ("many", 0, "sub", "key"): 25,
    ("many", 1): 26,
    ("many", 1, "key"): 27,
    ("many", 1, "deep", 0, "key"): 29,
}


def test_every_way_of_writing_a_key() -> None:
    lines = key_lines(TEXT)
    assert {place: lines.get(place) for place in PLACES} == PLACES
    assert ("inside",) not in lines
    assert ("x",) not in lines


def test_a_missing_key_belongs_to_the_table_around_it() -> None:
    lines = key_lines(TEXT)
    assert line_of(lines, ("many", 1, "absent")) == 26
    assert line_of(lines, ("absent",)) == 1


def places(value: Any, place: Place = ()) -> set[Place]:
    """Every place of a parsed document."""
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return {place} | {found for key, inner in children for found in places(inner, (*place, key))}


def test_the_places_are_those_that_tomllib_reads() -> None:
    assert places(tomllib.loads(TEXT)) - {()} == set(key_lines(TEXT))


@given(st.lists(st.sampled_from(["[a]", "[[b]]", "[b.c]", "k = 1", "j.i = [1, {x = '#'}]", "# k", ""])))
def test_whatever_tomllib_accepts_is_scanned(rows: list[str]) -> None:
    text = "\n".join(rows)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert places(document) - {()} == set(key_lines(text))
