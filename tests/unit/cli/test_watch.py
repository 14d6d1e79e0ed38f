"""``gate watch``: what strangers write to the topics does not end it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from edge.cli.main import gate
from edge.messaging.facts import Arrived
from edge.storage.store import Store
from edge.wire.event import EventType, event_json
from tests.examples import NOON, SOURCE, inspection

TOPIC = "return-gate/v1/depot-7/gate-2/inspection"
STRAY = (b"", b"\xff\x00", b"7", b"[]", b"{}", b"[" * 100_000)
OTHER = b'{"type":"com.example.tea"}'


class Heard:
    """A subscriber that hears what strangers say, then an inspection, then what must not be asked for."""

    inspection = b""

    def __init__(self, *_: object) -> None:
        pass

    def listen(self, _: object) -> Iterator[Arrived]:
        for payload in (*STRAY, OTHER, self.inspection):
            yield Arrived(topic=TOPIC, payload=payload, retained=False)
        pytest.fail("the inspection was not counted")


@pytest.mark.parametrize("as_json", [False, True])
def test_a_stray_message_is_told_and_passed_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    with Store.open(tmp_path / "state", source=SOURCE) as store:
        event = store.file(EventType.COMPLETED, inspection(1), [], NOON).event
    config = tmp_path / "gate.toml"
    config.write_text('site = "depot-7"\ngate = "gate-2"\n[[camera]]\nrole = "lane"\nsource = "0"\n')
    monkeypatch.setattr(Heard, "inspection", event_json(event))
    monkeypatch.setattr("edge.cli.watch.Subscriber", Heard)
    done = CliRunner().invoke(gate, ["watch", "-c", str(config), "--count", "1", *["--json"] * as_json])
    assert done.exit_code == 0, done.output
    told = [line for line in done.stderr.splitlines() if line.startswith(f"{TOPIC}: ")]
    assert len(told) == len(STRAY) + (not as_json)
    assert done.stdout.splitlines()[:-1] == [OTHER.decode()] * as_json
