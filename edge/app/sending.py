"""Send what a replay filed, and come back when the broker has it all."""

from __future__ import annotations

from edge.config.gate import GateConfig
from edge.domain.errors import BrokerError
from edge.flow.clock import SystemClock
from edge.messaging.board import NoticeBoard
from edge.messaging.publisher import Publisher
from edge.messaging.verdict import words
from edge.storage.store import Store
from edge.wire.topics import Topics

PATIENCE_S = 30.0
"""Without progress for so long, the sending is given up; the rows stay in the state folder."""


def send_all(config: GateConfig, store: Store, *, patience_s: float = PATIENCE_S) -> int:
    """Hand every waiting row to the configured broker; return how many were acknowledged.

    Raises:
        BrokerError: the broker refuses us or a row, or takes none for ``patience_s``.
        StorageError: the outbox cannot be read or written.
    """
    clock = SystemClock()
    publisher = Publisher(
        settings=config.mqtt,
        rules=config.outbox,
        topics=Topics(base=config.mqtt.base, site=config.site, gate=config.gate),
        outbox=store.outbox,
        board=NoticeBoard(),
        session=None,  # it speaks for no daemon, and must not throw a running one off the broker
        clock=clock,
    )
    aside = {row.sequence for row in store.outbox.aside()}
    first = waiting = store.outbox.depth().waiting
    progress_ns = clock.now_ns()
    try:
        while waiting and clock.now_ns() - progress_ns < patience_s * 1e9:
            publisher.step()
            left = store.outbox.depth().waiting
            progress_ns = clock.now_ns() if left < waiting else progress_ns
            waiting = left
    finally:
        publisher.close()
    faults = []
    if waiting:
        why = publisher.trouble.text if publisher.trouble else "it acknowledges, but nobody has subscribed"
        faults.append(f"{waiting} of {first} events were not taken by {config.mqtt.host}: {why}")
    if refused := [row for row in store.outbox.aside() if row.sequence not in aside]:
        reasons = {f"{row.reason}{words(row.reason or '')}" for row in refused}
        faults.append(f"{len(refused)} of {first} events were set aside: {'; '.join(sorted(reasons))}")
    if faults:
        raise BrokerError("; ".join(faults))
    return first
