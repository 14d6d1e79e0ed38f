"""``[mqtt]``, ``[log]`` and ``[metrics]``: whom the gate tells what."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from edge.config.base import DiskPath, Port, Section, Text, Topic, needs, refuse
from edge.config.host import Host


class Tls(Section):
    """TLS towards the broker; the table's presence switches it on."""

    ca_file: DiskPath | None = None
    """Certificate of the authority that signed the broker's; left out: those that the machine trusts."""
    cert_file: DiskPath | None = None
    """This gate's certificate, where the broker asks for one."""
    key_file: DiskPath | None = None
    """Private key of `cert_file`."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse([*needs(self, "cert_file", "key_file"), *needs(self, "key_file", "cert_file")])
        return self


class Mqtt(Section):
    """The central broker."""

    enabled: bool = True
    """false: inspect and file, and tell nobody."""
    version: Literal["5", "3.1.1"] = "5"
    """Of the protocol; 3.1.1 has no reason codes, so it needs `outbox.wait_for = "consumer"`."""
    host: Host = "localhost"
    """Name or address of the broker."""
    port: Port = 1883
    """Its port; 8883 is usual with TLS."""
    base: Topic = "return-gate"
    """First part of every topic."""
    username: Text | None = None
    """User name at the broker."""
    password_file: DiskPath | None = None
    """File that holds the password, on its first line."""
    baselines: bool = True
    """false: no centre knows what other gates saw of a car, so one that was never here is first seen."""
    keepalive_s: Annotated[int, Field(ge=5, le=3_600)] = 30
    """Silence after which broker and gate ask whether the other is there."""
    tls: Tls | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse(needs(self, "password_file", "username"))
        return self


class Log(Section):
    """What goes to the journal."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    """Least important line that is written."""


class Metrics(Section):
    """Figures for a monitoring system."""

    textfile: DiskPath | None = None
    """File for the node exporter's textfile collector; left out: none is written."""

    @model_validator(mode="after")
    def _read_by_the_collector(self) -> Self:
        if self.textfile is not None and self.textfile.suffix != ".prom":
            refuse([(("textfile",), "the collector reads files named *.prom alone")])
        return self
