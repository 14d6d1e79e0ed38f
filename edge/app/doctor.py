"""What would keep this gate from working, found before a car comes: plain findings and remedies."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from edge.app.exporting import public_key
from edge.app.fitted import suspicion_of, unfitted
from edge.app.named_files import unreadable
from edge.app.wiring import Networks
from edge.capture.opening import open_camera
from edge.config.camera import Camera
from edge.config.gate import GateConfig
from edge.config.inspecting import Plate
from edge.domain.errors import ModelError, SourceError, StorageError
from edge.flow.clock import Clock
from edge.inference.runtime import runtime_name
from edge.inference.shelf import VEHICLE, Shelf
from edge.messaging.trial import knock
from edge.messaging.trouble import UnreachableError
from edge.storage.enrolled import NAME as ENROLLED
from edge.storage.enrolled import Enrolled
from edge.storage.keys import FLEET, SIGNING, key_from

HOT_C = 80.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One thing that was looked at."""

    topic: str
    fine: bool
    finding: str
    remedy: str = ""


def examine(config: GateConfig, clock: Clock) -> Iterator[Advice]:
    """Look at everything that a gate needs, one after the other; a fault of one hides no other."""
    return chain(
        _models(config),
        _state(config),
        _files(config),
        _tesseract(config.plate),
        _cameras(config.camera, clock),
        _clock(clock),
        _disk(config),
        _broker(config),
        _heat(),
    )


def _models(config: GateConfig) -> Iterator[Advice]:
    own = config.models.folder
    try:
        names = ", ".join(ref.name for ref in Networks.of(config).refs)
        shelf = Shelf.of(own)
        suspicion_of(shelf)
        told = f"; {', '.join(shelf.own())} from {own}" if own else ""
        yield Advice(topic="models", fine=True, finding=f"{names} with {runtime_name()}{told}")
        for finding, remedy in unfitted(shelf):
            yield Advice(topic="models' fit", fine=False, finding=finding, remedy=remedy)
    except ModelError as fault:
        remedy = f"mend {own}, or install the package again" if own else "install the package again"
        yield Advice(topic="models", fine=False, finding=str(fault), remedy=remedy)


def _state(config: GateConfig) -> Iterator[Advice]:
    """What lies in the state folder, where there is one and this user may look into it."""
    folder = config.storage.folder
    try:
        os.scandir(folder).close()
    except FileNotFoundError:
        pass
    except OSError as fault:
        finding = f"{folder}: {fault.strerror}"
        yield Advice(
            topic="state folder", fine=False, finding=finding, remedy="look as root: sudo gate doctor"
        )
        return
    yield from chain(_enrolled(config), _fleet_key(config), _signing(folder))


def _enrolled(config: GateConfig) -> Iterator[Advice]:
    """Nothing to say where nothing was enrolled, or no network is there to enrol with."""
    folder = config.storage.folder
    if not (folder / ENROLLED).exists():
        return
    try:
        shelf = Shelf.of(config.models.folder)
        if not shelf.holds(VEHICLE):
            return
        gallery = Enrolled(folder, shelf.take(VEHICLE).card.sha256).read()
        yield Advice(topic="enrolled", fine=True, finding=f"{len(gallery)} labels")
    except StorageError as fault:
        remedy = "until then these cars are not known: show them again with gate models enrol"
        yield Advice(topic="enrolled", fine=False, finding=str(fault), remedy=remedy)
    except ModelError:
        return  # told already


def _fleet_key(config: GateConfig) -> Iterator[Advice]:
    """The fleet's, else this gate's own; nothing to say where none was made yet: a look makes none."""
    own = config.storage.folder / FLEET
    file = config.identity.key_file or own
    if file is own and not own.exists():
        return
    try:
        key_from(file)
        yield Advice(topic="fleet key", fine=True, finding=f"from {file}")
    except StorageError as fault:
        remedy = "bring it back from a copy: without it no car is known again"
        yield Advice(topic="fleet key", fine=False, finding=str(fault), remedy=remedy)


