"""A command as it came: what cannot be sent back is not recognised."""

from __future__ import annotations

import pytest

from edge.wire.order import Order
from edge.wire.plain import to_json


@pytest.mark.parametrize(
    ("payload", "transaction"),
    [
        (b'{"transaction": "t-1"}', "t-1"),
        (b'{"transaction": "\xed\x95\x9c"}', "한"),
        (b'{"transaction": "\\ud800"}', None),
        (b'{"transaction": ""}', None),
        (b'{"transaction": 1}', None),
        (b"[" * 100_000, None),
        (b"\xff", None),
    ],
)
def test_a_refusal_can_always_be_sent(payload: bytes, transaction: str | None) -> None:
    answer = Order(verb="pause", payload=payload, retained=True).refused("malformed", "no command")
    assert answer.transaction == transaction
    assert to_json(answer)
