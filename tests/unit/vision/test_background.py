from __future__ import annotations

import cv2
import numpy as np

from edge.domain.frame import Image
from edge.vision.background import SHADOW, Background, Mask, is_ghost

STEP_NS = 80_000_000
THING = (slice(30, 60), slice(40, 90))


def lane() -> Image:
    chance = np.random.default_rng(3)
    return np.clip(110 + chance.normal(0, 12, (90, 160, 1)).repeat(3, axis=2), 0, 255).astype(np.uint8)


def with_thing(level: int = 220) -> Image:
    picture = lane()
    picture[THING] = level
    return picture


def times(ratio: float, picture: Image) -> Image:
    return np.asarray(cv2.convertScaleAbs(picture, alpha=ratio), np.uint8)


def learned(steps: int = 5) -> tuple[Background, int]:
    """A model of the lane, and the time of the next picture."""
    model = Background()
    for number in range(steps):
        model.step(lane(), number * STEP_NS)
    return model, steps * STEP_NS


def thing_mask() -> Mask:
    mask = np.zeros((90, 160), np.uint8)
    mask[THING] = 255
    return mask


def share(mask: Mask, value: int = 255) -> float:
    return float((mask[THING] == value).mean())


def test_the_first_picture_is_the_model() -> None:
    assert not Background().step(with_thing(), 0).any()


def test_the_same_lane_again_is_empty() -> None:
    model, now = learned()
    assert not model.step(lane(), now).any()


def test_a_thing_is_foreground_where_it_is() -> None:
    model, now = learned()
    mask = model.step(with_thing(), now)
    assert share(mask) > 0.95
    mask[26:64, 36:94] = 0
    assert not mask.any()


def test_a_change_of_gain_is_no_movement() -> None:
    model, now = learned()
    assert not model.step(times(0.6, lane()), now).any()
    assert not model.step(times(1.4, lane()), now + STEP_NS).any()


def test_a_thing_stays_foreground_when_the_gain_changes() -> None:
    model, now = learned()
    model.step(with_thing(), now)
    mask = model.step(times(0.7, with_thing()), now + STEP_NS)
    assert share(mask) > 0.9
    assert (mask == 255).mean() < 0.2


def test_a_shadow_is_told_as_one() -> None:
    model, now = learned()
    shaded = lane()
    shaded[THING] = times(0.6, shaded[THING])
    mask = model.step(shaded, now)
    assert share(mask, SHADOW) > 0.7
    assert share(mask) == 0


def test_a_bright_patch_is_no_shadow() -> None:
    model, now = learned()
    lit = lane()
    lit[THING] = times(1.6, lit[THING])
    assert share(model.step(lit, now)) > 0.9


def test_what_stands_becomes_background() -> None:
    model, now = learned()
    for number in range(100):
        mask = model.step(with_thing(140), now + number * 1_000_000_000)
    assert share(mask) == 0


def test_what_is_held_never_becomes_background() -> None:
    model, now = learned()
    hold = cv2.dilate(thing_mask(), np.ones((9, 9), np.uint8)).astype(np.uint8)
    for number in range(100):
        mask = model.step(with_thing(140), now + number * 1_000_000_000, hold)
    assert share(mask) > 0.9


def test_learning_is_per_second_and_not_per_frame() -> None:
    """Ten times the frames in the same time: the thing is as much background as with few."""
    means = []
    for rate in (1, 10):
        model, now = learned()
        for number in range(10 * rate + 1):
            model.step(with_thing(), now + number * 1_000_000_000 // rate)
        means.append(float(model.picture[THING].mean()))
    assert abs(means[0] - means[1]) < 6


def test_between_two_lessons_a_faint_thing_is_seen_at_once() -> None:
    faint = lane()
    faint[THING] = np.clip(faint[THING].astype(int) + 16, 0, 255).astype(np.uint8)
    for number in range(1, 8):
        model, _ = learned(6)
        last_ns = 5 * STEP_NS
        for rest in range(1, number):
            assert share(model.step(lane(), last_ns + rest * STEP_NS // 4)) == 0
        assert share(model.step(faint, last_ns + number * STEP_NS // 4)) > 0.05


def test_an_empty_lane_is_still_learned() -> None:
    model, now_ns = learned()
    for number in range(160):
        slowly = times(1 + 0.2 * number / 160, lane())
        slowly[THING] = np.clip(slowly[THING].astype(int) - number // 8, 0, 255).astype(np.uint8)
        assert share(model.step(slowly, now_ns + number * STEP_NS)) == 0


def test_light_that_passes_leaves_little_behind() -> None:
    model, now_ns = learned()
    before = model.picture.astype(int)
    for number in range(1, 26):
        model.step(with_thing(250), now_ns + number * STEP_NS)
    assert np.abs(model.picture - before)[THING].max() <= 4


def test_absorbing_mends_the_model() -> None:
    model = Background()
    model.step(with_thing(20), 0)
    assert share(model.step(lane(), STEP_NS)) > 0.9
    model.absorb(lane(), thing_mask())
    assert share(model.step(lane(), 2 * STEP_NS)) == 0


def test_a_ghost_has_its_edges_in_the_model() -> None:
    smooth, thing = np.full((90, 160, 3), 110, np.uint8), np.full((90, 160, 3), 110, np.uint8)
    thing[THING] = 220
    assert is_ghost(smooth, thing, thing_mask())
    assert not is_ghost(thing, smooth, thing_mask())


def test_an_empty_region_is_no_ghost() -> None:
    assert not is_ghost(lane(), lane(), np.zeros((90, 160), np.uint8))
