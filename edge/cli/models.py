"""``gate models``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from edge.app.fitted import fault_of, suspicion_of
from edge.cli.enrol import enrol, enrolled, forget
from edge.cli.options import config_option, echo_json, json_option
from edge.config.load import load
from edge.domain.errors import ModelError
from edge.inference.card import Folder
from edge.inference.opening import proved
from edge.inference.runtime import runtime_name
from edge.inference.shelf import Shelf

folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path),
    help="A fleet's own networks, as `[models] folder` has them; by default those that ship.",
)


@click.group()
def models() -> None:
    """The networks of this gate."""


for command in (enrol, enrolled, forget):
    models.add_command(command)


@models.command(name="list")
@folder_option
@config_option
@json_option
def list_(folder: Path | None, config_file: Path | None, as_json: bool) -> None:
    """What is loaded, from where, its hash and its measured accuracy."""
    shelf = _shelf(folder, config_file)
    cards = [(shelf.take(name)) for name in shelf.names()]
    if as_json:
        where = shelf.folders[0]
        echo_json({"folder": where, "runtime": runtime_name(), "models": [_plain(f) for f in cards]})
        return
    click.echo(f"{_places(shelf)} with {runtime_name()}")
    for each in cards:
        click.echo("\n".join(_lines(each)))


@models.command()
@folder_option
@config_option
def verify(folder: Path | None, config_file: Path | None) -> None:
    """Every network against its card: hashes, labels, shapes, and its answer to the golden input.

    Exit 1 if one is not what it says.
    """
    try:
        shelf = _shelf(folder, config_file)
    except ModelError as fault:
        click.echo(str(fault), err=True)
        sys.exit(1)
    told = [_fault(shelf, name) for name in shelf.names()]
    told = told if any(told) else [fault_of(partial(suspicion_of, shelf))]
    faults = [each for each in told if each]
    for each in faults:
        click.echo(each, err=True)
    if faults:
        sys.exit(1)
    click.echo(f"{_places(shelf)}: {len(shelf.names())} networks are what their cards say", err=True)


def _shelf(folder: Path | None, config_file: Path | None) -> Shelf:
    """The networks that ship, behind those of one folder or of a configuration. Raises ModelError."""
    if folder and config_file:
        raise click.UsageError("give either --folder DIR or -c FILE")
    return Shelf.of(load(config_file).models.folder if config_file else folder)


def _places(shelf: Shelf) -> str:
    return ", then ".join(map(str, shelf.folders))


def _fault(shelf: Shelf, name: str) -> str | None:
    try:
        golden = proved(shelf.take(name)).card.golden
    except ModelError as fault:
        return f"{name}: {fault}"
    return None if golden else f"{name}: the card has no golden answers (python -m models.train.sealing)"


def _plain(folder: Folder) -> dict[str, object]:
    return {"path": str(folder.path), **folder.card.model_dump(mode="json", by_alias=True)}


def _lines(folder: Folder) -> Iterator[str]:
    card = folder.card
    yield (
        f"{card.name} {card.version}  {card.input.width}x{card.input.height}  "
        f"{card.cost.bytes / 1e6:.1f} MB  {card.cost.macs / 1e6:.0f} MMAC  sha256 {card.sha256[:16]}…"
    )
    for line in card.accuracy:
        yield f"    {line.metric} on {line.set} (n={line.n}): float {line.full:.3f}, int8 {line.int8:.3f}"
