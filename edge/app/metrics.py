"""The gate's figures for a monitoring system: a file for the textfile collector of Prometheus' node exporter.

Names and units as Prometheus has them (prometheus.io/docs/practices/naming); README.md lists them.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from edge.wire.standing import Condition, Health

log = logging.getLogger(__name__)
PREFIX = "return_gate_"


class Textfile:
    """Keeps one file; that it cannot be written is logged, and ends nothing.

    Args:
        path: of the file, in a folder that the node exporter reads; None: none is written.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def write(self, condition: Condition, health: Health) -> None:
        """Put these figures in the place of the last ones; whoever reads meanwhile has either whole."""
        if self._path is None:
            return
        part = self._path.with_suffix(".part")  # the collector reads *.prom alone
        try:
            part.write_bytes(text(condition, health))
            part.chmod(0o644)  # another user's exporter reads it, and it names no car
            os.replace(part, self._path)
        except OSError as error:
            log.error("code=metrics-not-written %s: %s", self._path, error.strerror)

    def remove(self) -> None:
        """The gate stops: old figures would look like a gate that works."""
        if self._path is None:
            return
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            log.error("code=metrics-not-removed %s: %s", self._path, error.strerror)


def text(condition: Condition, health: Health) -> bytes:
    """The figures in Prometheus' text form."""
    registry = CollectorRegistry()
    registry.register(_Figures(condition, health))
    return generate_latest(registry)


class _Figures(Collector):
    """What one ``health`` says, as metrics."""

    def __init__(self, condition: Condition, health: Health) -> None:
        self._condition, self._health = condition, health

    def collect(self) -> Iterator[Metric]:
        """One after the other; what this machine cannot tell is left out."""
        state = GaugeMetricFamily(f"{PREFIX}state", "1: what the gate does now.", labels=["state"])
        for each in Condition:
            state.add_metric([each.value], float(each is self._condition))
        yield state
        for name, what, value in self._gauges():
            if value is not None:
                yield GaugeMetricFamily(PREFIX + name, what, float(value))
        for name, what, count in self._counters():
            yield CounterMetricFamily(PREFIX + name, what, count)

    def _gauges(self) -> Iterator[tuple[str, str, float | None]]:
        health = self._health
        queue, oldest, parcels = health.queue, health.queue.oldest_at, health.evidence
        yield "health_timestamp_seconds", "When these figures were taken.", health.at.timestamp()
        yield "uptime_seconds", "Since the gate started.", health.uptime_s
        yield "outbox_waiting", "Events that wait for the broker.", queue.waiting
        yield "outbox_set_aside", "Events that the broker refuses.", queue.set_aside
        oldest_at = None if oldest is None else oldest.timestamp()
        yield "outbox_oldest_timestamp_seconds", "When the oldest waiting event was filed.", oldest_at
        yield "clock_synchronized", "1: somebody has set the clock.", health.clock.synchronized
        yield "disk_free_bytes", "On the disk of the state folder.", health.disk_free_bytes
        yield "frames_per_second", "Frames of all cameras.", health.rates.get("frames")
        yield "frames_missed_per_second", "Frames that nobody had time for.", health.rates.get("missed")
        if parcels is not None:
            yield "evidence_waiting", "Pictures that wait for the centre.", parcels.waiting
            yield "evidence_refused", "Pictures that the centre refuses.", parcels.refused
        yield "temperature_celsius", "Of the processor.", health.temperature_c
        yield "throttled", "1: the board slows itself down.", health.throttled

    def _counters(self) -> Iterator[tuple[str, str, float]]:
        counts = self._health.counts
        yield (
            "outbox_lost",
            "Events that the disk cap took, since the store was made.",
            self._health.queue.lost,
        )
        yield "passages", "Vehicles that passed, since the start.", counts.get("passages", 0)
        yield "inspections", "Inspections filed, since the start.", counts.get("inspections", 0)
        yield (
            "overloads",
            "Vehicles filed in short for want of time, since the start.",
            counts.get("overloads", 0),
        )
