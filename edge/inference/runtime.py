"""The one file that imports the TFLite runtime.

ai-edge-litert is the kept successor; tflite-runtime 2.14 (9 to 73 times slower on x86 int8, no wheel past
Python 3.11) still serves a Pi with Bookworm. pyproject chooses by platform marker; both have one interface.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from edge.domain.errors import ModelError, StageError

Tensor = npt.NDArray[np.uint8] | npt.NDArray[np.int8]


def _interpreter_class() -> tuple[str, Any]:
    for name in ("ai_edge_litert.interpreter", "tflite_runtime.interpreter"):
        try:
            return name.split(".", maxsplit=1)[0], import_module(name).Interpreter
        except ImportError:
            continue
    raise ModelError("no TFLite runtime is installed: pip install ai-edge-litert (or tflite-runtime)")


def runtime_name() -> str:
    """``ai_edge_litert`` or ``tflite_runtime``, whichever will run the networks."""
    return _interpreter_class()[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantization:
    """Affine: ``real = (value - zero) * scale``."""

    scale: float
    zero: int

    def real(self, values: Tensor) -> npt.NDArray[np.float32]:
        """Float values of a quantized tensor; widened before subtracting so that int8 cannot wrap."""
        return (values.astype(np.float32) - np.float32(self.zero)) * np.float32(self.scale)


class Network:
    """One interpreter, owned by the thread that made it.

    Args:
        path: the ``model.tflite``.
        threads: intra-op threads; 1 is as good as more for networks of this size.

    Raises:
        ModelError: the file cannot be loaded, or is not full-integer with one uint8 input.
    """

    def __init__(self, path: Path, *, threads: int = 1) -> None:
        _, interpreter = _interpreter_class()
        try:
            self._run = interpreter(model_path=str(path), num_threads=threads)
            self._run.allocate_tensors()
        except (ValueError, RuntimeError) as fault:
            raise ModelError(f"{path}: cannot be loaded: {fault}") from fault
        (entry,) = self._run.get_input_details()
        if entry["dtype"] is not np.uint8:
            raise ModelError(f"{path}: input is {entry['dtype'].__name__}, expected uint8")
        self._input = int(entry["index"])
        self.input_shape: tuple[int, ...] = tuple(int(n) for n in entry["shape"])
        self._outputs = [(int(o["index"]), _quantization(path, o)) for o in self._run.get_output_details()]
        self.output_shapes = [tuple(int(n) for n in o["shape"]) for o in self._run.get_output_details()]

    def __call__(self, picture: npt.NDArray[np.uint8]) -> list[npt.NDArray[np.float32]]:
        """Run once: (H, W, 3) uint8 in, the outputs as float in the card's order."""
        self.load(picture)
        self.invoke()
        return [quantization.real(self._run.get_tensor(index)) for index, quantization in self._outputs]

    @property
    def steps(self) -> list[float]:
        """What one step of each quantized output is worth."""
        return [quantization.scale for _, quantization in self._outputs]

    def load(self, picture: npt.NDArray[np.uint8]) -> None:
        """Set the input; microseconds."""
        self._run.set_tensor(self._input, picture[None])

    def invoke(self) -> None:
        """The bare run, the floor of every benchmark. Releases the GIL. Raises StageError where it fails."""
        try:
            self._run.invoke()
        except RuntimeError as fault:
            raise StageError("network_failed", str(fault)) from fault


OpenNetwork = Callable[[Path], Network]
"""Makes a network from its file; a benchmark hands in one that keeps what it was fed."""


def _quantization(path: Path, output: dict[str, Any]) -> Quantization:
    if output["dtype"] not in (np.uint8, np.int8):
        raise ModelError(
            f"{path}: output {output['name']} is {output['dtype'].__name__}, expected int8 or uint8"
        )
    scale, zero = output["quantization"]
    return Quantization(scale=float(scale), zero=int(zero))
