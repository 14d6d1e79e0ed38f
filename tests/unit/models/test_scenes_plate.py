from pathlib import Path

import numpy as np
import pytest
from PIL import ImageFont

from models.scenes.plate import HEIGHT_MM, WIDTH_MM, Plate, plate_picture


def any_font(tmp_path: Path) -> Path:
    """The face that comes with Pillow, which is wider than a plate's."""
    face = ImageFont.load_default(size=40)
    if not isinstance(face, ImageFont.FreeTypeFont):
        pytest.skip("this Pillow draws no outline fonts")
    kept = tmp_path / "any.ttf"
    kept.write_bytes(face.font_bytes)
    return kept


def test_key_holds_letters_and_digits_alone() -> None:
    assert Plate(text="B RG 2041").key == "BRG2041"


def test_plate_has_the_shape_of_its_region_and_a_blue_band(tmp_path: Path) -> None:
    picture = plate_picture(Plate(text="B RG 2041"), per_mm=2, font=any_font(tmp_path))
    assert picture.shape == (2 * HEIGHT_MM, 2 * WIDTH_MM, 4)
    red, _, blue, _ = picture[180, 40]
    assert blue > 0.5 > red


def test_letters_stand_clear_of_one_another_and_of_the_rim(tmp_path: Path) -> None:
    picture = plate_picture(Plate(text="B RG 2041"), per_mm=2, font=any_font(tmp_path))
    row = picture[30:-30, 100:-20, 0].min(axis=0) < 0.3
    assert np.diff(row.astype(int)).clip(min=0).sum() >= 7  # seven letters, each begins after white
    assert not row[:8].any()
    assert not row[-8:].any()


def test_a_missing_font_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="resource"):
        plate_picture(Plate(text="B RG 1"), font=tmp_path / "none.ttf")
