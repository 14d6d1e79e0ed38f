"""``gate export`` and ``gate key``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from edge.app.exporting import make_writer, public_key
from edge.cli.options import installed_option, json_option
from edge.cli.state import existing_store, state_folder, state_option
from edge.dossier.writing import NoInspectionError
from edge.flow.clock import SystemClock
from edge.storage.faults import told
from edge.storage.whole import write_whole

LAST = "last"


@click.command()
@click.argument("inspection")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="File to write; else named by the id, here."
)
@installed_option
@state_option
@json_option
def export(
    inspection: str, output: Path | None, config_file: Path, state: Path | None, as_json: bool
) -> None:
    """One inspection as a page that shows its evidence and is signed by the gate; `gate verify` checks it.

    INSPECTION is its id or the beginning of it, as `gate watch` and the journal print it, or `last`. With
    --json the same without a page, on stdout unless -o names a file.
    """
    clock = SystemClock()
    with existing_store(config_file, state) as store:
        body = store.chain.newest() if inspection == LAST else store.chain.proved(inspection)
        if body is None:
            raise click.UsageError(f"no inspection {inspection!r} in {store.folder}")
        writer, now = make_writer(store), clock.at(clock.now_ns())
        try:
            dossier = writer.record(body, now) if as_json else writer.page(body, now)
        except NoInspectionError as fault:
            raise click.UsageError(f"{fault} is no inspection: nobody watched then") from fault
    if as_json and output is None:
        sys.stdout.buffer.write(dossier)
        return
    file = output or Path(f"inspection-{json.loads(body)['subject'][:8]}.html")
    _write(file, dossier)
    click.echo(f"{file}: {len(dossier) / 1e6:.1f} MB, signed with {writer.signer.public}", err=True)


@click.command()
@installed_option
@state_option
def key(config_file: Path, state: Path | None) -> None:
    """The public key of this gate: who has it can prove what the gate exported with `gate verify --key`."""
    click.echo(public_key(state_folder(config_file, state)))


def _write(file: Path, dossier: bytes) -> None:
    with told("writing", file):
        if file.exists() and not file.is_file():  # a pipe or a device cannot be replaced
            file.write_bytes(dossier)
        else:
            write_whole(file, dossier, part=file.with_name(f"{file.name}.part"))
