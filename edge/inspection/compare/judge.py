"""Whether a place changed: a logistic rule over what was measured there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import exp
from typing import Any

from edge.domain.inspection import Status
from edge.inspection.compare.verdict import Reason
from edge.vision.change import Change


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

    @classmethod
    def of(cls, table: Mapping[str, Any], false_new: float) -> Judge:
        """The rule at an operating point.

        Args:
            table: ``change.toml``.
            false_new: findings called new that a pair of pictures without new damage may cost; the loosest
                point that allows no more is taken, the strictest of all where none does.
        """
        points = sorted(table["point"], key=lambda point: point["false_new"])
        allowed = [point for point in points if point["false_new"] <= false_new] or points[:1]
        changed_from = float(allowed[-1]["changed_from"])
        return cls(
            constant=float(table["constant"]),
            weights={name: float(weight) for name, weight in table["weights"].items()},
            changed_from=changed_from,
            unchanged_to=min(changed_from, float(table["unchanged_to"])),
            surely_from=max(float(point["changed_from"]) for point in points),
        )

    def chance(self, measured: Change) -> float:
        """That the place changed, in (0, 1), as often as not where pictures are like those of the recipe."""
        values = asdict(measured)
        odds = self.constant + sum(weight * values[name] for name, weight in self.weights.items())
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, odds))))

    def sure_of_change(self, measured: Change | Reason) -> bool:
        """Whether the pictures say so loudly that they overrule a detection near by."""
        return not isinstance(measured, Reason) and self.chance(measured) >= self.surely_from

    def state(self, measured: Change | Reason, *, if_changed: Status) -> tuple[Status, float, Reason]:
        """What a damage is that one visit's detector alone tells of; how sure; and why.

        Args:
            measured: at its place, or why nobody can say.
            if_changed: ``new`` for a damage of the later visit, ``repaired`` for one of the earlier.
        """
        if isinstance(measured, Reason):
            return Status.NOT_COMPARABLE, 0.0, measured
        chance = self.chance(measured)
        if chance >= self.changed_from:
            return if_changed, round(chance, 4), Reason.CHANGED
        if chance <= self.unchanged_to:
            return Status.PRE_EXISTING, round(1 - chance, 4), Reason.UNCHANGED
        return Status.NOT_COMPARABLE, 0.0, Reason.UNCLEAR
