"""What the centre knows of a vehicle: asked over MQTT once its plate is known, its pictures over HTTP."""

from __future__ import annotations

import logging
from functools import partial

from edge.app.album import PICTURES, Album
from edge.config.evidence import Evidence as Rules
from edge.domain.inspection import Gap
from edge.flow.clock import Clock
from edge.inspection.compare.kept import Kept
from edge.messaging.board import NoticeBoard
from edge.messaging.inquiries import PATIENCE_S, Inquiries, Silence
from edge.wire.handed import Handed, HandedOver, handed_over
from edge.wire.plain import WireError
from edge.wire.standing import Alert
from edge.wire.topics import Topics

log = logging.getLogger(__name__)

ALERT = "baseline-malformed"
_REMEDY = "publish it again as the schema vehicle.v1 says; until then the gate goes by its own history"


class Centre:
    """Any thread asks. ``rules``: where pictures lie."""

    def __init__(
        self, *, inquiries: Inquiries, topics: Topics, rules: Rules, board: NoticeBoard, clock: Clock
    ) -> None:
        self._inquiries, self._topics, self._rules = inquiries, topics, rules
        self._board, self._clock = board, clock
        board.unpin(ALERT)

    @property
    def patience_s(self) -> float:
        """Longest time that one vehicle may wait for what is asked and fetched."""
        return PATIENCE_S + (PICTURES + 2) * self._rules.download_timeout_s

    def ask(self, key: str) -> HandedOver | Gap | None:
        """What is known there; None if it does not know the vehicle; a Gap if nobody can say.

        Returns within ten seconds.
        """
        said = self._inquiries.ask(self._topics.vehicle(key))
        if said is Silence.NOTHING:
            return None
        if said is Silence.UNREACHABLE:
            return Gap(stage="baseline", reason="baseline_unreachable", detail="the centre has not answered")
        try:
            told = handed_over(said, key)
        except WireError as error:
            return self._refuse(key, str(error)[:300])
        self._board.unpin(ALERT)
        return told

    def pictures(self, handed: Handed) -> tuple[Kept, ...]:
        """The kept views of an inspection that was handed over, each fetched when it is looked at."""
        album = Album(rules=self._rules, clock=self._clock)
        return tuple(
            Kept(
                view=each.view,
                image_id=each.image_id,
                vehicle=each.vehicle_box,
                see=partial(album.see, each, handed.pictures.get(each.sha256, each.sha256)),
            )
            for each in handed.inspection.evidence
            if each.role == "view" and each.vehicle_box is not None
        )

    def _refuse(self, key: str, why: str) -> Gap:
        log.warning("code=%s key=%s %s; %s", ALERT, key, why, _REMEDY)
        since = self._clock.at(self._clock.now_ns())
        text = f"what the centre says of vehicle {key} cannot be read: {why}"
        self._board.pin(Alert(code=ALERT, since=since, text=text, remedy=_REMEDY))
        return Gap(stage="baseline", reason="baseline_malformed", detail=why)
