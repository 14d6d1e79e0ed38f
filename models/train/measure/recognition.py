"""How well labels are told, known and unknown; plain arithmetic on logits and cosines."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
TEMPERATURES = np.exp(np.linspace(np.log(0.01), np.log(5.0), 250))


def top(logits: Floats, truth: Numbers, count: int = 1) -> float:
    """Share of rows in which the true label is among so many best."""
    best = np.argsort(-logits, axis=1)[:, :count]
    return float((best == truth[:, None]).any(axis=1).mean())


def fit_temperature(logits: Floats, truth: Numbers) -> float:
    """Temperature T of least log loss of softmax(logits / T) (Guo et al., 2017), within 0.01 to 5.

    Args:
        logits: (n, labels), or cosines.
        truth: (n,) the true column.
    """
    losses = [float(log_loss(logits / temperature, truth)) for temperature in TEMPERATURES]
    return round(float(TEMPERATURES[int(np.argmin(losses))]), 4)


def log_loss(logits: Floats, truth: Numbers) -> float:
    """Mean of -log softmax at the truth."""
    high = logits.max(axis=1, keepdims=True)
    whole = high[:, 0] + np.log(np.exp(logits - high).sum(axis=1))
    return float((whole - logits[np.arange(len(truth)), truth]).mean())


def thresholds_of(first: Floats, second: Floats, rejected: float, alone: float) -> tuple[float, float]:
    """Two thresholds; what is under either is rejected.

    Args:
        first: scores of known things.
        second: other scores of the same.
        rejected: share of them that both thresholds may reject together.
        alone: share that the first one rejects; the second is as high as the rest allows.
    """
    least = float(np.quantile(first, alone))
    kept = np.sort(second[first >= least])
    left = int(rejected * len(first)) - int((first < least).sum())
    return least, float(kept[max(0, left)])
