from dataclasses import replace

import numpy as np
import pytest

from models.train.augment.background import Cutout, free_strip
from models.train.augment.geometry import Pose, cut_boxes, move_boxes
from models.train.augment.repair import large_view
from models.train.augment.scenes import Recipe, Scenery, scene
from models.train.augment.tiles import Window, judge, two_of
from models.train.data.pictures import Loaded
from models.train.data.samples import Boxes, Labels, no_boxes, to_array


def of_one_kind(boxes: Boxes) -> Labels:
    return np.zeros(len(boxes), np.int64)


def picture(seed: int = 0) -> Loaded:
    image = np.random.default_rng(seed).integers(0, 256, (90, 120, 3), dtype=np.uint8)
    boxes = to_array([(30, 20, 90, 70)])
    return Loaded(image, boxes, of_one_kind(boxes), to_array([(0, 0, 20, 20)]))


def test_mirror_and_zoom_of_a_box() -> None:
    pose = Pose(at=(60, 45), to=(100, 100), zoom=2.0, mirror=True)
    moved = move_boxes(to_array([(30, 20, 60, 70)]), pose.matrix())
    np.testing.assert_allclose(moved, [[100, 50, 160, 150]])


def test_turned_box_is_the_hull_of_its_ellipse() -> None:
    quarter = Pose(at=(0, 0), to=(0, 0), zoom=1.0, turn=90.0)
    moved = move_boxes(to_array([(-4, -1, 4, 1)]), quarter.matrix())
    np.testing.assert_allclose(moved, [[-1, -4, 1, 4]], atol=1e-5)


def test_cut_boxes_become_regions_to_ignore() -> None:
    kept, stubs = cut_boxes(
        to_array([(-5, 0, 10, 10), (-9, 0, 1, 10), (50, 50, 60, 60)]), (0, 0, 20, 20), least=0.5
    )
    assert kept.tolist() == [[0, 0, 10, 10]]
    assert stubs.tolist() == [[0, 0, 1, 10]]


@pytest.mark.parametrize("seed", range(30))
def test_scene_has_its_size_and_boxes_inside(seed: int) -> None:
    recipe = Recipe(width=96, height=64)
    scenery = Scenery(pictures=[picture(1), picture(2)], backgrounds=[picture(3).image])
    made = scene(scenery, 0, recipe, np.random.default_rng(seed))
    assert made.image.shape == (64, 96, 3)
    for boxes in (made.boxes, made.ignore):
        assert (boxes >= 0).all()
        assert (boxes[:, 0::2] <= 96).all()
        assert (boxes[:, 1::2] <= 64).all()
    assert (made.boxes[:, 2:] - made.boxes[:, :2] >= recipe.least_side).all()


def test_same_seed_same_scene() -> None:
    scenery = Scenery(pictures=[picture(1), picture(2)], backgrounds=[])
    a, b = (scene(scenery, 1, Recipe(width=64, height=64), np.random.default_rng(4)) for _ in range(2))
    assert np.array_equal(a.image, b.image)
    assert np.array_equal(a.boxes, b.boxes)


def test_strip_beside_everything_known() -> None:
    image = np.zeros((100, 300, 3), np.uint8)
    boxes = to_array([(10, 0, 120, 100)])
    loaded = Loaded(image, boxes, of_one_kind(boxes), to_array([(100, 0, 150, 100)]))
    strip = free_strip(loaded)
    assert strip is not None
    assert strip.shape == (100, 150, 3)


def test_no_strip_where_the_car_fills_the_picture() -> None:
    boxes = to_array([(5, 5, 95, 95)])
    full = Loaded(np.zeros((100, 100, 3), np.uint8), boxes, of_one_kind(boxes), no_boxes())
    assert free_strip(full) is None


def test_cutout_only_from_black() -> None:
    image = np.zeros((80, 80, 3), np.uint8)
    image[20:60, 10:70] = 200
    cutout = Cutout.of(image)
    assert cutout is not None
    np.testing.assert_allclose(cutout.box, [[11, 21, 69, 59]])
    assert Cutout.of(np.full((80, 80, 3), 90, np.uint8)) is None


def test_tile_is_damaged_clean_or_unsure() -> None:
    damage = to_array([(40, 40, 60, 60)])
    assert judge(Window(30, 30, 80, 80), damage) is True
    assert judge(Window(60, 0, 110, 50), damage) is False
    assert judge(Window(55, 55, 105, 105), damage) is None


def test_a_speck_in_a_big_tile_is_unsure() -> None:
    assert judge(Window(0, 0, 400, 400), to_array([(40, 40, 50, 45)])) is None


def test_a_damaged_and_a_clean_tile_are_equally_large() -> None:
    random = np.random.default_rng(1)
    loaded = picture()
    found = [two for _ in range(20) if (two := two_of(loaded, random, (0.2, 0.5)))]
    assert len(found) > 10
    for damaged, clean in found:
        assert judge(damaged, loaded.boxes) is True
        assert judge(clean, loaded.boxes) is False
        assert damaged.cut(loaded.image).shape == clean.cut(loaded.image).shape


def test_no_two_tiles_where_damage_is_everywhere_or_nowhere() -> None:
    random = np.random.default_rng(1)
    for boxes in (to_array([(0, 0, 120, 90)]), no_boxes()):
        assert two_of(replace(picture(), boxes=boxes), random, (0.2, 0.5)) is None


def test_a_large_view_keeps_its_damage_or_loses_it() -> None:
    """White marks on black: painted over they are gone, and undamaged places stay black."""
    image, boxes = np.zeros((240, 240, 3), np.uint8), to_array([(60, 60, 80, 70), (150, 150, 160, 170)])
    for left, top, right, bottom in boxes.astype(int).tolist():
        image[top:bottom, left:right] = 255
    marked = Loaded(image, boxes, of_one_kind(boxes), no_boxes())
    random = np.random.default_rng(3)
    kept, lost = (
        [view for _ in range(8) if (view := large_view(marked, damaged, random, 200)) is not None]
        for damaged in (True, False)
    )
    assert min(len(kept), len(lost)) >= 6
    assert all(view.max() > 200 for view in kept)
    assert all(view.max() < 60 for view in lost)
    assert max(max(view.shape[:2]) for view in kept + lost) <= 240


def test_damage_too_large_to_be_painted_over_gives_no_view() -> None:
    whole = replace(picture(), boxes=to_array([(5, 5, 110, 80)]))
    assert large_view(whole, False, np.random.default_rng(1), 200) is None
