from pathlib import Path

import numpy as np
import pytest
from PIL import ImageFont

from models.scenes.plate import STYLES, Plate, plate_picture


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
    assert picture.shape == (2 * 112, 2 * 520, 4)
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


@pytest.mark.parametrize("region", sorted(STYLES))
def test_each_region_has_its_size_and_its_colours(region: str, tmp_path: Path) -> None:
    plate, font = Plate(text="AB 123 CD", region=region), any_font(tmp_path)
    ahead, behind = (plate_picture(plate, rear=rear, font=font) for rear in (False, True))
    assert ahead.shape[:2] == tuple(2 * side for side in reversed(plate.style.size))
    for picture, ground in ((ahead, plate.style.front), (behind, plate.style.rear)):
        assert picture[14, 520, :3] == pytest.approx(np.array(ground) / 255)


def test_letters_keep_clear_of_a_second_band(tmp_path: Path) -> None:
    picture = plate_picture(Plate(text="AB 123 CD", region="fr"), font=any_font(tmp_path))
    red, _, blue, _ = picture[112, -40]
    assert blue > 0.5 > red
    ink = np.flatnonzero(picture[60:-60, :, :3].max(axis=(0, 2)) < 0.2)
    letters = ink[(ink >= 8) & (ink < 1040 - 8)]  # the black rim
    assert 88 < letters.min() < letters.max() < 1040 - 88
