"""What a network costs, counted from its layers."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn


def parameters(network: nn.Module) -> int:
    """Weights and biases after the norms are folded in: what the TFLite file holds."""
    return sum(int(layer.weight.numel()) + int(layer.weight.shape[0]) for layer in weighted(network))


def macs(network: nn.Module, *, width: int, height: int) -> int:
    """Multiply-accumulates of all convolutions and fully connected layers for one picture."""
    counts: list[int] = []

    def count(layer: Any, _: Any, output: Any) -> None:
        counts.append(int(output.numel()) * int(layer.weight[0].numel()))

    hooks = [layer.register_forward_hook(count) for layer in weighted(network)]
    with torch.inference_mode():
        network.eval()(torch.zeros(1, 3, height, width))
    for hook in hooks:
        hook.remove()
    return sum(counts)


def weighted(network: nn.Module) -> list[Any]:
    """Its convolutions and fully connected layers."""
    return [layer for layer in network.modules() if isinstance(layer, nn.Conv2d | nn.Linear)]
