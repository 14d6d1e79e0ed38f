"""Brings pictures to the centre, one after the other, behind their events."""

from __future__ import annotations

import logging
import time
from datetime import datetime
from typing import Protocol

from edge.config.evidence import Evidence
from edge.domain.errors import StorageError
from edge.flow.backoff import Backoff
from edge.flow.clock import Clock
from edge.messaging.board import NoticeBoard
from edge.messaging.put import put
from edge.messaging.trouble import Trouble, UnreachableError
from edge.wire.parcel import Parcel
from edge.wire.standing import Alert

_LOG = logging.getLogger(__name__)

ALERT = "evidence-stays"
IDLE_S = 0.5
FIRST_WAIT_S, MOST_WAIT_S = 5.0, 600.0
_STORED = (200, 201, 204)
_OF_THE_PICTURE = {400: "malformed", 413: "oversize", 415: "no_jpeg", 422: "wrong_name"}
_BY_STATUS = {
    401: ("upload-token", "the centre does not accept the upload token", "check evidence.token_file"),
    403: ("upload-token", "the centre does not allow this gate to upload", "check evidence.token_file"),
    404: ("upload-address", "there is nothing at the upload address", "check evidence.upload_url"),
    405: ("upload-address", "the upload address takes no PUT", "check evidence.upload_url"),
    507: ("upload-full", "the centre's disk is full", "make room there"),
}


class Queue(Protocol):
    """What the uploader asks of a store. Every method may raise StorageError."""

    def next(self) -> Parcel | None:
        """The picture to bring now."""
        ...

    def jpeg(self, parcel: Parcel) -> bytes:
        """Its bytes."""
        ...

    def stored(self, parcel: Parcel, at: datetime) -> None:
        """The centre has it."""
        ...

    def put_off(self, parcel: Parcel) -> None:
        """The others go first."""
        ...

    def refuse(self, parcel: Parcel, reason: str) -> None:
        """It stays at the gate for good."""
        ...


class Uploader:
    """Stepped by one thread. What it knows is in the queue: killed at any moment, it brings some twice."""

    def __init__(
        self,
        *,
        rules: Evidence,
        queue: Queue,
        board: NoticeBoard,
        clock: Clock,
        first_wait_s: float = FIRST_WAIT_S,
    ) -> None:
        self._rules, self._queue, self._board, self._clock = rules, queue, board, clock
        self._backoff = Backoff(first_s=first_wait_s, most_s=MOST_WAIT_S)
        self._resume_ns = 0
        self._told: str | None = None
        board.unpin(ALERT)

    def step(self) -> None:
        """Bring one picture if one may go; otherwise wait a little. Raises StorageError."""
        left_s = (self._resume_ns - self._clock.now_ns()) / 1e9
        parcel = self._queue.next() if left_s <= 0 else None
        if parcel is None:
            time.sleep(min(IDLE_S, left_s) if left_s > 0 else IDLE_S)
            return
        try:
            self._bring(parcel)
        except UnreachableError as error:
            self._trouble(error.trouble)

    def _bring(self, parcel: Parcel) -> None:
        try:
            jpeg = self._queue.jpeg(parcel)
        except StorageError as error:
            self._refuse(parcel, "unreadable", str(error))
            return
        status = put(self._rules, parcel.sha256, jpeg)
        self._hold(len(jpeg) / self._rules.rate_bytes_per_s)
        if status in _STORED:
            self._queue.stored(parcel, self._clock.at(self._clock.now_ns()))
            self._well()
        elif status in _OF_THE_PICTURE:
            self._refuse(parcel, _OF_THE_PICTURE[status], f"HTTP {status}")
        else:
            self._queue.put_off(parcel)
            self._trouble(_trouble(status))

    def _refuse(self, parcel: Parcel, reason: str, why: str) -> None:
        _LOG.error("code=picture-refused sha256=%s reason=%s %s", parcel.sha256, reason, why)
        self._queue.refuse(parcel, reason)

    def _trouble(self, trouble: Trouble) -> None:
        if self._told != trouble.code:
            _LOG.warning("code=%s %s; %s", trouble.code, trouble.text, trouble.remedy)
            since = self._clock.at(self._clock.now_ns())
            self._board.pin(Alert(code=ALERT, since=since, text=trouble.text, remedy=trouble.remedy))
        self._told = trouble.code
        self._hold(self._backoff.wait_s())

    def _well(self) -> None:
        self._backoff.reset()
        if self._told is not None:
            _LOG.info("code=upload-back")
            self._board.unpin(ALERT)
        self._told = None

    def _hold(self, seconds: float) -> None:
        self._resume_ns = self._clock.now_ns() + int(seconds * 1e9)


def _trouble(status: int) -> Trouble:
    failed = "upload-failed", f"the centre answers a picture with HTTP {status}", "look at the centre's log"
    code, text, remedy = _BY_STATUS.get(status, failed)
    return Trouble(code=code, text=text, remedy=remedy)
