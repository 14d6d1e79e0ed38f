"""``gate replay``."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from tqdm import tqdm

from edge.app.replay import passages
from edge.app.replay import replay as file_all
from edge.app.sending import send_all
from edge.app.wiring import (
    Networks,
    camera_of,
    make_desk,
    make_fusion,
    make_inspector,
    make_reader,
    make_watcher,
    roles_of,
    source_name,
    vehicle_hash_key,
)
from edge.capture.opening import open_source
from edge.capture.series import Series, together
from edge.capture.source import Source
from edge.capture.turned import upright
from edge.cli.lines import line_of
from edge.cli.options import config_option, configured, json_option, log_to_stderr
from edge.config.gate import GateConfig
from edge.domain.errors import DataError
from edge.domain.frame import Frame
from edge.flow.clock import ReplayClock
from edge.inspection.roster import Roster
from edge.storage.filing import Filed
from edge.storage.keys import fleet_key
from edge.storage.store import Store
from edge.wire.event import event_json
from edge.wire.expected import expected_cars
from edge.wire.plain import WireError

DEMONSTRATION_KEY = b"return-gate demonstration key: not a secret"
"""Without a state folder nothing outlives the replay, so its vehicle keys need no secret."""


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…|ROLE=SOURCE…")
@config_option
@json_option
@click.option("--state", type=click.Path(path_type=Path), help="Folder that keeps database and evidence.")
@click.option("--publish", is_flag=True, help="Send to the configured broker too.")
@click.option(
    "--roster",
    "roster_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The cars expected, as the centre would publish them: expected.v1.json.",
)
@click.option("--started-at", default="2000-01-01T00:00:00Z", help="Wall clock at the start of the clip.")
def replay(
    sources: tuple[str, ...],
    config_file: Path | None,
    as_json: bool,
    state: Path | None,
    publish: bool,
    roster_file: Path | None,
    started_at: str,
) -> None:
    """The gate's program over clips, folders of pictures or single pictures, every frame.

    Plain sources follow one another; ROLE=SOURCE are simultaneous cameras of one gate.
    """
    log_to_stderr(logging.WARNING)
    config = configured(config_file)
    clock = ReplayClock(_moment(started_at))
    roster = _roster(roster_file) if roster_file else None
    with ExitStack() as stack:
        folder = state or Path(stack.enter_context(TemporaryDirectory(prefix="return-gate-")))
        store = stack.enter_context(Store.open(folder, source=source_name(config)))
        key = DEMONSTRATION_KEY if state is None else _key(config, state)
        roles, frames = open_frames(sources, config, stack)
        # Without a file the configuration's one camera stands for the sources.
        cameras = frozenset(roles) if config_file is None else roles_of(config).union(roles)
        bar = tqdm(frames, unit=" frames", disable=None)
        for filed in run_replay(bar, roles, config, store, clock, key, cameras, roster):
            click.echo(_unlinked(filed) if as_json else line_of(filed.event))
        if publish:
            send_all(config, store)


def run_replay(
    frames: Iterable[Frame],
    roles: tuple[str, ...],
    config: GateConfig,
    store: Store,
    clock: ReplayClock,
    key: bytes,
    cameras: frozenset[str],
    roster: Roster | None,
) -> Iterator[Filed]:
    """Watch, inspect and file everything."""
    networks = Networks.of(config)
    reader = make_reader(config, networks)
    inspector = make_inspector(config, networks, reader, enrolled=store.folder)
    desk = make_desk(
        config, inspector, store=store, clock=clock, key=key, cameras=cameras, roster=lambda: roster
    )
    fusion = make_fusion(config, roles)
    return file_all(passages(frames, partial(make_watcher, config, networks), fusion, clock), desk)


def open_frames(
    sources: tuple[str, ...], config: GateConfig, stack: ExitStack
) -> tuple[tuple[str, ...], Iterator[Frame]]:
    """The roles of the sources as the command line gives them, and their frames in time order."""
    roles = [_role_of(source) for source in sources]
    if len({role is None for role in roles}) > 1:
        raise click.UsageError("either plain sources, which follow one another, or ROLE=SOURCE for all")
    named = [role for role in roles if role is not None]
    if len(set(named)) < len(named):
        raise click.UsageError("two sources have the same role")
    if not named:
        role = config.camera[0].role
        series = Series([_upright(source, role, config) for source in sources])
        return (role,), iter(stack.enter_context(closing(series)))
    paths = [source.partition("=")[2] for source in sources]
    opened = [_upright(path, role, config) for role, path in zip(named, paths, strict=True)]
    return tuple(named), together([stack.enter_context(closing(source)) for source in opened])


def _unlinked(filed: Filed) -> str:
    """The event without the hash of the one before it, which holds ids that are made anew: a clip gives the
    same lines each time but for ids. What is filed and sent keeps it.
    """
    return event_json(replace(filed.event, previous=None)).decode()


def _upright(source: str, role: str, config: GateConfig) -> Source:
    """A recording of the camera with that role, turned as the configuration says of the camera."""
    camera = camera_of(config, role)
    return upright(open_source(source, role), camera.rotation_deg if camera else 0)


def _role_of(source: str) -> str | None:
    """The role in ROLE=SOURCE; a file whose own name has a ``=`` is plain if it exists."""
    role, equals, _ = source.partition("=")
    return role if equals and "/" not in role and not os.path.exists(source) else None


def _roster(file: Path) -> Roster:
    try:
        return Roster.of(expected_cars(file.read_bytes()))
    except (OSError, WireError) as error:
        raise DataError(f"{file}: {error}") from error


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no ISO 8601 time", param_hint="--started-at") from None
    if not MINYEAR < moment.year < MAXYEAR:  # its place in UTC, or the end of the clip, might be no time
        raise click.BadParameter(f"{text!r} is too near the end of all years", param_hint="--started-at")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _key(config: GateConfig, state: Path) -> bytes:
    return vehicle_hash_key(config) if config.identity.key_file else fleet_key(state)
