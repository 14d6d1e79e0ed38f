"""Plates drawn for training: what they say is what is told, and every region's kinds can be drawn."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.train.errors import RecipeError
from models.train.plates.alphabet import LABELS, decode, encode
from models.train.plates.draw import PLATE_PX, plate, spell
from models.train.plates.glyphs import CAP, FontGlyphs, Mask, Narrowed, PictureGlyphs, Shortened, Squared
from models.train.plates.layouts import LAYOUTS, Layout
from models.train.plates.shoot import HEIGHT, WIDTH, photograph, recrop
from models.train.plates.typefaces import Typefaces

BAR = Layout(
    region="xx",
    lines=("LL-DDD",),
    size=(520, 110),
    letters=(80,),
    colors=(((0, 0, 0), (255, 255, 255)),),
    share=1,
)


class Bars:
    """Every character is an upright bar."""

    def has(self, character: str) -> bool:
        return True

    def mask(self, character: str) -> Mask:
        return np.full((CAP, CAP // 4), 255, np.uint8)


FACES = Typefaces(latin=(Bars(),), korean=(Bars(),))


def random(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_a_text_survives_its_path_of_classes() -> None:
    text = "12하3456"
    path = [step for one in encode(text) for step in (one, one, 0)]
    assert decode(path) == text


def test_a_repeated_letter_needs_a_blank_between() -> None:
    (two,) = encode("2")
    assert decode([two, two]) == "2"
    assert decode([two, 0, two]) == "22"


def test_a_character_that_no_label_stands_for_is_refused() -> None:
    with pytest.raises(KeyError):
        encode("漢")


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: f"{layout.region} {layout.lines[0][:9]}")
def test_every_kind_says_what_its_pattern_asks(layout: Layout) -> None:
    made = plate([layout], FACES, random())
    assert set(made.text) <= set(LABELS)
    assert 3 <= len(made.text) <= 10
    assert made.region == layout.region
    assert made.image.shape[0] == PLATE_PX


def test_a_pattern_is_filled_and_its_signs_kept() -> None:
    line = spell("LL-DDD", BAR, random())
    assert line[:2].isalpha()
    assert line[2] == "-"
    assert line[3:].isdigit()


def test_as_many_bars_as_characters_are_drawn() -> None:
    layout = Layout(region="xx", lines=("DDDDD",), size=BAR.size, letters=(80,), colors=BAR.colors, share=1)
    frameless = [plate([layout], FACES, random(seed)).image for seed in range(8)]
    bars = []
    for image in frameless:
        dark = (image[PLATE_PX // 2].max(axis=1) < 90)[8:-8]
        bars.append(sum(now and not before for before, now in pairwise(dark.tolist())))
    assert sorted(bars)[len(bars) // 2] == 5


def test_the_same_random_numbers_draw_the_same_plate() -> None:
    first, second = (plate(LAYOUTS, FACES, random(5)) for _ in range(2))
    assert first.text == second.text
    assert np.array_equal(first.image, second.image)


def test_a_photograph_has_the_size_of_the_input() -> None:
    made = plate([BAR], FACES, random())
    behind = np.full((9, 9, 3), 90, np.uint8)
    spots = made.middles
    seen = [photograph(made.image, spots, behind, random(seed))[0] for seed in range(20)]
    assert {picture.shape for picture in seen} == {(HEIGHT, WIDTH, 3)}
    assert any(not np.array_equal(seen[0], other) for other in seen)


def test_places_on_the_plate_are_found_again_in_its_photograph() -> None:
    flat = np.full((PLATE_PX, 400, 3), 230, np.uint8)
    flat[30:58, 90:110] = 0
    behind = np.full((9, 9, 3), 230, np.uint8)
    near = []
    for seed in range(20):
        seen, ((x, y),) = photograph(flat, np.array([[100.0, 44.0]]), behind, random(seed))
        around = seen[max(0, int(y * HEIGHT) - 3) :, max(0, int(x * WIDTH) - 3) :][:6, :6]
        near.append(float(around.mean()) < float(seen.mean()))
    assert sum(near) >= 18


def test_every_character_has_its_spot_from_left_to_right() -> None:
    made = plate([BAR], FACES, random())
    across = [spot.x for spot in made.spots]
    assert len(across) == len(made.text)
    assert across == sorted(across)


def test_after_stacked_syllables_the_rest_is_in_the_lower_row() -> None:
    (stacked,) = (one for one in LAYOUTS if one.stacked)
    rows = {tuple(spot.row for spot in plate([stacked], FACES, random(seed)).spots) for seed in range(9)}
    assert (0, *[1] * 8) in rows


def test_a_real_plate_is_cut_again_around_its_box() -> None:
    picture = np.zeros((60, 160, 3), np.uint8)
    picture[20:40, 40:120] = 255
    cut = recrop(picture, (40, 20, 120, 40), random(2))
    assert cut.shape == (HEIGHT, WIDTH, 3)
    assert cut[HEIGHT // 2, WIDTH // 2].min() > cut[0, 0].max()


def test_a_missing_font_names_its_package() -> None:
    with pytest.raises(RecipeError, match="apt install fonts-none"):
        FontGlyphs("truetype/none.ttf", "fonts-none")


def test_a_missing_glyph_picture_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"7\.png"):
        PictureGlyphs(tmp_path, {"7": "7.png"}).mask("7")


def test_a_glyph_is_cut_off_tightly(tmp_path: Path) -> None:
    picture = np.full((80, 60, 3), (0, 240, 255), np.uint8)
    picture[20:60, 20:30] = 0
    cv2.imwrite(str(tmp_path / "1.png"), picture)
    mask = PictureGlyphs(tmp_path, {"1": "1.png"}).mask("1")
    assert mask.shape == (CAP, CAP // 4)
    assert mask.min() > 200


class Rings:
    """Every character is a ring that touches the four sides."""

    def has(self, character: str) -> bool:
        return True

    def mask(self, character: str) -> Mask:
        blank = np.zeros((CAP, CAP), np.uint8)
        return np.asarray(cv2.circle(blank, (CAP // 2, CAP // 2), CAP // 2 - 8, (255,), 14), np.uint8)


def test_rounds_are_drawn_out_towards_the_corners() -> None:
    near_corner = (CAP // 8, CAP // 8)
    assert Rings().mask("O")[near_corner] == 0
    assert Squared(Rings(), 0.8).mask("O")[near_corner] > 128
    assert np.array_equal(Squared(Rings(), 0.0).mask("O"), Rings().mask("O"))


def test_a_syllable_gets_narrower_and_a_digit_stays() -> None:
    ring = Rings().mask("O")
    assert Narrowed(Rings(), 0.5).mask("하").shape == (CAP, ring.shape[1] // 2)
    assert np.array_equal(Narrowed(Rings(), 0.5).mask("8"), ring)


class Stems:
    """Every character is an upright stroke 10 px wide with a short stroke of 20 px at its right."""

    def has(self, character: str) -> bool:
        return True

    def mask(self, character: str) -> Mask:
        mask = np.zeros((CAP, 30), np.uint8)
        mask[:, :10], mask[40:50] = 255, 255
        return mask


def test_the_short_stroke_of_a_syllable_gets_shorter_and_nothing_else() -> None:
    assert Shortened(Stems(), 0.25).mask("하").shape == (CAP, 15)
    assert Shortened(Stems(), 0.25).mask("허").shape == (CAP, 30)
    assert np.array_equal(Shortened(Rings(), 0.25).mask("하"), Rings().mask("하"))
