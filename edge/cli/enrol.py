"""``gate models enrol``, ``enrolled`` and ``forget``: cars that the gate knows without training."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click
from tqdm import tqdm

from edge.app.enrolling import Enroller, Shown
from edge.cli.options import INSTALLED, echo_json, installed_option, json_option
from edge.cli.state import state_option
from edge.config.gate import GateConfig, builtin
from edge.config.load import load
from edge.domain.inspection import UNKNOWN
from edge.evaluation.labelled import read_class, read_picture
from edge.inference.detector import Detector
from edge.inference.shelf import VEHICLE, Shelf
from edge.inference.vehicle import VehicleNetwork
from edge.storage.enrolled import Enrolled

FEW = 3
"""Pictures under which a mean is mostly one picture."""


@click.command()
@click.argument("label")
@click.argument("images", nargs=-1, required=True, type=click.Path(path_type=Path))
@installed_option
@state_option
def enrol(label: str, images: tuple[Path, ...], config_file: Path, state: Path | None) -> None:
    """Show the gate a model, or a single car, under a LABEL: pictures, or folders of them.

    The largest vehicle of each picture counts, or the whole picture where none is found. Pictures of a label
    that is enrolled already are added to it. A running gate knows it from the next vehicle on.
    """
    for fault in _faults(label):
        raise click.BadParameter(fault, param_hint="LABEL")
    config = _config(config_file, state)
    shelf = Shelf.of(config.models.folder)
    network = VehicleNetwork(shelf.take(VEHICLE))
    enrolled = _enrolled(config, state)
    gallery = enrolled.read()
    enroller = Enroller(
        look=network,
        detect=Detector(shelf.take("vehicle-detector")),
        known=gallery.joined(network.recogniser.own),
    )
    files = [file for path in images for file in (read_class(path) if path.is_dir() else [path])]
    shown = enroller(label, [read_picture(file) for file in tqdm(files, unit=" pictures", disable=None)])
    before = gallery.known.get(label)
    known = before.joined(shown.known) if before else shown.known
    enrolled.write(gallery.with_label(known))
    click.echo(f"{label}: known by {known.pictures} pictures, in {enrolled.path}", err=True)
    for line in _remarks(shown, known.pictures):
        click.echo(f"  {line}", err=True)


def _faults(label: str) -> Iterator[str]:
    if not label.strip():
        yield "is empty"
    elif not label.isprintable():
        yield f"{label!r} has characters that cannot be shown"
    elif label == UNKNOWN:
        yield f"{UNKNOWN!r} is told of a vehicle that is none of the known ones"


def _remarks(shown: Shown, pictures: int) -> list[str]:
    """What a person should know of the pictures."""
    said = []
    whole = shown.known.pictures - shown.cars
    if whole:
        said.append(f"no vehicle was found in {whole} of the pictures: they were taken whole")
    if pictures < FEW:
        said.append(f"fewer than {FEW} pictures: show it from more sides and in other light")
    if shown.nearest is not None:
        label, cosine = shown.nearest
        said.append(f"nearest other label: {label} ({cosine:.2f})")
        if cosine > shown.alike:
            said.append(f"its own pictures are less alike ({shown.alike:.2f}): it may be mistaken for that")
    return said


@click.command()
@installed_option
@state_option
@json_option
def enrolled(config_file: Path, state: Path | None, as_json: bool) -> None:
    """The labels that this gate has been shown."""
    found = _enrolled(_config(config_file, state), state)
    labels = {known.label: known.pictures for known in found.read().known.values()}
    if as_json:
        echo_json({"file": found.path, "enrolled": labels})
        return
    for label, pictures in labels.items():
        click.echo(f"{label}  {pictures} pictures")


@click.command()
@click.argument("label")
@installed_option
@state_option
def forget(label: str, config_file: Path, state: Path | None) -> None:
    """Take a LABEL back that was enrolled."""
    found = _enrolled(_config(config_file, state), state)
    gallery = found.read()
    if label not in gallery.known:
        told = ", ".join(gallery.known) or "none"
        raise click.BadParameter(f"{label!r} is not enrolled; enrolled: {told}", param_hint="LABEL")
    found.write(gallery.without(label))
    click.echo(f"{label}: forgotten", err=True)


def _config(config_file: Path, state: Path | None) -> GateConfig:
    """Of the gate, whose networks count; with a state folder it may be on a machine that is no gate."""
    if state and config_file == INSTALLED and not os.access(INSTALLED, os.R_OK):
        return builtin()
    return load(config_file)


def _enrolled(config: GateConfig, state: Path | None) -> Enrolled:
    network = Shelf.of(config.models.folder).take(VEHICLE)
    return Enrolled(state or config.storage.folder, network.card.sha256)
