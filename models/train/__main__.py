"""`python -m models.train NETWORK`: train, quantize, measure, write the network's folder."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click

from edge.domain.errors import GateError
from models.train.data.sources import data_root
from models.train.errors import RecipeError
from models.train.options import Options, TwoFolders

MODELS = Path(__file__).resolve().parent.parent
DEFAULT_MINUTES = {
    "vehicle-detector": 15.0,
    "plate-detector": 77.0,
    "plate-reader": 350.0,
    "condition": 48.0,
    "damage": 155.0,
    "vehicle": 40.0,
    "vehicle-left-out": 21.0,
}


@click.command()
@click.argument("network", type=click.Choice(sorted(DEFAULT_MINUTES)))
@click.option("--budget-minutes", type=click.FloatRange(min=0, min_open=True), help="Time to train for.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder to write; default models/NETWORK.")
@click.option(
    "--work",
    type=click.Path(path_type=Path),
    default=Path("runs"),
    show_default=True,
    help="Checkpoints, logs and caches; a folder for each network.",
)
@click.option("--limit", type=click.IntRange(min=1), help="At most so many pictures of each set.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--threads", type=click.IntRange(min=1), default=os.cpu_count(), show_default=True)
@click.option("--start", type=click.Path(path_type=Path), help="Weights of the whole network to start from.")
@click.option("--half-way", is_flag=True, help="Write the mean of the weights of --start and those reached.")
@click.option(
    "--pictures", type=click.Path(path_type=Path), help="condition: folders of your own to learn from."
)
@click.option("--damaged", default="damaged", show_default=True, help="Name of --pictures' damaged folder.")
@click.option("--clean", default="clean", show_default=True, help="Name of its clean one.")
@click.option(
    "--resume", is_flag=True, help="Go on from the checkpoint; a finished run is only exported again."
)
def main(
    network: str,
    budget_minutes: float | None,
    out: Path | None,
    work: Path,
    limit: int | None,
    seed: int,
    threads: int,
    start: Path | None,
    half_way: bool,
    pictures: Path | None,
    damaged: str,
    clean: str,
    resume: bool,
) -> None:
    """Train one of the gate's networks from the pictures below RETURN_GATE_DATA, or of your own."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    if half_way and start is None:
        raise click.UsageError("--half-way needs --start")
    if pictures is not None and (network != "condition" or out is None):
        raise click.UsageError("--pictures is for condition, and needs --out: it replaces none that ships")
    try:
        options = Options(
            data=data_root() if pictures is None else pictures,
            work=work / network,
            out=out or MODELS / network,
            budget_minutes=budget_minutes or DEFAULT_MINUTES[network],
            limit=limit,
            seed=seed,
            resume=resume,
            start=start,
            half_way=half_way,
            own=None if pictures is None else TwoFolders(root=pictures, damaged=damaged, clean=clean),
        )
        recipe_of(network, threads)(options)
    except (RecipeError, GateError) as error:
        raise click.ClickException(str(error)) from error


def recipe_of(network: str, threads: int) -> Callable[[Options], None]:
    """The recipe's function; PyTorch is only imported here, so that bad options are told at once.

    Raises RecipeError where the extra `train` is not installed.
    """
    try:
        import_module("torch").set_num_threads(threads)
    except ImportError as error:
        raise RecipeError("PyTorch is missing: install the extra `train`") from error
    run: Callable[[Options], None] = import_module(f"models.train.recipes.{network.replace('-', '_')}").run
    return run


if __name__ == "__main__":
    main()
