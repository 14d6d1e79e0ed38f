"""What proves a network, written into its card: hashes of its files, and its answers to the golden input."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from edge.inference.card import Card, InputSpec
from edge.inference.golden import STEPS, golden_input, spread
from edge.inference.runtime import Network

Floats = npt.NDArray[np.float32]
Answer = Callable[[bytes, InputSpec], Sequence[tuple[Floats, float]]]
"""What a TFLite file makes of the golden input: each output with the size of its quantization step."""


def golden_answer(content: bytes, spec: InputSpec) -> list[tuple[Floats, float]]:
    """An `Answer`, of the runtime that ships."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.tflite"
        path.write_bytes(content)
        network = Network(path)
    return list(zip(network(golden_input(spec)), network.steps, strict=True))


def seal(
    card: Card, network: bytes, files: Mapping[str, bytes], answer: Answer = golden_answer
) -> dict[str, Any]:
    """The `files` and `golden` of a card.

    Args:
        card: drafted.
        network: the TFLite file.
        files: the other files that it is read with, by name.
        answer: runs the network.
    """
    return {
        "files": {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)},
        "golden": [
            {"tolerance": round(STEPS * step, 6), "values": spread(output).astype(float).round(4).tolist()}
            for output, step in answer(network, card.input)
        ],
    }
