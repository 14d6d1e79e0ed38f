from __future__ import annotations

import numpy as np
import pytest

from edge.domain.geometry import Box
from edge.domain.passage import Direction
from edge.tracking.blobs import Blob
from edge.tracking.track import Track
from edge.tracking.tracker import LOST_AFTER_S, Tracker

FPS = 10
STEP_NS = 1_000_000_000 // FPS
PICTURE = Box.of_size(0, 0, 320, 180)
NO_MASK = np.zeros((1, 1), np.uint8)


def blob(left: float, top: float = 50, width: float = 40, height: float = 20) -> Blob:
    return Blob(box=Box.of_size(left, top, width, height), solidity=0.9, mask=NO_MASK)


class Film:
    """Frames of blobs, a tenth of a second apart, and everything that ended."""

    def __init__(self) -> None:
        self.tracker = Tracker()
        self.ended: list[Track] = []
        self.now_ns = 0

    def show(self, *blobs: Blob) -> None:
        self.ended += self.tracker.step(self.now_ns, sorted(blobs, key=lambda b: -b.box.area), PICTURE)
        self.now_ns += STEP_NS

    @property
    def tracks(self) -> list[Track]:
        return self.tracker.tracks


def test_one_thing_is_one_track() -> None:
    film = Film()
    for n in range(20):
        film.show(blob(10 * n))
    (track,) = film.tracks
    assert len(track.sightings) == 20
    assert track.direction == Direction.RIGHT
    assert track.velocity == pytest.approx((100, 0))
    assert film.tracker.finish() == [track]
    assert film.tracks == []


def test_scraps_of_its_outline_do_not_hold_a_car_that_drives_on() -> None:
    film = Film()
    for n in range(10):
        film.show(blob(8 * n, width=60, height=30))
    for n in range(40):  # stands; now and then a scrap of it lies apart for a moment
        scraps = [blob(135, 50, 12, 5)] if n % 7 == 3 else []
        film.show(blob(72, width=60, height=30), *scraps)
    for n in range(20):
        film.show(blob(72 + 8 * n, width=60, height=30), blob(140 + 8 * n, 52, 10, 5))
    car = max([*film.ended, *film.tracker.finish()], key=lambda track: len(track.sightings))
    assert len(car.sightings) == 70
    assert car.travel > 150


def test_two_that_touch_and_part_again_stay_two() -> None:
    film = Film()
    for n in range(30):
        one, other = 10.0 * n, 290.0 - 10 * n
        if abs(one - other) < 40:
            film.show(blob(min(one, other), 50, 40 + abs(one - other), 42))
        else:
            film.show(blob(one, 50), blob(other, 72))
    first, second = film.tracks
    assert sorted(t.direction for t in film.tracks) == [Direction.LEFT, Direction.RIGHT]
    assert any(s.merged for s in first.sightings)
    assert len(first.sightings) == len(second.sightings) == 30


def test_the_parts_of_one_thing_are_one_track() -> None:
    film = Film()
    for n in range(5):
        film.show(blob(10 * n, width=80))
    for n in range(5, 10):
        film.show(blob(10 * n, width=30), blob(10 * n + 50, width=30))
    (track,) = film.tracks
    assert track.last.box.width == 80


def test_a_part_that_drives_away_begins_a_track_of_its_own() -> None:
    film = Film()
    for _ in range(5):
        film.show(blob(100, width=80))
    for n in range(12):
        film.show(blob(100, width=40), blob(140 + 12 * n, width=40))
    assert len(film.tracks) == 2
    assert film.tracks[1].last.box.left == 140 + 12 * 11


def test_one_that_follows_close_is_no_part_of_a_whole_car() -> None:
    film = Film()
    for n in range(10):
        film.show(blob(8 * n, width=60, height=30))
    for n in range(10, 25):  # comes into view at the left, a tenth of a length behind, touching it at first
        rear = blob(0, width=8 * n - 66, height=30)
        joined = n < 12
        film.show(*([blob(0, width=8 * n + 60, height=30)] if joined else [blob(8 * n, 50, 60, 30), rear]))
    first, second = film.tracks
    assert first.last.box == Box.of_size(8 * 24, 50, 60, 30)
    assert second.first.time_ns == 12 * STEP_NS
    assert len(second.sightings) == 13


def test_drops_on_a_car_have_no_part_in_it() -> None:
    film = Film()
    film.show(blob(5, 55, 8, 8), blob(20, 60, 8, 8))
    for n in range(20):
        film.show(blob(4 * n, width=60, height=30))
    car = max(film.tracks, key=lambda track: track.largest.area)
    assert not any(s.merged for s in car.sightings)
    assert len(car.sightings) == 20


def test_what_has_left_keeps_nothing_of_the_one_that_came_after() -> None:
    """The first shrinks at the border; then the second, which drives close behind, touches the border too."""
    film = Film()
    for n in range(12):
        film.show(blob(0, width=max(8, 100 - 8 * n), height=40), blob(110 - 8 * n, width=100, height=40))
    for n in range(12, 24):
        film.show(blob(0, width=210 - 8 * n, height=40))
    first, second = [*film.ended, *film.tracks]
    assert first.last.time_ns < 20 * STEP_NS
    assert second.last.time_ns == 23 * STEP_NS


def test_a_thing_is_lost_after_a_while_and_not_before() -> None:
    film = Film()
    for n in range(5):
        film.show(blob(10 * n))
    (track,) = film.tracks
    for _ in range(round(LOST_AFTER_S * FPS)):
        film.show()
    assert film.ended == []
    film.show()
    assert film.ended == [track]
    assert film.tracks == []


def test_a_thing_that_is_hidden_for_a_moment_stays_the_same() -> None:
    film = Film()
    for n in range(20):
        film.show(*([] if n in {8, 9, 10} else [blob(10 * n)]))
    (track,) = film.tracks
    assert len(track.sightings) == 17


def test_what_appears_elsewhere_is_another_thing() -> None:
    film = Film()
    film.show(blob(0))
    film.show(blob(0), blob(200))
    assert [track.number for track in film.tracks] == [1, 2]


def test_a_dropped_track_is_never_told() -> None:
    film = Film()
    film.show(blob(0))
    film.tracker.drop(film.tracks[0])
    assert film.tracker.finish() == []
