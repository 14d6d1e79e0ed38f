"""The few layers that every network here is made of.

Each exists in PyTorch for training and, one to one, in TFLite's integer kernels: convolution with batch norm
and ReLU6, sum, nearest upsampling, global average and a fully connected layer. `models.train.export.graph`
knows these classes and no others, so a network made of them can always be shipped.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.train.nets.seam import Module, Sequential

NORM_EPSILON = 1e-3  # EfficientNet-Lite's own; the start weights were trained with it
NORM_MOMENTUM = 0.03


class ConvNorm(Module):
    """Convolution ("same" as TensorFlow pads), batch norm and, if `active`, ReLU6.

    Input and output are [n, c, h, w]; where a stride is 2 the input's side must be even. `stride` is one for
    both sides, or that of the rows and that of the columns.
    TensorFlow pads a strided convolution at the right and bottom only; the ImageNet weights expect that,
    and the exported network does it again, so it is imitated here.
    """

    def __init__(
        self,
        inputs: int,
        outputs: int,
        *,
        kernel: int = 1,
        stride: int | tuple[int, int] = 1,
        depthwise: bool = False,
        active: bool = True,
    ) -> None:
        super().__init__()
        groups = inputs if depthwise else 1
        self.stride = (stride, stride) if isinstance(stride, int) else stride
        self.active, self.depthwise = active, depthwise
        (top, bottom), (left, right) = (_same(kernel, one) for one in self.stride)
        self.outside = (left, right, top, bottom)
        self.even = self.stride == (1, 1)
        inner = top if self.even else 0
        self.conv = nn.Conv2d(inputs, outputs, kernel, self.stride, inner, groups=groups, bias=False)
        self.norm = nn.BatchNorm2d(outputs, eps=NORM_EPSILON, momentum=NORM_MOMENTUM)

    def forward(self, x: Tensor) -> Tensor:
        """Shapes as the class says."""
        if not self.even:
            x = functional.pad(x, self.outside)
        x = self.norm(self.conv(x))
        return functional.relu6(x, inplace=not torch.is_grad_enabled()) if self.active else x


def _same(kernel: int, stride: int) -> tuple[int, int]:
    """What TensorFlow's "same" adds before and after a side that the stride divides."""
    added = kernel - stride
    return added // 2, added - added // 2


class Separable(Sequential):
    """Depthwise 3x3 and pointwise convolution, each with norm and ReLU6: a cheap head block."""

    def __init__(self, inputs: int, outputs: int, *, kernel: int = 3) -> None:
        super().__init__(
            ConvNorm(inputs, inputs, kernel=kernel, depthwise=True, active=False),
            ConvNorm(inputs, outputs),
        )


class Predict(Module):
    """The last convolution of a head (1x1, with bias), times a trained factor of its pyramid level.

    With `positive` the output is cut off at 0 (distances). The factor is folded into the weights at export.
    """

    def __init__(self, inputs: int, outputs: int, *, positive: bool = False, bias: float = 0.0) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, 1)
        self.factor = nn.Parameter(torch.ones(()))
        self.positive = positive
        nn.init.normal_(self.conv.weight, std=0.01)
        nn.init.constant_(self.conv.bias, bias)

    def forward(self, x: Tensor) -> Tensor:
        """Shapes as the class says."""
        x = self.conv(x) * self.factor
        return functional.relu(x) if self.positive else x


class Double(Module):
    """Nearest upsampling by two."""

    def forward(self, x: Tensor) -> Tensor:
        """Shapes as the class says."""
        return functional.interpolate(x, scale_factor=2.0, mode="nearest")


class GlobalMean(Module):
    """[n, c, h, w] to [n, c]."""

    def forward(self, x: Tensor) -> Tensor:
        """Shapes as the class says."""
        return x.mean(dim=(2, 3))
