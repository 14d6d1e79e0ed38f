"""What a network costs, counted from its layers."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn


def parameters(network: nn.Module) -> int:
    """Weights and biases after the norms are folded in: what the TFLite file holds."""
    convolutions = [layer for layer in network.modules() if isinstance(layer, nn.Conv2d | nn.Linear)]
    outputs = sum(layer.weight.shape[0] for layer in convolutions)
    return sum(layer.weight.numel() for layer in convolutions) + outputs


@torch.inference_mode()
def macs(network: nn.Module, *, width: int, height: int) -> int:
    """Multiply-accumulates of all convolutions and fully connected layers for one picture."""
    total = 0

    def count(layer: Any, _: Any, output: Any) -> None:
        nonlocal total
        total += int(output.numel()) * int(layer.weight[0].numel())

    layers = [layer for layer in network.modules() if isinstance(layer, nn.Conv2d | nn.Linear)]
    hooks = [layer.register_forward_hook(count) for layer in layers]
    network.eval()(torch.zeros(1, 3, height, width))
    for hook in hooks:
        hook.remove()
    return total
