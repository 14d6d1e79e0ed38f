"""Is a dossier what a gate sealed? Nothing but the file is needed, and no way to anywhere."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from edge.dossier.record import FORMAT, Record, Shown
from edge.dossier.seal import signed
from edge.dossier.sealed import Sealed
from edge.wire.event import FIRST, Event, event_from_json, event_hash
from edge.wire.plain import WireError, encode, from_json

_PICTURE = re.compile(rb'<img id="([a-z0-9-]+)" src="data:image/jpeg;base64,([^"]*)"')
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One part of a dossier, and whether it holds."""

    part: str
    holds: bool
    says: str
    """In words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """All that can be said of one file."""

    checks: tuple[Check, ...]
    event: Event | None = None
    """None where the file has none that could be read."""
    event_sha256: str | None = None
    key: str | None = None
    """Public, that it was sealed with."""

    @property
    def holds(self) -> bool:
        """Whether every part does."""
        return all(check.holds for check in self.checks)


def checked(file: bytes, pinned: str | None = None) -> Checked:
    """Look at everything that a dossier claims.

    Args:
        file: its bytes.
        pinned: the gate's public key in hex, known from elsewhere; without it only integrity can be shown.
    """
    sealed = Sealed.read(file)
    if sealed is None:
        says = "this is no dossier of a gate, or it was cut or added to"
        return Checked(checks=(Check(part="form", holds=False, says=says),))
    checks = [_key(sealed, pinned), _signature(sealed)]
    try:
        record = from_json(Record, sealed.record)
    except WireError as fault:
        checks.append(Check(part="record", holds=False, says=f"the record cannot be read: {fault}"))
        return Checked(checks=tuple(checks), key=sealed.key)
    if record.format != FORMAT:
        says = f"the record is of the form {record.format!r}, which this program does not know"
        checks.append(Check(part="record", holds=False, says=says))
    checks += _page(sealed, record), *_pictures(sealed, record)
    try:
        body = _body(sealed)
        checks.append(_filed(body, record))
        event = event_from_json(body)
    except WireError as fault:
        checks.append(Check(part="event", holds=False, says=f"the event cannot be read: {fault}"))
        return Checked(checks=tuple(checks), key=sealed.key)
    checks.append(_link(event))
    return Checked(checks=tuple(checks), event=event, event_sha256=record.event_sha256, key=sealed.key)


def links(dossiers: Sequence[Checked]) -> Iterator[Check]:
    """Of several dossiers, whether the events that follow one another in one store do so by their hashes."""
    events = {
        (each.event.store, int(each.event.sequence), each.event_sha256): each.event.previous
        for each in dossiers
        if each.holds and each.event and each.event_sha256
    }
    for (store, before, its_hash), (other, number, hash_of) in pairwise(sorted(events)):
        if store == other and number == before:
            says = f"there are two events {number} of one store: {its_hash[:12]} and {hash_of[:12]}"
            yield Check(part="chain", holds=False, says=says)
        elif store == other and number == before + 1:
            holds = events[other, number, hash_of] == its_hash
            says = f"event {number} {'follows' if holds else 'does not follow'} event {before}"
            yield Check(part="chain", holds=holds, says=says)


def _key(sealed: Sealed, pinned: str | None) -> Check:
    if pinned is None:
        says = f"no key was given: {sealed.key} is the dossier's own, so that only integrity is shown"
        return Check(part="key", holds=True, says=says)
    if sealed.key == pinned:
        return Check(part="key", holds=True, says="the key is the one that was given")
    return Check(part="key", holds=False, says=f"it was sealed with another key: {sealed.key}")


def _signature(sealed: Sealed) -> Check:
    holds = signed(sealed.record, signature=sealed.signature, public=sealed.key)
    says = "the signature holds" if holds else "the signature does not hold: record or signature was altered"
    return Check(part="signature", holds=holds, says=says)


def _page(sealed: Sealed, record: Record) -> Check:
    has = None if sealed.page is None else hashlib.sha256(sealed.page).hexdigest()
    holds = has == record.page_sha256
    says = "the page is what was signed" if holds else "the page shows something else than was signed"
    return Check(part="page", holds=holds, says=says if has or not holds else "it has no page")


def _pictures(sealed: Sealed, record: Record) -> Iterator[Check]:
    there = dict(_PICTURE.findall(sealed.page)) if sealed.page is not None else {}
    wrong = [shown.name for shown in record.pictures if not _is_shown(shown, there)]
    for name in wrong:
        yield Check(part="picture", holds=False, says=f"picture {name} is not what was signed")
    extra = sorted(set(there) - {shown.name.encode() for shown in record.pictures})
    for each in extra:
        yield Check(part="picture", holds=False, says=f"picture {each.decode()} was never signed")
    if not wrong and not extra:
        says = f"{len(record.pictures)} pictures are what was signed"
        yield Check(part="picture", holds=True, says=says)


def _is_shown(shown: Shown, there: dict[bytes, bytes]) -> bool:
    text = shown.jpeg.encode() if shown.jpeg is not None else there.get(shown.name.encode(), b"")
    try:
        jpeg = base64.b64decode(text, validate=True)
    except binascii.Error:
        return False
    return hashlib.sha256(jpeg).hexdigest() == shown.sha256


def _body(sealed: Sealed) -> bytes:
    """The event as it was filed. Raises WireError for what no gate can have written."""
    try:
        return encode(json.loads(sealed.record)["event"])
    except ValueError as error:  # NaN, or a number beyond all floats
        raise WireError(str(error)) from error


def _filed(body: bytes, record: Record) -> Check:
    holds = event_hash(body) == record.event_sha256
    says = "the event is what was filed" if holds else "the event is not what was filed"
    return Check(part="event", holds=holds, says=says)


def _link(event: Event) -> Check:
    number = event.sequence
    if event.previous is None:
        says = f"event {number} is older than the chain of its store"
    elif event.previous == FIRST:
        says = f"event {number} is the first of its chain"
    else:
        says = f"event {number} follows the event with hash {event.previous}"
    holds = number.isdecimal() and (event.previous is None or bool(_HASH.fullmatch(event.previous)))
    if not holds:
        says = f"event {number} has no place in a chain"
    return Check(part="chain", holds=holds, says=says)
