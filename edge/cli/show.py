"""``gate show``."""

from __future__ import annotations

from pathlib import Path

import click

from edge.cli.lines import account_of, line_of
from edge.cli.options import installed_option, json_option
from edge.cli.state import existing_store, state_option
from edge.domain.inspection import Blind
from edge.wire.event import event_json


@click.command()
@click.argument("inspection")
@installed_option
@state_option
@json_option
def show(inspection: str, config_file: Path, state: Path | None, as_json: bool) -> None:
    """What was filed about an inspection, as its last revision has it.

    INSPECTION is its id or the beginning of it, as `gate watch` and the journal print it.
    """
    with existing_store(config_file, state) as store:
        event = store.history.find(inspection)
        if event is None:
            raise click.UsageError(f"no inspection whose id begins with {inspection!r} in {store.folder}")
        if as_json:
            click.echo(event_json(event).decode())
            return
        click.echo(line_of(event))
        if not isinstance(event.data, Blind):
            for line in account_of(event.data, store.evidence.folder):
                click.echo(f"  {line}")
