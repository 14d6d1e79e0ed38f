"""Quantize, calibrate and measure `damage`, and write its folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from torch import nn

from edge.domain.frame import Image
from edge.evaluation.boxes import FALSE_PER_PICTURE, Seen, curve_of, curve_of_all, map50
from edge.evaluation.looking import Look
from edge.inference.card import Folder
from edge.inference.detector import Detector
from models.train.card import Table, checked, write_folder
from models.train.data.pictures import Loaded
from models.train.errors import RecipeError
from models.train.export.convert import output_order, to_tflite
from models.train.loop import write_weights
from models.train.measure.float_run import float_run
from models.train.measure.kinds import every_box, seen_in
from models.train.recipes.damage_data import KINDS
from models.train.recipes.finish import calibrate, fill_cost, load, row, training_data

SHAPED = ("dent", "lamp", "glass")
"""Kinds with a shape of their own, told beside the mean over all."""


def finish(
    network: nn.Module,
    table: Table,
    *,
    held_out: Sequence[Loaded],
    valid: Mapping[str, Sequence[Loaded]],
    clean: Sequence[Loaded],
    examples: Sequence[Image],
    used: Mapping[str, int],
    out: Path,
    if_blind: float | None,
) -> None:
    """Write the folder with its honest figures.

    Args:
        network: trained, float, outputs in the order of the card.
        table: the drafted card; it is completed.
        held_out: pictures that temperature and threshold are fitted on.
        valid: pictures that are only measured on, by set.
        clean: pictures without damage.
        examples: RGB inputs that set the quantized ranges.
        used: training pictures by source.
        out: the folder.
        if_blind: as of `finish.calibrate`.
    """
    write_weights(network, out / "weights.pt")
    content = to_tflite(network, examples)
    quantized, full_outputs = load(content), list(table["outputs"])
    table["outputs"] = [full_outputs[index] for index in output_order(content, network, examples[0])]
    calibrate(
        table,
        lambda card: curve_of_all(_seen(every_box(card, KINDS, quantized), held_out), KINDS),
        f"{len(held_out)} pictures held out of the train sets",
        if_blind=if_blind,
    )
    full = every_box(checked({**table, "outputs": full_outputs}), KINDS, float_run(network))
    small = every_box(checked(table), KINDS, quantized)
    for name, pictures in valid.items():
        table["accuracy"] += _rows(name, _seen(full, pictures), _seen(small, pictures))
    table["accuracy"].append(_clean_row(table, _seen(full, clean), _seen(small, clean)))
    fill_cost(table, network)
    table["training_data"] = training_data(used)
    write_folder(out, table, content, KINDS)
    _check_program(out, small, held_out[:10])


def _seen(look: Look, pictures: Sequence[Loaded]) -> list[Seen]:
    return [seen_in(look, loaded, KINDS) for loaded in pictures]


def _rows(name: str, full: Sequence[Seen], small: Sequence[Seen]) -> list[Table]:
    """AP of every kind that is there and their means; recall of scratches where the gate would work."""
    there = [kind for kind in KINDS if any(kind in seen.kinds for seen in small)]
    rows = [
        row(name, f"ap50 {kind}", len(small), map50(full, [kind]), map50(small, [kind])) for kind in there
    ]
    if len(there) > 1:
        rows.insert(0, row(name, "map50", len(small), map50(full, there), map50(small, there)))
    if set(SHAPED) <= set(there):
        told = "mean ap50 of " + ", ".join(SHAPED)
        rows.append(row(name, told, len(small), map50(full, SHAPED), map50(small, SHAPED)))
    told = "recall of scratches at one false box per picture"
    rows.append(row(name, told, len(small), _scratch_recall(full), _scratch_recall(small)))
    return rows


def _scratch_recall(seen: Sequence[Seen]) -> float:
    curve = curve_of(seen, "scratch")
    return curve.recall_at(curve.score_at(FALSE_PER_PICTURE))


def _clean_row(table: Table, full: Sequence[Seen], small: Sequence[Seen]) -> Table:
    threshold = table["calibration"]["threshold"]
    per_car = [
        float(np.mean([sum(each.score >= threshold for each in seen.found) for seen in cars]))
        for cars in (full, small)
    ]
    return row("vehicle-views/valid", "false boxes per clean car at threshold", len(small), *per_car)


def _check_program(folder: Path, measured: Look, pictures: Sequence[Loaded]) -> None:
    """What was measured must be what the program does with the folder that was written.

    Raises:
        RecipeError: a detection differs.
    """
    detector = Detector(Folder(folder))
    assert detector.card.decode is not None
    look = partial(detector, min_score=detector.card.decode.min_score)
    if any(look(loaded.image) != measured(loaded.image) for loaded in pictures):
        raise RecipeError(f"{folder}: the program finds otherwise than was measured")
