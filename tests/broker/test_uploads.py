"""Pictures on their way to the centre: the reference consumer's door, and doors that are worse."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import numpy as np
import pytest

from deploy.consumer.database import reading
from deploy.consumer.reading import thumbnail
from edge.app.thumbnails import Thumbnails
from edge.config.camera import Camera
from edge.config.evidence import Evidence
from edge.config.telling import Mqtt
from edge.domain.inspection import Inspection
from edge.flow.clock import SystemClock
from edge.messaging.board import NoticeBoard
from edge.messaging.uploader import ALERT, Uploader
from edge.storage.evidence import Picture
from edge.storage.filing import Filed
from edge.storage.store import Store
from edge.vision.encode import encode_jpeg
from edge.wire.event import EventType
from tests.broker.centre import ScriptedCentre
from tests.broker.gate import TOPICS, gate
from tests.broker.listener import Listener, until
from tests.broker.mosquitto import Mosquitto, free_port
from tests.broker.papers import certificates
from tests.broker.test_consumer_process import running as consumer
from tests.examples import inspection
from tests.unit.app.parts import Script, config, parts, running

NOBODY = "http://127.0.0.1:9/evidence"


@dataclass(kw_only=True)
class Bringing:
    """An uploader that the test steps, and its notice board."""

    store: Store
    rules: Evidence
    board: NoticeBoard = field(default_factory=NoticeBoard)

    def __post_init__(self) -> None:
        self.uploader = Uploader(
            rules=self.rules,
            queue=self.store.uploads,
            board=self.board,
            clock=SystemClock(),
            first_wait_s=0.01,
        )

    def until(self, condition: Callable[[], bool], within_s: float = 20) -> None:
        end = monotonic() + within_s
        while not condition():
            assert monotonic() < end, "stepped in vain"
            self.uploader.step()

    @property
    def alert(self) -> bytes:
        return self.board.everything().get(f"alert/{ALERT}", b"")


def rules(url: str, **more: object) -> Evidence:
    return Evidence.model_validate({"upload_url": url, "rate_bytes_per_s": 10**9, "timeout_s": 5.0} | more)


def file(store: Store, number: int, jpeg: bytes | None = None) -> Filed:
    jpeg = jpeg or b"\xff\xd8\xff" + os.urandom(5000)
    name = hashlib.sha256(jpeg).hexdigest()[:16]
    picture = Picture(image_id=name, role="view", view="top", jpeg=jpeg, width=64, height=48)
    return store.file(EventType.COMPLETED, inspection(number), [picture], datetime.now(UTC))


def filed_and_gone(store: Store, count: int) -> list[str]:
    """Hashes of pictures whose events have left the gate."""
    events = [file(store, number) for number in range(1, count + 1)]
    store.outbox.acknowledged(*(int(each.event.sequence) for each in events))
    return [sha256(each) for each in events]


def sha256(filed: Filed) -> str:
    assert isinstance(filed.event.data, Inspection)
    return filed.event.data.evidence[0].sha256


def stored(filed: Filed) -> str:
    assert isinstance(filed.event.data, Inspection)
    return filed.event.data.evidence[0].stored


def test_pictures_go_to_the_reference_consumer_behind_their_events(
    tmp_path: Path, broker: Mosquitto, store: Store
) -> None:
    token = tmp_path / "token"
    token.write_text("a secret\n")
    folder, page = tmp_path / "fleet", free_port()
    bringing = Bringing(store=store, rules=rules(f"http://127.0.0.1:{page}/evidence", token_file=token))
    jpeg = b"\xff\xd8\xff" + os.urandom(200_000)
    first = file(store, 1, jpeg)
    second = file(store, 2)
    with consumer(folder, broker.port, page, "--upload-token-file", str(token)):
        bringing.uploader.step()
        assert store.uploads.depth().waiting == 2, "a picture went before its event"
        with gate(store, broker.port, wait_for="consumer") as sender:
            sender.until(lambda: not sender.waiting())
        bringing.until(lambda: not store.uploads.depth().waiting)
        for each in (first, second):
            name = sha256(each)
            arrived = (folder / "evidence" / name[:2] / f"{name}.jpg").read_bytes()
            assert arrived == store.picture(name)
        assert (stored(first), stored(file(store, 3)), stored(file(store, 4, jpeg))) == (
            "gate",
            "gate",
            "central",
        )


def test_a_wrong_token_is_told_and_mended_without_a_restart(
    tmp_path: Path, broker: Mosquitto, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    right, mine = tmp_path / "right", tmp_path / "mine"
    right.write_text("a secret\n")
    mine.write_text("a guess\n")
    page = free_port()
    filed_and_gone(store, 2)
    bringing = Bringing(store=store, rules=rules(f"http://127.0.0.1:{page}/evidence", token_file=mine))
    with consumer(tmp_path / "fleet", broker.port, page, "--upload-token-file", str(right)):
        bringing.until(lambda: "token" in bringing.alert.decode())
        bringing.uploader.step()
        assert json.loads(bringing.alert)["remedy"] == "check evidence.token_file"
        assert caplog.text.count("code=upload-token") == 1
        assert store.uploads.depth().waiting == 2
        mine.write_text("a secret\n")
        bringing.until(lambda: not store.uploads.depth().waiting)
        assert bringing.alert == b""


@pytest.mark.parametrize("status", [500, 503, 507, 429, 404, 405, 301, 401])
def test_what_may_pass_is_tried_again_and_the_others_go_first(store: Store, status: int) -> None:
    names = filed_and_gone(store, 3)
    with ScriptedCentre(status) as centre:
        bringing = Bringing(store=store, rules=rules(centre.url))
        bringing.until(lambda: bringing.alert != b"")
        bringing.until(lambda: len(centre.kept) == 3)
        assert centre.asked == [names[0], names[1], names[2], names[0]]
        assert store.uploads.depth().refused == 0
        assert bringing.alert == b""


@pytest.mark.parametrize("status", [400, 413, 415, 422])
def test_a_picture_that_the_centre_will_not_have_stays_and_blocks_nobody(
    store: Store, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    names = filed_and_gone(store, 2)
    with ScriptedCentre(status) as centre:
        bringing = Bringing(store=store, rules=rules(centre.url))
        bringing.until(lambda: not store.uploads.depth().waiting)
        assert list(centre.kept) == [names[1]]
        assert store.uploads.depth().refused == 1
        assert "code=picture-refused" in caplog.text
        assert store.picture(names[0])


def test_a_picture_that_is_gone_or_damaged_is_told_and_blocks_nobody(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    names = filed_and_gone(store, 3)
    paths = [store.folder / "evidence" / name[:2] / f"{name}.jpg" for name in names]
    paths[0].unlink()
    paths[1].write_bytes(b"something else")
    with ScriptedCentre() as centre:
        bringing = Bringing(store=store, rules=rules(centre.url))
        bringing.until(lambda: not store.uploads.depth().waiting)
        assert list(centre.kept) == [names[2]]
    assert store.uploads.depth().refused == 2
    assert caplog.text.count("reason=unreadable") == 2


def test_without_a_centre_pictures_wait(store: Store) -> None:
    filed_and_gone(store, 1)
    bringing = Bringing(store=store, rules=rules(NOBODY))
    bringing.until(lambda: bringing.alert != b"")
    assert "cannot be brought" in json.loads(bringing.alert)["text"]
    assert store.uploads.depth().waiting == 1
    assert store.uploads.next() == store.uploads.next()


def test_a_token_file_that_is_not_there_is_told(store: Store, tmp_path: Path) -> None:
    filed_and_gone(store, 1)
    bringing = Bringing(store=store, rules=rules(NOBODY, token_file=tmp_path / "nowhere"))
    bringing.uploader.step()
    assert "cannot be read" in json.loads(bringing.alert)["text"]


def test_pictures_leave_room_on_the_line(store: Store) -> None:
    filed_and_gone(store, 5)
    with ScriptedCentre() as centre:
        bringing = Bringing(store=store, rules=rules(centre.url, rate_bytes_per_s=20_000))
        began = monotonic()
        bringing.until(lambda: len(centre.kept) == 5)
        # Four pauses of 5,003 bytes at 20,000 bytes per second; the last picture's comes after it.
        assert monotonic() - began > 4 * 5003 / 20_000


def test_the_centre_s_certificate_is_checked(store: Store, tmp_path: Path) -> None:
    ca, certificate, key = certificates(tmp_path)
    (tmp_path / "other").mkdir()
    stranger, _, _ = certificates(tmp_path / "other")
    filed_and_gone(store, 1)
    with ScriptedCentre(certificate=certificate, key=key) as centre:
        token = tmp_path / "token"
        token.write_text("a secret\n")
        deceived = Bringing(store=store, rules=rules(centre.url, ca_file=stranger, token_file=token))
        deceived.uploader.step()
        assert "certificate" in json.loads(deceived.alert)["text"]
        assert centre.asked == []
        bringing = Bringing(store=store, rules=rules(centre.url, ca_file=ca, token_file=token))
        bringing.until(lambda: not store.uploads.depth().waiting)
        assert centre.tokens == {"Bearer a secret"}


def test_thumbnails_come_behind_their_event_and_fit(broker: Mosquitto, store: Store) -> None:
    big = noise(1600, 1200)
    small = noise(64, 48)
    assert len(small) < 49_152 < len(big)
    pictures = [
        Picture(image_id=name, role="view", view=name, jpeg=jpeg, width=1, height=1)
        for name, jpeg in (("a", big), ("b", small))
    ]
    with (
        Listener(broker.port) as listener,
        gate(store, broker.port, enclose=Thumbnails(store, TOPICS)) as sender,
    ):
        record = inspection(1)
        store.file(EventType.COMPLETED, record, pictures, datetime.now(UTC))
        sender.file(2)
        root = TOPICS.of(f"evidence/{record.inspection_id}")
        sender.until(lambda: f"{root}/1" in listener.topics())
        wanted = (TOPICS.of("inspection"), f"{root}/0", f"{root}/1")
        places = [listener.topics().index(topic) for topic in wanted]
        assert places == sorted(places)
        thumbs = [message for message in listener.heard if "/evidence/" in message.topic]
        assert all(len(each.payload) <= 49_152 and not each.retained for each in thumbs)
        assert thumbs[1].payload == small


def noise(width: int, height: int) -> bytes:
    return encode_jpeg(np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8))


def test_a_whole_gate_brings_what_it_saw(broker: Mosquitto, tmp_path: Path) -> None:
    folder, page = tmp_path / "fleet", free_port()
    made = config(
        tmp_path / "state",
        Camera(role="lane", source="/dev/video0"),
        mqtt=Mqtt(host="127.0.0.1", port=broker.port),
        evidence=Evidence(upload_url=f"http://127.0.0.1:{page}/evidence", thumbnails=True),
    )
    with consumer(folder, broker.port, page), running(made, parts(Script("lane", [8]), few=4)):
        with Store.open(tmp_path / "state", source="/test/live") as look:
            until(lambda: look.outbox.last_sequence() == 3 and not look.outbox.depth().waiting, 20)
            until(lambda: not look.uploads.depth().waiting, 20)
        until(lambda: len(list((folder / "evidence").glob("*/*.jpg"))) == 6)
        with reading(folder / "fleet.db") as db:
            (inspected,) = db.execute("SELECT inspection_id FROM inspection LIMIT 1").fetchone()
            until(lambda: thumbnail(db, "/test/live", inspected, 2) is not None)
