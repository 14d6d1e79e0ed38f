"""Which colours one paint may be measured as, in one light and another."""

from __future__ import annotations

GREYS = frozenset({"white", "silver", "grey", "black"})
"""The sun, a cloud and the exposure move a car along them."""
NEXT = frozenset(
    map(
        frozenset,
        [
            *(("red", "orange"), ("orange", "yellow"), ("yellow", "green"), ("green", "blue")),
            *(("blue", "purple"), ("purple", "red")),
            # Under the open sky a pale car looks blue, and under lamps, or where it is beige, yellow.
            *((hue, pale) for hue in ("blue", "yellow", "orange") for pale in ("white", "silver", "grey")),
        ],
    )
)
"""Colours that are taken for each other."""
COLORS = GREYS | {color for pair in NEXT for color in pair}
"""All that `edge.vision.color` tells."""


def may_be_one(color: str | None, other: str | None) -> bool:
    """Whether one car may have been measured so and so; also where one of them is no colour that is measured.

    In the dark any paint is black. Of 1,150 photographs in other light (`models.pairs.look`) 10 were told as
    a colour that this takes for another paint.
    """
    if color not in COLORS or other not in COLORS:
        return True
    pair = frozenset((color, other))
    return len(pair) == 1 or "black" in pair or pair <= GREYS or pair in NEXT
