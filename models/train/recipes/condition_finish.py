"""Quantize, calibrate and measure `condition`, and write its folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from torch import nn

from edge.domain.frame import Image
from edge.inference.card import Card, Folder
from edge.inference.classifier import Classifier
from edge.inference.prepare import Run, averaged
from models.train.card import Table, checked, write_folder
from models.train.errors import RecipeError
from models.train.export.convert import to_tflite
from models.train.measure.classification import (
    Bools,
    Floats,
    accuracy,
    auc,
    cheapest_threshold,
    fit_temperature,
    rate_over,
    threshold_at,
)
from models.train.measure.float_run import float_run
from models.train.recipes.condition_valid import Car, Labelled, ValidSets
from models.train.recipes.finish import fill_cost, load, row, training_data

PREVALENCE = 0.03
"""Share of returned cars with damage to bill."""
MISS_COST = 20.0
"""A missed damage costs as much as so many false alarms (a repair against some minutes of a desk)."""


class Both(NamedTuple):
    """One figure of the float and of the int8 network."""

    full: Floats
    small: Floats


def finish(
    network: nn.Module,
    table: Table,
    valid: ValidSets,
    examples: Sequence[Image],
    *,
    labels: Sequence[str],
    used: Mapping[str, int],
    out: Path,
) -> None:
    """Write the folder with its honest figures; arguments as of `finish_detector`."""
    content = to_tflite(network, examples)
    judge = Judge(checked(table), float_run(network), load(content))
    tiles = {name: judge.tiles(pieces) for name, pieces in valid.tiles.items()}
    truth = {name: np.array([tile.damaged for tile in pieces]) for name, pieces in valid.tiles.items()}
    cars = {name: judge.cars(group) for name, group in valid.cars.items()}
    temperature = fit_temperature(
        np.concatenate([both.small for both in tiles.values()]), np.concatenate(list(truth.values()))
    )
    damaged, clean = (_joined(cars, valid.cars, wanted) for wanted in (True, False))
    threshold = _choose(table, temperature, damaged.small, clean.small)
    for name, both in tiles.items():
        table["accuracy"] += _kind_rows(f"{name} tiles", both, truth[name], temperature, threshold)
    table["accuracy"] += _alarm_rows(damaged, clean, temperature, threshold)
    for name, pieces in valid.foreign.items():
        known = np.array([piece.damaged for piece in pieces])
        table["accuracy"] += _kind_rows(name, judge.tiles(pieces), known, temperature, threshold)
    fill_cost(table, network)
    table["training_data"] = training_data(used)
    write_folder(out, table, content, labels)
    _check_program(out, next(iter(valid.tiles.values()))[:20], next(iter(tiles.values())).small, temperature)


class Judge:
    """Runs both networks; a score is the logit of damaged less that of clean."""

    def __init__(self, card: Card, full: Run, small: Run) -> None:
        self._card, self._full, self._small = card, full, small

    def tiles(self, pieces: Sequence[Labelled]) -> Both:
        """Scores of single pieces."""
        runs = (self._full, self._small)
        return Both(*(np.array([self._odds(run, piece.image) for piece in pieces]) for run in runs))

    def cars(self, group: Sequence[Car]) -> Both:
        """The worst score over the tiles of each car."""
        scores: list[tuple[float, float]] = []
        for car in group:
            both = self.tiles([Labelled(tile, car.damaged) for tile in car.tiles])
            scores.append((float(both.full.max()), float(both.small.max())))
        array = np.array(scores)
        return Both(array[:, 0], array[:, 1])

    def _odds(self, run: Run, image: Image) -> float:
        logits = averaged(self._card, run, image)[0][0]
        return float(logits[1]) - float(logits[0])


def _joined(scores: Mapping[str, Both], cars: Mapping[str, Sequence[Car]], damaged: bool) -> Both:
    chosen = [both for name, both in scores.items() if cars[name][0].damaged is damaged]
    return Both(np.concatenate([b.full for b in chosen]), np.concatenate([b.small for b in chosen]))


def probability(odds: Floats, temperature: float) -> Floats:
    """Calibrated probability of damage from the difference of the logits."""
    return np.asarray(1 / (1 + np.exp(-odds / temperature)), np.float64)


def _choose(table: Table, temperature: float, damaged: Floats, clean: Floats) -> float:
    threshold, cost = cheapest_threshold(
        probability(damaged, temperature),
        probability(clean, temperature),
        prevalence=PREVALENCE,
        miss_cost=MISS_COST,
    )
    table["calibration"] = {
        "temperature": temperature,
        "threshold": round(threshold, 4),
        "chosen": f"temperature: least log loss on the valid tiles; threshold: least cost per car on the "
        f"valid cars (worst tile of each), if {PREVALENCE:.0%} are damaged and a miss costs {MISS_COST:.0f} "
        f"false alarms: {cost:.2f} false alarms per car; both on the int8 network",
    }
    return round(threshold, 4)


def _kind_rows(name: str, both: Both, truth: Bools, temperature: float, threshold: float) -> list[Table]:
    count = len(truth)
    full, small = (probability(odds, temperature) for odds in both)
    measures: dict[str, Callable[[Floats], float]] = {
        "auc": lambda scores: auc(scores, truth),
        "accuracy at 0.5": lambda scores: accuracy(scores, truth, 0.5),
        "accuracy at threshold": lambda scores: accuracy(scores, truth, threshold),
    }
    return [row(name, metric, count, of(full), of(small)) for metric, of in measures.items()]


def _alarm_rows(damaged: Both, clean: Both, temperature: float, threshold: float) -> list[Table]:
    """Per car, by its worst tile: what the gate's alarm rate is made of."""
    hit, quiet = (Both(*(probability(odds, temperature) for odds in both)) for both in (damaged, clean))
    at_80 = Both(*(np.array(threshold_at(0.8, scores)) for scores in hit))
    name = "valid cars, worst tile"
    return [
        row(name, "sensitivity at threshold", len(hit.small), *(rate_over(s, threshold) for s in hit)),
        row(
            name,
            "false alarms per clean car at threshold",
            len(quiet.small),
            *(rate_over(s, threshold) for s in quiet),
        ),
        row(
            name,
            "false alarms per clean car at 80 % sensitivity",
            len(quiet.small),
            *(rate_over(s, float(t)) for s, t in zip(quiet, at_80, strict=True)),
        ),
    ]


def _check_program(folder: Path, pieces: Sequence[Labelled], odds: Floats, temperature: float) -> None:
    """What was measured must be what the program does with the folder that was written."""
    classify = Classifier(Folder(folder))
    for piece, expected in zip(pieces, probability(odds, temperature), strict=False):
        if abs(classify(piece.image)["damaged"] - expected) > 0.02:
            raise RecipeError(f"{folder}: the program judges otherwise than was measured")
