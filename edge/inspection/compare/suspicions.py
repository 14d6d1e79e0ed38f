"""Which suspicions of one view are told: what several pictures show weighs more than what one does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

from edge.domain.detection import Detection
from edge.domain.inspection import Finding
from edge.inspection.compare.odds import at_most, chance_of, log_odds

SUREST = 0.999
NEAR = 0.2
"""Of the vehicle's box: by how much the place of one damage in it differs between two pictures of a passage,
in which the vehicle is turned another way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """What it takes to tell a damage of which the detector is unsure, as ``suspicion.toml`` has it;
    ``python -m models.pairs.suspect`` makes it for the network that ships.

    The log-odds of new damage are taken to be a sum of those of a change, of the detector's score, and of the
    chance that another network gives the place.
    """

    asked_from: float
    """Score of the network below which nothing is suspected."""
    sure_from: float
    """Score from which a detection is told whether or not anything changed there."""
    constant: float
    change: float
    score: float
    opinion: float
    """Weights of the three."""
    usual: float
    """Share of the places that are new damage."""
    told_from: float
    """Chance from which it is told as new."""

    @classmethod
    def of(cls, table: Mapping[str, Any], false_new: float) -> Suspicion:
        """The rule at an operating point; arguments as of ``Judge.of``."""
        return cls(
            asked_from=float(table["asked_from"]),
            sure_from=float(table["sure_from"]),
            constant=float(table["constant"]),
            change=float(table["change"]),
            score=float(table["score"]),
            opinion=float(table["opinion"]),
            usual=float(table["usual"]),
            told_from=at_most(table, "told_from", false_new),
        )

    def chance(self, change: float, found: Detection) -> float:
        """That a suspected damage is one, and new.

        Args:
            change: the chance that its place changed.
            found: with the detector's score and the second opinion.
        """
        weighed = zip((self.change, self.score, self.opinion), evidence(change, found), strict=True)
        return chance_of(self.constant + sum(weight * each for weight, each in weighed))

    def tells(self, chance: float) -> bool:
        """Whether that is enough to tell it as new."""
        return chance >= self.told_from


def evidence(change: float, found: Detection) -> tuple[float, float, float]:
    """The log-odds that the rule weighs: of a change, of the score, of the second opinion.

    An opinion is never surer than `SUREST`, as four digits of it are filed; one that nobody asked for is 0.5.
    """
    opinion = 0.5 if found.second_opinion is None else found.second_opinion
    return log_odds(change), log_odds(found.score), log_odds(max(1 - SUREST, min(SUREST, opinion)))


def told(suspected: Sequence[Finding], chances: Mapping[int, float], rule: Suspicion) -> dict[int, float]:
    """Those that are told, one of each damage, with the chance that they are new.

    Pictures of one passage are taken to err independently: the odds of what each of the others suspects
    there multiply, over the odds that a suspicion has anyway. One that shows nothing there takes nothing
    away, since the vehicle may hide the place from it.

    Args:
        suspected: of one view.
        chances: of each by its place among them, by its own picture; without those nobody can tell of.
        rule: what it takes.
    """
    together = {n: _together(n, suspected, chances, rule) for n in chances}
    kept: dict[int, float] = {}
    for n in sorted(together, key=lambda n: (-together[n], -chances[n], n)):
        if rule.tells(together[n]) and not any(_one_damage(suspected[n], suspected[m]) for m in kept):
            kept[n] = round(together[n], 4)
    return kept


def _together(n: int, suspected: Sequence[Finding], chances: Mapping[int, float], rule: Suspicion) -> float:
    best: dict[str, float] = {}
    for m, chance in chances.items():
        other = suspected[m]
        if other.image_id != suspected[n].image_id and _one_damage(suspected[n], other):
            best[other.image_id] = max(chance, best.get(other.image_id, 0.0))
    gains = (log_odds(chance) - log_odds(rule.usual) for chance in best.values())
    return chance_of(log_odds(chances[n]) + sum(max(0.0, gain) for gain in gains))


def _one_damage(a: Finding, b: Finding) -> bool:
    (ax, ay), (bx, by) = _middle(a), _middle(b)
    return a.kind == b.kind and hypot(ax - bx, ay - by) <= NEAR


def _middle(finding: Finding) -> tuple[float, float]:
    x, y, width, height = finding.vehicle_box
    return x + width / 2, y + height / 2
