"""The stages of one inspection, each a callable from a passage to its answer or a Gap."""

from __future__ import annotations

from collections.abc import Callable

from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.inspection import Coverage, Gap, Seen
from edge.domain.observation import Damage
from edge.domain.passage import Passage, View
from edge.vision.color import vehicle_color
from edge.vision.quality import crop, measure
from edge.vision.tiles import tiles

Classify = Callable[[Image], dict[str, float]]

WELL_SEEN = 0.4
"""Quality from which a whole view counts as seen: a third of it is size, the rest sharpness and light."""
TOO_DARK = 18.0


class ConditionStage:
    """Damaged or clean, tile by tile, on the best whole views.

    A tile is told as damaged only where the network is over its operating point; neighbours that say the
    same are one damage. The network does not know kinds, so the kind is ``unspecified``.

    Args:
        classify: the condition network.
        threshold: its operating point, from its card.
        views: how many whole views of each camera are looked at.
    """

    def __init__(self, *, classify: Classify, threshold: float, views: int = 2) -> None:
        self._classify = classify
        self._threshold = threshold
        self._views = views

    def __call__(self, passage: Passage) -> tuple[Damage, ...] | Gap:
        """The damages of the passage, or why nobody looked."""
        whole = [pair for role in passage.roles for pair in _whole(passage, role)[: self._views]]
        if not whole:
            return Gap(stage="damage", reason="never_whole", detail="no kept view shows the whole vehicle")
        return tuple(damage for index, view in whole for damage in self._look(view, index))

    def _look(self, view: View, index: int) -> list[Damage]:
        scored = [(tile, self._classify(crop(view.frame.image, tile))["damaged"]) for tile in tiles(view.box)]
        damaged = [(tile, score) for tile, score in scored if score >= self._threshold]
        return [
            Damage(kind="unspecified", view=index, box=box, confidence=score)
            for box, score in _joined(damaged)
        ]


def _whole(passage: Passage, role: str) -> list[tuple[int, View]]:
    """One camera's views of the whole vehicle with their places in the passage, best first."""
    return [(i, view) for i, view in enumerate(passage.views) if view.whole and view.frame.role == role]


def _joined(tiles_: list[tuple[Box, float]]) -> list[tuple[Box, float]]:
    """Overlapping tiles become one box with the best of their scores."""
    groups: list[tuple[Box, float]] = []
    for box, score in sorted(tiles_, key=lambda pair: -pair[1]):
        near = next((g for g in groups if g[0].intersection(box).area > 0), None)
        if near is None:
            groups.append((box, score))
        else:
            groups[groups.index(near)] = (near[0].hull(box), near[1])
    return groups


def measure_color(passage: Passage) -> str | Gap:
    """The paint's colour on the best view."""
    view = passage.views[0]
    color = vehicle_color(crop(view.frame.image, view.box))
    return color or Gap(stage="color", reason="view_too_dark")


def measure_coverage(view: View) -> Coverage:
    """How well one kept view shows its side."""
    status, reason = Seen.SEEN, None
    if measure(crop(view.frame.image, view.box)).brightness < TOO_DARK:
        status, reason = Seen.UNSEEN, "view_too_dark"
    elif not view.whole:
        status, reason = Seen.PARTLY, "cut_by_the_picture"
    elif view.quality < WELL_SEEN:
        status, reason = Seen.PARTLY, "small_or_blurred"
    return Coverage(view=view.frame.role, status=status, quality=view.quality, reason=reason)
