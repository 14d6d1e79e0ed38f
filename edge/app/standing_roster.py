"""The roster that the desk goes by: the last good one that the centre said."""

from __future__ import annotations

import logging

from edge.flow.clock import Clock
from edge.inspection.roster import Roster
from edge.messaging.board import NoticeBoard
from edge.messaging.facts import Arrived
from edge.wire.expected import expected_cars
from edge.wire.plain import WireError
from edge.wire.standing import Alert

log = logging.getLogger(__name__)

ALERT = "roster-malformed"
_REMEDY = "publish it again as the schema expected.v1 says; until then the one before it counts"


class StandingRoster:
    """The publisher's thread hears, the inspect thread looks.

    It is not kept over a restart: the topic is retained, and what a disk still held would be of unknown age,
    whose rentals are worse than none.
    """

    def __init__(self, board: NoticeBoard, clock: Clock) -> None:
        self._board, self._clock = board, clock
        self._roster: Roster | None = None
        board.unpin(ALERT)

    def now(self) -> Roster | None:
        """The cars expected; None where the centre has not said."""
        return self._roster

    def hear(self, message: Arrived) -> None:
        """Take a message on ``expected``; an empty one clears it, a wrong one is told and changes nothing."""
        try:
            self._roster = Roster.of(expected_cars(message.payload)) if message.payload else None
        except WireError as error:
            self._refuse(str(error))
            return
        log.info("code=roster cars=%s", "cleared" if self._roster is None else len(self._roster.cars))
        self._board.unpin(ALERT)

    def _refuse(self, why: str) -> None:
        log.warning("code=%s %.300s; %s", ALERT, why, _REMEDY)
        since = self._clock.at(self._clock.now_ns())
        text = f"the roster cannot be read: {why:.300}"
        self._board.pin(Alert(code=ALERT, since=since, text=text, remedy=_REMEDY))
