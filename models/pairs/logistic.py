"""Logistic regression by Newton's method, with a little ridge; the few lines that a rule needs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
STEPS, RIDGE = 40, 1.0


def fit(measures: Floats, happened: Floats) -> tuple[float, Floats]:
    """The constant and the coefficients of the log-odds.

    Args:
        measures: (n, m).
        happened: (n,) 0 or 1.
    """
    mean, spread = measures.mean(axis=0), measures.std(axis=0) + 1e-9
    rows = np.column_stack([np.ones(len(measures)), (measures - mean) / spread])
    ridge = np.diag([0.0] + [RIDGE] * measures.shape[1])
    found: Floats = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ found, -30, 30)))
        bend = chance * (1 - chance) + 1e-9
        slope = rows.T @ (happened - chance) - ridge @ found
        found = found + np.linalg.solve((rows * bend[:, None]).T @ rows + ridge, slope)
    coefficients = found[1:] / spread
    return float(found[0] - coefficients @ mean), np.asarray(coefficients, np.float64)
