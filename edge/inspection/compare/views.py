"""New or old in two pictures of one side of a vehicle.

The earlier picture is laid onto the later one (:mod:`edge.vision.align`), and detections of both visits are
matched one to one by place and kind. Where one visit's detector is silent, the pictures themselves are asked:
is what one shows at that place in the other too (:mod:`edge.vision.change`)? Only what is not, is new or
repaired. The method is geometry and photometry throughout; no network's features are compared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.inspection import Status
from edge.inspection.compare.judge import Judge
from edge.inspection.compare.places import SAME_KIND_IOU, one_to_one
from edge.inspection.compare.verdict import Reason, Verdict
from edge.vision.align import Matrix, align, carried
from edge.vision.change import Change, change
from edge.vision.patches import Unmeasured, patches
from edge.vision.pyramid import Pyramid

SAME_PLACE_IOU = 0.45
"""Detections that overlap less are one damage only if the pictures do not loudly say otherwise."""
LEAST_FIT = 0.1
"""An alignment that a smaller share of the corners agrees with is none."""
MOSTLY = 0.5


def whole(image: Image) -> Box:
    """The whole picture, where nobody has said where the vehicle is."""
    return Box(left=0, top=0, right=image.shape[1], bottom=image.shape[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One visit's picture of this side."""

    image: Image = field(repr=False)
    """(H, W, 3) BGR, or (H, W) grey."""
    vehicle: Box
    """Where the vehicle is in it, in its pixels."""
    detections: tuple[Detection, ...]
    """May reach beyond the picture."""
    suspected: tuple[Detection, ...] = ()
    """What the detector is too unsure of to tell by itself; of the earlier picture it only explains."""


class Views:
    """Both visits' pictures of one side, laid onto each other.

    Args:
        earlier: of the baseline.
        later: of this inspection.
    """

    def __init__(self, earlier: Side, later: Side) -> None:
        self._earlier, self._later = earlier, later
        self._then, self._now = Pyramid.of(earlier.image), Pyramid.of(later.image)
        self._alignment = align(self._then.grey, self._now.grey, earlier.vehicle, later.vehicle)
        self.matched = one_to_one(
            [(each.label, self._carried(each.box)) for each in earlier.detections],
            [(each.label, each.box) for each in later.detections],
        )
        """Which earlier detection each later one is, with their overlap."""

    @property
    def fit(self) -> float:
        """How well the pictures lie on each other: see :attr:`edge.vision.align.Alignment.fit`."""
        return self._alignment.fit

    def judged(self, judge: Judge) -> tuple[Verdict, ...]:
        """What each detection of either visit is: the later picture's in their order, then the earlier
        one's that none of them is.
        """
        pairs = {
            n: (m, overlap)
            for n, (m, overlap) in self.matched.items()
            if overlap >= SAME_PLACE_IOU or not judge.sure_of_change(self.measured_later(n))
        }
        later = (self._later_verdict(n, pairs.get(n), judge) for n in range(len(self._later.detections)))
        explained = {m for m, _ in pairs.values()}
        silent = [m for m in range(len(self._earlier.detections)) if m not in explained]
        return (*later, *(self._earlier_verdict(m, judge) for m in silent))

    def untold(self) -> tuple[Detection, ...]:
        """The later picture's suspicions but those on a detection of either visit, which is told already, and
        those that the earlier picture raised as well.
        """
        told = [each.box for each in self._later.detections]
        told += [self._carried(each.box) for each in self._earlier.detections]
        return tuple(
            each
            for each in self._later.suspected
            if not any(_covers(box, each.box) for box in told) and not self._suspected_before(each)
        )

    def suspicions(self, judge: Judge) -> tuple[Verdict, ...]:
        """Those of whose place the pictures tell something, with the chance that they are new damage."""
        if judge.suspicion is None:
            return ()
        return tuple(
            Verdict(
                state=Status.NEW,
                confidence=judge.suspicion.chance(judge.chance(measured), each),
                reason=Reason.CHANGED,
                earlier=None,
                later=self._later.suspected.index(each),
                earlier_box=carried(each.box, self._alignment.back),
                later_box=each.box,
            )
            for each in self.untold()
            if not isinstance(measured := self.measured_at(each.box), Reason)
        )

    def measured_later(self, n: int) -> Change | Reason:
        """How differently the earlier picture shows a later detection's place, or why nobody can say."""
        return self.measured_at(self._later.detections[n].box)

    def measured_at(self, box: Box) -> Change | Reason:
        """The same of any place of the later picture."""
        if self.fit < LEAST_FIT:
            return Reason.NOT_ALIGNED
        return _measured(self._now, self._then, self._alignment.onto, box)

    def measured_earlier(self, m: int) -> Change | Reason:
        """How differently the later picture shows an earlier detection's place, or why nobody can say."""
        if self.fit < LEAST_FIT:
            return Reason.NOT_ALIGNED
        box = self._earlier.detections[m].box
        return _measured(self._then, self._now, self._alignment.back, box)

    @cached_property
    def _doubts(self) -> tuple[tuple[str, Box], ...]:
        """The earlier picture's suspicions on the later one."""
        return tuple((each.label, self._carried(each.box)) for each in self._earlier.suspected)

    def _suspected_before(self, later: Detection) -> bool:
        return any(kind == later.label and _covers(box, later.box) for kind, box in self._doubts)

    def _later_verdict(self, n: int, partner: tuple[int, float] | None, judge: Judge) -> Verdict:
        box = self._later.detections[n].box
        if partner is not None:
            m, overlap = partner
            return Verdict(
                state=Status.PRE_EXISTING,
                confidence=round(overlap, 4),
                reason=Reason.MATCHED,
                earlier=m,
                later=n,
                earlier_box=self._earlier.detections[m].box,
                later_box=box,
            )
        found = self._later.detections[n]
        measured = self.measured_later(n)
        state, confidence, reason = judge.state(measured, if_changed=Status.NEW, found=found)
        suspected = state is not Status.PRE_EXISTING and self._suspected_before(found)
        if suspected and not judge.sure_of_change(measured):
            confidence = 0.0 if isinstance(measured, Reason) else round(1 - judge.chance(measured), 4)
            state, reason = Status.PRE_EXISTING, Reason.SUSPECTED
        there = None if reason is Reason.NOT_ALIGNED else carried(box, self._alignment.back)
        return Verdict(
            state=state,
            confidence=confidence,
            reason=reason,
            earlier=None,
            later=n,
            earlier_box=there,
            later_box=box,
        )

    def _earlier_verdict(self, m: int, judge: Judge) -> Verdict:
        box = self._earlier.detections[m].box
        state, confidence, reason = judge.state(self.measured_earlier(m), if_changed=Status.REPAIRED)
        here = None if reason is Reason.NOT_ALIGNED else self._carried(box)
        return Verdict(
            state=state,
            confidence=confidence,
            reason=reason,
            earlier=m,
            later=None,
            earlier_box=box,
            later_box=here,
        )

    def _carried(self, box: Box) -> Box:
        return carried(box, self._alignment.onto)


def _covers(told: Box, suspected: Box) -> bool:
    """Whether a suspicion is of a damage that is told: it overlaps it, or lies in it."""
    return suspected.iou(told) >= SAME_KIND_IOU or suspected.covered_by(told) >= MOSTLY


def _measured(shown: Pyramid, other: Pyramid, onto: Matrix, box: Box) -> Change | Reason:
    both = patches(shown, other, onto, box)
    return Reason(both.value) if isinstance(both, Unmeasured) else change(both)
