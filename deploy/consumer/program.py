"""The program, put together from its parts by plain constructor calls."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event
from zoneinfo import ZoneInfo

from deploy.consumer.broker import Broker
from deploy.consumer.database import Database, told
from deploy.consumer.door import Door
from deploy.consumer.evidence import EvidenceFolder
from deploy.consumer.format import DATABASE, EVIDENCE
from deploy.consumer.intake import Intake
from deploy.consumer.judge import Judge
from deploy.consumer.listening import Listening
from deploy.consumer.notices import Notices
from deploy.consumer.pages import Pages
from deploy.consumer.retention import Retention
from deploy.consumer.server import Server
from deploy.consumer.web import application
from edge.domain.errors import BrokerError, StorageError

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that the command line says."""

    broker: Broker
    folder: Path
    host: str
    port: int
    """0: any free one."""
    upload_token_file: Path | None = None
    max_picture_bytes: int = 8_000_000
    min_free_bytes: int = 256_000_000
    keep_days: int = 730
    zone: ZoneInfo


def serve(settings: Settings, stop: Event) -> None:
    """Listen and show until told to stop. Raises StorageError, or BrokerError where the page cannot be."""
    database = Database(settings.folder / DATABASE)
    evidence = evidence_of(settings)
    retention = Retention(database, evidence, timedelta(days=settings.keep_days))
    judge = Judge()
    listening = Listening(settings.broker, Intake(database, judge), Notices(database, judge))
    try:
        with web(settings, listening) as server:
            _LOG.info("code=page address=http://%s:%d/", settings.host, server.port)
            while not stop.is_set():
                listening.step()
                retention.step()
                if not server.alive:
                    raise BrokerError("the web server has ended")
    finally:
        listening.close()
        database.close()


def web(settings: Settings, listening: Listening) -> Server:
    """The page and the door for pictures, not yet begun."""
    path = settings.folder / DATABASE
    evidence = evidence_of(settings)
    app = application(
        Pages(database=path, evidence=evidence, pulse=lambda: listening.pulse),
        Door(database=path, evidence=evidence, token=_token(settings.upload_token_file)),
        settings.zone,
    )
    return Server(app, settings.host, settings.port, settings.max_picture_bytes)


def evidence_of(settings: Settings) -> EvidenceFolder:
    """The folder of pictures; it holds nothing in memory, so that any number may be made."""
    return EvidenceFolder(
        settings.folder / EVIDENCE,
        max_bytes=settings.max_picture_bytes,
        min_free_bytes=settings.min_free_bytes,
    )


def _token(file: Path | None) -> str | None:
    """Raises StorageError: an empty token would let everybody in."""
    if file is None:
        return None
    with told("reading", file):
        token = file.read_text(encoding="utf-8").partition("\n")[0].strip()
    if not token:
        raise StorageError(f"{file} is empty; its first line is the upload token")
    return token
