"""``gate watch``."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from threading import Event

import click

from edge.cli.lines import line_of
from edge.cli.options import installed_option, json_option
from edge.config.load import load
from edge.messaging.subscriber import Subscriber
from edge.wire.event import EventType, event_from_json
from edge.wire.plain import WireError


@click.command()
@installed_option
@json_option
@click.option("--all", "everything", is_flag=True, help="State, health, lane and alerts too.")
@click.option("--count", type=int, help="Stop after so many inspections.")
def watch(config_file: Path, as_json: bool, everything: bool, count: int | None) -> None:
    """A subscriber: prints the events of every gate of the site as they arrive."""
    config = load(config_file)
    tail = "#" if everything else "inspection"
    client = f"watch-{uuid.uuid4().hex[:12]}"
    listening = Subscriber(config.mqtt, client, f"{config.mqtt.base}/v1/{config.site}/+/{tail}")
    seen = 0
    for message in listening.listen(Event()):
        text = _text(message.payload)
        is_event = message.topic.endswith("/inspection")
        try:
            completed = is_event and _type(text) == EventType.COMPLETED
            line = text if as_json else _line(message.topic, text, is_event)
        except WireError as fault:  # anybody may write to a topic: one stray message ends nothing
            click.echo(f"{message.topic}: {fault}", err=True)
            continue
        click.echo(line)
        seen += completed
        if count is not None and seen >= count:
            return


def _text(payload: bytes) -> str:
    try:
        return payload.decode()
    except UnicodeDecodeError:  # a thumbnail
        return f"({len(payload)} bytes)"


def _type(text: str) -> str:
    """Of an event that we need not know. Raises WireError."""
    try:
        return str(json.loads(text)["type"])
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise WireError("no event: not a JSON object with a type") from error


def _line(topic: str, text: str, is_event: bool) -> str:
    return line_of(event_from_json(text)) if is_event else f"{topic} {text}"
