"""The pictures of an inspection that the centre handed over, fetched when the comparison looks at them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from edge.config.evidence import Evidence as Rules
from edge.domain.frame import Image
from edge.domain.inspection import Evidence, Gap
from edge.flow.clock import Clock
from edge.messaging.fetch import REFUSED, fetch
from edge.messaging.trouble import UnreachableError
from edge.vision.encode import decode_grey

PICTURES = 3
"""All of them may take so many times what one may."""


@dataclass(slots=True, kw_only=True)
class Album:
    """Of one inspection. After one that did not come, or when all that came took too long, no other is waited
    for.
    """

    rules: Rules
    clock: Clock
    _seen: dict[str, Image | Gap] = field(default_factory=dict)
    _away: str | None = None
    _spent_s: float = 0.0

    def see(self, evidence: Evidence, path: str) -> Image | Gap:
        """The picture in grey; a gap where it does not come, or is not what was filed."""
        if evidence.sha256 not in self._seen:
            self._seen[evidence.sha256] = self._fetched(evidence, path)
        return self._seen[evidence.sha256]

    def _fetched(self, evidence: Evidence, path: str) -> Image | Gap:
        why = self._hindrance()
        if why is not None:
            return _gap("picture_unreachable", evidence, why)
        began_ns = self.clock.now_ns()
        try:
            jpeg = fetch(self.rules, path)
        except UnreachableError as error:
            self._away = None if error.trouble.code == REFUSED else str(error)
            return _gap("picture_unreachable", evidence, str(error))
        finally:
            self._spent_s += (self.clock.now_ns() - began_ns) / 1e9
        return _proved(evidence, jpeg)

    def _hindrance(self) -> str | None:
        if self.rules.download_url is None:
            return "evidence.download_url is not set"
        slow = self._spent_s > PICTURES * self.rules.download_timeout_s
        return self._away or ("the others took too long" if slow else None)


def _proved(evidence: Evidence, jpeg: bytes) -> Image | Gap:
    if hashlib.sha256(jpeg).hexdigest() != evidence.sha256:
        return _gap("picture_unreadable", evidence, "its bytes are not those that were filed")
    try:
        return decode_grey(jpeg)
    except ValueError as error:
        return _gap("picture_unreadable", evidence, str(error))


def _gap(reason: str, evidence: Evidence, why: str) -> Gap:
    return Gap(stage="baseline", reason=reason, detail=f"{evidence.image_id}: {why}")
