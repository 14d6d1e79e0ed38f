"""`python -m models.train.plates FOLDER`: drawn crops to measure a reader with.

Writes `images/` and `truth.csv` as `gate evaluate plates --crops` takes them.
"""

from __future__ import annotations

import csv
from pathlib import Path

import click
import cv2

from models.train.data.sources import data_root
from models.train.errors import RecipeError
from models.train.plates.measured import Kind, measured


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), default=Kind.RENTAL.value)
@click.option("--number", type=click.IntRange(min=1), default=1000, show_default=True)
@click.option("--seed", type=int, default=2, show_default=True)
def main(folder: Path, kind: str, number: int, seed: int) -> None:
    """Draw Korean plates in glyphs and fonts that no network was trained with."""
    try:
        crops = measured(Kind(kind), number, data_root(), seed)
    except RecipeError as error:
        raise click.ClickException(str(error)) from error
    (folder / "images").mkdir(parents=True, exist_ok=True)
    with (folder / "truth.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["file", "text", "x", "y", "width", "height"])
        for index, (crop, text) in enumerate(crops):
            name = f"{kind}-{index:05}.png"
            cv2.imwrite(str(folder / "images" / name), crop)
            rows.writerow([name, text, 0, 0, 0, 0])


if __name__ == "__main__":
    main()
