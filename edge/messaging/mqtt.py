"""One connection to a broker, over paho: the only file that imports it.

paho runs no thread and keeps no queue for us: its callbacks only note facts, and :meth:`Link.step` gives them
to the loop that called it. Each connection has a client of its own, so that nothing of an old one is left.
"""

from __future__ import annotations

import select
import ssl
import struct
from collections import deque
from collections.abc import Callable
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt import MQTTException
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from edge.config.telling import Mqtt
from edge.messaging.facts import (
    Acknowledged,
    Arrived,
    Connected,
    Fact,
    Lost,
    Message,
    Refused,
    Subscribed,
)
from edge.messaging.tls import tls_context
from edge.messaging.trouble import Trouble, UnreachableError, no_connection

CONNECT_S = 5.0
_LARGEST_PACKET = 268_435_455
_LARGEST_HEARD = 4_000_000
"""Bytes of the largest packet that a broker may send us: a roster of some 20,000 cars. What is larger it
drops without a word."""
_UNSPECIFIED = 0x80
# What paho raises over a packet that makes no sense. A broker that sends one is left, not died of.
_NONSENSE = (MQTTException, ValueError, IndexError, KeyError, struct.error)

_PROTOCOLS = {"5": MQTTProtocolVersion.MQTTv5, "3.1.1": MQTTProtocolVersion.MQTTv311}
_PROPERTIES: Callable[[int], Properties] = Properties
"""paho gives its constructor no types."""


