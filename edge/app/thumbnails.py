"""Small pictures of an inspection, for a dashboard that has no other way to them."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from edge.domain.errors import StorageError
from edge.domain.inspection import Inspection
from edge.messaging.facts import Message
from edge.storage.store import Store
from edge.vision.encode import decode_color, small_jpeg
from edge.wire.event import event_from_json
from edge.wire.plain import WireError
from edge.wire.row import Row
from edge.wire.topics import Topics

log = logging.getLogger(__name__)

THUMBNAIL_BYTES = 49_152


class Thumbnails:
    """``store`` is of the thread that publishes."""

    def __init__(self, store: Store, topics: Topics) -> None:
        self._store, self._topics = store, topics

    def __call__(self, row: Row) -> Iterator[Message]:
        """One message per picture, ``evidence/{inspection}/{n}``, counted as ``data.evidence`` is, from 0."""
        try:
            record = event_from_json(row.body).data
        except WireError:
            return  # the courier has told of a damaged row
        if not isinstance(record, Inspection):
            return
        for n, picture in enumerate(record.evidence):
            jpeg = self._small(picture.sha256)
            if jpeg is not None:
                topic = self._topics.of(f"evidence/{record.inspection_id}/{n}")
                yield Message(topic=topic, payload=jpeg, content_type="image/jpeg")

    def _small(self, sha256: str) -> bytes | None:
        try:
            jpeg = self._store.picture(sha256)
        except StorageError as error:
            log.warning("code=no-thumbnail %s", error)
            return None
        return jpeg if len(jpeg) <= THUMBNAIL_BYTES else small_jpeg(decode_color(jpeg), THUMBNAIL_BYTES)
