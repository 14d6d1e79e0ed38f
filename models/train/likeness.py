"""`python -m models.train.likeness`: measure what the vehicle network's embedding tells of two visits.

Writes ``likeness.toml`` beside the network and its hash into the card. The gate takes nothing from an
embedding that nobody has measured, so this comes after each training of ``vehicle``.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from pathlib import Path

import click
from tqdm import tqdm

from edge.app.vehicles import SURE
from edge.domain.errors import GateError
from edge.inference.card import Folder
from edge.inference.vehicle import LIKENESS, VehicleNetwork
from models.train.card import Table, to_toml
from models.train.data.sources import data_root
from models.train.data.two_visits import Sighting, cut_out_cars, rendered_cars
from models.train.measure.likeness import MISSED, Cosines, Seen, cosines, least_alike, row

VEHICLE = Path(__file__).resolve().parents[1] / "vehicle"
HEAD = f"""# What the embedding tells of two views of one side by one camera: are they of one car?
# Made by `python -m models.train.likeness`. Under the cosine `least_alike` lie {MISSED:.0%} of the views of
# one car, on the worst set; `p01` to `p99` are quantiles, `passes` is the share that is above.

"""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=VEHICLE)
@click.option(
    "--ground",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Also measure on the visits that `python -m models.scenes ground` has rendered there.",
)
@click.option("--seed", type=int, default=1, show_default=True)
def main(folder: Path, ground: Path | None, seed: int) -> None:
    """Measure the network in FOLDER on cars that stand twice before one camera."""
    try:
        sets = {"photographed cars, cut out, in eight places": cut_out_cars(data_root() / "data", seed)}
        if ground:
            sets["rendered cars in a return lane, by day and by night"] = rendered_cars(ground)
        look = VehicleNetwork(Folder(folder))
        write(folder, {name: cosines(_seen(look, sightings, name)) for name, sightings in sets.items()})
    except GateError as fault:
        raise click.ClickException(str(fault)) from fault


def write(folder: Path, measured: dict[str, Cosines]) -> None:
    """The report, and its hash into the card."""
    least = least_alike(list(measured.values()))
    card: Table = tomllib.loads((folder / "card.toml").read_text())
    report = {
        "network": card["sha256"],
        "least_alike": least,
        "measured": [
            row(name, relation, found, least)
            for name, told in measured.items()
            for relation, found in told.items()
        ],
    }
    content = (HEAD + to_toml(report)).encode()
    (folder / LIKENESS).write_bytes(content)
    card["files"] = dict(sorted({**card["files"], LIKENESS: hashlib.sha256(content).hexdigest()}.items()))
    (folder / "card.toml").write_text(to_toml(card))
    Folder(folder)
    click.echo(content.decode(), nl=False)


def _seen(look: VehicleNetwork, sightings: Iterable[Sighting], name: str) -> list[Seen]:
    """Those whose side the gate would tell."""
    sights = ((each, look(each.image)) for each in tqdm(sightings, desc=name, unit=" views", disable=None))
    return [
        Seen(sighting=sighting, aspect=sight.view[0], embedding=sight.embedding)
        for sighting, sight in sights
        if sight.view[1] >= SURE
    ]


if __name__ == "__main__":
    main()