class Link:
    """A connection from the first packet to the last. One thread uses it; it has none of its own."""

    def __init__(self, settings: Mqtt, client_id: str, will: Message | None = None) -> None:
        """Connect; the broker's answer comes as a fact. May take ``CONNECT_S`` and a TLS handshake.

        Raises UnreachableError.
        """
        self._facts: deque[Fact] = deque()
        self._is_5 = settings.version == "5"
        self._tls = tls_context(settings.tls, CONNECT_S) if settings.tls else None
        self._let_in = False
        self._client = _client(settings, client_id, will)
        if self._tls is not None:
            self._client.tls_set_context(self._tls)
        self._listen()
        try:
            self._connect(settings)
        except (OSError, UnicodeError) as error:  # the latter from a host that is no name at all
            raise UnreachableError(no_connection(error, settings.host, settings.port)) from error

    def step(self, wait_s: float) -> list[Fact]:
        """Let bytes come and go for at most this long; what happened since the last step, in order."""
        try:
            gone = self._pump(0.0 if self._facts else wait_s)
        except _NONSENSE:
            gone = True
        facts = list(self._facts)
        self._facts.clear()
        if gone and not any(isinstance(fact, Lost | Refused) for fact in facts):
            facts.append(self._lost(_UNSPECIFIED))
        return facts

    def publish(self, message: Message) -> int:
        """Hand one message to the socket at QoS 1; the ``mid`` that its acknowledgement will have."""
        properties = None
        if self._is_5:
            properties = _PROPERTIES(PacketTypes.PUBLISH)
            properties.ContentType = message.content_type
        sent = self._client.publish(message.topic, message.payload, 1, message.retain, properties)
        return sent.mid

    def subscribe(self, *topic_filters: str) -> int:
        """Ask for messages at QoS 1; the answer comes as a fact with this ``mid``, a code for each filter."""
        if self._is_5:
            # Without it a retained message looks like any other while the connection stands.
            options = SubscribeOptions(qos=1, retainAsPublished=True)
            _, mid = self._client.subscribe([(topic_filter, options) for topic_filter in topic_filters])
        else:
            _, mid = self._client.subscribe([(topic_filter, 1) for topic_filter in topic_filters])
        return mid or 0

    def unsubscribe(self, topic_filter: str) -> None:
        """No more of these messages."""
        self._client.unsubscribe(topic_filter)

    def close(self) -> None:
        """Say goodbye, so that the broker keeps the last will to itself."""
        if self._client.is_connected():
            self._client.disconnect()
        connection = self._client.socket()
        if connection is not None:
            connection.close()

    def _connect(self, settings: Mqtt) -> None:
        place = settings.host, settings.port, settings.keepalive_s
        if not self._is_5:
            self._client.connect(*place)
            return
        properties = _PROPERTIES(PacketTypes.CONNECT)
        properties.MaximumPacketSize = _LARGEST_HEARD
        self._client.connect(*place, clean_start=True, properties=properties)

    def _pump(self, wait_s: float) -> bool:
        """Move what can be moved; True once the connection is gone."""
        connection = self._client.socket()
        if connection is None:
            return True
        # Bytes that TLS has decrypted already make no socket readable.
        held = isinstance(connection, ssl.SSLSocket) and connection.pending() > 0
        writers = [connection] if self._client.want_write() else []
        readable, writable, _ = select.select([connection], writers, [], 0.0 if held else wait_s)
        if readable or held:
            self._client.loop_read()
        if writable:
            self._client.loop_write()
        self._client.loop_misc()
        return self._client.socket() is None

    def _listen(self) -> None:
        self._client.on_connect = self._on_connect
        self._client.on_publish = self._on_publish
        self._client.on_subscribe = self._on_subscribe
        self._client.on_message = self._on_message
        self._client.on_disconnect = self._on_disconnect

    def _on_connect(self, _client: Any, _data: Any, _flags: Any, reason: ReasonCode, limits: Any) -> None:
        if reason.value:
            self._facts.append(Refused(code=reason.value))
            return
        self._let_in = True
        self._facts.append(
            Connected(
                receive_maximum=getattr(limits, "ReceiveMaximum", 65_535),
                maximum_packet_size=getattr(limits, "MaximumPacketSize", _LARGEST_PACKET),
            )
        )

    def _on_publish(self, _client: Any, _data: Any, mid: int, reason: ReasonCode, _properties: Any) -> None:
        self._facts.append(Acknowledged(mid=mid, code=reason.value))

    def _on_subscribe(self, _client: Any, _data: Any, mid: int, codes: Any, _properties: Any) -> None:
        self._facts.append(Subscribed(mid=mid, codes=tuple(code.value for code in codes)))

    def _on_message(self, _client: Any, _data: Any, message: paho.MQTTMessage) -> None:
        self._facts.append(
            Arrived(topic=message.topic, payload=bytes(message.payload), retained=message.retain)
        )

    def _on_disconnect(self, _client: Any, _data: Any, _flags: Any, reason: ReasonCode, _more: Any) -> None:
        self._facts.append(self._lost(reason.value))

    def _lost(self, code: int) -> Lost:
        return Lost(code=code, complaint=self._tls.complaint if self._tls else None, let_in=self._let_in)


def packet_bytes(message: Message) -> int:
    """An upper bound of the PUBLISH packet's size: header, topic, id, properties, payload."""
    return 5 + 2 + len(message.topic.encode()) + 2 + 1 + 3 + len(message.content_type) + len(message.payload)


def _client(settings: Mqtt, client_id: str, will: Message | None) -> paho.Client:
    client = paho.Client(
        CallbackAPIVersion.VERSION2,
        client_id,
        protocol=_PROTOCOLS[settings.version],
        reconnect_on_failure=False,
    )
    client.connect_timeout = CONNECT_S
    if settings.username is not None:
        client.username_pw_set(settings.username, _password(settings))
    if will is not None:
        client.will_set(will.topic, will.payload, 1, will.retain)
    return client


def _password(settings: Mqtt) -> str | None:
    # Read at every connect, so that a changed password needs no restart.
    if settings.password_file is None:
        return None
    try:
        lines = settings.password_file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        text = f"mqtt.password_file {settings.password_file} cannot be read: {error}"
        raise UnreachableError(
            Trouble(code="password-file", text=text, remedy="check the file and its owner")
        ) from error
    return lines[0] if lines else ""
