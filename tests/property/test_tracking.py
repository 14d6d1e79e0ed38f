"""The tracker, for any film of blobs."""

from __future__ import annotations

from itertools import chain

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from edge.domain.geometry import Box
from edge.tracking.blobs import Blob
from edge.tracking.track import Track
from edge.tracking.tracker import LOST_AFTER_S, Tracker

PICTURE = Box.of_size(0, 0, 320, 180)
NO_MASK = np.zeros((1, 1), np.uint8)


def _blob(x: int, y: int, width: int, height: int) -> Blob:
    return Blob(box=Box.of_size(x, y, width, height), solidity=0.9, mask=NO_MASK)


blobs = st.builds(_blob, st.integers(0, 300), st.integers(0, 160), st.integers(5, 120), st.integers(5, 60))
films = st.lists(st.tuples(st.integers(20, 900), st.lists(blobs, max_size=4)), max_size=25)
"""Milliseconds since the last frame, and what is to be seen."""


def run(film: list[tuple[int, list[Blob]]]) -> tuple[list[Track], list[Track]]:
    """What ended on the way, and what was still alive at the end."""
    tracker, ended, now_ns = Tracker(), [], 0
    for passed_ms, seen in film:
        now_ns += passed_ms * 1_000_000
        ended += tracker.step(now_ns, seen, PICTURE)
        live = tracker.tracks
        assert not {track.number for track in ended} & {track.number for track in live}
        assert all((now_ns - track.last.time_ns) / 1e9 <= LOST_AFTER_S for track in live)
    return ended, tracker.finish()


@given(films)
def test_numbers_are_unique_and_begin_at_one(film: list[tuple[int, list[Blob]]]) -> None:
    ended, alive = run(film)
    numbers = sorted(track.number for track in ended + alive)
    assert numbers == list(range(1, len(numbers) + 1))


@given(films)
def test_sightings_are_in_time_order_with_at_most_one_a_frame(film: list[tuple[int, list[Blob]]]) -> None:
    for track in chain(*run(film)):
        times = [s.time_ns for s in track.sightings]
        assert times == sorted(set(times))


@given(films)
def test_every_blob_belongs_to_some_track(film: list[tuple[int, list[Blob]]]) -> None:
    tracks = list(chain(*run(film)))
    now_ns = 0
    for passed_ms, seen in film:
        now_ns += passed_ms * 1_000_000
        boxes = [s.box for track in tracks for s in track.sightings if s.time_ns == now_ns]
        assert bool(boxes) == bool(seen)
