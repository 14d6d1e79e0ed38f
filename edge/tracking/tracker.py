"""Blobs of successive frames to tracks. Pure state: no clock, no picture; tracks live in seconds."""

from __future__ import annotations

from functools import reduce

from edge.domain.geometry import Box
from edge.tracking.blobs import Blob
from edge.tracking.claims import claimants, fills
from edge.tracking.parts import own_parts
from edge.tracking.track import Sighting, Track

LOST_AFTER_S = 0.7


class Tracker:
    """Associates by overlap with where each track should be now.

    A blob that several tracks claim is shared (two vehicles that touch in the picture): each keeps its
    predicted box inside it, unless a vehicle fills it: that takes all of it, else one that stops among the
    scraps of its own outline would be left behind when it drives on. Several blobs claimed by one track are
    its parts (a dark car falls apart) unless they are far apart, or the nearest is a whole vehicle, when that
    stays and the others begin tracks of their own.
    """

    def __init__(self) -> None:
        self.tracks: list[Track] = []
        self._next = 1

    def step(self, time_ns: int, blobs: list[Blob], picture: Box) -> list[Track]:
        """Take one frame's blobs; return the tracks that ended because nothing was seen of them lately.

        Args:
            time_ns: the frame's.
            blobs: what is in the lane.
            picture: the whole small picture.
        """
        predicted = {track.number: track.predicted(time_ns) for track in self.tracks}
        claims = [claimants(blob.box, self.tracks, predicted, picture) for blob in blobs]
        orphans = [blob for blob, owners in zip(blobs, claims, strict=True) if not owners]
        for track in self.tracks:
            mine = [(blob, owners) for blob, owners in zip(blobs, claims, strict=True) if track in owners]
            orphans += self._follow(track, time_ns, predicted[track.number], mine)
        ended = self._end(time_ns)
        for blob in orphans:
            self._begin(time_ns, blob)
        return ended

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
        own = [blob for blob, owners in mine if len(owners) == 1 or fills(track, predicted, blob.box, owners)]
        shared = [blob for blob, _ in mine if blob not in own]
        if own:
            parts, others = own_parts(track, predicted, own)
            hull = reduce(Box.hull, (part.box for part in parts))
            track.see(Sighting(time_ns=time_ns, box=hull, solidity=_solidity(parts), pieces=len(parts)))
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


def _solidity(parts: list[Blob]) -> float:
    """Mean over the parts, by their area."""
    return sum(p.solidity * p.box.area for p in parts) / sum(p.box.area for p in parts)
