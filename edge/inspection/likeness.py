"""How alike two visits look, in the embedding of the vehicle network.

What a view looks like hangs most on where car and camera stand: so only views of one camera that show the
same side are compared. Cars of other models are told apart by that, two equal cars of one colour are not;
``python -m models.train.likeness`` measures how well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from edge.domain.observation import Observation
from edge.inspection.gallery import Floats, direction

LARGEST = 127


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """The direction of an embedding, a byte each coordinate; its length says nothing."""

    network: str
    """SHA-256 of the network that made it: those of another are not comparable."""
    values: bytes = field(repr=False)
    """int8, the greatest of them 127 or -127."""

    @classmethod
    def of(cls, embedding: Sequence[float], network: str) -> Embedded:
        """Of an embedding as the network gave it."""
        plain = np.asarray(embedding, np.float32)
        greatest = float(np.abs(plain).max(initial=0.0)) or 1.0
        return cls(network=network, values=np.rint(plain * (LARGEST / greatest)).astype(np.int8).tobytes())

    @property
    def direction(self) -> Floats:
        """At length 1."""
        return direction(np.frombuffer(self.values, np.int8).astype(np.float32))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One kept view of a vehicle."""

    view: str
    """Role of the camera."""
    aspect: str
    """The side that it shows."""
    embedded: Embedded


def embedded_views(observation: Observation) -> tuple[Embedded | None, ...]:
    """One for each kept view; None of a part of the vehicle, and where no network looked."""
    maker, views = observation.embedder, observation.passage.views
    if maker is None or not observation.embeddings:
        return (None,) * len(views)
    return tuple(
        Embedded.of(embedding, maker.network) if view.whole else None
        for view, embedding in zip(views, observation.embeddings, strict=True)
    )


def looks_of(observation: Observation) -> tuple[Look, ...]:
    """The kept views whose side is known."""
    views = zip(observation.passage.views, observation.aspects, embedded_views(observation), strict=False)
    return tuple(
        Look(view=view.frame.role, aspect=aspect, embedded=embedded)
        for view, aspect, embedded in views
        if aspect is not None and embedded is not None
    )


def likeness(now: Iterable[Look], then: Sequence[Look]) -> float | None:
    """Cosine in [-1, 1]: of each side the most alike views of it, and the mean of these.

    None where the visits have no view of one camera, one side and one network in common.
    """
    sides: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for look in now:
        for other in then:
            if _side(look) == _side(other):
                sides[_side(look)].append(float(look.embedded.direction @ other.embedded.direction))
    return float(np.mean([max(cosines) for cosines in sides.values()])) if sides else None


def _side(look: Look) -> tuple[str, str, str]:
    return look.view, look.aspect, look.embedded.network
