"""`python -m models.train.plates FOLDER`: drawn Korean plates to measure a reader with.

Writes `images/` and `truth.csv` as `gate evaluate plates` takes them: crops, or whole pictures.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import click
import cv2

from models.train.data.samples import Sample
from models.train.data.sources import data_root
from models.train.errors import RecipeError
from models.train.options import Options
from models.train.plates.measured import Kind, measured
from models.train.plates.placed import Placed, placed
from models.train.recipes.plate_detector import splits


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), default=Kind.RENTAL.value)
@click.option("--number", type=click.IntRange(min=1), default=1000, show_default=True)
@click.option("--seed", type=int, default=2, show_default=True)
@click.option(
    "--in-pictures", is_flag=True, help="In held-out pictures, where a plate was, and not as crops."
)
@click.option("--work", type=click.Path(path_type=Path), default=Path("runs"), help="Caches of the recipes.")
def main(folder: Path, kind: str, number: int, seed: int, in_pictures: bool, work: Path) -> None:
    """Draw Korean plates in glyphs and fonts that no network was trained with."""
    try:
        if in_pictures:
            _write(folder, kind, islice(placed(Kind(kind), _held_out(work), data_root(), seed), number))
        else:
            crops = measured(Kind(kind), number, data_root(), seed)
            _write(folder, kind, (Placed(crop, text, (0, 0, 0, 0)) for crop, text in crops))
    except RecipeError as error:
        raise click.ClickException(str(error)) from error


def _held_out(work: Path) -> Sequence[Sample]:
    """Pictures that the plate detector was not trained with."""
    own = work / "plates"
    options = Options(data=data_root(), work=own, out=own, budget_minutes=1, limit=None, seed=1, resume=False)
    return splits(options)["plates-openlpr"][1]


def _write(folder: Path, kind: str, pictures: Iterable[Placed]) -> None:
    (folder / "images").mkdir(parents=True, exist_ok=True)
    with (folder / "truth.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["file", "text", "x", "y", "width", "height"])
        for index, one in enumerate(pictures):
            name = f"{kind}-{index:05}.png"
            cv2.imwrite(str(folder / "images" / name), one.image)
            rows.writerow([name, one.text, *one.box])


if __name__ == "__main__":
    main()
