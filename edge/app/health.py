"""How the gate shows systemd that it lives, and what must be so for that."""

from __future__ import annotations

import faulthandler
import os
import signal
import socket
from collections.abc import Iterable, Mapping, Sequence
from threading import Event

from edge.app.feed import Feed
from edge.flow.worker import Worker

HEAL_S = 120.0
"""How long a gate without any picture may try to open its cameras again before systemd starts it anew."""


class Service:
    """Tells the service manager how we are (sd_notify). Without a service manager it says nothing.

    Fifteen lines of our own: the protocol is one datagram, and the small packages for it are no longer kept.
    """

    def __init__(self, address: str | None) -> None:
        self._address = "\0" + address[1:] if address and address.startswith("@") else address

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> Service:
        """The service manager that started us, if one did."""
        return cls(environment.get("NOTIFY_SOCKET"))

    def tell(self, *lines: str) -> None:
        """``READY=1``, ``STATUS=...``, ``WATCHDOG=1``, ``STOPPING=1``; lost where nobody listens."""
        if self._address is None:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as end:
            end.sendto("\n".join(lines).encode(), self._address)


def sickness(feeds: Sequence[Feed], workers: Iterable[Worker]) -> str | None:
    """Why the watchdog must not be fed, or None. An empty lane or a broker far away is no sickness.

    One camera of several that is away is told, and healed by opening it again; a restart is for a gate that
    has been without any picture for ``HEAL_S``.
    """
    if all(feed.silent_s() > HEAL_S for feed in feeds):
        return "no camera delivers"
    overdue = [worker.name for worker in workers if worker.overdue()]
    return f"{', '.join(overdue)} past the deadline" if overdue else None


def heed_signals(stop: Event) -> None:
    """SIGTERM and SIGINT ask for an orderly stop; SIGUSR1 writes every thread's stack to stderr, and so does
    whatever kills us, systemd's watchdog (SIGABRT) among it."""
    faulthandler.enable(all_threads=True)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    faulthandler.register(signal.SIGUSR1, all_threads=True)
