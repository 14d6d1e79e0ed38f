"""``gate verify``."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click

from edge.cli.options import echo_json, json_option
from edge.cli.state import existing_store
from edge.dossier.checking import Check, checked, links


@click.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE…", type=click.Path(exists=True, path_type=Path)
)
@click.option(
    "--key", metavar="PUBKEY", help="Public key of the gate, as `gate key` prints it, or a file of it."
)
@json_option
def verify(files: tuple[Path, ...], key: str | None, as_json: bool) -> None:
    """Is what `gate export` wrote still what the gate signed? Exit 1 if any part is not, with what and why.

    Works offline on any machine. Without --key it can only be shown that the file is whole, not which gate
    made it. Of several files it is also told whether their events follow one another. FILE may be a gate's
    state folder: then the chain of everything filed there is looked at.
    """
    pinned = None if key is None else _pinned(key)
    dossiers = {file: checked(file.read_bytes(), pinned) for file in files if not file.is_dir()}
    told: list[tuple[str, Check]] = [
        (str(file), check) for file, dossier in dossiers.items() for check in dossier.checks
    ]
    told += [("all", check) for check in links(list(dossiers.values()))]
    told += [(str(folder), check) for folder in files if folder.is_dir() for check in _chain(folder)]
    for where, check in told:
        if as_json:
            echo_json({"file": where, "part": check.part, "holds": check.holds, "says": check.says})
        else:
            click.echo(f"{'ok ' if check.holds else 'BAD'} {where}: {check.says}")
    sys.exit(0 if told and all(check.holds for _, check in told) else 1)


def _pinned(key: str) -> str:
    text = key
    if len(key) != 64:
        with suppress(OSError):  # no such file, or too long for any name
            text = Path(key).read_text(errors="replace")
    if not re.fullmatch(r"[0-9a-fA-F]{64}", text.strip()):
        raise click.BadParameter("a public key is 64 hex digits, or a file with them", param_hint="--key")
    return text.strip().lower()


def _chain(folder: Path) -> Iterator[Check]:
    """Of a gate's store."""
    with existing_store(Path(), folder) as store:
        faults = list(store.chain.faults())
        for fault in faults:
            yield Check(part="chain", holds=False, says=fault)
        if not faults:
            last, gone = store.outbox.last_sequence(), store.chain.gone()
            says = f"the chain of {last} events holds; {gone} of them have gone and left their hashes"
            yield Check(part="chain", holds=True, says=says)
