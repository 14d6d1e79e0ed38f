"""The alerts of the messaging room itself: why events stay at the gate."""

from __future__ import annotations

import logging
from datetime import datetime

from edge.messaging.board import NoticeBoard
from edge.messaging.receipts import SILENT
from edge.wire.standing import Alert

_LOG = logging.getLogger(__name__)
_BY_REASON = {
    "nobody_listens": (
        "nobody-listens",
        "the broker acknowledges events, but nobody has subscribed to them",
        "start the central consumer, or bind its queue to this gate's topic",
    ),
    SILENT: (
        "consumer-silent",
        "the broker takes events, but the central consumer confirms none of them",
        "start the central consumer, and let it write and this gate read the topic ack",
    ),
    "not_authorized": (
        "publish-refused",
        "the broker's access list forbids this gate's events",
        "let this user write to the gate's topics",
    ),
}


class DeliveryAlert:
    """At most one stands: the reason for which the head of the queue was last postponed."""

    def __init__(self, board: NoticeBoard) -> None:
        self._board = board
        self._code: str | None = None
        for code, _, _ in _BY_REASON.values():
            board.unpin(code)

    def show(self, why: str | None, at: datetime) -> None:
        """Pin, replace or clear it."""
        code, text, remedy = _BY_REASON.get(why or "", (None, "", ""))
        if code == self._code:
            return
        if self._code is not None:
            self._board.unpin(self._code)
        if code is not None:
            _LOG.warning("code=%s %s; %s", code, text, remedy)
            self._board.pin(Alert(code=code, since=at, text=text, remedy=remedy))
        self._code = code
