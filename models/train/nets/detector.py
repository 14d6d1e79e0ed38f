"""Anchor-free one-stage detector: backbone, feature pyramid, and a light head at every level.

FCOS (Tian et al., 2019) without its centerness branch: how good a box is goes into its class score
(generalized focal loss, Li et al., 2020), so that decoding needs nothing but the two outputs of each level.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from models.train.nets.backbone import Backbone
from models.train.nets.layers import ConvNorm, Double, Predict, Separable
from models.train.nets.seam import Module

RARE = -4.6  # a logit of 1 %: at the start nothing is an object, or the first steps would drown in background


class Level(NamedTuple):
    """Raw outputs of one level: class logits [n, C, h, w], distances [n, 4, h, w] in strides."""

    logits: Tensor
    distances: Tensor


class Head(Module):
    """Two branches of separable convolutions; levels share no weights, so each gets its own int8 range."""

    def __init__(self, channels: int, classes: int, depth: int) -> None:
        super().__init__()
        self.class_branch = nn.Sequential(*(Separable(channels, channels) for _ in range(depth)))
        self.box_branch = nn.Sequential(*(Separable(channels, channels) for _ in range(depth)))
        self.classes = Predict(channels, classes, bias=RARE)
        self.distances = Predict(channels, 4, positive=True, bias=2.0)

    def forward(self, x: Tensor) -> Level:
        """Shapes as the class says."""
        return Level(self.classes(self.class_branch(x)), self.distances(self.box_branch(x)))


class Detector(Module):
    """The whole network; strides ascending.

    Input [n, 3, h, w], real = (pixel - 127) / 128; h and w are multiples of the largest stride.
    """

    def __init__(
        self, *, strides: tuple[int, ...], classes: int, stages: int, channels: int = 64, depth: int = 2
    ) -> None:
        super().__init__()
        self.strides = strides
        self.backbone = Backbone(taps=strides, stages=stages)
        self.lateral = nn.ModuleList(ConvNorm(inputs, channels) for inputs in self.backbone.channels)
        self.smooth = nn.ModuleList(Separable(channels, channels) for _ in strides)
        self.enlarge = Double()
        self.heads = nn.ModuleList(Head(channels, classes, depth) for _ in strides)

    def forward(self, x: Tensor) -> list[Level]:
        """Shapes as the class says."""
        taps = [lateral(tap) for lateral, tap in zip(self.lateral, self.backbone(x), strict=True)]
        for index in range(len(taps) - 2, -1, -1):
            taps[index] = taps[index] + self.enlarge(taps[index + 1])
        return [head(smooth(tap)) for head, smooth, tap in zip(self.heads, self.smooth, taps, strict=True)]


def cell_centers(levels: list[Level], strides: tuple[int, ...]) -> tuple[Tensor, Tensor]:
    """Centres (cells, 2) x, y in pixels and strides (cells,), all levels in order, row by row."""
    centers, sizes = [], []
    for level, stride in zip(levels, strides, strict=True):
        height, width = level.logits.shape[2:]
        y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
        centers.append((torch.stack([x, y], -1).reshape(-1, 2) + 0.5) * stride)
        sizes.append(torch.full((height * width,), float(stride)))
    return torch.cat(centers).float(), torch.cat(sizes)


def flatten(levels: list[Level]) -> tuple[Tensor, Tensor]:
    """Logits (n, cells, C) and distances (n, cells, 4) of all levels in the order of `cell_centers`."""
    logits = torch.cat([level.logits.flatten(2).transpose(1, 2) for level in levels], 1)
    distances = torch.cat([level.distances.flatten(2).transpose(1, 2) for level in levels], 1)
    return logits, distances


def to_boxes(distances: Tensor, centers: Tensor, strides: Tensor) -> Tensor:
    """(…, cells, 4) distances in strides to left, top, right, bottom in pixels."""
    reach = distances * strides[:, None]
    return torch.cat([centers - reach[..., :2], centers + reach[..., 2:]], -1)
