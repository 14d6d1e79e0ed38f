"""A command and what it does: its payload's type, the deed, and how it is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from edge.wire.command import Answer, Command, Outcome, Snapshot, Verb
from edge.wire.plain import WireError, from_json

C = TypeVar("C", bound=Command)


@dataclass(frozen=True, slots=True)
class Deed(Generic[C]):
    """What one verb asks for. The deed may raise GateError: it failed."""

    payload: type[C]
    do: Callable[[C], Answer]

    def read(self, payload: bytes) -> C | WireError:
        """The command in a payload, or what is wrong with it."""
        try:
            return from_json(self.payload, payload)
        except WireError as error:
            return error


def done(
    verb: Verb,
    command: Command,
    text: str = "",
    *,
    pictures: tuple[Snapshot, ...] = (),
    queued: int | None = None,
    revision: int | None = None,
) -> Answer:
    """The answer to a command that was carried out."""
    return Answer(
        verb=verb,
        transaction=command.transaction,
        outcome=Outcome.DONE,
        text=text,
        pictures=pictures,
        queued=queued,
        revision=revision,
    )


def refused(verb: Verb, command: Command, reason: str, text: str) -> Answer:
    """The answer to one that was understood and cannot be."""
    return Answer(
        verb=verb, transaction=command.transaction, outcome=Outcome.REFUSED, reason=reason, text=text
    )
