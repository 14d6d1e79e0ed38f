"""Which tracks a blob may belong to: those that should be there now, but for scraps and for what has left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from edge.domain.geometry import Box
from edge.tracking.parts import DRIVEN
from edge.tracking.track import Track
from edge.tracking.way import span

MEETING_SHARE = 0.3
"""Of the smaller of blob and predicted box that must overlap for the blob to be the track's."""
FILLED_IOU = 0.75
"""Overlap of a blob and a predicted box from which the blob is that track's, whoever else claims it."""
SCRAP_SHARE = 0.1
"""Of a blob: a smaller track on it came off the vehicle and fell back into it, or is a drop of rain."""
GUESSED_NS = 700_000_000
"""Guessed for longer, a track at the border to which it drove is no longer there."""


def claimants(blob: Box, tracks: Iterable[Track], predicted: Mapping[int, Box], picture: Box) -> list[Track]:
    """The tracks that meet a blob.

    Args:
        blob: pixels of the small picture.
        tracks: all that are followed.
        predicted: where each should be now, by its number.
        picture: the whole of it.
    """
    met = [track for track in tracks if _meets(blob, predicted[track.number])]
    if len(met) == 1 and not met[0].settled:
        return met  # what has just come into view grows many times over
    mine = [t for t in met if t.recognised or predicted[t.number].area > SCRAP_SHARE * blob.area]
    return mine if len(mine) < 2 else [track for track in mine if not _has_left(track, picture)]


def fills(track: Track, predicted: Box, blob: Box, rivals: Iterable[Track]) -> bool:
    """Whether a blob is all of a thing that has driven; light that falls in pieces fills blobs too.

    Beside another that the detector has recognised it takes nothing: both are there, one hides the other.
    """
    alone = not any(rival.recognised for rival in rivals if rival is not track)
    return alone and predicted.iou(blob) >= FILLED_IOU and track.progress >= DRIVEN


def _meets(blob: Box, predicted: Box) -> bool:
    smaller = min(blob.area, predicted.area)
    return smaller > 0 and blob.intersection(predicted).area / smaller >= MEETING_SHARE


def _has_left(track: Track, picture: Box) -> bool:
    """Whether it was last seen by itself a while ago, and its guessed box has come to the picture's end."""
    heading = track.direction
    at_end = span(track.last.box, heading)[1] >= span(picture, heading)[1] - 1
    return at_end and track.last.time_ns - track.sure_ns >= GUESSED_NS
