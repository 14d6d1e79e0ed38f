"""`python -m models.pairs FOLDER`: before-and-after pictures with known truth, out of photographs of damage.

No public set of such pictures exists, so they are made: one photograph becomes both visits. The later one is
seen from a slightly different place, one of the two in other light and by a worse camera, and damage is
painted out of the earlier one (it is new) or of the later one (it was repaired). As a painted patch can be
told from a photographed one, half of the pairs in which nothing changed have an undamaged patch painted over.
"""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np
from tqdm import tqdm

from edge.domain.errors import GateError
from models.pairs.pair import PairMaker
from models.pairs.photographs import PARTS, SETS, photographs
from models.pairs.write import PairWriter
from models.train.data.sources import data_root
from models.train.errors import RecipeError


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--from", "sources", multiple=True, default=SETS, show_default=True, metavar="SET", help="Set and split."
)
@click.option(
    "--part",
    type=click.Choice(PARTS),
    default=PARTS[0],
    show_default=True,
    help="Half of the pictures, by near-duplicate group: thresholds are chosen on the first alone.",
)
@click.option("--number", type=click.IntRange(min=1), default=1200, show_default=True, help="Of pairs.")
@click.option("--seed", type=int, default=1, show_default=True)
def main(folder: Path, sources: tuple[str, ...], part: str, number: int, seed: int) -> None:
    """Write pairs and their truth to FOLDER, from the photographs below RETURN_GATE_DATA."""
    try:
        found = photographs(data_root(), sources, part)
        writer = PairWriter(folder)
        for index in tqdm(range(number), unit=" pairs", disable=None):
            maker = PairMaker(np.random.default_rng([seed, index]), sizes=found.sizes)
            writer.add(maker.make(found.pick(index, seed)))
        writer.close()
    except (RecipeError, GateError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{folder}: {number} pairs from {len(found.pictures)} photographs")


if __name__ == "__main__":
    main()
