"""``gate replay`` and ``gate evaluate passages`` over the real clip, with the networks that ship."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from edge.inference.shelf import NAMES, VEHICLE

DATA = os.environ.get("RETURN_GATE_DATA")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(
        DATA is None, reason="RETURN_GATE_DATA does not name the folder of pictures and clips"
    ),
]


def clip() -> Path:
    return Path(str(DATA)) / "data/video/lane-overhead.mp4"


def gate(*arguments: object) -> list[str]:
    """Lines of stdout of a call that succeeded."""
    done = subprocess.run(
        [sys.executable, "-m", "edge", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def without_ids(line: str) -> Any:
    """Ids are made anew each time, and what a stage took is of the wall clock."""
    event = json.loads(UUID.sub("UUID", line))
    del event["data"]["timing_ms"]
    for finding in event["data"]["findings"]:
        finding["id"] = finding["id"].partition("-")[2]
    return event


def test_four_events_and_twice_the_same() -> None:
    first, second = (gate("replay", clip(), "--json") for _ in range(2))
    events = [json.loads(line) for line in first]
    assert [event["type"] for event in events] == ["inspection.completed.v1"] * 4
    assert [event["sequence"] for event in events] == ["1", "2", "3", "4"]
    assert sorted(event["data"]["passage"]["direction"] for event in events) == ["down", "down", "up", "up"]
    assert all(
        event["data"]["evidence"] and len(event["data"]["models"]) == len((*NAMES, VEHICLE))
        for event in events
    )
    assert [without_ids(line) for line in first] == [without_ids(line) for line in second]


def test_every_passage_is_found_in_time_and_direction() -> None:
    truth = clip().with_suffix(".json")
    (line,) = gate("evaluate", "passages", clip(), "--truth", truth, "--json")
    score = json.loads(line)
    counts = ("n", "found", "missed", "false", "direction_errors")
    assert [score[name] for name in counts] == [4, 4, 0, 0, 0]
    assert max(score["entered_error_s"], score["left_error_s"]) <= 1
