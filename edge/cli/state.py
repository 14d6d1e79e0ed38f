"""The state folder that a verb looks into, beside the running gate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from edge.app.wiring import source_name
from edge.config.gate import builtin
from edge.config.load import load
from edge.storage.store import Store

state_option = click.option(
    "--state",
    type=click.Path(path_type=Path),
    help="State folder, as `gate replay --state` made it; without it that of the configuration.",
)


@contextmanager
def existing_store(config_file: Path, state: Path | None) -> Iterator[Store]:
    """The store that lies there. Raises ConfigError, StorageError."""
    config = builtin() if state else load(config_file)
    with Store.existing(state or config.storage.folder, source=source_name(config)) as store:
        yield store


def state_folder(config_file: Path, state: Path | None) -> Path:
    """Where it lies. Raises ConfigError; StorageError where there is none."""
    with existing_store(config_file, state) as store:
        return store.folder
