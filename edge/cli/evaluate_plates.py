"""``gate evaluate plates``."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import click
from tqdm import tqdm

from edge.app.plate_engines import make_look, make_reader
from edge.app.plates import Look
from edge.app.wiring import Networks
from edge.cli.options import echo_json, json_option, models_option
from edge.config.inspecting import Engine, Plate
from edge.domain.frame import Image
from edge.evaluation.labelled import read_picture
from edge.evaluation.misses import page, worst
from edge.evaluation.plate_picture import PlateCrop, WholePicture
from edge.evaluation.plate_truth import PlateTruth, read_plate_truth
from edge.evaluation.plates import PlateScore, Read, score_plates
from edge.evaluation.stopwatch import Stopwatch
from edge.inference.detector import Detector
from edge.inference.runtime import OpenNetwork
from edge.inference.shelf import Shelf
from edge.resources import known_regions

CUTS, UNCUT = (0.0, -0.02, -0.04), (0.0,)
"""Of a picture that is a plate: the gate's network looks at a plate three times, more and less widely cut."""


@click.command()
@click.option("--images", required=True, type=click.Path(path_type=Path), help="Folder of the pictures.")
@click.option(
    "--truth", required=True, type=click.Path(path_type=Path), help="CSV: file,text,x,y,width,height."
)
@click.option("--crops", is_flag=True, help="The pictures are of plates and nothing else.")
@click.option(
    "--region",
    "regions",
    multiple=True,
    type=click.Choice(sorted(known_regions())),
    metavar="REGION",
    help="Expected, most frequent first; without it all regions.",
)
@click.option("--engine", type=click.Choice(get_args(Engine)), default=Plate().engine, show_default=True)
@click.option(
    "--worst", "folder", type=click.Path(path_type=Path), help="Folder for a page of the worst misses."
)
@models_option
@json_option
def plates(
    images: Path,
    truth: Path,
    crops: bool,
    regions: tuple[str, ...],
    engine: str,
    folder: Path | None,
    own: Path | None,
    as_json: bool,
) -> None:
    """Plates read in whole pictures, or in crops, against their texts."""
    known = read_plate_truth(truth, images)
    plate = Plate.model_validate({"engine": engine, "regions": regions, "deadline_s": 60.0})
    stopwatch = Stopwatch()
    networks = Networks.load(plate, Shelf.of(own))
    look = (_crop_look if crops else _picture_look)(plate, networks, stopwatch)
    reads = [_read(look, stopwatch, each) for each in tqdm(known, unit=" pictures", disable=None)]
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(page(worst(reads)), encoding="utf-8")
    _tell(score_plates(reads), as_json=as_json)


def _crop_look(plate: Plate, networks: Networks, open_network: OpenNetwork) -> PlateCrop:
    rims = CUTS if plate.engine == "network" else UNCUT
    return PlateCrop(make_reader(plate, networks.reader, open_network=open_network, rims=rims))


def _picture_look(plate: Plate, networks: Networks, open_network: OpenNetwork) -> WholePicture:
    read = make_reader(plate, networks.reader, open_network=open_network)
    look = make_look(plate, networks.plate, read, open_network=open_network)
    return WholePicture(Detector(networks.vehicle, open_network=open_network), look)


def _read(look: Callable[[Image], Look | None], stopwatch: Stopwatch, truth: PlateTruth) -> Read:
    image = read_picture(truth.picture)
    bare_ms, began = stopwatch.spent_ms, time.perf_counter()
    found = look(image)
    ms = (time.perf_counter() - began) * 1e3
    return Read(truth=truth, look=found, ms=ms, bare_ms=stopwatch.spent_ms - bare_ms)


def _tell(score: PlateScore, *, as_json: bool) -> None:
    if as_json:
        echo_json(score)
        return
    low, high = score.exact_rate_ci
    click.echo(
        f"{score.n} pictures, {score.found} plates found, {score.exact} read exactly: {score.exact_rate:.3f} "
        f"({low:.3f} to {high:.3f}), {score.exact_rate_folded:.3f} with O=0, I=1, B=8; "
        f"character errors {score.cer:.3f}; {score.ms_p50:.0f} ms a picture"
    )
    click.echo(
        f"told with 0.9 or more: {score.right_and_sure:.3f} of the right reads, "
        f"and {score.wrong_but_sure:.3f} of all reads are wrong at that"
    )
    for each in score.reliability:
        click.echo(f"  {each.low:.1f} to {each.high:.1f}: {each.right} of {each.n} reads right")
