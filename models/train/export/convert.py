"""From Keras to a full-integer TFLite file, and the proof that it is one.

uint8 in with scale 1/128 and zero point 127, so that a pixel's value is the tensor's value; int8 out; no
floating-point and no dynamic-range operation inside, as tflite-runtime 2.14 refuses those.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
import tensorflow as tf
import torch
from torch import nn

from edge.domain.frame import Image
from models.train.errors import RecipeError
from models.train.export.graph import to_keras
from models.train.measure.float_run import float_run

SCALE, ZERO = 1.0 / 128.0, 127
TWIN_TOLERANCE = 2e-3
log = logging.getLogger(__name__)


def to_tflite(network: nn.Module, examples: Sequence[Image]) -> bytes:
    """Quantize a network after training (Jacob et al., 2018; weights per channel, activations per tensor).

    Args:
        network: with float input [n, 3, h, w]; made of `nets.layers`.
        examples: a few hundred prepared RGB pictures (h, w, 3) uint8 of one size, as the gate will feed them;
            they set the ranges of the activations. All-black and all-white ones are added here, so that the
            input's own range is exact.

    Raises:
        RecipeError: the Keras twin, or the quantization of the input, is not what it must be.
    """
    network = network.to(memory_format=torch.contiguous_format)
    height, width = examples[0].shape[:2]
    twin = to_keras(network, width=width, height=height)
    _check_twin(network, twin, examples[0])
    extremes = [np.full((height, width, 3), value, np.uint8) for value in (0, 255)]

    def representative() -> Any:
        for picture in [*extremes, *examples]:
            yield [_real(picture)]

    converter = tf.lite.TFLiteConverter.from_keras_model(twin)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = representative
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = tf.uint8
    converter.inference_output_type = tf.int8
    content = bytes(converter.convert())
    check_integer(content)
    return content


def _real(picture: Image) -> Any:
    return ((picture.astype(np.float32) - ZERO) * SCALE)[None]


def _check_twin(network: nn.Module, twin: Any, picture: Image) -> None:
    """The twin must give what the original gives, or a layer was turned wrongly."""
    outputs = twin(_real(picture), training=False)
    outputs = outputs if isinstance(outputs, list | tuple) else [outputs]
    for index, (expected, found) in enumerate(zip(float_run(network)(picture), outputs, strict=True)):
        error = float(np.abs(expected - found.numpy()).max())
        if error > TWIN_TOLERANCE * max(1.0, float(np.abs(expected).max())):
            raise RecipeError(f"output {index} of the Keras twin is off by {error}")


def check_integer(content: bytes) -> None:
    """Refuse a file that is not uint8 in (1/128, 127), int8 out, and integer throughout.

    Raises:
        RecipeError: says what is wrong.
    """
    interpreter = tf.lite.Interpreter(model_content=content)
    interpreter.allocate_tensors()
    (entry,) = interpreter.get_input_details()
    scale, zero = entry["quantization"]
    if entry["dtype"] is not np.uint8 or abs(scale - SCALE) > 1e-6 or zero != ZERO:
        raise RecipeError(f"input is {entry['dtype'].__name__} with scale {scale} and zero point {zero}")
    floats = [tensor["name"] for tensor in interpreter.get_tensor_details() if tensor["dtype"] is np.float32]
    if floats:
        raise RecipeError(f"floating-point tensors are left: {floats[:3]}")


def output_order(content: bytes, network: nn.Module, picture: Image) -> list[int]:
    """Which of the network's outputs each output of the file is; TFLite may list them in another order.

    Raises:
        RecipeError: an output of the file resembles none of the network's.
    """
    interpreter = tf.lite.Interpreter(model_content=content)
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], picture[None])
    interpreter.invoke()
    expected = float_run(network)(picture)
    order: list[int] = []
    for entry in interpreter.get_output_details():
        scale, zero = entry["quantization"]
        found = (interpreter.get_tensor(entry["index"]).astype(np.float32) - zero) * scale
        errors = {
            index: float(np.abs(found - one).mean())
            for index, one in enumerate(expected)
            if index not in order and one.shape == found.shape
        }
        if not errors:
            raise RecipeError(f"output {entry['name']} {found.shape} resembles none of the network's outputs")
        order.append(min(errors, key=lambda index: errors[index]))
    return order
