"""`python -m models.pairs.suspect FOLDER…`: what it takes to tell a damage that is only suspected.

Our own damage network looks at development pairs. What it is unsure of is new damage or none, and the truth
of the pairs says which: a logistic rule weighs its score with the chance that the place changed and with what
the condition network makes of it. Writes
``edge/inspection/compare/suspicion.toml``, or beside a fleet's own networks; to be made again with every new
damage or condition network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import click
import numpy as np

from edge.app.damages import MOST, SecondOpinion
from edge.app.fitted import FILE, WEIGHED
from edge.domain.detection import Detection
from edge.domain.errors import GateError
from edge.domain.inspection import Status
from edge.evaluation.compare_truth import TruePair, read_pairs
from edge.evaluation.labelled import read_picture
from edge.inference.classifier import Classifier
from edge.inference.damage import DamageNetwork
from edge.inference.opening import proved
from edge.inference.shelf import Shelf
from edge.inspection.compare.judge import Judge
from edge.inspection.compare.odds import chance_of
from edge.inspection.compare.suspicions import evidence
from edge.inspection.compare.verdict import Reason
from edge.inspection.compare.views import Side, Views, whole
from edge.resources import change_rule
from models.pairs.asked import asked_of_all, changed
from models.pairs.fit import operating_points
from models.pairs.logistic import Floats, fit

OUT = Path(__file__).resolve().parents[2] / "edge/inspection/compare/suspicion.toml"
ASKED_FROM = 0.05
"""Score from which something is suspected: of the new damages on 400 development pairs, 44 % are found from
here on, 52 % from 0.02 on, where three times as many places have to be compared."""
UNSEEN = 0.05
"""Share of new damage that may be left to a person because the condition network does not see it: that a
person looks at a real one costs less than that a customer is billed for none."""
SURE_FROM = 0.25
"""Score from which a detection is told by itself: 0.2 of them on a still of the proving ground, where the
operating point of the network's card, chosen on photographs from near, has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspected:
    """One place of a later picture, and whether it is new damage; None where nobody can say."""

    clean: bool
    """Nothing in its pair is new."""
    change: float
    found: Detection
    new: bool | None


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--number", type=click.IntRange(min=1), help="Use so many pairs of each folder.")
@click.option("--models", "own", type=click.Path(path_type=Path), help="A fleet's own networks.")
@click.option("--out", type=click.Path(path_type=Path), help="File to write; by default where it is used.")
def main(folders: tuple[Path, ...], number: int | None, own: Path | None, out: Path | None) -> None:
    """Fit the rule to the pairs of FOLDERS, of the development half alone."""
    out = out or (own / FILE if own else OUT)
    try:
        shelf = Shelf.of(own)
        made_for = {name: shelf.take(name).card.sha256 for name in WEIGHED}
        pairs = [pair for folder in folders for pair in read_pairs(folder)[:number]]
        asked = asked_of_all(pairs, partial(suspect, asked_from=ASKED_FROM, own=own))
        opinions = asked_of_all(pairs, partial(second_opinions, own=own))
    except GateError as error:
        raise click.ClickException(str(error)) from error
    out.write_text(table(pairs, asked, opinions, made_for))
    click.echo(f"{out}: fitted to {sum(each.new is not None for each in asked)} places")


def suspect(pair: TruePair, asked_from: float, own: Path | None = None) -> list[Suspected]:
    """Everything that the network suspects on the later picture of a pair, as the gate asks it."""
    network, rule = _network(own), Judge.of(change_rule(), 0)
    before, after = read_picture(pair.before), read_picture(pair.after)
    seen = pair.before_vehicle or whole(before), pair.after_vehicle or whole(after)
    earlier, later = (
        network(image, vehicle, min_score=asked_from)[:MOST]
        for image, vehicle in zip((before, after), seen, strict=True)
    )
    views = Views(
        Side(
            image=before,
            vehicle=seen[0],
            detections=tuple(each for each in earlier if each.score >= SURE_FROM),
            suspected=tuple(each for each in earlier if each.score < SURE_FROM),
        ),
        Side(image=after, vehicle=seen[1], detections=(), suspected=tuple(later)),
    )
    opinion = SecondOpinion(_condition(own), after, seen[1])
    return [
        Suspected(
            clean=pair.clean,
            change=rule.chance(measured),
            found=replace(each, second_opinion=opinion(each.box)),
            new=changed(pair, each, later=True),
        )
        for each in views.untold()
        if not isinstance(measured := views.measured_at(each.box), Reason)
    ]


def second_opinions(pair: TruePair, own: Path | None = None) -> list[float]:
    """What the condition network sees at each new damage of a pair, asked as the gate asks it."""
    new = [damage.after_box for damage in pair.damages if damage.state is Status.NEW and damage.after_box]
    if not new:
        return []
    after = read_picture(pair.after)
    return [*map(SecondOpinion(_condition(own), after, pair.after_vehicle or whole(after)), new)]


def table(
    pairs: Sequence[TruePair],
    asked: Sequence[Suspected],
    opinions: Sequence[float],
    made_for: Mapping[str, str],
) -> str:
    """The rule, its operating points, and what they cost on these pairs, as TOML.

    Args:
        pairs: of which everything else is.
        asked: suspicions.
        opinions: of the other network, at new damage.
        made_for: SHA-256 of the networks by name; the gate takes a fleet's rule for no others.
    """
    usable = [each for each in asked if each.new is not None]
    new = np.array([float(bool(each.new)) for each in usable])
    constant, weights = fit(np.array([_evidence(each) for each in usable]), new)
    change, score, opinion = weights
    judged = [(each, chance_of(constant + float(weights @ _evidence(each)))) for each in asked]
    lines = [
        "# Whether what the damage network only suspects is new damage:",
        "# log-odds = constant + change x log-odds of a change there + score x log-odds of its own score",
        "# + opinion x log-odds of what the condition network gives the place.",
        f"# Made by `python -m models.pairs.suspect`; {len(pairs)} pairs, {len(usable)} places, "
        f"{int(new.sum())} of them new damage.",
        "",
        *(f'made_for_{name} = "{sha256}"' for name, sha256 in made_for.items()),
        "# Below this score of the network nothing is suspected.",
        f"asked_from = {ASKED_FROM}",
        "# From this score on it is told whether or not anything changed there.",
        f"sure_from = {SURE_FROM}",
        f"constant = {constant:.4f}",
        f"change = {change:.4f}",
        f"score = {score:.4f}",
        f"opinion = {opinion:.4f}",
        "# Share of the places that are new damage.",
        f"usual = {new.mean():.4f}",
        f"# What the condition network sees at all but {UNSEEN:.0%} of the new damages.",
        f"doubted_below = {np.quantile(opinions, UNSEEN):.4f}",
    ]
    return "\n".join(
        lines
        + operating_points(
            pairs,
            "told_from",
            told="So told suspicions of new damage, per new damage",
            false=[chance for each, chance in judged if each.clean],
            found=[chance for each, chance in judged if each.new],
        )
    )


def _evidence(each: Suspected) -> Floats:
    return np.array(evidence(each.change, each.found))


@cache
def _condition(own: Path | None) -> Classifier:
    return Classifier(proved(Shelf.of(own).take("condition")))


@cache
def _network(own: Path | None) -> DamageNetwork:
    return DamageNetwork(proved(Shelf.of(own).take("damage")))


if __name__ == "__main__":
    main()