def _files(config: GateConfig) -> Iterator[Advice]:
    """Nothing to say where all can be read, or nobody knows by whom."""
    for key, finding in unreadable(config):
        remedy = "chgrp it to the gate's group and chmod 640; no folder above it may be closed to that"
        yield Advice(topic=".".join(map(str, key)), fine=False, finding=finding, remedy=remedy)


def _signing(folder: Path) -> Iterator[Advice]:
    """Nothing to say where no key was made yet: a look makes none."""
    if not (folder / SIGNING).exists():
        return
    try:
        yield Advice(topic="signing key", fine=True, finding=f"public {public_key(folder)}")
    except StorageError as fault:
        remedy = "bring it back from a copy, or remove it: a new one is made, and whoever pinned it must know"
        yield Advice(topic="signing key", fine=False, finding=str(fault), remedy=remedy)


def _tesseract(plate: Plate) -> Iterator[Advice]:
    if plate.engine == "network" and not plate.second_opinion_below:
        yield Advice(topic="tesseract", fine=True, finding="not used: [plate] engine = 'network'")
        return
    path = shutil.which("tesseract")
    if path is None:
        yield Advice(
            topic="tesseract", fine=False, finding="not installed", remedy="apt install tesseract-ocr"
        )
        return
    asked = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=10, check=False)
    yield Advice(topic="tesseract", fine=asked.returncode == 0, finding=asked.stdout.partition("\n")[0])


def _cameras(cameras: tuple[Camera, ...], clock: Clock) -> Iterator[Advice]:
    for camera in cameras:
        topic = f"camera {camera.role}"
        try:
            yield Advice(topic=topic, fine=True, finding=_one_frame(camera, clock))
        except SourceError as fault:
            remedy = "check the cable, the address and the user's rights (group video)"
            yield Advice(topic=topic, fine=False, finding=str(fault), remedy=remedy)


def _one_frame(camera: Camera, clock: Clock) -> str:
    source = open_camera(camera, clock)
    try:
        for frame in islice(source, 1):
            return f"{camera.source} gives {frame.width}x{frame.height}"
        raise SourceError(f"{camera.source}: gives no picture")
    finally:
        source.close()


def _clock(clock: Clock) -> Iterator[Advice]:
    if clock.synchronized():
        yield Advice(topic="clock", fine=True, finding="synchronized")
    else:
        remedy = "timedatectl set-ntp true; until then events say clock.synchronized = false"
        yield Advice(topic="clock", fine=False, finding="not synchronized", remedy=remedy)


def _disk(config: GateConfig) -> Iterator[Advice]:
    folder = config.storage.folder
    there = next(path for path in (folder, *folder.parents) if os.path.exists(path))
    free = shutil.disk_usage(there).free
    fine = free > config.storage.min_free_bytes
    remedy = "" if fine else "make room, or lower storage.evidence_max_bytes"
    yield Advice(topic="disk", fine=fine, finding=f"{free / 1e9:.1f} GB free at {there}", remedy=remedy)


def _broker(config: GateConfig) -> Iterator[Advice]:
    mqtt = config.mqtt
    where = f"{mqtt.host}:{mqtt.port}"
    if not mqtt.enabled:
        yield Advice(topic="broker", fine=True, finding="not used: mqtt.enabled = false")
        return
    try:
        knock(mqtt, f"{config.site}-{config.gate}-doctor")
        yield Advice(topic="broker", fine=True, finding=f"{where} lets this gate in")
    except UnreachableError as fault:
        finding = f"{where}: {fault.trouble.text}"
        yield Advice(topic="broker", fine=False, finding=finding, remedy=fault.trouble.remedy)


def _heat(sensor: Path = Path("/sys/class/thermal/thermal_zone0/temp")) -> Iterator[Advice]:
    """Absent on most machines that are no Pi: then there is nothing to say."""
    if sensor.exists():
        celsius = int(sensor.read_text()) / 1000
        fine = celsius < HOT_C
        remedy = "" if fine else "the board throttles: give it air"
        yield Advice(topic="temperature", fine=fine, finding=f"{celsius:.0f} °C", remedy=remedy)
