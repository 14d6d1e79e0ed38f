"""GET of a picture from a server on loopback that does what a test wants."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from edge.config.evidence import Evidence
from edge.messaging import fetch as fetching
from edge.messaging.fetch import REFUSED, fetch
from edge.messaging.trouble import UnreachableError

ASKED: list[tuple[str, str | None]] = []


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ASKED.append((self.path, self.headers["Authorization"]))
        name = self.path.rpartition("/")[2]
        self.send_response({"elsewhere": 302, "gone": 404}.get(name, 200))
        self.send_header("Location", "/evidence/there")
        self.end_headers()
        with suppress(OSError):  # the other end has gone
            for _ in range(8 if name == "slow" else 1):
                self.wfile.write(b"picture")
                time.sleep(0.1 if name == "slow" else 0)

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""


@pytest.fixture
def rules(tmp_path: Path) -> Iterator[Evidence]:
    ASKED.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    (tmp_path / "token").write_text("secret\n")
    address = f"http://127.0.0.1:{server.server_port}/evidence/"
    yield Evidence(download_url=address, token_file=tmp_path / "token", download_timeout_s=0.3)
    server.shutdown()
    thread.join(5)
    server.server_close()


def test_a_picture_is_fetched_below_the_address_with_the_token(rules: Evidence) -> None:
    assert fetch(rules, "2026/a.jpg") == b"picture"
    assert ASKED == [("/evidence/2026/a.jpg", "Bearer secret")]


def test_a_redirect_is_not_followed(rules: Evidence) -> None:
    with pytest.raises(UnreachableError, match="HTTP 302") as told:
        fetch(rules, "elsewhere")
    assert told.value.trouble.code == REFUSED
    assert len(ASKED) == 1


def test_one_that_is_not_there_is_told_from_a_centre_that_is_not(rules: Evidence) -> None:
    with pytest.raises(UnreachableError, match="HTTP 404") as refused:
        fetch(rules, "gone")
    nobody = rules.model_copy(update={"download_url": "http://127.0.0.1:1"})
    with pytest.raises(UnreachableError) as away:
        fetch(nobody, "a.jpg")
    assert (refused.value.trouble.code, away.value.trouble.code) == (REFUSED, "download-failed")


def test_what_drips_is_not_waited_for(rules: Evidence) -> None:
    with pytest.raises(UnreachableError, match="too long"):
        fetch(rules, "slow")


def test_what_is_too_large_is_left(rules: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 6)
    with pytest.raises(UnreachableError, match="larger than 6 bytes"):
        fetch(rules, "a.jpg")
