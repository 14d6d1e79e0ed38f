"""Quantize, calibrate and measure `plate-reader`, and write its folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from torch import nn

from edge.domain.frame import Image
from edge.inference.card import Folder
from edge.inference.plate_reader import NetworkReader
from edge.inference.prepare import prepare
from models.train.card import Table, checked, write_folder
from models.train.errors import RecipeError
from models.train.export.convert import to_tflite
from models.train.loop import write_weights
from models.train.measure.float_run import float_run
from models.train.measure.plots import reliability
from models.train.measure.reading import (
    SURE,
    Logits,
    Told,
    exact,
    fit_temperature,
    look,
    sure_and_wrong,
    sure_of_right,
    told,
)
from models.train.plates.alphabet import LABELS
from models.train.recipes.finish import fill_cost, load, row, sources

TEMPERATURES = tuple(round(0.6 + 0.1 * step, 1) for step in range(25))
CHECKED = 20
Crops = Sequence[tuple[Image, str]]
"""BGR crops of any size, each with its text."""


def finish(
    network: nn.Module,
    table: Table,
    valid: Mapping[str, Crops],
    examples: Sequence[Image],
    *,
    used: Mapping[str, int],
    out: Path,
) -> None:
    """Write the reader's folder with its honest figures.

    Args:
        network: trained, float.
        table: the drafted card; it is completed.
        valid: held-out crops by set; the temperature is fitted on all of them together.
        examples: RGB inputs that set the quantized ranges.
        used: training pictures by source.
        out: the folder.
    """
    write_weights(network, out / "weights.pt")
    content = to_tflite(network, examples)
    spec = checked(table).input
    inputs = {name: [(prepare(crop, spec)[0], text) for crop, text in crops] for name, crops in valid.items()}
    full = {name: look(float_run(network), part) for name, part in inputs.items()}
    small = {name: look(load(content), part) for name, part in inputs.items()}
    temperature = fit_temperature([one for part in small.values() for one in part], TEMPERATURES)
    table["calibration"] = {
        "temperature": temperature,
        "threshold": SURE,
        "chosen": "temperature: least log loss of whole texts on the held-out sets below, on the int8 "
        "network; threshold: from here on a single read is believed",
    }
    for name in valid:
        table["accuracy"] += _rows(name, told(full[name], temperature), told(small[name], temperature))
    fill_cost(table, network)
    table["training_data"] = sources(used)
    write_folder(out, table, content, LABELS)
    _draw(out, small, temperature)
    _check_program(out, next(iter(valid.values()))[:CHECKED], next(iter(small.values())), temperature)


def _rows(name: str, full: Sequence[Told], small: Sequence[Told]) -> list[Table]:
    measures: dict[str, Callable[[Sequence[Told]], float]] = {
        "exact": exact,
        f"wrong reads told with {SURE} or more, of all": sure_and_wrong,
        f"right reads told with {SURE} or more, of the right ones": sure_of_right,
    }
    return [row(name, metric, len(small), of(full), of(small)) for metric, of in measures.items()]


def _draw(out: Path, small: Mapping[str, Sequence[Logits]], temperature: float) -> None:
    reads = [read for part in small.values() for read in told(part, temperature)]
    title = f"plate-reader int8, {len(reads)} held-out plates"
    reliability([r.confidence for r in reads], [r.right for r in reads], out / "reliability.png", title)


def _check_program(folder: Path, crops: Crops, logits: Sequence[Logits], temperature: float) -> None:
    """What was measured must be what the program does with the folder that was written."""
    read = NetworkReader(Folder(folder))
    for (crop, _), expected in zip(crops, told(logits[: len(crops)], temperature), strict=True):
        found = read(crop)
        if (found.text if found else "") != expected.text:
            raise RecipeError(f"{folder}: the program reads otherwise than was measured")
