"""What damage a vehicle has: found by the damage network, with the condition network for a second opinion."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.inspection import Gap
from edge.domain.observation import Damage
from edge.domain.passage import Passage, View
from edge.vision.quality import crop
from edge.vision.tiles import square_around

Classify = Callable[[Image], dict[str, float]]
Look = Callable[[Image, Box], list[Detection]]
"""A picture and the vehicle's box in it, to everything that may be damage, best first."""

MOST = 12
"""Damages and suspicions of one view that are looked into, the surest ones; a clean car has about seven."""


class DamageStage:
    """Looks at the best whole views of each camera.

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
        whole = [pair for role in passage.roles for pair in _whole(passage, role)[: self._views]]
        if not whole:
            return Gap(stage="damage", reason="never_whole", detail="no kept view shows the whole vehicle")
        return tuple(damage for index, view in whole for damage in self._damages(view, index))

    def _damages(self, view: View, index: int) -> Iterator[Damage]:
        for each in self._look(view.frame.image, view.box)[:MOST]:
            yield Damage(
                kind=each.label,
                view=index,
                box=each.box,
                confidence=each.score,
                second_opinion=second_opinion(self._classify, view.frame.image, each.box, view.box),
                suspected=each.score < self._told_from,
            )


def second_opinion(classify: Classify, image: Image, box: Box, vehicle: Box) -> float:
    """The condition network's chance that a place of a vehicle is damaged; boxes in the picture's pixels."""
    return classify(crop(image, square_around(box, vehicle)))["damaged"]


def _whole(passage: Passage, role: str) -> list[tuple[int, View]]:
    """One camera's views of the whole vehicle with their places in the passage, best first."""
    return [(i, view) for i, view in enumerate(passage.views) if view.whole and view.frame.role == role]
