"""One connection to the broker, over paho: the only file here that imports it.

The session at the broker outlives the connection, and a message is released (PUBACK) only when the caller
says so: what was not released comes again on the next connection.
"""

from __future__ import annotations

import logging
import struct
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import paho.mqtt.client as paho
from paho.mqtt import MQTTException
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from deploy.consumer.broker import Broker, ack_topic, filters
from deploy.consumer.tls import tls_context
from edge.domain.errors import BrokerError

_LOG = logging.getLogger(__name__)
CONNECT_S = 5.0
IN_FLIGHT = 50
"""Messages that the broker may hand us before we have released one."""
_FAILURE = 0x80
# What paho raises over a packet that makes no sense. A broker that sends one is left, not died of.
_NONSENSE = (MQTTException, ValueError, IndexError, KeyError, struct.error)
_PROPERTIES: Callable[[int], Properties] = Properties
"""paho gives its constructor no types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A message that we subscribed to; ``mid`` releases it."""

    topic: str
    payload: bytes = field(repr=False)
    retained: bool
    mid: int


class Link:
    """A connection from the first packet to the last. One thread uses it; it has none of its own."""

    def __init__(self, broker: Broker) -> None:
        """Connect and subscribe. May take ``CONNECT_S`` and a TLS handshake. Raises BrokerError."""
        self._broker = broker
        self._arrived: deque[Arrived] = deque()
        self._refused: str | None = None
        self._ack_refused = False
        self.ready = False
        """The broker has granted what we asked to hear."""
        self._client = _client(broker)
        self._listen()
        properties = _PROPERTIES(PacketTypes.CONNECT)
        properties.SessionExpiryInterval = broker.session_s
        properties.ReceiveMaximum = IN_FLIGHT
        try:
            self._client.connect(
                broker.host, broker.port, broker.keepalive_s, clean_start=False, properties=properties
            )
        except (OSError, UnicodeError) as error:  # the second of a name that nobody can look up
            raise BrokerError(f"no connection to {broker.host}:{broker.port}: {error}") from error

    def step(self, wait_s: float) -> list[Arrived]:
        """Let bytes come and go for at most this long; what arrived. Raises BrokerError when it is over."""
        try:
            code = self._client.loop(wait_s)
        except _NONSENSE as error:
            raise BrokerError(f"what the broker sent makes no sense: {error!r}") from error
        if self._refused is not None:
            raise BrokerError(self._refused)
        if code != MQTTErrorCode.MQTT_ERR_SUCCESS:
            raise BrokerError(f"the connection ended: {paho.error_string(code)}")
        arrived = list(self._arrived)
        self._arrived.clear()
        return arrived

    def release(self, message: Arrived) -> None:
        """The broker may forget it: it is on our disk."""
        self._client.ack(message.mid, 1)

    def publish(self, topic: str, payload: bytes) -> None:
        """Hand one message to the socket at QoS 1."""
        self._client.publish(topic, payload, qos=1)

    def close(self) -> None:
        """Take leave. The session stays at the broker and collects what comes meanwhile."""
        self._client.disconnect()
        connection = self._client.socket()
        if connection is not None:
            connection.close()

    def _listen(self) -> None:
        self._client.on_connect = self._on_connect
        self._client.on_subscribe = self._on_subscribe
        self._client.on_message = self._on_message
        self._client.on_publish = self._on_publish
        self._client.on_disconnect = self._on_disconnect

    def _on_connect(self, client: paho.Client, _data: Any, _flags: Any, code: ReasonCode, _more: Any) -> None:
        if code.is_failure:
            self._refused = f"the broker does not let us in: {code}"
            return
        client.subscribe([(topic, SubscribeOptions(qos=1)) for topic in filters(self._broker.base)])

    def _on_subscribe(self, _client: Any, _data: Any, _mid: int, codes: list[ReasonCode], _more: Any) -> None:
        for topic, code in zip(filters(self._broker.base), codes, strict=True):
            if code.value >= _FAILURE:
                self._refused = f"the broker does not let this user read {topic}: {code}"
        self.ready = self._refused is None

    def _on_message(self, _client: Any, _data: Any, message: paho.MQTTMessage) -> None:
        self._arrived.append(
            Arrived(
                topic=message.topic, payload=bytes(message.payload), retained=message.retain, mid=message.mid
            )
        )

    def _on_publish(self, _client: Any, _data: Any, _mid: int, code: ReasonCode, _more: Any) -> None:
        # Without our word a gate that waits for it keeps the event and sends it again: nothing is lost.
        if code.is_failure and not self._ack_refused:
            self._ack_refused = True
            topic = ack_topic(self._broker.base, "/+/+")
            _LOG.warning("code=ack-refused the broker says %s; let this user write to %s", code, topic)

    def _on_disconnect(self, _client: Any, _data: Any, _flags: Any, code: ReasonCode, _more: Any) -> None:
        self._refused = self._refused or f"the broker ended the connection: {code}"


def _client(broker: Broker) -> paho.Client:
    client = paho.Client(
        CallbackAPIVersion.VERSION2,
        broker.client_id,
        protocol=MQTTProtocolVersion.MQTTv5,
        reconnect_on_failure=False,
        manual_ack=True,
    )
    client.connect_timeout = CONNECT_S
    try:
        if broker.username is not None:
            client.username_pw_set(broker.username, _password(broker))
        if broker.ca_file is not None:
            client.tls_set_context(tls_context(broker.ca_file, broker.cert_file, broker.key_file))
    except (OSError, UnicodeDecodeError) as error:
        raise BrokerError(f"a file for the broker cannot be used: {error}") from error
    return client


def _password(broker: Broker) -> str | None:
    # Read at every connect, so that a changed password needs no restart.
    if broker.password_file is None:
        return None
    lines = broker.password_file.read_text(encoding="utf-8").splitlines()
    return lines[0] if lines else ""
