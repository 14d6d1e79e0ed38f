"""``gate bench``."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click
from tqdm import tqdm

from edge.app.bench import Tapes, Timed, cpu_ns
from edge.app.bench import bench as run_bench
from edge.app.wiring import Networks, make_inspector, make_reader, make_watcher
from edge.capture.opening import open_source
from edge.capture.paired import Paired
from edge.cli.options import config_option, configured, echo_json, json_option
from edge.resources import bundled_clip


@click.command()
@click.argument("source", required=False)
@config_option
@json_option
def bench(source: str | None, config_file: Path | None, as_json: bool) -> None:
    """What the pipeline adds to the bare networks, in one run; without SOURCE on the bundled clip."""
    config = configured(config_file)
    networks, tapes, role = Networks.of(config), Tapes(), config.camera[0].role
    watcher = make_watcher(config, networks, role, open_network=tapes)
    reader = Timed(make_reader(config, networks, open_network=tapes))
    inspector = make_inspector(config, networks, reader, open_network=tapes, now_ns=cpu_ns)
    apart_ms = [] if config.plate.engine == "network" else reader.spent_ms
    recording = open_source(source or str(bundled_clip()), role)
    with closing(Paired(recording, config.watch.small_px)) as opened:
        frames = tqdm(opened, unit=" frames", disable=None)
        result = run_bench(frames, watcher, inspector, tapes, apart_ms)
    if as_json:
        echo_json(result)
        return
    for name, stage in result.stages.items():
        click.echo(f"{name:<20} p50 {stage.p50_ms:8.2f} ms   p95 {stage.p95_ms:8.2f} ms")
    click.echo(
        f"pipeline {result.total_ms:.0f} ms over bare networks {result.floor_ms:.0f} ms: {result.ratio:.2f}; "
        f"{result.fps:.0f} frames per second; ready in {result.ready_s:.1f} s; {result.rss_mb:.0f} MB"
    )
