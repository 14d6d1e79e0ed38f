"""The watch: frames in, passages out. One verb, no thread, no clock, no file."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import cv2
import numpy as np

from edge.domain.detection import Detection
from edge.domain.frame import Frame, Image
from edge.domain.geometry import Box
from edge.domain.passage import Passage, View
from edge.tracking.following import gap_ahead
from edge.tracking.judgement import (
    VehicleRules,
    came_off,
    has_moved,
    is_vehicle,
    may_be_one,
    same_vehicle,
)
from edge.tracking.lane import WHOLE_PICTURE, Lane
from edge.tracking.motion import Motion, Moved
from edge.tracking.placing import place
from edge.tracking.standing import Standing
from edge.tracking.track import Track
from edge.tracking.tracker import Tracker
from edge.tracking.views import BestViews
from edge.vision.background import Mask
from edge.vision.shrink import shrink, small_size

Detect = Callable[[Image], Iterable[Detection]]

AT_START_NS = 60_000_000_000
HEALED_NS = 1_000_000_000
"""Within so long of its ghost a vehicle that stood has begun a track, if it had none."""
SAME_IOU = 0.3
"""Overlap of a detection and a track from which they are one vehicle: a track's box takes in its shadow."""
JUST_COME_NS = 1_500_000_000
"""For so long a vehicle that drives into view need not have got far enough to be told from what stands."""
GHOST_SHARE = 0.3
"""Of a vehicle's box: a smaller hole in the model was not left by that vehicle."""


