"""``gate config``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from edge.app.fitted import faults_of
from edge.app.named_files import faults_of_files
from edge.cli.options import installed_option
from edge.config.base import Fault
from edge.config.gate import GateConfig
from edge.config.gate import schema as json_schema
from edge.config.load import check as check_file
from edge.config.load import load
from edge.config.show import show as as_toml


@click.group()
def config() -> None:
    """Check, show or describe the configuration."""


@config.command()
@installed_option
def check(config_file: Path) -> None:
    """Exit 0, or 78 with every fault: file, line and key."""
    check_file(config_file, lambda config: [*faults_of_files(config), *_networks(config)])
    click.echo(f"{config_file}: fine", err=True)


def _networks(config: GateConfig) -> Iterator[Fault]:
    """Of the fleet's own networks; those that ship were proved when they were installed."""
    if config.models.folder:
        for fault in faults_of(config.models.folder):
            yield ("models", "folder"), fault


@config.command()
@installed_option
def show(config_file: Path) -> None:
    """Every value in force, as TOML; secrets are only ever file names."""
    click.echo(as_toml(load(config_file)), nl=False)


@config.command()
def schema() -> None:
    """The JSON Schema of the configuration."""
    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
