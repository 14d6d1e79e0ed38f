import numpy as np

from models.scenes import grime
from models.scenes.bodies import BODIES
from models.scenes.fit import Fit
from models.scenes.livery import livery
from models.scenes.optics import as_jpeg, photographed, with_drops
from models.scenes.skin import blank_sheets

GREY = np.full((90, 160, 3), 120, np.uint8)


def test_dirt_is_thickest_below_and_grows_with_its_level() -> None:
    covers = []
    for level in (0.2, 0.8):
        sheets = blank_sheets()
        grime.soil(sheets, Fit(), level=level, seed=4)
        covers.append(sheets["left"].colour[..., 3])
    light, heavy = covers
    assert heavy.mean() > 2 * light.mean()
    assert heavy[-250:].mean() > 3 * heavy[:250].mean()


def test_drops_and_dirt_follow_their_seed() -> None:
    def wet(seed: int) -> np.ndarray:  # type: ignore[type-arg]
        sheets = blank_sheets()
        grime.drops(sheets, seed=seed)
        return sheets["front"].colour

    assert np.array_equal(wet(1), wet(1))
    assert not np.array_equal(wet(1), wet(2))


def test_a_sticker_lies_where_it_is_put() -> None:
    sheets = blank_sheets()
    grime.sticker(sheets["left"], (1.0, 0.8), seed=5)
    ((x, y),) = sheets["left"].pixels([(1.0, 0.8)])
    assert sheets["left"].colour[int(y), int(x), 3] > 0.9
    assert sheets["left"].colour[int(y), int(x) + 60, 3] == 0.0


def test_every_body_has_windows_lamps_and_doors_within_its_sheets() -> None:
    for kind in BODIES.values():
        sheets = livery(kind)
        for view in ("left", "front", "rear"):
            share = (sheets[view].colour[..., 3] > 0.5).mean()
            assert 0.08 < share < 0.75
        for points in (kind.glasshouse, *kind.gaps):
            rear, low, front, high = kind.bounds["left"]
            assert all(rear <= x <= front and low <= z <= high for x, z in points)


def test_a_dark_picture_is_noisier() -> None:
    day, night = (
        photographed(GREY, dark=dark, drops_on_lens=False, dice=np.random.default_rng(1))
        for dark in (False, True)
    )
    assert night.std() > 2 * day.std() > 0


def test_drops_on_the_lens_change_only_where_they_sit() -> None:
    scene = np.random.default_rng(2).integers(0, 256, (180, 320, 3), dtype=np.uint8)
    wet = with_drops(scene, np.random.default_rng(3))
    changed = (wet != scene).any(axis=2).mean()
    assert 0.003 < changed < 0.2


def test_jpeg_begins_as_one() -> None:
    assert as_jpeg(GREY)[:2] == b"\xff\xd8"
