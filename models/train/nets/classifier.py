"""Image classifier: EfficientNet-Lite0 with its own 1280-channel end, and a linear layer."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from models.train.nets.backbone import LITE0, Backbone, copy_layer, imagenet_weights, load_imagenet
from models.train.nets.layers import ConvNorm, GlobalMean
from models.train.nets.seam import Module

WIDE = 1280


class Classifier(Module):
    """Input [n, 3, h, w], real = (pixel - 127) / 128, h and w multiples of 32; output logits [n, classes]."""

    def __init__(self, *, classes: int, dropout: float = 0.2) -> None:
        super().__init__()
        self.backbone = Backbone(taps=(32,))
        self.widen = ConvNorm(LITE0[-1].outputs, WIDE)
        self.mean = GlobalMean()
        self.dropout = nn.Dropout(dropout)
        self.classes = nn.Linear(WIDE, classes)
        nn.init.normal_(self.classes.weight, std=0.01)

    def forward(self, x: Tensor) -> Tensor:
        """Shapes as the class says."""
        y: Tensor = self.classes(self.dropout(self.mean(self.widen(self.backbone(x)[0]))))
        return y


def imagenet_classifier(classes: int, frozen: int) -> Classifier:
    """With ImageNet weights up to the last layer; the first `frozen` blocks keep them."""
    network = Classifier(classes=classes)
    load_imagenet(network.backbone)
    copy_layer(network.widen, imagenet_weights(), "_conv_head", "_bn1")
    network.backbone.freeze(frozen)
    return network.to(memory_format=torch.channels_last)
