"""The watch: frames in, passages out. One verb, no thread, no clock, no file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import cv2
import numpy as np

from edge.domain.detection import Detection
from edge.domain.frame import Frame, Image
from edge.domain.geometry import Box
from edge.domain.passage import Passage
from edge.tracking.blobs import Blob, find_blobs
from edge.tracking.judgement import VehicleRules, has_moved, is_vehicle, same_vehicle
from edge.tracking.track import Track
from edge.tracking.tracker import Tracker
from edge.tracking.views import BestViews
from edge.vision.background import Background, Mask, difference, is_ghost

Detect = Callable[[Image], Iterable[Detection]]

QUIET_AFTER_NS = 350_000_000
AT_START_NS = 60_000_000_000
GHOST_SHARE = 0.3
"""Of a vehicle's box: a smaller hole in the model was not left by that vehicle."""


@dataclass(slots=True, kw_only=True)
class _Watched:
    """What the watch keeps about one track beside its boxes."""

    views: BestViews
    from_standstill: bool = False


@dataclass(slots=True)
class _Past:
    """Small pictures of the last half second, to tell what is quiet from what moves."""

    pictures: list[tuple[int, Image]] = field(default_factory=list)

    def add(self, time_ns: int, small: Image) -> Image | None:
        """Remember a picture; return the one of about 0.35 s ago, if there is one."""
        self.pictures.append((time_ns, small))
        while len(self.pictures) > 1 and time_ns - self.pictures[1][0] >= QUIET_AFTER_NS:
            self.pictures.pop(0)
        then_ns, then = self.pictures[0]
        return then if time_ns - then_ns >= QUIET_AFTER_NS else None


