"""``gate``: the verbs, and how a fault leaves the program."""

from __future__ import annotations

import sys
from typing import NoReturn

import click
import cv2

from edge.cli.baseline import baseline
from edge.cli.bench import bench
from edge.cli.config import config
from edge.cli.doctor import doctor
from edge.cli.evaluate import evaluate
from edge.cli.export import export, key
from edge.cli.models import models
from edge.cli.outbox import outbox
from edge.cli.replay import replay
from edge.cli.run import run
from edge.cli.show import show
from edge.cli.verify import verify
from edge.cli.watch import watch
from edge.domain.errors import (
    BrokerError,
    ConfigError,
    DataError,
    GateError,
    ModelError,
    SourceError,
    StorageError,
)

USAGE, UNAVAILABLE, TEMPORARY, CONFIGURATION = 2, 69, 75, 78
EXIT_CODES: dict[type[GateError], int] = {
    ConfigError: CONFIGURATION,
    DataError: USAGE,
    ModelError: UNAVAILABLE,
    SourceError: UNAVAILABLE,
    BrokerError: UNAVAILABLE,
    StorageError: TEMPORARY,
}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="return-gate")
def gate() -> None:
    """Unattended vehicle-inspection gate."""


WORK = run, replay, evaluate, config, models, doctor, bench, watch
FILED = outbox, show, export, verify, key, baseline
for command in (*WORK, *FILED):
    gate.add_command(command)


def main() -> NoReturn:
    """Run one verb; a fault of the outside world is one clear line and an exit code, never a traceback."""
    cv2.setNumThreads(1)  # its pictures are small, and the gate has threads of its own for the cores
    try:
        gate(prog_name="gate")
    except GateError as fault:
        click.echo(str(fault), err=True)
        sys.exit(EXIT_CODES.get(type(fault), TEMPORARY))
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(0)
