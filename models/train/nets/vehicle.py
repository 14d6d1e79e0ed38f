"""One network that says which make and model, which side, and describes the car in a vector of its own."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn

from models.train.nets.backbone import LITE0, Backbone, copy_layer, imagenet_weights, load_imagenet
from models.train.nets.classifier import WIDE
from models.train.nets.layers import ConvNorm, GlobalMean
from models.train.nets.seam import Module

DIMENSIONS = 256


class Sight(NamedTuple):
    """Raw outputs: embedding [n, DIMENSIONS], logits of the models [n, m] and of the views [n, v]."""

    embedding: Tensor
    models: Tensor
    views: Tensor


class Vehicle(Module):
    """Input [n, 3, h, w], real = (pixel - 127) / 128, h and w multiples of 32; output as `Sight`.

    The embedding is a linear map of the pooled features that is fitted when the training is over: what is
    told apart there shall not only be what the known models differ in.
    """

    def __init__(self, *, models: int, views: int, dropout: float = 0.2) -> None:
        super().__init__()
        self.backbone = Backbone(taps=(32,))
        self.widen = ConvNorm(LITE0[-1].outputs, WIDE)
        self.mean = GlobalMean()
        self.dropout = nn.Dropout(dropout)
        self.embedding = nn.Linear(WIDE, DIMENSIONS).requires_grad_(False)
        self.models = nn.Linear(WIDE, models)
        self.views = nn.Linear(WIDE, views)
        for head in (self.models, self.views):
            nn.init.normal_(head.weight, std=0.01)

    def forward(self, x: Tensor) -> Sight:
        """Shapes as the class says."""
        features = self.mean(self.widen(self.backbone(x)[0]))
        noisy = self.dropout(features)
        return Sight(self.embedding(features), self.models(noisy), self.views(noisy))


def imagenet_vehicle(*, models: int, views: int, frozen: int) -> Vehicle:
    """With ImageNet weights up to the heads; the first `frozen` blocks keep them."""
    network = Vehicle(models=models, views=views)
    load_imagenet(network.backbone)
    copy_layer(network.widen, imagenet_weights(), "_conv_head", "_bn1")
    network.backbone.freeze(frozen)
    return network.to(memory_format=torch.channels_last)
