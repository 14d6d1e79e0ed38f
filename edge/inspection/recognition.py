"""Which make and model: from what a network was trained on and from what the gate has been shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import exp

from edge.domain.inspection import UNKNOWN, Candidate, MakeModel
from edge.inspection.gallery import Floats, Gallery

TOP = 5
View = tuple[Mapping[str, float], Floats]
"""Of one view: the network's probability of each label of its own, and the embedding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recogniser:
    """Decides over the views of one car; the figures are of the network's card.

    A view's odds are the network's own, sharing what the enrolled labels leave; those have their share by the
    cosines to all means. Over the views, odds and nearness are averaged.
    """

    own: Gallery
    """The means of the labels that the network was trained on."""
    temperature: float
    """Of the cosines."""
    least_likeness: float
    """Cosine to the nearest mean under which a car is told ``unknown``."""
    enrolled: Gallery = field(default_factory=Gallery)

    def knowing(self, enrolled: Gallery) -> Recogniser:
        """The same with these enrolled labels; one that has an own label's name is the same car to it."""
        return replace(self, enrolled=enrolled)

    def __call__(self, views: Sequence[View]) -> MakeModel:
        """Label, odds and runners-up, equal odds by name; at least one view."""
        judged = [self._judge(own, embedding) for own, embedding in views]
        odds = {label: sum(each[label] for each, _ in judged) / len(judged) for label in judged[0][0]}
        ranked = sorted(odds.items(), key=lambda entry: (-entry[1], entry[0]))[:TOP]
        top = tuple(Candidate(label=label, confidence=round(chance, 4)) for label, chance in ranked)
        if sum(nearest for _, nearest in judged) / len(judged) < self.least_likeness:
            return MakeModel(label=UNKNOWN, confidence=round(1.0 - top[0].confidence, 4), top=top)
        return MakeModel(label=top[0].label, confidence=top[0].confidence, top=top)

    def _judge(self, own: Mapping[str, float], embedding: Floats) -> tuple[dict[str, float], float]:
        """Odds of every known label, adding up to 1, and the cosine to the nearest mean."""
        like_own, like_new = self.own.likeness(embedding), self.enrolled.likeness(embedding)
        nearest = max([*like_own.values(), *like_new.values()])
        heights = {label: exp((cosine - nearest) / self.temperature) for label, cosine in like_new.items()}
        whole = sum(heights.values()) + sum(
            exp((cosine - nearest) / self.temperature) for cosine in like_own.values()
        )
        shares = {label: height / whole for label, height in heights.items()}
        left = 1.0 - sum(shares.values())
        odds = {
            label: own.get(label, 0.0) * left + shares.get(label, 0.0) for label in own.keys() | shares.keys()
        }
        return odds, nearest
