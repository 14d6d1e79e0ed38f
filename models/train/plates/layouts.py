"""How the plates of a region look, as data: what may stand on them, how big, in which colours.

Patterns: ``L`` letter, ``D`` digit, ``A`` either, ``K`` hangul of private cars, ``C`` of commercial ones,
``H`` of rental cars, ``R`` a region of Korea; a space parts two groups, ``-`` and ``·`` are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

Color = tuple[int, int, int]
"""Red, green, blue."""

WHITE, CREAM, BLACK = (235, 236, 232), (232, 226, 200), (20, 20, 24)
YELLOW, GOLD, RED, GREEN, BLUE = (236, 196, 40), (214, 160, 50), (170, 24, 30), (16, 92, 52), (24, 52, 130)
SKY, GRAY, NAVY = (150, 196, 226), (170, 172, 174), (26, 34, 84)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One kind of plate; lengths in millimetres."""

    region: str
    lines: tuple[str, ...]
    """Patterns, upper line first; several with equal chances where parted by ``|``."""
    size: tuple[float, float]
    letters: tuple[float, ...]
    """Height of the letters of each line."""
    colors: tuple[tuple[Color, Color], ...]
    """(ink, ground)."""
    share: float
    """How often it is drawn, in relation to the others."""
    script: str = "latin"
    band: str = ""
    """``left``: a blue band with stars and a country; ``top``: a blue band with a word."""
    caption: float = 0.0
    """How often small words stand above or below, which are not part of the text."""
    hangul: tuple[float, float] = (0.68, 1.0)
    """Height of hangul as a share of the digits'."""
    stacked: float = 0.0
    """How often a region's two syllables stand one above the other."""


_DARK_ON_WHITE = ((BLACK, WHITE),)
_EU = (520.0, 112.0)
_US = (305.0, 152.0)

