"""``gate evaluate vehicles`` and ``gate evaluate views``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from tqdm import tqdm

from edge.cli.options import json_option, models_option
from edge.cli.tell_classes import tell_classes
from edge.domain.errors import DataError
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.inspection import UNKNOWN
from edge.evaluation.classes import judge
from edge.evaluation.coco import read_coco
from edge.evaluation.interval import wilson
from edge.evaluation.labelled import Labelled, read_classes, read_picture
from edge.inference.shelf import VEHICLE, Shelf
from edge.inference.vehicle import VehicleNetwork, car_in
from edge.storage.enrolled import Enrolled


@click.command()
@click.option("--folder", required=True, type=click.Path(path_type=Path), help="Holds a folder per label.")
@click.option(
    "--state",
    type=click.Path(path_type=Path),
    help="State folder whose enrolled labels are known too; by default none are.",
)
@models_option
@json_option
def vehicles(folder: Path, state: Path | None, own: Path | None, as_json: bool) -> None:
    """Make and model, told before rejection, against the names of the folders; each picture as a whole."""
    network = VehicleNetwork(Shelf.of(own).take(VEHICLE))
    recognise = network.recogniser
    if state is not None:
        recognise = recognise.knowing(Enrolled(state, network.card.sha256).read())
    rejected: list[bool] = []

    def tell(image: Image) -> str:
        told = recognise([network(image).evidence])
        rejected.append(told.label == UNKNOWN)
        return told.top[0].label

    watched = tqdm(read_classes(folder), unit=" pictures", disable=None)
    score = judge(((name, read_picture(path)) for name, path in watched), tell)
    unknown = sum(rejected)
    more = {
        "unknown_rate": round(unknown / len(rejected), 4),
        "unknown_rate_ci": wilson(unknown, len(rejected)),
    }
    tell_classes(score, as_json=as_json, more=more)


@click.command()
@click.option("--coco", required=True, type=click.Path(path_type=Path), help="COCO boxes (JSON).")
@click.option("--images", required=True, type=click.Path(path_type=Path), help="Folder of its pictures.")
@models_option
@json_option
def views(coco: Path, images: Path, own: Path | None, as_json: bool) -> None:
    """Front, rear, side or corner, on the given box."""
    network = VehicleNetwork(Shelf.of(own).take(VEHICLE))

    def tell(image: Image) -> str:
        return network(image).view[0]

    labelled = _of_views(read_coco(coco, images), network.views, coco)
    watched = tqdm(labelled, unit=" pictures", disable=None)
    tell_classes(judge(_cars(watched), tell), as_json=as_json)


def _of_views(labelled: list[Labelled], known: tuple[str, ...], where: Path) -> list[Labelled]:
    """Those with a box. Raises DataError for a category that is no view."""
    foreign = sorted({name for each in labelled for name in each.names} - set(known))
    if foreign:
        raise DataError(f"{where}: {', '.join(foreign)}: no view of the network ({', '.join(known)})")
    found = [each for each in labelled if each.names]
    if not found:
        raise DataError(f"{where}: no box")
    return found


def _cars(labelled: tqdm[Labelled]) -> Iterator[tuple[str, Image]]:
    for each in labelled:
        image = read_picture(each.picture)
        for name, (left, top, right, bottom) in zip(each.names, each.boxes.tolist(), strict=True):
            yield name, car_in(image, Box(left=left, top=top, right=right, bottom=bottom))
