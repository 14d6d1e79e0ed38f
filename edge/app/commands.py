"""Commands from the centre: each is carried out once, and answered whatever it is."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from edge.app.deeds import Deed
from edge.app.posts import WAIT_S
from edge.domain.errors import GateError, StorageError
from edge.flow.bounded import Bounded
from edge.flow.clock import Clock
from edge.messaging.replies import Replies
from edge.storage.answers import Answered, Answers
from edge.wire.command import Answer, Command, Outcome, Verb
from edge.wire.order import Order
from edge.wire.plain import WireError

log = logging.getLogger(__name__)


class CommandPost:
    """Stepped by one thread, which carries out one command after the other."""

    def __init__(
        self,
        *,
        inbox: Bounded[Order],
        deeds: Mapping[Verb, Deed[Any]],
        answers: Answers,
        replies: Replies,
        clock: Clock,
    ) -> None:
        self._inbox, self._deeds = inbox, deeds
        self._answers, self._replies, self._clock = answers, replies, clock

    def step(self) -> None:
        """Carry out one command if one waits.

        :raises Closed: after the last one.
        """
        order = self._inbox.take(WAIT_S)
        if order is not None:
            self._replies.post(order.verb, self._response(order))

    def _response(self, order: Order) -> bytes:
        verb = _verb(order)
        if order.retained:
            text = "a command is never retained: it would be carried out at every connect; clear the topic"
            return self._refused(order, "retained", text)
        if verb is None:
            return self._refused(order, "unknown_verb", f"known are: {', '.join(Verb)}")
        command = self._deeds[verb].read(order.payload)
        if isinstance(command, WireError):
            return self._refused(order, "malformed", str(command)[:500])
        known = self._answers.find(command.transaction)
        if known is None:
            return self._carried_out(verb, command)
        if known.verb == verb:
            return known.body
        return self._refused(order, "transaction_reused", f"it was used for {known.verb} before")

    def _carried_out(self, verb: Verb, command: Command) -> bytes:
        answer = self._done(verb, command)
        body = self._replies.body(answer)
        log.info("code=command verb=%s outcome=%s %s", verb, answer.outcome, answer.text)
        if answer.outcome is not Outcome.REFUSED:
            self._remember(command.transaction, Answered(verb=verb, body=body))
        return body

    def _remember(self, transaction: str, answered: Answered) -> None:
        try:
            self._answers.keep(transaction, answered, self._clock.at(self._clock.now_ns()))
        except StorageError as error:
            # It was done, and a full disk must be able to say so.
            log.error("code=answer-not-kept verb=%s %s", answered.verb, error)

    def _done(self, verb: Verb, command: Command) -> Answer:
        try:
            return self._deeds[verb].do(command)
        except GateError as fault:
            return Answer(
                verb=verb,
                transaction=command.transaction,
                outcome=Outcome.FAILED,
                reason=type(fault).__name__.removesuffix("Error").lower(),
                text=str(fault),
            )

    def _refused(self, order: Order, reason: str, text: str) -> bytes:
        log.warning("code=command-refused verb=%.36s reason=%s", order.verb, reason)
        return self._replies.body(order.refused(reason, text))


def _verb(order: Order) -> Verb | None:
    return Verb(order.verb) if order.verb in list(Verb) else None
