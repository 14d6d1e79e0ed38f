"""Which glyphs are used: those to train with, and those that only the held-out drawings use.

Fonts come from Debian packages, all under free licences (SIL OFL, Apache-2.0, GPL with font exception, public
domain); the pictures of Korean glyphs are MIT and Apache-2.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from models.train.plates.glyphs import FontGlyphs, Glyphs, PictureGlyphs, numbered

GLYPHS = "plate-glyphs-kr"
"""Name of the set of pictures of Korean glyphs."""
LATIN_FONTS = {
    "fonts-opendin": ("truetype/opendin/OSP-DIN.ttf",),
    "fonts-roadgeek": tuple(f"truetype/roadgeek/RG2014{one}.ttf" for one in ("B", "C", "D", "E", "EM", "F")),
    "fonts-national-park": ("opentype/national-park/NationalPark-Heavy.otf",),
    "fonts-b612": ("opentype/b612/B612-Bold.otf", "opentype/b612/B612Mono-Bold.otf"),
    "fonts-bebas-neue": ("opentype/bebas-neue/BebasNeue-Bold.otf",),
    "fonts-roboto-unhinted": (
        "truetype/roboto/unhinted/RobotoCondensed-Bold.ttf",
        "truetype/roboto/unhinted/RobotoCondensed-Medium.ttf",
        "truetype/roboto/unhinted/RobotoTTF/Roboto-Medium.ttf",
    ),
    "fonts-liberation": (
        "truetype/liberation/LiberationSans-Bold.ttf",
        "truetype/liberation/LiberationSans-Regular.ttf",
        "truetype/liberation/LiberationSansNarrow-Bold.ttf",
    ),
    "fonts-dejavu-core": ("truetype/dejavu/DejaVuSans-Bold.ttf",),
    "fonts-dejavu-extra": ("truetype/dejavu/DejaVuSansCondensed-Bold.ttf",),
    "fonts-freefont-ttf": ("truetype/freefont/FreeSansBold.ttf",),
    "fonts-clear-sans": ("truetype/clear-sans/ClearSans-Bold.ttf",),
    "fonts-dosis": ("opentype/dosis/Dosis-Bold.otf",),
    "fonts-allerta": ("opentype/allerta/allerta_medium.otf",),
    "fonts-routed-gothic": (
        "truetype/routed-gothic/routed-gothic-narrow.ttf",
        "truetype/routed-gothic/routed-gothic.ttf",
    ),
    "fonts-open-sans": ("truetype/open-sans/OpenSans-CondBold.ttf",),
    "fonts-yanone-kaffeesatz": ("opentype/yanone-kaffeesatz/YanoneKaffeesatz-Bold.otf",),
    "fonts-paratype": ("truetype/paratype/PTN77F.ttf",),
}
"""Files by Debian package; none whose 0 has a dot or a slash, as on no plate. Routed Gothic's 1 is an I, as
on British plates and nearly so on Brazilian ones: there only the characters beside it tell."""
OFTEN = {"fonts-opendin": 8, "fonts-bebas-neue": 3, "fonts-roadgeek": 2, "fonts-routed-gothic": 2}
"""Plates of most countries have letters with straight sides, as DIN 1451, or those of road signs."""

HANGUL_FONTS = {
    "fonts-nanum": (
        "truetype/nanum/NanumGothicBold.ttf",
        "truetype/nanum/NanumBarunGothicBold.ttf",
        "truetype/nanum/NanumSquareB.ttf",
    ),
    "fonts-noto-cjk": ("opentype/noto/NotoSansCJK-Bold.ttc", "opentype/noto/NotoSansCJK-Regular.ttc"),
    "fonts-unfonts-core": (
        "truetype/unfonts-core/UnDotumBold.ttf",
        "truetype/unfonts-core/UnDinaruBold.ttf",
    ),
    "fonts-baekmuk": ("truetype/baekmuk/dotum.ttf", "truetype/baekmuk/gulim.ttf"),
    "fonts-woowa-bm": ("truetype/woowa-bm/BMDOHYEON_ttf.ttf", "truetype/woowa-bm/BMHANNAPro.ttf"),
}
HELD_OUT_HANGUL = {
    "fonts-nanum": ("truetype/nanum/NanumSquareRoundB.ttf",),
    "fonts-unfonts-core": ("truetype/unfonts-core/UnGraphicBold.ttf",),
}

PLATES_OWN = 3
"""How much more often than a font the glyphs of Korean plates themselves are taken."""

WIDTHS = (0.6, 1.15)
"""In each of these sets 하 is wider than 허, so that a reader takes a narrow 하 for 허."""
STROKES = (0.1, 1.0)
"""Plates have the short stroke of ㅏ half as long as fonts have it, and worn or faint; 하 stays 하 without
it, as 허 has its own at the left."""

# By vowel, as the rows of a Korean plate's alphabet; the sets name their files after keys or sounds.
_ROWS = ("가나다라마바사아자", "거너더러머버서어저", "고노도로모보소오조", "구누두루무부수우주")
_CONSONANTS = ("g", "n", "d", "r", "m", "b", "s", "", "j")
_VOWELS = ("a", "eo", "o", "u")
_SOUNDS = {
    syllable: consonant + vowel
    for row, vowel in zip(_ROWS, _VOWELS, strict=True)
    for syllable, consonant in zip(row, _CONSONANTS, strict=True)
} | {"하": "ha", "허": "heo", "호": "ho", "배": "bae"}
_TYPED = {
    syllable: consonant + vowel
    for row, vowel in zip(_ROWS, "kjhn", strict=True)
    for syllable, consonant in zip(row, "rsefaqtdw", strict=True)
}
"""The keys of a Korean keyboard for each syllable. The set has 허 too, but neither 하 nor 호: a reader would
learn that plates in these digits say 허."""
# The two syllables of the regions, in the order of the set `yakhyo`.
_FIRST = "부충충대대강경경경인제전전광세서울"
_SECOND = "산북남구전원북기남천주북남주종울산"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typefaces:
    """Glyphs by script; a Korean set draws its own digits too."""

    latin: tuple[Glyphs, ...]
    korean: tuple[Glyphs, ...]
    widths: tuple[float, float] | None = None
    """Syllables are drawn in a width of this range, as shares of their own; None leaves it."""
    strokes: tuple[float, float] | None = None
    """The short stroke of ㅏ is drawn in a length of this range, as shares of its own; None leaves it."""


def to_train_with(glyph_pictures: Path) -> Typefaces:
    """All but the held-out ones. Raises RecipeError where a font or the pictures are missing."""
    fonts = _fonts(LATIN_FONTS)
    of_plates = (
        PictureGlyphs(glyph_pictures, _qjadud()),
        PictureGlyphs(glyph_pictures, _yakhyo(glyph_pictures)),
    )
    korean: tuple[Glyphs, ...] = (*of_plates * PLATES_OWN, *_fonts(HANGUL_FONTS))
    return Typefaces(latin=fonts, korean=korean, widths=WIDTHS, strokes=STROKES)


def held_out(glyph_pictures: Path) -> Typefaces:
    """Glyphs that no training picture shows: a third set of pictures, and two fonts."""
    drawn = PictureGlyphs(glyph_pictures, _usman())
    return Typefaces(latin=(), korean=(drawn, drawn, *_fonts(HELD_OUT_HANGUL)))


def _fonts(packages: Mapping[str, tuple[str, ...]]) -> tuple[FontGlyphs, ...]:
    """Each as often as `OFTEN` says, else once."""
    return tuple(
        FontGlyphs(file, package)
        for package, files in packages.items()
        for file in files * OFTEN.get(package, 1)
    )


def _qjadud() -> dict[str, str]:
    return numbered("qjadud/num") | {one: f"qjadud/char1/{keys}.jpg" for one, keys in _TYPED.items()}


def _yakhyo(root: Path) -> dict[str, str]:
    found = numbered("yakhyo/nums")
    found |= {one: f"yakhyo/chars/{sound}.jpg" for one, sound in _SOUNDS.items()}
    for folder, syllables in (("region1", _FIRST), ("region2", _SECOND)):
        for file in (root / "yakhyo" / folder).glob("*.jpg"):
            found.setdefault(syllables[int(file.name[:3]) - 1], f"yakhyo/{folder}/{file.name}")
    return found


def _usman() -> dict[str, str]:
    names = {one: sound.replace("r", "l") for one, sound in _SOUNDS.items() if one not in "바사아자배"}
    return numbered("usman/type2") | {one: f"usman/type2/{name}.jpg" for one, name in names.items()}
