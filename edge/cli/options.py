"""What several verbs share: the configuration file, and JSON on stdout."""

from __future__ import annotations

import dataclasses
import json
import logging
from pathlib import Path
from typing import Any

import click

from edge.config.gate import GateConfig, builtin
from edge.config.load import load

INSTALLED = Path("/etc/return-gate/gate.toml")

installed_option = click.option(
    "-c",
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    default=INSTALLED,
    show_default=True,
    help="Configuration file.",
)
"""For verbs that speak of the gate on this machine."""
config_option = click.option(
    "-c",
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    help="Configuration file; without it one set of built-in defaults.",
)
"""For verbs that only borrow its settings."""
models_option = click.option(
    "--models",
    "own",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A fleet's own networks, as `[models] folder` has them; without it those that ship.",
)
"""For verbs that look at no configuration."""
json_option = click.option("--json", "as_json", is_flag=True, help="JSON on stdout, and nothing else there.")


def configured(file: Path | None) -> GateConfig:
    """The configuration of a file, or the built-in defaults. Raises ConfigError."""
    return load(file) if file else builtin()


def echo_json(value: Any) -> None:
    """One object (a dataclass or a dict) on one line of stdout."""
    is_value = dataclasses.is_dataclass(value) and not isinstance(value, type)
    plain = dataclasses.asdict(value) if is_value else value
    click.echo(json.dumps(plain, ensure_ascii=False, default=str))


def log_to_stderr(level: int) -> None:
    """Plain lines for somebody at a terminal."""
    logging.basicConfig(level=level, format="%(levelname)s %(message)s")
