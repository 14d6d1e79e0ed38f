"""The golden input: a picture made by a formula, and what a network must make of it.

A hash proves the bytes; this proves that the runtime, the processor and the card's order of outputs make of
them what was measured. Integer kernels differ a little: on the shipped networks those of tflite-runtime 2.14
and of ai-edge-litert 2.3, with XNNPACK and by the reference, were apart by up to 7 of 256 steps in single
values and by at most 1.6 in the mean over an output. So the mean over evenly spread values is compared, and
three steps are allowed. A runtime that computes nothing is off by 19 and more; tens of thousands of lost
weights are seen where this input needs them, and not everywhere; they are the hash's affair.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from edge.domain.errors import ModelError
from edge.domain.frame import Image
from edge.inference.card import Card, Golden, InputSpec

Floats = npt.NDArray[np.float32]
STEPS = 3
"""Of an output's quantization."""
VALUES = 32
"""Kept of each output at most."""


def golden_input(spec: InputSpec) -> Image:
    """(height, width, 3) uint8 RGB: two slanted triangle waves a channel, in whole numbers.

    Waves rather than noise: a network answers to edges, and its outputs then spread further.
    """
    y, x, channel = np.mgrid[: spec.height, : spec.width, :3].astype(np.int64)
    coarse = _wave(x * (channel + 2) + y, 64)
    fine = _wave(y * (channel + 1) + 2 * x, 96)
    return np.asarray((coarse + fine) // 2, np.uint8)


def _wave(phase: npt.NDArray[np.int64], half: int) -> npt.NDArray[np.int64]:
    """0 to 255 and back in twice ``half``."""
    phase = phase % (2 * half)
    return np.minimum(phase, 2 * half - phase) * 255 // half


def spread(output: Floats) -> Floats:
    """At most ``VALUES`` of an output's values, evenly over all of them."""
    flat = output.ravel()
    places = np.linspace(0, len(flat) - 1, min(VALUES, len(flat))).round().astype(np.intp)
    return np.asarray(flat[places], np.float32)


def check_answer(card: Card, outputs: Sequence[Floats]) -> None:
    """Hold what a network made of the golden input against its card.

    Raises:
        ModelError: it is not what was measured; names the output and both.
    """
    if len(outputs) != len(card.golden):
        raise ModelError(
            f"{card.name}: the card has {len(card.golden)} golden answers to {len(outputs)} outputs"
        )
    for number, (output, golden) in enumerate(zip(outputs, card.golden, strict=True)):
        off = _distance(spread(output), golden)
        if not off <= golden.tolerance:
            raise ModelError(
                f"{card.name}: output {number} is off by {off:.3g} on the golden input, "
                f"{golden.tolerance:.3g} is allowed: it does not do here what it did where it was made"
            )


def _distance(found: Floats, golden: Golden) -> float:
    if len(found) != len(golden.values):
        return float("inf")
    return float(np.abs(found - np.asarray(golden.values, np.float32)).mean())
