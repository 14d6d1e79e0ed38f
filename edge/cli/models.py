"""``gate models``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from edge.cli.enrol import enrol, enrolled, forget
from edge.cli.options import echo_json, json_option
from edge.domain.errors import ModelError
from edge.inference.card import Card, Folder
from edge.inference.opening import proved
from edge.inference.runtime import runtime_name
from edge.inference.shelf import Shelf
from edge.resources import models_folder

folder_option = click.option(
    "--folder", type=click.Path(path_type=Path), help="Folder of the networks; by default those that ship."
)


@click.group()
def models() -> None:
    """The networks of this gate."""


for command in (enrol, enrolled, forget):
    models.add_command(command)


@models.command(name="list")
@folder_option
@json_option
def list_(folder: Path | None, as_json: bool) -> None:
    """What is loaded, from where, its hash and its measured accuracy."""
    shelf = Shelf(folder or models_folder())
    cards = [(shelf.take(name)) for name in shelf.names()]
    if as_json:
        echo_json({"folder": shelf.folder, "runtime": runtime_name(), "models": [_plain(f) for f in cards]})
        return
    click.echo(f"{shelf.folder} with {runtime_name()}")
    for each in cards:
        click.echo("\n".join(_lines(each.card)))


@models.command()
@folder_option
def verify(folder: Path | None) -> None:
    """Every network against its card: hashes, labels, shapes, and its answer to the golden input.

    Exit 1 if one is not what it says.
    """
    shelf = Shelf(folder or models_folder())
    faults = [fault for name in shelf.names() if (fault := _fault(shelf, name))]
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(1)
    click.echo(f"{shelf.folder}: {len(shelf.names())} networks are what their cards say", err=True)


def _fault(shelf: Shelf, name: str) -> str | None:
    try:
        golden = proved(shelf.take(name)).card.golden
    except ModelError as fault:
        return f"{name}: {fault}"
    return None if golden else f"{name}: the card has no golden answers (python -m models.train.sealing)"


def _plain(folder: Folder) -> dict[str, object]:
    return {"path": str(folder.path), **folder.card.model_dump(mode="json", by_alias=True)}


def _lines(card: Card) -> Iterator[str]:
    yield (
        f"{card.name} {card.version}  {card.input.width}x{card.input.height}  "
        f"{card.cost.bytes / 1e6:.1f} MB  {card.cost.macs / 1e6:.0f} MMAC  sha256 {card.sha256[:16]}…"
    )
    for line in card.accuracy:
        yield f"    {line.metric} on {line.set} (n={line.n}): float {line.full:.3f}, int8 {line.int8:.3f}"
