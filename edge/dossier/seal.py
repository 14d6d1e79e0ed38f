"""Ed25519 (RFC 8032): the only file that knows who computes it."""

from __future__ import annotations

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey


class Signer:
    """One gate's signing key.

    Args:
        seed: the private key, 32 bytes.
    """

    def __init__(self, seed: bytes) -> None:
        self._key = SigningKey(seed)

    @property
    def public(self) -> str:
        """What others check with: 64 hex digits."""
        return self._key.verify_key.encode().hex()

    def sign(self, text: bytes) -> str:
        """128 hex digits that only this key can give to this text."""
        return self._key.sign(text).signature.hex()


def signed(text: bytes, *, signature: str, public: str) -> bool:
    """Whether the key that ``public`` belongs to signed this text. Both are hex of the right length."""
    try:
        VerifyKey(bytes.fromhex(public)).verify(text, bytes.fromhex(signature))
    except BadSignatureError:
        return False
    return True
