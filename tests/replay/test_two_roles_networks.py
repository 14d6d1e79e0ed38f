"""``gate replay front=… rear=…``: two offset clips of one car through the program as it ships."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import cv2
import pytest

from tests.replay.remade import DATA, FPS, SIZE, Pictures, cut, white_car

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(
        DATA is None, reason="RETURN_GATE_DATA does not name the folder of pictures and clips"
    ),
]


def written(path: Path, pictures: Pictures) -> Path:
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), FPS, SIZE)
    for picture in pictures:
        writer.write(picture)
    writer.release()
    return path


@pytest.mark.parametrize("late_s", [1.5, 3.8])
def test_two_offset_clips_of_one_car_are_one_inspection_with_both_views(
    late_s: float, tmp_path: Path
) -> None:
    """The second camera, farther along the lane, sees it so much later, and before the first one loses it."""
    front = written(tmp_path / "front.mp4", white_car())
    rear = written(tmp_path / "rear.mp4", [*cut(0.5, 0.5 + late_s), *white_car()])
    command = [sys.executable, "-m", "edge", "replay", f"front={front}", f"rear={rear}", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr
    (event,) = [json.loads(line) for line in done.stdout.splitlines()]
    data = event["data"]
    assert data["passage"]["direction"] == "up"
    assert data["passage"]["duration_ms"] / 1000 == pytest.approx(4.2 + late_s, abs=1)
    assert {each["view"] for each in data["evidence"]} == {"front", "rear"}
    assert {each["view"] for each in data["coverage"]} == {"front", "rear"}
