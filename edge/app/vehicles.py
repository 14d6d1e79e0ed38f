"""Which make and model passed, and which side of it each kept view shows."""

from __future__ import annotations

from collections.abc import Callable

from edge.domain.frame import Image
from edge.domain.inspection import Gap
from edge.domain.observation import Embedder, Recognition
from edge.domain.passage import Passage
from edge.inference.vehicle import Sight, car_in
from edge.inspection.gallery import Gallery
from edge.inspection.recognition import Recogniser

SURE = 0.5
"""Odds from which a view is told to show a side."""


class VehicleStage:
    """Looks at every kept view; those of the whole vehicle decide on make and model, if there are any.

    Args:
        look: the vehicle network, on a BGR crop.
        recognise: what decides, with the labels that the network brings.
        embedder: the network by name, and what is known of its embedding.
        enrolled: what this gate has been shown by now.
    """

    def __init__(
        self,
        *,
        look: Callable[[Image], Sight],
        recognise: Recogniser,
        embedder: Embedder,
        enrolled: Callable[[], Gallery] = Gallery,
    ) -> None:
        self._look = look
        self._recognise = recognise
        self._embedder = embedder
        self._enrolled = enrolled

    def __call__(self, passage: Passage) -> Recognition | Gap:
        """What the passage's views say. Raises StageError where the network fails."""
        sights = [self._look(car_in(view.frame.image, view.box)) for view in passage.views]
        whole = [sight for sight, view in zip(sights, passage.views, strict=True) if view.whole] or sights
        known = self._recognise.knowing(self._enrolled())
        return Recognition(
            make_model=known([sight.evidence for sight in whole]),
            aspects=tuple(_told(sight) for sight in sights),
            embeddings=tuple(tuple(sight.embedding.tolist()) for sight in sights),
            embedder=self._embedder,
        )


def _told(sight: Sight) -> str | None:
    side, chance = sight.view
    return side if chance >= SURE else None


def nobody_looked(passage: Passage) -> Recognition | Gap:
    """In the place of a network that is not installed."""
    return Gap(stage="make_model", reason="no_network", detail="no vehicle network is installed")
