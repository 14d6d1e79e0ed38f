"""From a trained PyTorch network to the same network in Keras, by walking its traced graph.

There is no second description of a network that could drift from the first: whatever is made of the layers in
`nets.layers`, sums and nested lists of outputs can be turned. Norms and trained factors are folded into the
weights on the way.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import torch
from torch import fx, nn

from models.train.errors import RecipeError
from models.train.nets.layers import ConvNorm, Double, GlobalMean, Predict
from models.train.nets.seam import Tracer

Array = np.ndarray[Any, np.dtype[np.float32]]


class LayerTracer(Tracer):
    """Stops at the layers that have a twin in Keras."""

    def is_leaf_module(self, m: nn.Module, module_qualified_name: str) -> bool:
        """Layers of `TWINS`, and what PyTorch itself takes for one."""
        return type(m) in TWINS or super().is_leaf_module(m, module_qualified_name)


def to_keras(network: nn.Module, *, width: int, height: int) -> Any:
    """A Keras model with a float input [1, height, width, 3] and the outputs flat, NHWC, in the order given.

    Raises:
        RecipeError: the network holds a layer or an operation that has no twin here; names it.
    """
    graph = LayerTracer().trace(network.eval())
    layers = dict(network.named_modules())
    entry = keras.Input((height, width, 3), batch_size=1)
    values: dict[fx.Node, Any] = {}
    for node in graph.nodes:
        if node.op == "placeholder":
            values[node] = entry
        elif node.op == "call_module":
            values[node] = _twin(layers[str(node.target)])(values[node.args[0]])
        elif node.op == "call_function" and node.target is operator.add:
            values[node] = keras.layers.Add()([values[argument] for argument in node.args])
        elif node.op == "call_function" and isinstance(node.target, type) and issubclass(node.target, tuple):
            values[node] = [values[argument] for argument in node.args]  # a named tuple of outputs
        elif node.op == "output":
            return keras.Model(entry, _leaves(node.args[0], values))
        else:
            raise RecipeError(
                f"no twin for the operation {node.op} {node.target} of {type(network).__name__}"
            )
    raise RecipeError(f"{type(network).__name__} has no output")


def _leaves(outputs: Any, values: dict[fx.Node, Any]) -> list[Any]:
    if isinstance(outputs, fx.Node):
        outputs = values[outputs]
    if not isinstance(outputs, list | tuple):
        return [outputs]
    return [leaf for part in outputs for leaf in _leaves(part, values)]


def _twin(layer: nn.Module) -> Callable[[Any], Any]:
    make = TWINS.get(type(layer))
    if make is None:
        raise RecipeError(f"no twin for the layer {type(layer).__name__}")
    return make(layer)


def folded(layer: ConvNorm) -> tuple[Array, Array]:
    """Kernel [out, in, h, w] and bias [out] of the convolution with its norm folded in."""
    norm = layer.norm
    gain = _numpy(norm.weight) / np.sqrt(_numpy(norm.running_var) + norm.eps)
    kernel = _numpy(layer.conv.weight) * gain[:, None, None, None]
    return kernel, _numpy(norm.bias) - _numpy(norm.running_mean) * gain


def _conv_norm(layer: Any) -> Callable[[Any], Any]:
    kernel, bias = folded(layer)
    size, stride = kernel.shape[-1], layer.stride
    settings = {"padding": "same", "strides": stride}
    if layer.depthwise:
        conv = keras.layers.DepthwiseConv2D(size, **settings)
        weights = kernel.transpose(2, 3, 0, 1)
    else:
        conv = keras.layers.Conv2D(kernel.shape[0], size, **settings)
        weights = kernel.transpose(2, 3, 1, 0)
    return _with_weights(conv, weights, bias, keras.layers.ReLU(max_value=6.0) if layer.active else None)


def _predict(layer: Any) -> Callable[[Any], Any]:
    factor = float(layer.factor.detach())
    kernel, bias = _numpy(layer.conv.weight) * factor, _numpy(layer.conv.bias) * factor
    conv = keras.layers.Conv2D(kernel.shape[0], 1)
    after = keras.layers.ReLU() if layer.positive else None
    return _with_weights(conv, kernel.transpose(2, 3, 1, 0), bias, after)


def _linear(layer: Any) -> Callable[[Any], Any]:
    dense = keras.layers.Dense(layer.out_features)
    return _with_weights(dense, _numpy(layer.weight).T, _numpy(layer.bias), None)


def _with_weights(layer: Any, kernel: Array, bias: Array, after: Any) -> Callable[[Any], Any]:
    def call(x: Any) -> Any:
        y = layer(x)
        layer.set_weights([kernel, bias])
        return after(y) if after is not None else y

    return call


def _numpy(tensor: torch.Tensor | None) -> Array:
    assert tensor is not None
    return np.asarray(tensor.detach().numpy(), np.float32)


TWINS: dict[type[nn.Module], Callable[[Any], Callable[[Any], Any]]] = {
    ConvNorm: _conv_norm,
    Predict: _predict,
    Double: lambda _: keras.layers.UpSampling2D(2, interpolation="nearest"),
    GlobalMean: lambda _: keras.layers.GlobalAveragePooling2D(),
    nn.Linear: _linear,
    nn.Identity: lambda _: lambda x: x,
    nn.Dropout: lambda _: lambda x: x,
}
