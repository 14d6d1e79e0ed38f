"""``gate evaluate condition``."""

from __future__ import annotations

from pathlib import Path

import click
from tqdm import tqdm

from edge.cli.options import json_option, models_option
from edge.cli.tell_classes import tell_classes
from edge.domain.frame import Image
from edge.evaluation.classes import judge
from edge.evaluation.labelled import read_class, read_picture
from edge.inference.classifier import Classifier
from edge.inference.shelf import Shelf


@click.command()
@click.option("--folder", required=True, type=click.Path(path_type=Path), help="Holds a folder per class.")
@click.option("--damaged", required=True, help="Name of the folder of damaged cars.")
@click.option("--clean", required=True, help="Name of the folder of clean ones.")
@models_option
@json_option
def condition(folder: Path, damaged: str, clean: str, own: Path | None, as_json: bool) -> None:
    """Damaged or clean, judged at the network's own threshold; each picture as a whole."""
    classify = Classifier(Shelf.of(own).take("condition"))
    pictures = [(name, path) for name in (damaged, clean) for path in read_class(folder / name)]

    def tell(image: Image) -> str:
        return damaged if classify(image)["damaged"] >= classify.card.calibration.threshold else clean

    watched = tqdm(pictures, unit=" pictures", disable=None)
    tell_classes(judge(((name, read_picture(path)) for name, path in watched), tell), as_json=as_json)
