"""The file of a dossier: what a person sees, then the record, then the seal over the record.

::

    page       HTML; its SHA-256 is in the record, so that what is shown cannot be altered either
    record     JSON: the event as it was filed, the pictures' hashes
    seal       JSON: the gate's public key, and its Ed25519 signature of the record's bytes

Nothing is between them and nothing behind, so that every byte of the file is covered. A dossier without a
page is JSON altogether. The bytes that are signed stand in the file as they are: no canonical form is needed,
and any program that knows Ed25519 can check them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from edge.dossier.seal import Signer

_OPENING = b'<script type="application/json" id="record">'
_BETWEEN = b'</script>\n<script type="application/json" id="seal">'
_ENDING = b"</script>\n</body>\n</html>\n"
_JSON_OPENING, _JSON_BETWEEN, _JSON_ENDING = b'{"record":', b',"seal":', b"}\n"
_SEAL = rb'\{"key":"([0-9a-f]{64})","signature":"([0-9a-f]{128})"\}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """The parts of a dossier's file."""

    page: bytes | None = field(repr=False)
    """Up to the record; None where there is none."""
    record: bytes = field(repr=False)
    """The JSON that was signed."""
    key: str
    """Public, 64 hex digits."""
    signature: str
    """128 hex digits."""

    @classmethod
    def by(cls, signer: Signer, record: bytes, page: bytes | None) -> Sealed:
        """Sign a record. ``page``: what it speaks of."""
        text = script_safe(record)
        return cls(page=page, record=text, key=signer.public, signature=signer.sign(text))

    @classmethod
    def read(cls, file: bytes) -> Sealed | None:
        """The parts again; None for what is no dossier, or has anything beside them."""
        page, opening, rest = file.partition(_OPENING)
        if opening:
            found = _parts(rest, _BETWEEN, _ENDING)
        else:
            page, opening, rest = file.partition(_JSON_OPENING)
            found = None if page else _parts(rest, _JSON_BETWEEN, _JSON_ENDING)
        if found is None:
            return None
        record, key, signature = found
        return cls(page=page or None, record=record, key=key.decode(), signature=signature.decode())

    def file(self) -> bytes:
        """All of it."""
        seal = b'{"key":"%s","signature":"%s"}' % (self.key.encode(), self.signature.encode())
        if self.page is None:
            return _JSON_OPENING + self.record + _JSON_BETWEEN + seal + _JSON_ENDING
        return self.page + _OPENING + self.record + _BETWEEN + seal + _ENDING


def script_safe(json: bytes) -> bytes:
    """The same JSON without a ``<``, so that it may stand in a script element: it is only ever in strings."""
    return json.replace(b"<", b"\\u003c")


def _parts(rest: bytes, between: bytes, ending: bytes) -> tuple[bytes, bytes, bytes] | None:
    shape = rb"(\{.*\})" + re.escape(between) + _SEAL + re.escape(ending)
    found = re.fullmatch(shape, rest, re.DOTALL)
    return (found[1], found[2], found[3]) if found else None
