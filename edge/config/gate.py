"""The whole configuration of a gate: one frozen tree."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Self

from pydantic import model_validator

from edge.config.base import Fault, Id, Section, refuse
from edge.config.camera import Camera, Cameras
from edge.config.evidence import Evidence
from edge.config.inspecting import Identity, Inspection, Plate
from edge.config.models import Models
from edge.config.storing import Outbox, Storage
from edge.config.telling import Log, Metrics, Mqtt
from edge.config.watch import Watch


class GateConfig(Section):
    """`gate.toml`. Only the site, the gate and one camera must be given."""

    site: Id
    """The place, as it stands in every topic."""
    gate: Id
    """The gate at that place."""
    camera: Cameras
    """The cameras of the gate, each with its role."""
    watch: Watch = Watch()
    inspection: Inspection = Inspection()
    plate: Plate = Plate()
    identity: Identity = Identity()
    models: Models = Models()
    storage: Storage = Storage()
    outbox: Outbox = Outbox()
    evidence: Evidence = Evidence()
    mqtt: Mqtt = Mqtt()
    log: Log = Log()
    metrics: Metrics = Metrics()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse(self._faults())
        return self

    def _faults(self) -> Iterator[Fault]:
        if self.mqtt.version == "3.1.1" and self.outbox.wait_for != "consumer":
            why = "has no reason codes, so nobody would know that an event was refused"
            yield ("mqtt", "version"), f"'3.1.1' {why}: it needs [outbox] wait_for = 'consumer'"

    @property
    def hash(self) -> str:
        """SHA-256 in hex of the canonical JSON of every value, so that two gates can be compared."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def builtin() -> GateConfig:
    """Defaults of replay and evaluation without a file. Its one camera stands for the sources given."""
    lane = Camera(role="lane", source="replay")
    return GateConfig(site="demo", gate="replay", camera=(lane,))


def schema() -> dict[str, Any]:
    """JSON Schema of `gate.toml`, made from the types themselves."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | GateConfig.model_json_schema()
