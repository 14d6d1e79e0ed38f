"""``gate baseline``: what a vehicle is compared with, to another gate in a file."""

from __future__ import annotations

from pathlib import Path

import click

from edge.app.baseline_file import of_store, unpacked
from edge.cli.options import installed_option
from edge.cli.state import existing_store, state_option
from edge.domain.errors import DataError
from edge.flow.clock import SystemClock
from edge.storage.faults import told
from edge.storage.whole import write_whole


@click.group()
def baseline() -> None:
    """What a vehicle is compared with at its next visit."""


@baseline.command("export")
@click.argument("key")
@click.argument("file", type=click.Path(path_type=Path))
@installed_option
@state_option
def export_baseline(key: str, file: Path, config_file: Path, state: Path | None) -> None:
    """Write the vehicle's last accepted inspection and last checkout, with their pictures, into FILE.

    KEY is the vehicle's key, as events have it: 32 hex digits.
    """
    with existing_store(config_file, state) as store:
        found = of_store(store, key)
    if found is None:
        raise click.UsageError(f"no vehicle with the key {key!r} is known in {store.folder}")
    with told("writing", file):
        write_whole(file, found.packed(), part=file.with_name(f"{file.name}.part"))
    click.echo(f"{file}: {len(found.pictures)} pictures, {found.missing} missing", err=True)


@baseline.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@installed_option
@state_option
def import_baseline(file: Path, config_file: Path, state: Path | None) -> None:
    """Let the vehicle's next visit be compared with what is in FILE, where it is newer than what is here."""
    clock = SystemClock()
    with told("reading", file):
        data = file.read_bytes()
    try:
        found = unpacked(data)
    except DataError as fault:
        raise DataError(f"{file}: {fault}") from fault
    with existing_store(config_file, state) as store:
        store.imports.put(found.baseline, found.pictures, clock.at(clock.now_ns()))
    click.echo(f"vehicle {found.baseline.key}: {len(found.pictures)} pictures", err=True)
