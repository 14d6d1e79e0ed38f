"""How the verbs that tell pictures apart say how well they do."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import click

from edge.cli.options import echo_json
from edge.evaluation.classes import ClassScore

MOST_ROWS = 4
"""Classes up to which the whole confusion is told; above, only what was mistaken."""


def tell_classes(score: ClassScore, *, as_json: bool, more: Mapping[str, Any] | None = None) -> None:
    """On stdout, as one line of JSON or as a table; ``more``: further figures of the measure."""
    further = dict(more or {})
    if as_json:
        echo_json(dataclasses.asdict(score) | further)
        return
    low, high = score.accuracy_ci
    click.echo(
        f"{score.n} pictures, accuracy {score.accuracy:.3f} ({low:.3f} to {high:.3f}), "
        f"macro F1 {score.macro_f1:.3f}, {score.ms_p50:.1f} ms a picture"
    )
    for name, figure in further.items():
        click.echo(f"  {name}: {figure}")
    whole = len(score.confusion) <= MOST_ROWS
    for true, row in score.confusion.items():
        told = {name: count for name, count in row.items() if whole or name != true}
        if told:
            click.echo(f"  {true}: " + ", ".join(f"{count} told {name}" for name, count in told.items()))
