"""``python -m deploy.consumer`` as it is started, killed and started again."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.consumer.database import reading
from edge.storage.store import Store
from tests.broker.gate import gate
from tests.broker.listener import until
from tests.broker.mosquitto import Mosquitto, free_port


@contextmanager
def running(folder: Path, broker: int, page: int, *more: str) -> Iterator[subprocess.Popen[bytes]]:
    options = ["--broker", f"127.0.0.1:{broker}", "--folder", str(folder), "--listen", f"127.0.0.1:{page}"]
    with subprocess.Popen([sys.executable, "-m", "deploy.consumer", *options, *more]) as process:
        try:
            until(lambda: connected(page), within_s=30)
            yield process
        finally:
            process.kill()


def connected(page: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{page}/health", timeout=5) as answer:
            return bool(json.load(answer)["connected"])
    except urllib.error.HTTPError as error:
        error.close()
        return False
    except OSError:
        return False


def stored(folder: Path) -> list[int]:
    with reading(folder / "fleet.db") as db:
        return [row["sequence"] for row in db.execute("SELECT sequence FROM event ORDER BY sequence")]


def test_killed_in_the_middle_it_loses_nothing_and_stops_in_good_order(
    tmp_path: Path, broker: Mosquitto, store: Store
) -> None:
    folder, page = tmp_path / "fleet", free_port()
    with gate(store, broker.port) as sender:
        with running(folder, broker.port, page) as first:
            sender.connect()
            for number in range(1, 201):
                sender.file(number)
            sender.until(lambda: len(stored(folder)) > 20)
            first.kill()
            first.wait(10)
        assert len(stored(folder)) < 200
        with running(folder, broker.port, page) as second:
            sender.until(lambda: len(stored(folder)) == 200, within_s=30)
            second.terminate()
            assert second.wait(10) == 0
    assert stored(folder) == list(range(1, 201))


def test_a_place_that_is_taken_is_told_in_one_line(tmp_path: Path, broker: Mosquitto) -> None:
    options = ["--broker", "127.0.0.1:1", "--folder", str(tmp_path), "--listen", f"127.0.0.1:{broker.port}"]
    done = subprocess.run(
        [sys.executable, "-m", "deploy.consumer", *options], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 69
    assert done.stderr.startswith(b"cannot listen on 127.0.0.1:")
    assert b"Traceback" not in done.stderr