class Watcher:
    """Motion, detection, tracking and the best views of one camera.

    Args:
        detect: the vehicle detector; called on few small pictures, and only while something moves.
        rules: what makes a track a vehicle.
        lane: what has its middle outside is not followed.
        detect_every_s: at most so often.
        keep_views: best views kept per vehicle.
        small_px: longer side of the picture on which motion and vehicles are looked for: as the detector's
            input, else it sees less than it could.
    """

    def __init__(
        self,
        *,
        detect: Detect,
        rules: VehicleRules,
        lane: Lane = WHOLE_PICTURE,
        detect_every_s: float = 0.3,
        keep_views: int = 5,
        small_px: int = 320,
    ) -> None:
        self._detect = detect
        self._rules = rules
        self._detect_every_ns = round(detect_every_s * 1e9)
        self._keep_views = keep_views
        self._small_px = small_px
        self._motion = Motion(lane)
        self._tracker = Tracker()
        self._views: dict[int, BestViews] = {}
        self._recent: list[Track] = []
        self._ahead: dict[int, Track] = {}
        """The vehicle that drove before each track."""
        self._standing = Standing(detect)
        self._healed: list[tuple[int, Box]] = []
        self._detected_ns = -self._detect_every_ns
        self._started_ns: int | None = None
        self._passages = 0
        self._frame_size = (0, 0)

    def step(self, frame: Frame) -> list[Passage]:
        """Take the next frame; return the passages that it completed."""
        self._frame_size = small_size(frame.width, frame.height, self._small_px)
        small = shrink(frame.image if frame.small is None else frame.small, self._frame_size)
        scale = self._small_px / max(frame.width, frame.height)
        if self._started_ns is None:
            self._started_ns = frame.time_ns
        moved = self._motion.step(small, frame.time_ns, self._held(small))
        self._forget(moved)
        self._healed += [(frame.time_ns, ghost.box) for ghost in moved.ghosts]
        if moved.things or moved.ghosts:
            self._standing.look(self._motion.model, frame.time_ns, changed=bool(moved.ghosts))
        picture = Box.of_size(0, 0, *self._frame_size)
        ended = self._tracker.step(frame.time_ns, self._standing.joined(moved.things), picture)
        self._look_closer(frame, small, scale)
        self._mark_standstill(frame.time_ns)
        return self._conclude(ended)

    def finish(self) -> list[Passage]:
        """The source has ended: what is still in view has passed as far as anybody can say."""
        return self._conclude(self._tracker.finish())

    @property
    def busy(self) -> bool:
        """Whether something in view moves as a vehicle might."""
        return any(self._moves(track) for track in self._tracker.tracks)

    @property
    def since_ns(self) -> tuple[int, ...]:
        """When each thing came that is in view and may still be told as a passage."""
        return tuple(track.first.time_ns for track in self._tracker.tracks if self._may_pass(track))

    def _may_pass(self, track: Track) -> bool:
        width, height = self._frame_size
        just_come = track.last.time_ns - track.first.time_ns <= JUST_COME_NS
        return (just_come or self._moves(track)) and may_be_one(track, width * height, self._rules)

    def _moves(self, track: Track) -> bool:
        return has_moved(track, self._rules)

    def _held(self, small: Image) -> Mask:
        """Where the background must not learn: below what moved through the lane and may be a vehicle."""
        held = np.zeros(small.shape[:2], np.uint8)
        for track in self._tracker.tracks:
            if self._moves(track) and may_be_one(track, small.shape[0] * small.shape[1], self._rules):
                box = track.last.box.grown(0.08)
                corners = (int(box.left), int(box.top)), (round(box.right), round(box.bottom))
                cv2.rectangle(held, *corners, 255, cv2.FILLED)
        return held

    def _forget(self, moved: Moved) -> None:
        """What was followed on a ghost, and on nothing real beside it, was never there."""
        real = [*moved.things, *moved.others]
        for track in list(self._tracker.tracks):
            box = track.last.box
            on_ghost = any(box.covered_by(ghost.box) > 0.7 for ghost in moved.ghosts)
            if on_ghost and not any(box.intersection(blob.box).area > 0.3 * box.area for blob in real):
                self._tracker.drop(track)
                self._views.pop(track.number, None)

    def _mark_standstill(self, time_ns: int) -> None:
        """The track that began at a ghost, or where one lay a moment ago, is the vehicle that stood there."""
        self._healed = [(at_ns, ghost) for at_ns, ghost in self._healed if time_ns - at_ns < HEALED_NS]
        for track in self._tracker.tracks:
            for _, ghost in self._healed:
                hers = track.first.box.intersection(ghost.grown(0.15)).area > 0
                if hers and ghost.area > GHOST_SHARE * track.largest.area:
                    track.from_standstill = True

    def _look_closer(self, frame: Frame, small: Image, scale: float) -> None:
        """Ask the detector now and then, and offer the frame as a view of every track."""
        seen = [t for t in self._tracker.tracks if t.last.time_ns == frame.time_ns]
        due = frame.time_ns - self._detected_ns >= self._detect_every_ns
        if due and any(self._big_enough(t) and (self._moves(t) or self._standing.holds(t)) for t in seen):
            self._detected_ns = frame.time_ns
            self._recognise([found.box for found in self._detect(small)], seen)
        for track in seen:
            views = self._views.setdefault(track.number, BestViews(self._keep_views))
            track.frames_missed += frame.missed
            if self._big_enough(track) and not track.last.merged and self._moves(track):
                views.offer(frame, track.last.box.scaled(1 / scale, 1 / scale))

    def _recognise(self, found: list[Box], seen: list[Track]) -> None:
        """Count what the detector saw for each track, and part those that share a blob.

        What stands where it always stood has done nothing.
        """
        moved = [box for box in found if not self._standing.is_there_still(box)]
        for track in seen:
            hit = any(box.iou(track.last.box) > SAME_IOU for box in moved)
            if self._standing.holds(track):
                track.from_standstill |= hit
            track.looks += 1
            track.hits += hit
        place(moved, seen)

    def _big_enough(self, track: Track) -> bool:
        width, height = self._frame_size
        return track.last.box.area >= self._rules.least_share * width * height

    def _conclude(self, ended: list[Track]) -> list[Passage]:
        passages = []
        for track in ended:
            views = self._views.pop(track.number, None)
            ahead = self._ahead.pop(track.number, None)
            if views is not None and views.best() and self._passed(track, ahead):
                passages.append(self._passage(track, ahead, views.best()))
                self._ahead |= {
                    later.number: track
                    for later in [*ended, *self._tracker.tracks]
                    if gap_ahead(later, track) is not None
                }
        self._recent = [t for t in self._recent if t.last.time_ns > _latest(ended, self._recent) - 10**10]
        alive = {track.number for track in self._tracker.tracks}
        self._ahead = {number: ahead for number, ahead in self._ahead.items() if number in alive}
        return passages

    def _passed(self, track: Track, ahead: Track | None) -> bool:
        width, height = self._frame_size
        others = [*self._recent, *self._tracker.tracks]
        if not is_vehicle(track, width * height, self._rules) or any(same_vehicle(track, o) for o in others):
            return False
        if ahead is not None and came_off(track, ahead):
            return False
        self._recent.append(track)
        return True

    def _passage(self, track: Track, ahead: Track | None, views: tuple[View, ...]) -> Passage:
        assert self._started_ns is not None  # a track ended, so a frame was seen
        self._passages += 1
        at_start = track.from_standstill and track.first.time_ns - self._started_ns <= AT_START_NS
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
            gap_ahead=None if ahead is None else gap_ahead(track, ahead),
            track=tuple((s.time_ns, s.box.scaled(ratio, ratio)) for s in track.sightings),
        )


def _latest(*groups: list[Track]) -> int:
    return max((track.last.time_ns for group in groups for track in group), default=0)
