"""`python -m models.train.sealing FOLDER…`: seal folders that were made before there was a seal."""

from __future__ import annotations

import tomllib
from pathlib import Path

import click

from edge.domain.errors import GateError
from edge.inference.card import Folder
from edge.inference.opening import proved
from models.train.card import checked, to_toml
from models.train.seal import seal


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
def main(folders: tuple[Path, ...]) -> None:
    """Recipes seal what they write; this does so for a folder whose network has the hash of its card."""
    try:
        for folder in folders:
            reseal(folder)
            click.echo(f"{folder}: sealed", err=True)
    except GateError as fault:
        raise click.ClickException(str(fault)) from fault


def reseal(folder: Path) -> None:
    """Write the seal into the card.

    Raises:
        ModelError: the network has not the hash of the card, or cannot be opened.
    """
    table = tomllib.loads((folder / "card.toml").read_text())
    card = checked(table)
    names = {card.labels, *card.files, *(output.labels for output in card.outputs if output.labels)}
    network, files = (folder / card.file).read_bytes(), {n: (folder / n).read_bytes() for n in names}
    sealed = {**table, **seal(card, network, files)}
    (folder / "card.toml").write_text(to_toml(sealed))
    proved(Folder(folder))


if __name__ == "__main__":
    main()
