"""``python -m deploy.consumer``: listens to the gates, keeps what they say, shows it."""

from __future__ import annotations

import logging
import signal
import sys
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from deploy.consumer.broker import Broker
from deploy.consumer.program import Settings, serve
from edge.domain.errors import GateError, StorageError

UNAVAILABLE, TEMPORARY = 69, 75
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class Place(click.ParamType[tuple[str, int]]):
    """``HOST:PORT``."""

    name = "host:port"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        """Split it; an IPv6 address stands in brackets."""
        host, colon, port = str(value).rpartition(":")
        if not colon or not host or not port.isdigit() or int(port) > 65_535:
            self.fail(f"{value!r} is not HOST:PORT", param, ctx)
        return host.strip("[]"), int(port)


class Zone(click.ParamType[ZoneInfo]):
    """A name such as ``Asia/Seoul``."""

    name = "zone"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> ZoneInfo:
        """Look it up in the machine's list."""
        try:
            return ZoneInfo(str(value))
        except (ZoneInfoNotFoundError, ValueError):
            self.fail(f"{value!r} is no time zone that this machine knows", param, ctx)


@click.command(context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.option("--broker", type=Place(), required=True, help="The gates' MQTT 5 broker.")
@click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), required=True, help="What is kept."
)
@click.option("--listen", type=Place(), default="127.0.0.1:8080", help="Where the page and the upload are.")
@click.option("--base", default="return-gate", help="First part of every topic.")
@click.option("--client-id", default="return-gate-consumer", help="Name of the session at the broker.")
@click.option("--username", help="User at the broker.")
@click.option("--password-file", type=_FILE, help="Its first line is the password.")
@click.option("--ca-file", type=_FILE, help="Switches TLS on; the authority of the broker's certificate.")
@click.option("--cert-file", type=_FILE, help="Our certificate, where the broker asks for one.")
@click.option("--key-file", type=_FILE, help="Its private key.")
@click.option("--upload-token-file", type=_FILE, help="Gates must say its first line to put a picture.")
@click.option("--max-picture-bytes", type=click.IntRange(1_000), default=8_000_000, help="Of one picture.")
@click.option("--min-free-bytes", type=click.IntRange(0), default=256_000_000, help="Left free by pictures.")
@click.option("--keep-days", type=click.IntRange(1, 36_500), default=730, help="Then all of it is deleted.")
@click.option("--zone", type=Zone(), default="UTC", help="Time zone of the page.")
def consumer(
    broker: tuple[str, int],
    folder: Path,
    listen: tuple[str, int],
    base: str,
    client_id: str,
    username: str | None,
    password_file: Path | None,
    ca_file: Path | None,
    cert_file: Path | None,
    key_file: Path | None,
    upload_token_file: Path | None,
    max_picture_bytes: int,
    min_free_bytes: int,
    keep_days: int,
    zone: ZoneInfo,
) -> None:
    """The reference consumer of Return Gate's events, and a first fleet dashboard.

    Every option can be given in the environment too: --max-picture-bytes as
    RETURN_GATE_CONSUMER_MAX_PICTURE_BYTES.
    """
    if (cert_file is None) != (key_file is None) or (cert_file and ca_file is None):
        raise click.UsageError("--cert-file and --key-file go together, and with --ca-file")
    host, port = broker
    settings = Settings(
        broker=Broker(
            host=host,
            port=port,
            base=base,
            client_id=client_id,
            username=username,
            password_file=password_file,
            ca_file=ca_file,
            cert_file=cert_file,
            key_file=key_file,
        ),
        folder=folder,
        host=listen[0],
        port=listen[1],
        upload_token_file=upload_token_file,
        max_picture_bytes=max_picture_bytes,
        min_free_bytes=min_free_bytes,
        keep_days=keep_days,
        zone=zone,
    )
    serve(settings, _stop_on_signals())


def _stop_on_signals() -> Event:
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s", stream=sys.stderr)
    try:
        consumer(prog_name="python -m deploy.consumer", auto_envvar_prefix="RETURN_GATE_CONSUMER")
    except GateError as fault:
        click.echo(str(fault), err=True)
        sys.exit(TEMPORARY if isinstance(fault, StorageError) else UNAVAILABLE)
