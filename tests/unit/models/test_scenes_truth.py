import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from models.scenes import demo, yard
from models.scenes.damage import Cloud, Scratch
from models.scenes.story import Story
from models.scenes.truth import CarPoints, direction, passage, resized, write_truth


def crate() -> CarPoints:
    """A car-sized crate with a plate and a scratch on its left front, dense enough for boxes."""
    x, y, z = np.linspace(-0.8, 3.5, 30), np.linspace(-0.9, 0.9, 14), np.linspace(0.0, 1.5, 12)
    skin = np.array(np.meshgrid(x, y, z)).reshape(3, -1).T
    plate = np.array([(3.52, a, b) for a, b in ((-0.26, 0.44), (0.26, 0.44), (0.26, 0.55), (-0.26, 0.55))])
    line = np.stack([np.linspace(3.1, 3.3, 12), np.full(12, 0.9), np.full(12, 0.55)], axis=1)
    outward = np.tile([0.5, 0.866, 0.0], (12, 1))
    return CarPoints(skin=skin, plate=plate, damages={s.id: Cloud(line, outward) for s, _ in demo_damages()})


def demo_damages() -> list[tuple[Scratch, str]]:
    return [(demo.OLD_SCRATCH, "pre_existing"), (demo.NEW_SCRATCH, "new")]


def passages(story: Story) -> list[dict[str, object]]:
    parts = [(take, car) for take in story.takes for car in take.cars if car.passes]
    return [passage(story, take, car, crate()) for take, car in parts]


@cache
def demo_passages() -> list[dict[str, object]]:
    return passages(demo.return_lane(seed=7))


@pytest.mark.parametrize(
    ("x", "y", "expected"), [(50, 5, "right"), (-50, 5, "left"), (5, 50, "down"), (5, -50, "up")]
)
def test_direction_is_the_longer_way(x: float, y: float, expected: str) -> None:
    assert direction([0.0, 100.0, 100.0, 10.0, 10.0], [1.0, 100.0 + x, 100.0 + y, 10.0, 10.0]) == expected


def test_demo_has_two_passages_with_empty_lane_around_them() -> None:
    story = demo.return_lane(seed=7)
    first, second = demo_passages()
    times = [first["entered_s"], first["left_s"], second["entered_s"], second["left_s"]]
    assert all(isinstance(t, float) for t in times)
    start, end, again, gone = (float(str(t)) for t in times)
    assert start >= 1.5
    assert 4.0 <= end - start <= 7.5
    assert again - end >= 3.0
    assert gone <= story.frames / story.fps - 1.5


def test_second_visit_alone_has_the_new_scratch() -> None:
    found = demo_passages()
    states = [[damage["state"] for damage in each["damages"]] for each in found]  # type: ignore[attr-defined]
    assert states == [["pre_existing"], ["pre_existing", "new"]]


def test_plate_is_wide_and_whole_in_several_pictures() -> None:
    for each in demo_passages():
        wide = [row for row in each["plate_boxes"] if row[3] >= 110]  # type: ignore[attr-defined]
        assert len(wide) >= 6


def test_boxes_lie_in_the_picture_and_follow_the_clock() -> None:
    story = yard.parked_and_people(seed=3)
    (only,) = passages(story)
    rows = np.array(only["boxes"])
    assert (np.diff(rows[:, 0]) > 0).all()
    assert rows[:, 1:3].min() >= 0.0
    assert (rows[:, 1] + rows[:, 3]).max() <= 640.1
    assert (rows[:, 2] + rows[:, 4]).max() <= 360.1


def test_car_that_pulls_away_is_there_from_the_start() -> None:
    (only,) = passages(yard.pulls_away(seed=3))
    assert only["entered_s"] == 0.0
    assert only["direction"] == "down"


def test_smaller_picture_has_smaller_boxes() -> None:
    story = demo.return_lane(seed=7)
    small = passages(resized(story, (640, 360)))[0]["boxes"]
    large = demo_passages()[0]["boxes"]
    assert np.array(small)[5, 1:] == pytest.approx(np.array(large)[5, 1:] / 2, abs=0.2)


def test_truth_file_has_a_row_a_line(tmp_path: Path) -> None:
    story = demo.return_lane(seed=7)
    found = demo_passages()
    write_truth(story, found, clip="return-lane.mp4", to=tmp_path / "truth.json")
    text = (tmp_path / "truth.json").read_text()
    assert json.loads(text)["passages"] == found
    assert len(text.splitlines()) < 700
