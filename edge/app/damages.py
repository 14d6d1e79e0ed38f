"""What damage a vehicle has: found by the damage network, with the condition network for a second opinion."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.inspection import Gap
from edge.domain.observation import Damage
from edge.domain.passage import Passage, View
from edge.vision.quality import crop
from edge.vision.standing import stands_still
from edge.vision.tiles import square_around

log = logging.getLogger(__name__)
Classify = Callable[[Image], dict[str, float]]
Look = Callable[[Image, Box], list[Detection]]
"""A picture and the vehicle's box in it, to everything that may be damage, best first."""

NEARLY_ONE = 0.6
"""Overlap (IoU) of the squares around two damages."""
MOST = 12
"""Damages and suspicions of one view that are looked into, the surest ones; a clean car has about seven."""


class DamageStage:
    """Looks at the best whole views of each camera, and past what is not on the vehicle.

    Args:
        look: the damage network.
        told_from: score of what is told; what scores less is only suspected.
        classify: the condition network; a second opinion, never evidence by itself.
        views: how many whole views of each camera are looked at.
    """

    def __init__(self, *, look: Look, told_from: float, classify: Classify, views: int = 3) -> None:
        self._look, self._told_from = look, told_from
        self._classify, self._views = classify, views

    def __call__(self, passage: Passage) -> tuple[Damage, ...] | Gap:
        """The damages of the passage, suspected ones among them; or why nobody looked."""
        by_role = [_whole(passage, role) for role in passage.roles]
        if not any(by_role):
            return Gap(stage="damage", reason="never_whole", detail="no kept view shows the whole vehicle")
        return tuple(damage for whole in by_role for damage in self._seen_by_one(whole))

    def _seen_by_one(self, whole: list[tuple[int, View]]) -> Iterator[Damage]:
        """The damages that one camera sees, by its views of the whole vehicle, best first."""
        views = tuple(view for _, view in whole)
        for index, view in whole[: self._views]:
            yield from self._damages(view, index, views)

    def _damages(self, view: View, index: int, views: tuple[View, ...]) -> Iterator[Damage]:
        opinion = SecondOpinion(self._classify, view.frame.image, view.box)
        found = self._look(view.frame.image, view.box)
        on_vehicle = [each for each in found if not stands_still(each.box, view, views)]
        if len(on_vehicle) < len(found):
            log.info(
                "code=not-on-vehicle role=%s places=%d stand still while the vehicle moves; with every one: "
                "clean the lens",
                view.frame.role,
                len(found) - len(on_vehicle),
            )
        for each in on_vehicle[:MOST]:
            yield Damage(
                kind=each.label,
                view=index,
                box=each.box,
                confidence=each.score,
                second_opinion=opinion(each.box),
                suspected=each.score < self._told_from,
            )


class SecondOpinion:
    """The condition network's chances that places of one vehicle are damaged.

    Of places that are nearly one it is asked once.

    Args:
        classify: the network.
        image: the picture.
        vehicle: where the vehicle is in it, pixels.
    """

    def __init__(self, classify: Classify, image: Image, vehicle: Box) -> None:
        self._classify, self._image, self._vehicle = classify, image, vehicle
        self._asked: dict[Box, float] = {}

    def __call__(self, box: Box) -> float:
        """Of the place of a box, pixels."""
        square = square_around(box, self._vehicle)
        near = max(self._asked, key=square.iou, default=None)
        if near is not None and square.iou(near) >= NEARLY_ONE:
            return self._asked[near]
        self._asked[square] = self._classify(crop(self._image, square))["damaged"]
        return self._asked[square]


def _whole(passage: Passage, role: str) -> list[tuple[int, View]]:
    """One camera's views of the whole vehicle with their places in the passage, best first."""
    return [(i, view) for i, view in enumerate(passage.views) if view.whole and view.frame.role == role]
