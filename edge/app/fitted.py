"""What was fitted to particular networks, and whether it fits those in force."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from edge.domain.errors import ModelError
from edge.inference.opening import proved
from edge.inference.shelf import VEHICLE, Shelf
from edge.inference.vehicle import LIKENESS
from edge.inspection.compare.judge import Judge
from edge.resources import change_rule, suspicion_rule

FILE = "suspicion.toml"
"""A fleet's own rule, in the folder of its networks; it names the networks that it was made for."""
WEIGHED = ("damage", "condition")
"""The networks whose scores the rule weighs."""
SUSPECT, MEASURE = "python -m models.pairs.suspect --models", "python -m models.train.likeness"


def suspicion_of(shelf: Shelf) -> Mapping[str, Any]:
    """By what a suspicion is told: the fleet's own rule, else the one made for the networks that ship.

    Raises:
        ModelError: the fleet's own is no such rule, or was made for other networks than those in force.
    """
    place = _own_rule(shelf)
    return suspicion_rule() if place is None else _read(place, shelf)


def unfitted(shelf: Shelf) -> Iterator[tuple[str, str]]:
    """What nobody has fitted to a fleet's own networks, and the remedy of each. Raises ModelError."""
    foreign = [name for name in WEIGHED if name in shelf.own()]
    if foreign and _own_rule(shelf) is None:
        own = shelf.folders[0]
        yield (
            f"the rule of suspicions weighs the scores of the networks that ship, not of {own}'s "
            + " and ".join(foreign),
            f"{SUSPECT} {own} FOLDER-OF-PAIRS",
        )
    if VEHICLE in shelf.own() and LIKENESS not in shelf.take(VEHICLE).card.files:
        place = shelf.folders[0] / VEHICLE
        yield (
            f"{place}: nobody has measured how alike one car looks: looks prove nothing",
            f"{MEASURE} {place}",
        )


def faults_of(own: Path) -> Iterator[str]:
    """Everything that keeps a gate from using the networks of a fleet's folder."""
    try:
        shelf = Shelf.of(own)
    except ModelError as fault:
        yield str(fault)
        return
    told = [fault_of(partial(_prove, shelf, name)) for name in shelf.own()]
    told.append(fault_of(partial(suspicion_of, shelf)))
    yield from dict.fromkeys(each for each in told if each)  # the rule is held against networks, too


def _prove(shelf: Shelf, name: str) -> None:
    proved(shelf.take(name))


def fault_of(look: Callable[[], object]) -> str | None:
    """Why a look at networks fails, None where it does not."""
    try:
        look()
    except ModelError as fault:
        return str(fault)
    return None


def _own_rule(shelf: Shelf) -> Path | None:
    places = (folder / FILE for folder in shelf.folders[:-1])
    return next((place for place in places if place.is_file()), None)


def _read(place: Path, shelf: Shelf) -> Mapping[str, Any]:
    try:
        table = tomllib.loads(place.read_text())
        Judge.of(change_rule(), 0, table)
    except OSError as fault:
        raise ModelError(f"{place}: {fault.strerror}") from fault
    except (ValueError, KeyError, TypeError) as fault:
        raise ModelError(f"{place}: no rule of suspicions: {fault!r}") from fault
    for name in WEIGHED:
        if table.get(f"made_for_{name}") != shelf.take(name).card.sha256:
            raise ModelError(f"{place}: was made for another {name} network: {SUSPECT} {place.parent}")
    return table
