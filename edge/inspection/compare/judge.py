"""Whether a place changed: a logistic rule over what was measured there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from edge.domain.detection import Detection
from edge.domain.inspection import Finding, Status
from edge.inspection.compare.odds import at_most, chance_of
from edge.inspection.compare.suspicions import Suspicion
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
        changed_from = at_most(table, "changed_from", false_new)
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

    @property
    def sure_from(self) -> float:
        """Score from which the detector tells a damage by itself; 0 where no suspicion is told."""
        return 0.0 if self.suspicion is None else self.suspicion.sure_from

    def _sure_enough(self, change: float, found: Detection) -> bool:
        rule = self.suspicion
        return rule is None or rule.tells(rule.chance(change, found))

    def doubts(self, found: Detection | Finding) -> bool:
        """Whether the other network sees too little there to leave it without a person's look."""
        return found.second_opinion is not None and found.second_opinion < self.doubted_below

    def sure_of_change(self, measured: Change | Reason) -> bool:
        """Whether the pictures say so loudly that they overrule a detection near by."""
        return not isinstance(measured, Reason) and self.chance(measured) >= self.surely_from

    def state(
        self, measured: Change | Reason, *, if_changed: Status, found: Detection | None = None
    ) -> tuple[Status, float, Reason]:
        """What a damage is that one visit's detector alone tells of; how sure; and why.

        Args:
            measured: at its place, or why nobody can say.
            if_changed: ``new`` for a damage of the later visit, ``repaired`` for one of the earlier.
            found: the damage, where a rule weighs its scores: a change of what is hardly seen is not clear.
        """
        if isinstance(measured, Reason):
            return Status.NOT_COMPARABLE, 0.0, measured
        chance = self.chance(measured)
        if chance >= self.changed_from and found is not None and not self._sure_enough(chance, found):
            return Status.NOT_COMPARABLE, 0.0, Reason.DOUBTED if self.doubts(found) else Reason.UNCLEAR
        if chance >= self.changed_from:
            return if_changed, round(chance, 4), Reason.CHANGED
        if chance <= self.unchanged_to:
            return Status.PRE_EXISTING, round(1 - chance, 4), Reason.UNCHANGED
        return Status.NOT_COMPARABLE, 0.0, Reason.UNCLEAR
