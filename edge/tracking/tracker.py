"""Blobs of successive frames to tracks. Pure state: no clock, no picture; tracks live in seconds."""

from __future__ import annotations

from edge.domain.geometry import Box
from edge.tracking.blobs import Blob
from edge.tracking.track import Sighting, Track

LOST_AFTER_S = 0.7
MEETING_SHARE = 0.3
"""Of the smaller of blob and predicted box that must overlap for the blob to be the track's."""

FILLED_IOU = 0.75
"""Overlap of a blob and a predicted box from which the blob is that track's, whoever else claims it."""
DRIVEN = 0.5
"""Progress from which a track is a thing that moves about."""
SCRAP_SHARE = 0.1
"""Of a blob: a smaller track on it came off the vehicle and fell back into it."""


class Tracker:
    """Associates by overlap with where each track should be now.

    A blob that several tracks claim is shared (two vehicles that touch in the picture): each keeps its
    predicted box inside it, unless a vehicle fills it: that takes all of it, else one that stops among the
    scraps of its own outline would be left behind when it drives on. Several blobs claimed by one track are
    its parts (a dark car falls apart) unless they are far apart, when the nearest stays and the others begin
    tracks of their own.
    """

    def __init__(self) -> None:
        self.tracks: list[Track] = []
        self._next = 1

    def step(self, time_ns: int, blobs: list[Blob]) -> list[Track]:
        """Take one frame's blobs; return the tracks that ended because nothing was seen of them lately."""
        predicted = {track.number: track.predicted(time_ns) for track in self.tracks}
        claims = [self._claimants(blob.box, predicted) for blob in blobs]
        orphans = [blob for blob, owners in zip(blobs, claims, strict=True) if not owners]
        for track in self.tracks:
            mine = [(blob, owners) for blob, owners in zip(blobs, claims, strict=True) if track in owners]
            orphans += self._follow(track, time_ns, predicted[track.number], mine)
        ended = self._end(time_ns)
        for blob in orphans:
            self._begin(time_ns, blob)
        return ended

    def _claimants(self, blob: Box, predicted: dict[int, Box]) -> list[Track]:
        """The tracks that a blob may belong to; the one that fills it has no rivals in scraps of itself."""
        met = [track for track in self.tracks if _meets(blob, predicted[track.number])]
        if len(met) > 1 and any(_fills(track, predicted[track.number], blob) for track in met):
            return [track for track in met if predicted[track.number].area > SCRAP_SHARE * blob.area]
        return met

    def drop(self, track: Track) -> None:
        """Forget a track (it followed a ghost)."""
        self.tracks.remove(track)

    def finish(self) -> list[Track]:
        """End every track: the source has no more frames."""
        ended, self.tracks = self.tracks, []
        return ended

    def _follow(
        self, track: Track, time_ns: int, predicted: Box, mine: list[tuple[Blob, list[Track]]]
    ) -> list[Blob]:
        """Give a track its sighting; return blobs that it claimed and that are something else."""
        own = [blob for blob, owners in mine if len(owners) == 1 or _fills(track, predicted, blob.box)]
        shared = [blob for blob, _ in mine if blob not in own]
        if own:
            parts, others = _parts(predicted, own)
            hull = parts[0].box
            for part in parts[1:]:
                hull = hull.hull(part.box)
            track.see(Sighting(time_ns=time_ns, box=hull, solidity=_solidity(parts)))
            return others
        if shared:
            inside = predicted.intersection(shared[0].box)
            box = inside if inside.area > 0 else shared[0].box
            track.see(Sighting(time_ns=time_ns, box=box, solidity=shared[0].solidity, merged=True))
        return []

    def _end(self, time_ns: int) -> list[Track]:
        ended = [t for t in self.tracks if (time_ns - t.last.time_ns) / 1e9 > LOST_AFTER_S]
        self.tracks = [t for t in self.tracks if t not in ended]
        return ended

    def _begin(self, time_ns: int, blob: Blob) -> None:
        self.tracks.append(Track(self._next, Sighting(time_ns=time_ns, box=blob.box, solidity=blob.solidity)))
        self._next += 1


def _meets(blob: Box, predicted: Box) -> bool:
    smaller = min(blob.area, predicted.area)
    return smaller > 0 and blob.intersection(predicted).area / smaller >= MEETING_SHARE


def _fills(track: Track, predicted: Box, blob: Box) -> bool:
    """Whether a blob is all of a thing that has driven; light that falls in pieces fills blobs too."""
    return predicted.iou(blob) >= FILLED_IOU and track.progress >= DRIVEN


def _solidity(parts: list[Blob]) -> float:
    """Mean over the parts, by their area."""
    return sum(p.solidity * p.box.area for p in parts) / sum(p.box.area for p in parts)


def _parts(predicted: Box, blobs: list[Blob]) -> tuple[list[Blob], list[Blob]]:
    """Which blobs are this track's, and which began something else.

    The one that fits the prediction best is; another is its part if their hull is not much larger than the
    prediction, that is, if taking it in does not make the thing suddenly grow, and if they are no farther
    apart than the larger of them is long: else a car that leaves a standing one would be its part for ever.
    """
    ranked = sorted(blobs, key=lambda blob: -blob.box.intersection(predicted).area)
    parts, others, hull = ranked[:1], [], ranked[0].box
    room = predicted.grown(0.25).hull(hull)
    for blob in ranked[1:]:
        if blob.box.covered_by(room) > 0.7 and _gap(blob.box, hull) <= _longer(ranked[0].box, blob.box):
            parts.append(blob)
            hull = hull.hull(blob.box)
        else:
            others.append(blob)
    return parts, others


def _gap(a: Box, b: Box) -> float:
    """Free space between two boxes along the axis on which they are farther apart, pixels; 0 if they meet."""
    return max(0.0, max(a.left, b.left) - min(a.right, b.right), max(a.top, b.top) - min(a.bottom, b.bottom))


def _longer(a: Box, b: Box) -> float:
    return max(a.width, a.height, b.width, b.height)
