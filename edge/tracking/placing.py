"""Where two vehicles are that share a blob: the detector sees both where the background model sees one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from edge.domain.geometry import Box
from edge.tracking.track import Track

SAME_IOU = 0.2
"""Overlap of a detection and a guess from which it may be its place; the best pair first."""


def place(found: Sequence[Box], tracks: Sequence[Track]) -> None:
    """Give each track whose place is a guess the box in which the detector sees it.

    Args:
        found: the detector's boxes, in pixels of the small picture.
        tracks: those seen in this frame.
    """
    sharing = [track for track in tracks if _shares(track, tracks)]
    single = [box for box in found if sum(_holds(box, track) for track in sharing) < 2]
    for track, box in _pairs(single, tracks):
        if track in sharing:
            track.place(box)


def _shares(track: Track, tracks: Sequence[Track]) -> bool:
    return track.last.merged or any(
        other.last.merged and other.last.box.intersection(track.last.box).area > 0 for other in tracks
    )


def _holds(box: Box, track: Track) -> bool:
    x, y = track.last.box.center
    return box.left <= x < box.right and box.top <= y < box.bottom


def _pairs(found: Sequence[Box], tracks: Sequence[Track]) -> Iterator[tuple[Track, Box]]:
    """Each track and each box at most once, by their overlap."""
    overlaps = [(box.iou(track.last.box), track, box) for box in found for track in tracks]
    tracks_left, found_left = list(tracks), list(found)
    for iou, track, box in sorted(overlaps, key=lambda each: -each[0]):
        if iou > SAME_IOU and track in tracks_left and box in found_left:
            tracks_left.remove(track)
            found_left.remove(box)
            yield track, box
