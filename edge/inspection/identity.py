"""Which car: the fleet's keyed hash of a plate."""

from __future__ import annotations

import hashlib
import hmac


def vehicle_key(plate: str, key: bytes) -> str:
    """First 128 bits, in hex, of the HMAC-SHA256 of a normalised plate under the fleet's key.

    Plates are personal data: topics, logs and the roster carry this instead.
    """
    return hmac.new(key, plate.encode(), hashlib.sha256).hexdigest()[:32]


def masked(plate: str) -> str:
    """A plate as a log may show it: first and last character only."""
    return plate[0] + "*" * (len(plate) - 2) + plate[-1] if len(plate) > 2 else "*" * len(plate)
