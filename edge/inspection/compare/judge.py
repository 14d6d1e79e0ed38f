"""Whether a place changed: a logistic rule over what was measured there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import exp, log
from typing import Any

from edge.domain.inspection import Status
from edge.inspection.compare.verdict import Reason, Verdict
from edge.vision.change import Change

LEAST_CHANCE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """What it takes to tell a damage of which the detector is unsure, as ``suspicion.toml`` has it;
    ``python -m models.pairs.suspect`` makes it for the network that ships.

    The log-odds of new damage are taken to be a sum of those of a change and those of the detector's score.
    """

    asked_from: float
    """Score of the network below which nothing is suspected."""
    sure_from: float
    """Score from which a detection is told whether or not anything changed there."""
    constant: float
    change: float
    score: float
    """Weights of the two."""
    usual: float
    """Share of the places that are new damage."""
    told_from: float
    """Chance from which it is told as new."""

    @classmethod
    def of(cls, table: Mapping[str, Any], false_new: float) -> Suspicion:
        """The rule at an operating point; arguments as of :meth:`Judge.of`."""
        return cls(
            asked_from=float(table["asked_from"]),
            sure_from=float(table["sure_from"]),
            constant=float(table["constant"]),
            change=float(table["change"]),
            score=float(table["score"]),
            usual=float(table["usual"]),
            told_from=_allowed(table, "told_from", false_new),
        )

    def chance(self, change: float, score: float) -> float:
        """That a suspected damage is one, and new.

        Args:
            change: the chance that its place changed.
            score: the detector's.
        """
        return chance_of(self.constant + self.change * log_odds(change) + self.score * log_odds(score))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Coefficients and thresholds as ``change.toml`` has them; ``python -m models.pairs.fit`` makes them."""

    constant: float
    weights: Mapping[str, float]
    """By the name of the measure."""
    changed_from: float
    """Chance of a change from which a damage is new, or repaired."""
    unchanged_to: float
    """Chance of a change up to which it is pre-existing; what is between cannot be told."""
    surely_from: float
    """Chance of a change from which not even another detection near by explains it."""
    suspicion: Suspicion | None = None
    """None tells no suspicion."""
    doubted_below: float = 0.0
    """Second opinion below which what is new is for a person to look at."""

    @classmethod
    def of(
        cls, table: Mapping[str, Any], false_new: float, suspicion: Mapping[str, Any] | None = None
    ) -> Judge:
        """The rule at an operating point.

        Args:
            table: ``change.toml``.
            suspicion: ``suspicion.toml``.
            false_new: findings called new that a pair of pictures without new damage may cost; the loosest
                point that allows no more is taken, the strictest of all where none does.
        """
        changed_from = _allowed(table, "changed_from", false_new)
        return cls(
            constant=float(table["constant"]),
            weights={name: float(weight) for name, weight in table["weights"].items()},
            changed_from=changed_from,
            unchanged_to=min(changed_from, float(table["unchanged_to"])),
            surely_from=max(float(point["changed_from"]) for point in table["point"]),
            suspicion=None if suspicion is None else Suspicion.of(suspicion, false_new),
            doubted_below=0.0 if suspicion is None else float(suspicion["doubted_below"]),
        )

    def chance(self, measured: Change) -> float:
        """That the place changed, in (0, 1), as often as not where pictures are like those of the recipe."""
        values = asdict(measured)
        return chance_of(self.constant + sum(weight * values[name] for name, weight in self.weights.items()))

    def tells(self, suspected: Verdict) -> bool:
        """Whether one picture alone is enough to tell a suspicion."""
        return self.suspicion is not None and suspected.confidence >= self.suspicion.told_from

    def _sure_enough(self, change: float, score: float | None) -> bool:
        rule = self.suspicion
        return rule is None or score is None or rule.chance(change, score) >= rule.told_from

    def sure_of_change(self, measured: Change | Reason) -> bool:
        """Whether the pictures say so loudly that they overrule a detection near by."""
        return not isinstance(measured, Reason) and self.chance(measured) >= self.surely_from

    def state(
        self, measured: Change | Reason, *, if_changed: Status, score: float | None = None
    ) -> tuple[Status, float, Reason]:
        """What a damage is that one visit's detector alone tells of; how sure; and why.

        Args:
            measured: at its place, or why nobody can say.
            if_changed: ``new`` for a damage of the later visit, ``repaired`` for one of the earlier.
            score: the detector's, where a rule weighs it: a change of which it is hardly sure is not clear.
        """
        if isinstance(measured, Reason):
            return Status.NOT_COMPARABLE, 0.0, measured
        chance = self.chance(measured)
        if chance >= self.changed_from and not self._sure_enough(chance, score):
            return Status.NOT_COMPARABLE, 0.0, Reason.UNCLEAR
        if chance >= self.changed_from:
            return if_changed, round(chance, 4), Reason.CHANGED
        if chance <= self.unchanged_to:
            return Status.PRE_EXISTING, round(1 - chance, 4), Reason.UNCHANGED
        return Status.NOT_COMPARABLE, 0.0, Reason.UNCLEAR


def log_odds(chance: float) -> float:
    """Of a chance in [0, 1]; finite at its ends."""
    inside = max(LEAST_CHANCE, min(1.0 - LEAST_CHANCE, chance))
    return log(inside / (1.0 - inside))


def chance_of(odds: float) -> float:
    """Of log-odds; a little inside [0, 1]."""
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, odds))))


def _allowed(table: Mapping[str, Any], name: str, false_new: float) -> float:
    """The operating point's value: of the loosest that costs no more, of the strictest where none does."""
    points = sorted(table["point"], key=lambda point: point["false_new"])
    allowed = [point for point in points if point["false_new"] <= false_new] or points[:1]
    return float(allowed[-1][name])
