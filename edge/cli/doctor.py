"""``gate doctor``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from edge.app.doctor import examine
from edge.cli.options import echo_json, installed_option, json_option
from edge.config.load import load
from edge.flow.clock import SystemClock


@click.command()
@installed_option
@json_option
def doctor(config_file: Path, as_json: bool) -> None:
    """Plain findings and remedies. Exit 1 if something would keep the gate from working."""
    findings = list(examine(load(config_file), SystemClock()))
    for each in findings:
        if as_json:
            echo_json(each)
        else:
            click.echo(f"{'ok  ' if each.fine else 'BAD '} {each.topic}: {each.finding}")
            if each.remedy:
                click.echo(f"     {each.remedy}")
    sys.exit(0 if all(each.fine for each in findings) else 1)
