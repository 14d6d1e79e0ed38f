"""Pictures for a model's folder."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

BINS = 10


def reliability(confidence: Sequence[float], right: Sequence[bool], path: Path, title: str) -> None:
    """Reliability diagram (DeGroot & Fienberg, 1983): how often reads of each confidence are right.

    Args:
        confidence: in [0, 1], one a read.
        right: whether it was.
        path: the picture that is written.
        title: what was read.
    """
    edges = np.linspace(0, 1, BINS + 1)
    of_bin = np.clip(np.digitize(confidence, edges) - 1, 0, BINS - 1)
    counts = np.bincount(of_bin, minlength=BINS)
    hits = np.bincount(of_bin, weights=np.asarray(right, float), minlength=BINS)
    plots: Any = import_module("matplotlib.figure")
    figure = plots.Figure(figsize=(5, 4.4), layout="constrained")
    upper, lower = figure.subplots(2, 1, height_ratios=(3, 1), sharex=True)
    upper.plot([0, 1], [0, 1], "--", color="gray", linewidth=1)
    filled = counts > 0
    middles = (edges[:-1] + edges[1:]) / 2
    upper.bar(middles[filled], hits[filled] / counts[filled], width=0.09, color="tab:blue")
    upper.set(ylabel="share that is right", title=title, ylim=(0, 1))
    lower.bar(middles, counts, width=0.09, color="tab:gray")
    lower.set(xlabel="confidence", ylabel="reads", yscale="symlog")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=100)


def confusion(
    true: npt.NDArray[np.integer],
    told: npt.NDArray[np.integer],
    labels: Sequence[str],
    path: Path,
    title: str,
) -> None:
    """Confusion matrix, rows true, in shares of the row; counts are written in.

    Args:
        true: number of the label of each picture.
        told: number of the label that it was taken for.
        labels: in the order of the numbers.
        path: the picture that is written.
        title: what was told apart.
    """
    counts = np.zeros((len(labels), len(labels)), int)
    np.add.at(counts, (true, told), 1)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    plots: Any = import_module("matplotlib.figure")
    side = 1.6 + 0.36 * len(labels)
    figure = plots.Figure(figsize=(side + 0.6, side), layout="constrained")
    axes = figure.subplots()
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    places = range(len(labels))
    axes.set_xticks(places, labels, rotation=90, fontsize=8)
    axes.set_yticks(places, labels, fontsize=8)
    axes.set(xlabel="told", ylabel="true", title=f"{title}, n = {len(true)}")
    for row, column in zip(*np.nonzero(counts), strict=True):
        color = "white" if shares[row, column] > 0.5 else "black"
        axes.text(column, row, counts[row, column], ha="center", va="center", color=color, fontsize=7)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=90)
