"""A broker's host: what can be looked up, and what never could."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from edge.config.telling import Mqtt

NAMES = (
    "broker",
    "broker.example.",
    "my_broker",
    "a" * 63 + ".example",
    "münchen.example",
    "xn--mnchen-3ya.de",
)
ADDRESSES = ("10.0.0.5", "::1", "fe80::1%eth0", "::ffff:10.0.0.5")
NONE = (
    *("10.0..5", "broker..example", ".broker", ".", "a" * 64 + ".example"),
    *("mqtt://broker:1883", "broker:8883", "broker/x", "[::1]", "::1::"),
    *(" broker", "bro ker", "broker\n", "bro\x00ker"),
)


@pytest.mark.parametrize("host", [*NAMES, *ADDRESSES])
def test_what_can_be_looked_up_is_a_host(host: str) -> None:
    assert Mqtt(host=host).host == host


@pytest.mark.parametrize("host", NONE)
def test_what_never_can_is_refused(host: str) -> None:
    with pytest.raises(ValidationError):
        Mqtt(host=host)
