"""What the comparison's logistic rules share: log-odds, and the operating points of their files."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log
from typing import Any

LEAST_CHANCE = 1e-9


def log_odds(chance: float) -> float:
    """Of a chance in [0, 1]; finite at its ends."""
    inside = max(LEAST_CHANCE, min(1.0 - LEAST_CHANCE, chance))
    return log(inside / (1.0 - inside))


def chance_of(odds: float) -> float:
    """Of log-odds; a little inside [0, 1]."""
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, odds))))


def at_most(table: Mapping[str, Any], name: str, false_new: float) -> float:
    """The operating point's value: of the loosest that costs no more, of the strictest where none does."""
    points = sorted(table["point"], key=lambda point: point["false_new"])
    allowed = [point for point in points if point["false_new"] <= false_new] or points[:1]
    return float(allowed[-1][name])
