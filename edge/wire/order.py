"""A command as it came, and what can be said of it before it is carried out."""

from __future__ import annotations

import json
from dataclasses import dataclass

from edge.wire.command import Answer, Outcome

_LONGEST = 128
_SHOWN = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One message on ``cmd/{verb}``."""

    verb: str
    payload: bytes
    retained: bool

    @property
    def transaction(self) -> str | None:
        """Whatever can be recognised of it, in a wrong payload too."""
        try:
            said = json.loads(self.payload)["transaction"]
        except (ValueError, TypeError, LookupError, RecursionError):
            return None
        return said if isinstance(said, str) and 0 < len(said) <= _LONGEST and _is_text(said) else None

    def refused(self, reason: str, text: str) -> Answer:
        """The answer to a command that is not tried."""
        return Answer(
            verb=self.verb[:_SHOWN],
            transaction=self.transaction,
            outcome=Outcome.REFUSED,
            reason=reason,
            text=text,
        )


def _is_text(said: str) -> bool:
    """Half a character, as JSON may spell it, cannot be sent back."""
    try:
        said.encode()
    except UnicodeEncodeError:
        return False
    return True
