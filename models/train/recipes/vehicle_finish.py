"""Measure `vehicle` and write its folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt

from edge.domain.frame import Image
from edge.inference.card import Folder
from edge.inference.vehicle import KNOWN, VehicleNetwork
from models.train.card import Table, checked, lines, write_folder
from models.train.errors import RecipeError
from models.train.measure.activation import draw_activations
from models.train.measure.plots import confusion
from models.train.measure.recognition import top
from models.train.nets.vehicle import Vehicle
from models.train.options import Options
from models.train.recipes.finish import fill_cost, row, training_data
from models.train.recipes.vehicle_calibration import Calibrated, calibrated, unseen
from models.train.recipes.vehicle_data import (
    MODELS,
    VIEW_LABELS,
    VIEWS,
    Held,
    Pool,
    Shown,
)
from models.train.recipes.vehicle_looks import Looks

LEFT_OUT = "vehicle-left-out/measured.json"
"""What the recipe of that name wrote into its work folder."""
CHECKED = 20
DRAWN = 8
Measure = Callable[[Looks], float]
Bools = npt.NDArray[np.bool_]


def finish(
    network: Vehicle,
    table: Table,
    options: Options,
    pool: Pool,
    held: Held,
    valid: Held,
    examples: Sequence[Image],
    labels: Sequence[str],
) -> None:
    """Write the folder with its honest figures.

    Args:
        network: trained, float.
        table: the drafted card; it is completed.
        options: of the run.
        pool: what was trained on.
        held: what no step saw.
        valid: what is only measured on.
        examples: RGB inputs that set the quantized ranges.
        labels: of the models.
    """
    models, views = valid.models, valid.views
    new = unseen(models, pool, held)
    fresh = [shown for shown, is_new in zip(models, new, strict=True) if is_new]
    made = calibrated(checked(table), network, pool, held, fresh, views, examples, labels)
    made.fill(table)
    table["accuracy"] += _rows(made, models, new, views)
    table["accuracy"] += left_out_rows(options)
    fill_cost(table, network)
    table["training_data"] = training_data(pool.used)
    beside = {
        "views.txt": lines(VIEW_LABELS),
        KNOWN: made.known.to_json(sha256(made.eye.content).hexdigest()),
    }
    write_folder(options.out, table, made.eye.content, labels, beside=beside)
    _draw(network, made, models, views, labels, options.out)
    _check_program(options.out, made, models[:CHECKED])


def _rows(made: Calibrated, models: Sequence[Shown], new: Bools, views: Sequence[Shown]) -> list[Table]:
    full, small = made.eye.full(models), made.eye.small(models)
    turned = made.eye.full(views), made.eye.small(views)

    def both(name: str, metric: str, measure: Measure, pair: tuple[Looks, Looks]) -> Table:
        return row(name, metric, len(pair[1].truth), measure(pair[0]), measure(pair[1]))

    name = f"{MODELS}/valid"
    no_copy = f"{name}, photographs of which train has no copy"
    return [
        both(name, "top-1", lambda looks: top(looks.models, looks.truth), (full, small)),
        both(name, "top-3", lambda looks: top(looks.models, looks.truth, 3), (full, small)),
        both(name, "told unknown", made.unknown, (full, small)),
        both(no_copy, "top-1", lambda looks: top(looks.models, looks.truth), (full[new], small[new])),
        both(no_copy, "told unknown", made.unknown, (full[new], small[new])),
        both(f"{VIEWS}/valid", "views", lambda looks: top(looks.views, looks.truth), turned),
        both(f"{VIEWS}/valid, mostly other makes", "told unknown", made.unknown, turned),
    ]


def left_out_rows(options: Options) -> list[Table]:
    """What leaving labels out told, if that recipe has been run in the same `--work`."""
    path = options.work.parent / LEFT_OUT
    if not path.is_file():
        return []
    rows: list[Table] = json.loads(path.read_text())["accuracy"]
    return rows


def _draw(
    network: Vehicle,
    made: Calibrated,
    models: Sequence[Shown],
    views: Sequence[Shown],
    labels: Sequence[str],
    out: Path,
) -> None:
    cars, sides = made.eye.small(models), made.eye.small(views)
    confusion(cars.truth, cars.models.argmax(axis=1), labels, out / "confusion-models.png", "models, int8")
    confusion(
        sides.truth, sides.views.argmax(axis=1), VIEW_LABELS, out / "confusion-views.png", "views, int8"
    )
    chosen = [*models[:: 1 + len(models) // DRAWN], *views[:: 1 + len(views) // DRAWN]]
    draw_activations(network, [shown.image for shown in chosen], out / "activations.jpg")


def _check_program(folder: Path, made: Calibrated, pictures: Sequence[Shown]) -> None:
    """What was measured must be what the program does with the folder that was written."""
    look = VehicleNetwork(Folder(folder))
    measured = made.eye.small(pictures)
    for shown, embedding, logits in zip(pictures, measured.embedding, measured.models, strict=True):
        sight = look(shown.image)
        same = int(np.argmax([*sight.models.values()])) == int(logits.argmax())
        if not same or not np.allclose(sight.embedding, embedding, atol=1e-4):
            raise RecipeError(f"{folder}: the program recognises otherwise than was measured")
