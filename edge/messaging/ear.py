"""What the gate listens to: a few topics of others, never its own tree."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from edge.flow.bounded import Bounded
from edge.messaging.facts import Arrived
from edge.messaging.mqtt import Link
from edge.messaging.replies import Replies
from edge.messaging.verdict import FAILURE
from edge.wire.ack import Ack
from edge.wire.order import Order
from edge.wire.plain import WireError, from_json

_LOG = logging.getLogger(__name__)
Hear = Callable[[Arrived], None]


class Ear:
    """Hands every message to whom it concerns. ``hears``: by topic filter (``…/ack``, ``…/cmd/+``)."""

    def __init__(self, hears: Mapping[str, Hear]) -> None:
        self._hears = dict(hears)
        self.open = False
        """The broker has answered our subscriptions: nothing said from now on is missed."""
        self.heard: set[str] = set()
        """Filters for which something has come since the connection stands."""
        self._mid = 0

    def begin(self, link: Link) -> None:
        """A connection stands."""
        self.open = not self._hears
        self.heard.clear()
        if self._hears:
            self._mid = link.subscribe(*self._hears)

    def granted(self, mid: int, codes: tuple[int, ...]) -> None:
        """The broker's answer, a reason code per filter. A refusal is told; what is allowed goes on."""
        if mid != self._mid:
            return
        self.open = True
        for topic, code in zip(self._hears, codes, strict=False):
            if code >= FAILURE:
                remedy = "let this user read it in the broker's access list"
                _LOG.error("code=subscribe-refused topic=%s; %s", topic, remedy)

    def hear(self, message: Arrived) -> None:
        """Pass one message on; one that nobody asked for is told and left."""
        for topic, hear in self._hears.items():
            head, plus, _ = topic.partition("+")
            if message.topic == topic or (plus and message.topic.startswith(head)):
                if message.payload:
                    self.heard.add(topic)
                hear(message)
                return
        _LOG.warning("code=message-unasked topic=%.200s", message.topic)


def heard_command(inbox: Bounded[Order], replies: Replies) -> Hear:
    """What to do with a message on ``cmd/{verb}``: hand it to whoever carries it out, or say that he is busy.

    ``replies`` are of the publisher's thread.
    """

    def hear(message: Arrived) -> None:
        if message.retained and not message.payload:
            return  # somebody clears a topic: no command
        verb = message.topic.rpartition("/")[2]
        order = Order(verb=verb, payload=message.payload, retained=message.retained)
        if not inbox.offer(order):
            replies.post(verb, replies.body(order.refused("busy", "too many commands wait already")))

    return hear


def heard_ack(confirm: Callable[[tuple[str, ...]], None]) -> Hear:
    """What to do with a message on ``ack``; a wrong one is told and ignored."""

    def hear(message: Arrived) -> None:
        try:
            ack = from_json(Ack, message.payload)
        except WireError as error:
            _LOG.warning("code=ack-malformed %.300s", error)
            return
        confirm(ack.ids)

    return hear
