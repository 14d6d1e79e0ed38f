"""``gate evaluate condition``."""

from __future__ import annotations

import time
from pathlib import Path

import click
from tqdm import tqdm

from edge.cli.options import echo_json, json_option
from edge.evaluation.classes import score_classes
from edge.evaluation.labelled import read_class, read_picture
from edge.inference.classifier import Classifier
from edge.inference.shelf import Shelf
from edge.resources import models_folder


@click.command()
@click.option("--folder", required=True, type=click.Path(path_type=Path), help="Holds a folder per class.")
@click.option("--damaged", required=True, help="Name of the folder of damaged cars.")
@click.option("--clean", required=True, help="Name of the folder of clean ones.")
@json_option
def condition(folder: Path, damaged: str, clean: str, as_json: bool) -> None:
    """Damaged or clean, judged at the network's own threshold; each picture as a whole."""
    classify = Classifier(Shelf(models_folder()).take("condition"))
    pictures = [(name, path) for name in (damaged, clean) for path in read_class(folder / name)]
    told, times_ms = [], []
    for _, path in tqdm(pictures, unit=" pictures", disable=None):
        image = read_picture(path)
        began = time.perf_counter()
        chance = classify(image)["damaged"]
        times_ms.append((time.perf_counter() - began) * 1e3)
        told.append(damaged if chance >= classify.card.calibration.threshold else clean)
    score = score_classes([name for name, _ in pictures], told, times_ms)
    if as_json:
        echo_json(score)
        return
    low, high = score.accuracy_ci
    click.echo(
        f"{score.n} pictures, accuracy {score.accuracy:.3f} ({low:.3f} to {high:.3f}), "
        f"macro F1 {score.macro_f1:.3f}, {score.ms_p50:.1f} ms a picture"
    )
    for true, row in score.confusion.items():
        click.echo(f"  {true}: " + ", ".join(f"{count} told {name}" for name, count in row.items()))
