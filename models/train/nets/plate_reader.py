"""Reader of one plate: plain residual convolutions down to two rows of columns, read with CTC.

Like LPRNet (Zherzdev & Gruzdev, 2018) it has no recurrent part and no segmentation; unlike it, it keeps two
rows, one for each line of a two-line plate, which are read one after the other.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from models.train.nets.layers import ConvNorm, Predict
from models.train.nets.seam import Module

WIDTHS = (16, 32, 64, 96, 128)
ROWS, COLUMNS = 2, 48


class Residual(Module):
    """x + f(x) with two 3x3 convolutions (He et al., 2016)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = ConvNorm(channels, channels, kernel=3)
        self.second = ConvNorm(channels, channels, kernel=3, active=False)

    def forward(self, x: Tensor) -> Tensor:
        """[n, c, h, w], unchanged in shape."""
        y: Tensor = x + self.second(self.first(x))
        return y


class PlateReader(Module):
    """Input [n, 3, 64, 192], real = (pixel - 127) / 128; output logits [n, classes, 2, 48], class 0 blank."""

    def __init__(self, *, classes: int) -> None:
        super().__init__()
        first, second, third, fourth, last = WIDTHS
        self.body = nn.Sequential(
            ConvNorm(3, first, kernel=3, stride=2),
            ConvNorm(first, second, kernel=3, stride=2),
            Residual(second),
            ConvNorm(second, third, kernel=3, stride=(2, 1)),
            Residual(third),
            ConvNorm(third, fourth, kernel=3, stride=(2, 1)),
            Residual(fourth),
            ConvNorm(fourth, last, kernel=3, stride=(2, 1)),
            Residual(last),
            Residual(last),
        )
        self.dropout = nn.Dropout(0.1)
        self.classes = Predict(last, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Shapes as the class says."""
        y: Tensor = self.classes(self.dropout(self.body(x)))
        return y


def steps(logits: Tensor) -> Tensor:
    """Logits [n, classes, rows, columns] to log probabilities [steps, n, classes], the upper row first."""
    return logits.flatten(2).permute(2, 0, 1).log_softmax(-1)


def best_path(logits: Tensor) -> list[list[int]]:
    """The most probable class of every step, for every picture."""
    paths: list[list[int]] = torch.argmax(logits.flatten(2), 1).tolist()
    return paths
