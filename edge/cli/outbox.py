"""``gate outbox``."""

from __future__ import annotations

from pathlib import Path

import click

from edge.cli.options import echo_json, installed_option, json_option
from edge.cli.state import existing_store, state_option
from edge.wire.command import GREATEST_SEQUENCE
from edge.wire.row import Row

MANY = 1000


@click.group()
def outbox() -> None:
    """What waits for the broker, and what stands aside."""


@outbox.command("list")
@installed_option
@state_option
@json_option
def list_rows(config_file: Path, state: Path | None, as_json: bool) -> None:
    """Events that have not left the gate, oldest first: the first thousand, then those that stand aside."""
    with existing_store(config_file, state) as store:
        depth = store.outbox.depth()
        rows = [(row, "waits") for row in store.outbox.pending(MANY)]
        rows += [(row, "aside") for row in store.outbox.aside()]
    for row, where in rows:
        if as_json:
            echo_json(_plain(row, where))
        else:
            click.echo(f"#{row.sequence:<8} {where}  {row.event_id}  {row.reason or ''}".rstrip())
    click.echo(f"{depth.waiting} wait, {depth.set_aside} stand aside, {depth.lost} lost to the cap", err=True)


@outbox.command()
@click.option(
    "--from",
    "from_sequence",
    type=click.IntRange(min=1, max=GREATEST_SEQUENCE),
    help="Every event from this sequence on.",
)
@installed_option
@state_option
def resend(from_sequence: int | None, config_file: Path, state: Path | None) -> None:
    """Let what stands aside wait again, or everything from a sequence on; a receiver knows it by its id."""
    with existing_store(config_file, state) as store:
        count = store.outbox.resend(from_sequence) if from_sequence else store.outbox.take_back()
    click.echo(f"{count} events wait now", err=True)


def _plain(row: Row, where: str) -> dict[str, object]:
    return {
        "sequence": row.sequence,
        "id": row.event_id,
        "where": where,
        "reason": row.reason,
        "times": row.times,
        "bytes": len(row.body),
    }