class Watcher:
    """Motion, detection, tracking and the best views of one camera.

    Args:
        detect: the vehicle detector; called on few frames, and only while something moves.
        rules: what makes a track a vehicle.
        detect_every_s: at most so often.
        keep_views: best views kept per vehicle.
        small_px: longer side of the picture on which motion is watched.
    """

    def __init__(
        self,
        *,
        detect: Detect,
        rules: VehicleRules,
        detect_every_s: float = 0.3,
        keep_views: int = 5,
        small_px: int = 320,
    ) -> None:
        self._detect = detect
        self._rules = rules
        self._detect_every_ns = round(detect_every_s * 1e9)
        self._keep_views = keep_views
        self._small_px = small_px
        self._background = Background()
        self._tracker = Tracker()
        self._watched: dict[int, _Watched] = {}
        self._recent: list[Track] = []
        self._past = _Past()
        self._detected_ns = -self._detect_every_ns
        self._started_ns: int | None = None
        self._passages = 0
        self._frame_size = (0, 0)

    def step(self, frame: Frame) -> list[Passage]:
        """Take the next frame; return the passages that it completed."""
        small, scale = _shrink(frame.image, self._small_px)
        if self._started_ns is None:
            self._started_ns = frame.time_ns
        self._frame_size = (small.shape[1], small.shape[0])
        foreground = self._background.step(small, frame.time_ns, self._hold(small))
        blobs = self._without_ghosts(small, frame.time_ns, find_blobs(foreground))
        ended = self._tracker.step(frame.time_ns, blobs)
        self._look_closer(frame, scale)
        return self._conclude(ended)

    def finish(self) -> list[Passage]:
        """The source has ended: what is still in view has passed as far as anybody can say."""
        return self._conclude(self._tracker.finish())

    @property
    def busy(self) -> bool:
        """Whether something in view moves as a vehicle might."""
        return any(self._moves(track) for track in self._tracker.tracks)

    def _moves(self, track: Track) -> bool:
        return has_moved(track, self._rules)

    def _hold(self, small: Image) -> Mask:
        """Where the background must not learn: below everything that has moved through the lane."""
        hold = np.zeros(small.shape[:2], np.uint8)
        for track in self._tracker.tracks:
            if self._moves(track):
                box = track.last.box.grown(0.08)
                corners = (int(box.left), int(box.top)), (round(box.right), round(box.bottom))
                cv2.rectangle(hold, *corners, 255, cv2.FILLED)
        return hold

    def _without_ghosts(self, small: Image, time_ns: int, blobs: list[Blob]) -> list[Blob]:
        """Heal the model where something that it holds has driven off; return the real blobs."""
        then = self._past.add(time_ns, small)
        if then is None or not blobs:
            return blobs
        moving = difference(small, then) > 14
        model = self._background.picture
        real = []
        for blob in blobs:
            quiet = float(moving[blob.mask > 0].mean()) < 0.08
            if quiet and is_ghost(small, model, blob.mask):
                hole = np.asarray(cv2.dilate(blob.mask, np.ones((7, 7), np.uint8)), np.uint8)
                self._background.absorb(small, hole)
                self._mark_standstill(blob.box)
            else:
                real.append(blob)
        return real

    def _mark_standstill(self, ghost: Box) -> None:
        """The track that began where the ghost lies is the vehicle that stood there."""
        for track in self._tracker.tracks:
            hers = track.number in self._watched and track.first.box.intersection(ghost).area > 0
            if hers and ghost.area > GHOST_SHARE * track.largest.area:
                self._watched[track.number].from_standstill = True

    def _look_closer(self, frame: Frame, scale: float) -> None:
        """Offer the frame as a view of every track, and ask the detector now and then."""
        seen = [t for t in self._tracker.tracks if t.last.time_ns == frame.time_ns]
        for track in seen:
            kept = self._watched.setdefault(track.number, _Watched(views=BestViews(self._keep_views)))
            track.frames_missed += frame.missed
            if self._big_enough(track) and not track.last.merged and self._moves(track):
                kept.views.offer(frame, track.last.box.scaled(1 / scale, 1 / scale))
        due = frame.time_ns - self._detected_ns >= self._detect_every_ns
        if due and any(self._big_enough(t) and self._moves(t) for t in seen):
            self._detected_ns = frame.time_ns
            found = [d.box.scaled(scale, scale) for d in self._detect(frame.image)]
            for track in seen:
                track.detector_scores += [1.0] * any(_is_of(box, track) for box in found)

    def _big_enough(self, track: Track) -> bool:
        width, height = self._frame_size
        return track.last.box.area >= self._rules.least_share * width * height

    def _conclude(self, ended: list[Track]) -> list[Passage]:
        passages = []
        for track in ended:
            kept = self._watched.pop(track.number, None)
            if kept is not None and kept.views.best() and self._passed(track):
                passages.append(self._passage(track, kept))
        self._recent = [t for t in self._recent if t.last.time_ns > _latest(ended, self._recent) - 10**10]
        return passages

    def _passed(self, track: Track) -> bool:
        width, height = self._frame_size
        others = [*self._recent, *self._tracker.tracks]
        if not is_vehicle(track, width * height, self._rules) or any(same_vehicle(track, o) for o in others):
            return False
        self._recent.append(track)
        return True

    def _passage(self, track: Track, kept: _Watched) -> Passage:
        assert self._started_ns is not None  # a track ended, so a frame was seen
        views = kept.views.best()
        self._passages += 1
        at_start = kept.from_standstill and track.first.time_ns - self._started_ns <= AT_START_NS
        ratio = views[0].frame.width / self._frame_size[0]
        return Passage(
            roles=(views[0].frame.role,),
            number=self._passages,
            entered_ns=self._started_ns if at_start else track.first.time_ns,
            left_ns=track.last.time_ns,
            direction=track.direction,
            views=views,
            frames_seen=len(track.sightings),
            frames_missed=track.frames_missed,
            in_view_at_start=at_start,
            track=tuple((s.time_ns, s.box.scaled(ratio, ratio)) for s in track.sightings),
        )


def _shrink(image: Image, longer_side: int) -> tuple[Image, float]:
    scale = longer_side / max(image.shape[:2])
    size = (round(image.shape[1] * scale), round(image.shape[0] * scale))
    return np.asarray(cv2.resize(image, size), np.uint8), scale


def _is_of(box: Box, track: Track) -> bool:
    return box.iou(track.last.box) > 0.3


def _latest(*groups: list[Track]) -> int:
    return max((track.last.time_ns for group in groups for track in group), default=0)
