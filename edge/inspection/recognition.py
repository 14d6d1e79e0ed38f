"""Which make and model: from what a network was trained on and from what the gate has been shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import exp
from typing import NamedTuple

from edge.domain.inspection import UNKNOWN, Candidate, MakeModel
from edge.inspection.gallery import Floats, Gallery

TOP = 5


class Evidence(NamedTuple):
    """What the network makes of one view."""

    odds: Mapping[str, float]
    """Of each label of its own."""
    highest: float
    """Of its logits: how much it sees of any label at all."""
    embedding: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Recogniser:
    """Decides over the views of one car; the figures are of the network's card.

    A view's odds are the network's own, sharing what the enrolled labels leave; those have their share by the
    cosines to all means. A car is `unknown` where no enrolled label is near, and either none of the network's
    own is or their highest logit is low (MaxLogit, Hendrycks et al., 2022). Over the views, odds, logits and
    nearness are averaged.
    """

    own: Gallery
    """The means of the labels that the network was trained on."""
    temperature: float
    """Of the cosines."""
    least_logit: float
    """Highest logit under which a car is none of the network's own."""
    least_likeness: float
    """Cosine to the nearest mean under which it is neither of these nor of the enrolled ones."""
    enrolled: Gallery = field(default_factory=Gallery)

    def knowing(self, enrolled: Gallery) -> Recogniser:
        """The same with these enrolled labels; one that has an own label's name is the same car to it."""
        return replace(self, enrolled=enrolled)

    def __call__(self, views: Sequence[Evidence]) -> MakeModel:
        """Label, odds and runners-up, equal odds by name; at least one view."""
        like_own = [self.own.likeness(view.embedding) for view in views]
        like_new = [self.enrolled.likeness(view.embedding) for view in views]
        judged = [self._odds(*each) for each in zip(views, like_own, like_new, strict=True)]
        odds = {label: sum(each[label] for each in judged) / len(judged) for label in judged[0]}
        ranked = sorted(odds.items(), key=lambda entry: (-entry[1], entry[0]))[:TOP]
        top = tuple(Candidate(label=label, confidence=round(chance, 4)) for label, chance in ranked)
        if not self._near(like_new) and not (self._high(views) and self._near(like_own)):
            return MakeModel(label=UNKNOWN, confidence=round(1.0 - top[0].confidence, 4), top=top)
        return MakeModel(label=top[0].label, confidence=top[0].confidence, top=top)

    def _high(self, views: Sequence[Evidence]) -> bool:
        return sum(view.highest for view in views) / len(views) >= self.least_logit

    def _near(self, cosines: Sequence[Mapping[str, float]]) -> bool:
        nearest = [max(each.values(), default=-1.0) for each in cosines]
        return sum(nearest) / len(nearest) >= self.least_likeness

    def _odds(
        self, view: Evidence, like_own: Mapping[str, float], like_new: Mapping[str, float]
    ) -> dict[str, float]:
        """Of every known label, adding up to 1."""
        nearest = max([*like_own.values(), *like_new.values()])
        heights = {label: exp((cosine - nearest) / self.temperature) for label, cosine in like_new.items()}
        whole = sum(heights.values()) + sum(
            exp((cosine - nearest) / self.temperature) for cosine in like_own.values()
        )
        shares = {label: height / whole for label, height in heights.items()}
        left = 1.0 - sum(shares.values())
        return {
            label: view.odds.get(label, 0.0) * left + shares.get(label, 0.0)
            for label in view.odds.keys() | shares.keys()
        }
