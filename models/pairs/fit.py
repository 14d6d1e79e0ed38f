"""`python -m models.pairs.fit FOLDER…`: weigh the comparison's measures on development pairs.

Writes ``edge/inspection/compare/change.toml``: a logistic rule over the places that the comparison asks
about, and from which chance on it says that something changed, by how many false alarms that costs.

Photographs are made into pairs by a change of viewpoint and light; only rendered visits show how much
another sun, rain or night changes a place that is the same. Both weigh the measures. The operating points are
those of photographs: on rendered visits rates so low would leave hardly anything told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path

import click
import numpy as np

from edge.domain.errors import GateError
from edge.domain.inspection import Status
from edge.evaluation.compare_truth import TruePair, read_pairs
from edge.vision.change import Change
from models.pairs.asked import Asked, ask, asked_of_all
from models.pairs.logistic import Floats, fit

OUT = Path(__file__).resolve().parents[2] / "edge/inspection/compare/change.toml"
NAMES = tuple(each.name for each in fields(Change))
RATES = (0.002, 0.005, 0.007, 0.01, 0.02, 0.05)
"""Old damages called new that a clean pair may cost; an operating point each."""
MISSED = 0.02
"""Share of the changed places that may be called unchanged."""


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--rendered", multiple=True, type=click.Path(path_type=Path), help="A proving ground's pairs.")
@click.option("--out", type=click.Path(path_type=Path), default=OUT, help="File to write.")
def main(folders: tuple[Path, ...], rendered: tuple[Path, ...], out: Path) -> None:
    """Fit the rule to the pairs of FOLDERS, of the development half alone, and to rendered ones."""
    try:
        pairs = [pair for folder in folders for pair in read_pairs(folder)]
        asked = asked_of_all(pairs, ask)
        beside = asked_of_all([pair for folder in rendered for pair in read_pairs(folder)], ask)
    except GateError as error:
        raise click.ClickException(str(error)) from error
    out.write_text(table(pairs, asked, beside))
    click.echo(f"{out}: fitted to {sum(_usable(each) for each in (*asked, *beside))} places")


def table(pairs: Sequence[TruePair], asked: Sequence[Asked], rendered: Sequence[Asked] = ()) -> str:
    """The rule, its operating points, and what they cost on these pairs, as TOML.

    Args:
        pairs: of photographs.
        asked: of these.
        rendered: of others, which weigh the measures and set no operating point.
    """
    usable = [each for each in (*asked, *rendered) if _usable(each)]
    constant, weights = fit(
        np.array([_values(each) for each in usable]),
        np.array([float(bool(each.changed)) for each in usable]),
    )
    judged = [(each, _chance(each, constant, weights)) for each in asked if each.measured is not None]
    changed = [chance for each, chance in judged if each.changed]
    lines = [
        "# Whether a place changed between two pictures: log-odds = constant + the sum of weight x measure.",
        f"# Made by `python -m models.pairs.fit`; {len(usable)} places, "
        f"{sum(each.changed is True for each in usable)} changed, {sum(map(_usable, rendered))} rendered.",
        "# Measures: edge/vision/change.py.",
        "",
        f"constant = {constant:.4f}",
        "# Up to this chance a place is called unchanged; "
        f"{MISSED:.0%} of the changed places that could be measured are below.",
        f"unchanged_to = {np.quantile(changed, MISSED):.4f}",
        "",
        "[weights]",
        *(f"{name} = {weight:.4f}" for name, weight in zip(NAMES, weights, strict=True)),
    ]
    return "\n".join(
        lines
        + operating_points(
            pairs,
            "changed_from",
            told="Recall of new on these pairs",
            false=[chance for each, chance in judged if each.clean and each.later],
            found=[chance for each, chance in judged if each.changed and each.later],
        )
    )


def operating_points(
    pairs: Sequence[TruePair], name: str, *, told: str, false: Sequence[float], found: Sequence[float]
) -> list[str]:
    """Lines of TOML: from which chance on a rule tells something as new, by how many false ones that costs.

    Args:
        pairs: what the rule was fitted to.
        name: of the chance.
        told: what the share of the new damages is that is told then.
        false: chances of what is not new, in pairs without new damage.
        found: chances of what is.
    """
    clean = sum(pair.clean for pair in pairs)
    new = sum(damage.state is Status.NEW for pair in pairs for damage in pair.damages)
    lines = []
    for rate in RATES:
        least = threshold(false, rate * clean)
        lines += [
            "",
            "[[point]]",
            f"# {told}: {sum(chance >= least for chance in found) / max(1, new):.4f}",
            f"false_new = {rate}",
            f"{name} = {least:.4f}",
        ]
    return [*lines, ""]


def threshold(false: Sequence[float], allowed: float) -> float:
    """The least chance from which at most so many of the false ones are called new."""
    ranked = sorted(false, reverse=True)
    count = int(allowed)
    if count >= len(ranked):
        return 0.5
    above = ranked[count - 1] if count else 1.0
    return float((ranked[count] + above) / 2)


def _usable(each: Asked) -> bool:
    return each.measured is not None and each.changed is not None


def _values(each: Asked) -> list[float]:
    assert each.measured is not None  # asked of what is usable
    return list(asdict(each.measured).values())


def _chance(each: Asked, constant: float, weights: Floats) -> float:
    return float(1 / (1 + np.exp(-(constant + np.array(_values(each)) @ weights))))


if __name__ == "__main__":
    main()