LAYOUTS = (
    # Korea
    Layout(
        region="kr",
        lines=("DDK DDDD|DDDK DDDD|DDH DDDD|DDDH DDDD",),
        size=(520, 110),
        letters=(82,),
        colors=((BLACK, WHITE), (BLACK, WHITE), (BLACK, CREAM), (BLACK, SKY)),
        share=8,
        script="korean",
    ),
    Layout(
        region="kr",
        lines=("DDK DDDD|DDKDDDD|DDH DDDD|DDHDDDD|DDDKDDDD|DDDHDDDD",),
        size=(335, 155),
        letters=(80,),
        colors=((BLACK, WHITE), (BLACK, CREAM), (BLACK, SKY)),
        share=4,
        script="korean",
    ),
    Layout(
        region="kr",
        lines=("RDDC DDDD|RDDCDDDD",),
        size=(520, 110),
        letters=(80,),
        colors=((BLACK, YELLOW), (BLACK, GOLD)),
        share=1.5,
        script="korean",
        stacked=0.8,
    ),
    Layout(
        region="kr",
        lines=("R DD|R D", "C DDDD|K DDDD|CDDDD|KDDDD"),
        size=(335, 170),
        letters=(48, 82),
        colors=((BLACK, YELLOW), (BLACK, GOLD), (WHITE, GREEN), (WHITE, GREEN)),
        share=2,
        script="korean",
    ),
    Layout(
        region="kr",
        lines=("DDK|DDH", "DDDD"),
        size=(335, 165),
        letters=(48, 88),
        colors=((WHITE, GREEN), (WHITE, GREEN), (BLACK, WHITE)),
        share=2.5,
        script="korean",
    ),
    # Brazil
    Layout(
        region="br",
        lines=("LLL·DDDD|LLL-DDDD|LLL DDDD",),
        size=(400, 130),
        letters=(68,),
        colors=((BLACK, GRAY), (BLACK, GRAY), ((50, 52, 54), (196, 196, 192)), (WHITE, RED), (BLACK, WHITE)),
        share=5,
        caption=0.95,
    ),
    Layout(
        region="br",
        lines=("LLLDLDD|LLL DLDD|LLLDLDD|LLLDDDD",),
        size=(400, 130),
        letters=(68,),
        colors=((BLACK, WHITE), (RED, WHITE)),
        share=3,
        band="top",
    ),
    Layout(
        region="br",
        lines=("LLL", "DDDD|DLDD"),
        size=(200, 170),
        letters=(60, 60),
        colors=((BLACK, GRAY), (BLACK, WHITE)),
        share=0.7,
        caption=0.5,
    ),
    # Europe
    Layout(
        region="de",
        lines=("L LL DDDD|LL L DDDD|LL LL DDD|LLL L DDD|L L DDDD|LLL LL DD|LL L DDD|L LL DDD",),
        size=_EU,
        letters=(75,),
        colors=_DARK_ON_WHITE,
        share=2.5,
        band="left",
    ),
    Layout(
        region="gb",
        lines=("LLDD LLL|LLDD LLL|LDDD LLL|L DDD LLL|LLDDLLL",),
        size=_EU,
        letters=(79,),
        colors=((BLACK, WHITE), (BLACK, YELLOW)),
        share=2.5,
        caption=0.3,
    ),
    Layout(
        region="fr",
        lines=("LL-DDD-LL|LL-DDD-LL|DDD LL DD|DDDD LL DD",),
        size=_EU,
        letters=(75,),
        colors=((BLACK, WHITE), (BLACK, WHITE), (BLACK, YELLOW)),
        share=1.6,
        band="left",
    ),
    Layout(
        region="eu",
        lines=(
            "LL DDDLL|DDDD LLL|LL DDDDD|LLL DDDD|LL DD LL|LL-DD-LL|DLD DDDD|LL-DDD-L|L-LLL-DDD|LLL-DDD|"
            "LLL DDD|LL DDDDL|DD-LL-DD|L DDDDD|LL DDDDDD|LLL DDL|LL DDDLL",
        ),
        size=_EU,
        letters=(76,),
        colors=((BLACK, WHITE), (BLACK, WHITE), (BLACK, WHITE), (BLACK, YELLOW), (RED, WHITE)),
        share=5,
        band="left",
    ),
    Layout(
        region="eu",
        lines=("LL|LLL|LL DD|LLDD", "DDDD|LLL|L DDD|DDLL|DDD"),
        size=(280, 200),
        letters=(72, 72),
        colors=((BLACK, WHITE), (BLACK, YELLOW)),
        share=1.2,
        band="left",
    ),
    # United States
    Layout(
        region="us",
        lines=(
            "LLL DDDD|LLLDDDD|DLLLDDD|LLL-DDDD|LLL DDD|DDD LLL|LLDDDLL|DDDDDDD|DDDDDD|LLLLDD|AAA AAAA|"
            "AAAAAAA|AAAAAA|DDD-LLL|LDDDDD|DDLDDDD|LLDDDDD",
        ),
        size=_US,
        letters=(67,),
        colors=(
            (NAVY, WHITE),
            (BLACK, WHITE),
            (RED, WHITE),
            (GREEN, WHITE),
            (NAVY, SKY),
            (BLACK, CREAM),
            (NAVY, GOLD),
            (WHITE, BLUE),
            (WHITE, GREEN),
            (GOLD, NAVY),
            ((60, 70, 140), (222, 226, 236)),
        ),
        share=6.5,
        caption=0.95,
    ),
    # Anywhere else
    Layout(
        region="world",
        lines=(
            "LL DD LL DDDD|LLL DDDD|LL DDDD|AAAAAA|L DDDD LL|DDDDDD|LL DDDDD|AAAAA|AAAA|LLLDDDDL|LDDDDLL",
        ),
        size=(480, 115),
        letters=(76,),
        colors=((BLACK, WHITE), (BLACK, YELLOW), (WHITE, BLACK), (WHITE, RED), (BLACK, GRAY), (WHITE, BLUE)),
        share=3,
        caption=0.3,
    ),
    Layout(
        region="world",
        lines=("LL DD|LLL|LL DDL", "DDDD|LL DDDD|DDD"),
        size=(300, 190),
        letters=(68, 68),
        colors=((BLACK, WHITE), (BLACK, YELLOW), (WHITE, BLACK)),
        share=1.5,
        caption=0.2,
    ),
)
