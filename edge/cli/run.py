"""``gate run``: the daemon."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from threading import Event

import click

from edge.app.building import Parts
from edge.app.health import Service, heed_signals
from edge.app.journal import log_to_journal
from edge.app.live import run as run_live
from edge.app.wiring import Networks, make_inspector, make_reader, make_trials, make_watcher, vehicle_hash_key
from edge.capture.opening import open_camera
from edge.cli.options import installed_option
from edge.config.gate import GateConfig
from edge.config.load import load
from edge.flow.clock import Clock, SystemClock

log = logging.getLogger(__name__)


@click.command()
@installed_option
def run(config_file: Path) -> None:
    """Watch the lane, inspect every vehicle, file and tell, until stopped."""
    config = load(config_file)
    log_to_journal(config.log.level)
    stop = Event()
    heed_signals(stop)
    clock = SystemClock()
    log.info("code=starting site=%s gate=%s config=%s", config.site, config.gate, config.hash[:12])
    run_live(config, live_parts(config, clock), clock=clock, service=Service.of(), stop=stop)
    log.info("code=stopped")


def live_parts(config: GateConfig, clock: Clock) -> Parts:
    """The real parts. Raises ModelError, StorageError."""
    networks = Networks.of(config)
    return Parts(
        open_source=partial(open_camera, clock=clock, small_px=config.watch.small_px),
        make_watcher=partial(make_watcher, config, networks),
        make_inspector=lambda: make_inspector(
            config, networks, make_reader(config, networks), enrolled=config.storage.folder
        ),
        models=networks.refs,
        key=vehicle_hash_key(config),
        trials=make_trials(config),
    )
