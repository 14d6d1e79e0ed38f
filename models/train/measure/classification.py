"""How well two kinds are told apart, and what a false alarm costs; plain arithmetic on scores."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def auc(scores: Floats, positive: Bools) -> float:
    """Area under the ROC curve, in [0, 1]: how often a positive scores over a negative (ties count half)."""
    ranks = _mean_ranks(scores)
    n, m = int(positive.sum()), int((~positive).sum())
    if not n or not m:
        return float("nan")
    return float((ranks[positive].sum() - n * (n + 1) / 2) / (n * m))


def _mean_ranks(values: Floats) -> Floats:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2)[inverse], np.float64)


def accuracy(scores: Floats, positive: Bools, threshold: float) -> float:
    """Share judged rightly when a score of at least `threshold` is called positive."""
    return float(((scores >= threshold) == positive).mean())


def threshold_at(sensitivity: float, scores: Floats) -> float:
    """Highest threshold that still finds this share of the given positives."""
    ranked = np.sort(scores)[::-1]
    return float(ranked[max(0, int(np.ceil(sensitivity * len(ranked))) - 1)])


def rate_over(scores: Floats, threshold: float) -> float:
    """Share of the scores that are at least the threshold."""
    return float((scores >= threshold).mean())


def cheapest_threshold(
    damaged: Floats, clean: Floats, *, prevalence: float, miss_cost: float
) -> tuple[float, float]:
    """Threshold of least cost per car, and that cost in false alarms per car.

    Args:
        damaged: scores of damaged things.
        clean: scores of clean cars (the highest over a car's pieces).
        prevalence: share of cars with damage, in (0, 1).
        miss_cost: what a missed damage costs, in false alarms.
    """
    candidates = np.unique(np.concatenate([damaged, clean, [1.0]]))
    # The middle between two scores, so that neither lies on the edge.
    candidates = np.concatenate([candidates[:1], (candidates[1:] + candidates[:-1]) / 2])
    costs = [
        prevalence * miss_cost * (1 - rate_over(damaged, t)) + (1 - prevalence) * rate_over(clean, t)
        for t in candidates
    ]
    best = int(np.argmin(costs))
    return float(candidates[best]), float(costs[best])


def fit_temperature(logits: Floats, positive: Bools) -> float:
    """Temperature T of least log loss of sigmoid(logit / T) (Guo et al., 2017), within 0.2 to 5.

    Args:
        logits: (n,) of the positive class against the rest.
        positive: (n,).
    """
    grid = np.exp(np.linspace(np.log(0.2), np.log(5.0), 200))
    sign = np.where(positive, 1.0, -1.0)
    losses = [np.logaddexp(0.0, -sign * logits / temperature).mean() for temperature in grid]
    return round(float(grid[int(np.argmin(losses))]), 3)
