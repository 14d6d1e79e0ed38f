"""Pictures that tell of a camera's fault, and those that only look like it. Times are the frames' own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pytest

from edge.capture.sight import Sight
from edge.domain.frame import Frame, Image

FPS = 12.5
BLACK = np.full((48, 64, 3), 2, np.uint8)


def noisy(number: int, level: int = 90, width: int = 64) -> Image:
    """An empty lane: nothing moves but the sensor's noise."""
    grain = np.random.default_rng(number).integers(-2, 3, (48, width, 3))
    return (level + grain).clip(0, 255).astype(np.uint8)


def lane(seconds: float, level: int = 90) -> Iterator[Image]:
    return (noisy(number, level) for number in range(round(seconds * FPS)))


def still(image: Image, seconds: float) -> list[Image]:
    return [image] * round(seconds * FPS)


def told(
    *parts: Iterable[Image], sight: Sight | None = None, from_s: float = 100.0
) -> list[tuple[float, str]]:
    """When the judgement changes, in seconds from the first frame, and to what."""
    eye = sight or Sight(blind_s=3)
    changes, last = [], "well"
    for number, image in enumerate(image for part in parts for image in part):
        time_ns = round((from_s + number / FPS) * 1e9)
        fault = eye.look(Frame(role="lane", sequence=number, time_ns=time_ns, image=image))
        now = fault.code if fault else "well"
        if now != last:
            changes.append((round(number / FPS, 2), now))
        last = now
    return changes


def test_an_empty_lane_is_well() -> None:
    assert told(lane(20)) == []


def test_a_frozen_picture_is_told_in_time_and_forgotten_when_it_moves() -> None:
    assert told(lane(2), still(noisy(7), 6), lane(2)) == [(5.04, "frozen"), (8.0, "well")]


def test_a_black_picture_is_told_in_time_and_forgotten_when_there_is_light() -> None:
    dark = (noisy(number, 3) for number in range(75))
    assert told(lane(2), dark, lane(2)) == [(4.96, "black"), (8.0, "well")]


def test_a_black_picture_to_the_bit_is_black_rather_than_frozen() -> None:
    assert [code for _, code in told(lane(1), still(BLACK, 6))] == ["black"]


def test_a_picture_of_another_size_is_told_at_once() -> None:
    wide = [noisy(number, width=80) for number in range(5)]
    assert told(lane(2), wide, lane(1)) == [(2.0, "misshapen"), (2.4, "well")]


def test_a_short_black_or_still_moment_is_nothing() -> None:
    assert told(lane(1), still(BLACK, 2.5), lane(1), still(noisy(1), 2.5), lane(1)) == []


def test_a_dark_night_with_a_lamp_in_it_is_not_black() -> None:
    def night(number: int) -> Image:
        image = noisy(number, 6)
        image[8:24, 8:24] = 200
        return image

    assert told(night(number) for number in range(100)) == []


def test_a_fault_outlasts_the_opening_of_the_camera() -> None:
    eye = Sight(blind_s=3)
    assert told(lane(1), still(noisy(7), 4), sight=eye) == [(4.0, "frozen")]
    assert told(still(noisy(7), 1), lane(1), sight=eye, from_s=107) == [(0.0, "frozen"), (0.96, "well")]


def test_the_first_dark_pictures_after_a_long_absence_are_nothing() -> None:
    eye = Sight(blind_s=3)
    assert told(lane(1), sight=eye) == []
    assert told(still(BLACK, 1), lane(1), sight=eye, from_s=200) == []


@pytest.mark.parametrize("changed", [(0, 0), (24, 32)])
def test_one_sample_that_changes_is_enough(changed: tuple[int, int]) -> None:
    images = []
    for number in range(60):
        image = noisy(7)
        image[changed] = number
        images.append(image)
    assert told(images) == []
