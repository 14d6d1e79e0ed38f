"""The maker of before-and-after pictures: what it says of a pair is true of its pixels."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.domain.geometry import Box
from edge.domain.inspection import Status
from edge.evaluation.compare_truth import read_pairs
from edge.vision.align import carried
from models.pairs.detections import JITTER, Known, detected, jittered
from models.pairs.pair import Pair, PairMaker
from models.pairs.retouch import painted_over
from models.pairs.viewpoint import REACH, moved_camera
from models.pairs.write import PairWriter
from models.train.data.samples import Sample
from models.train.errors import RecipeError

SIZE = 320
SCRATCH = (120.0, 100.0, 180.0, 130.0)
SIZES = np.array([[40.0, 20.0]])


@pytest.fixture
def photograph(tmp_path: Path) -> Sample:
    dice = np.random.default_rng(5)
    image = cv2.GaussianBlur(dice.integers(60, 200, (SIZE, SIZE, 3), dtype=np.uint8), (0, 0), 3)
    image[110:116, 125:175] = (250, 250, 250)
    cv2.imwrite(str(tmp_path / "photo.png"), image)
    return Sample(
        picture=tmp_path / "photo.png",
        source="made",
        boxes=np.array([SCRATCH], np.float32),
        labels=("scratch",),
    )


def made(photograph: Sample, state: Status) -> Pair:
    makers = (PairMaker(np.random.default_rng([1, seed]), sizes=SIZES) for seed in range(200))
    pairs = (maker.make(photograph) for maker in makers)
    return next(pair for pair in pairs if pair.damages[0].state is state)


def test_a_pair_is_the_same_by_the_same_seed(photograph: Sample) -> None:
    first, again = (PairMaker(np.random.default_rng(3), sizes=SIZES).make(photograph) for _ in range(2))
    assert first.damages == again.damages
    assert first.after.detections == again.after.detections
    assert np.array_equal(first.after.image, again.after.image)


def brightest(image: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], box: Box) -> float:
    part = image[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
    return float(part.max()) - float(np.median(part))


@pytest.mark.parametrize(
    ("state", "shown_before", "shown_after"),
    [(Status.NEW, False, True), (Status.REPAIRED, True, False), (Status.PRE_EXISTING, True, True)],
)
def test_a_damage_is_in_the_pictures_that_its_state_says(
    photograph: Sample, state: Status, shown_before: bool, shown_after: bool
) -> None:
    pair = made(photograph, state)
    (damage,) = pair.damages
    assert (damage.before_box is not None, damage.after_box is not None) == (shown_before, shown_after)
    before = damage.before_box or Box(left=120, top=100, right=180, bottom=130)
    assert (brightest(pair.before.image, before) > 40) is shown_before
    if damage.after_box is not None:
        assert brightest(pair.after.image, damage.after_box) > 40


def test_a_new_damage_s_own_detection_is_never_dropped(photograph: Sample) -> None:
    for seed in range(60):
        pair = PairMaker(np.random.default_rng([2, seed]), sizes=SIZES).make(photograph)
        (damage,) = pair.damages
        if damage.state is Status.NEW:
            assert damage.after_box is not None
            assert any(each.box.iou(damage.after_box) >= 0.3 for each in pair.after.detections)


def test_a_tenth_is_dropped_and_every_second_picture_has_a_false_box() -> None:
    known = [Known(kind="dent", box=Box(left=10, top=10, right=50, bottom=40))]
    dice = np.random.default_rng(0)
    told = [detected(known, (SIZE, SIZE), SIZES, dice) for _ in range(1000)]
    hits = [any(each.box.iou(known[0].box) > 0.2 for each in one) for one in told]
    false = [any(each.box.iou(known[0].box) == 0 for each in one) for one in told]
    assert np.mean(hits) == pytest.approx(0.9, abs=0.03)
    assert np.mean(false) == pytest.approx(0.5, abs=0.05)


def test_a_box_is_off_by_a_fifth_of_its_size() -> None:
    box, dice = Box(left=100, top=100, right=200, bottom=150), np.random.default_rng(0)
    off = [jittered(box, dice) for _ in range(500)]
    shifts = [abs(each.center[0] - box.center[0]) / box.width for each in off]
    assert JITTER * 0.9 < max(shifts) <= JITTER
    assert all(0.8 <= each.width / box.width <= 1.2 for each in off)


def test_a_box_goes_with_the_camera() -> None:
    homography = moved_camera(np.random.default_rng(4), (SIZE, SIZE))
    corners = np.array([[[0.0, 0], [SIZE, 0], [SIZE, SIZE], [0, SIZE]]])
    moved = np.abs(cv2.perspectiveTransform(corners, homography) - corners).max()
    assert 0 < moved <= REACH * SIZE + 1e-3
    whole = carried(Box(left=0, top=0, right=SIZE, bottom=SIZE), homography)
    assert whole.covered_by(Box.of_size(-30, -30, SIZE + 60, SIZE + 60)) == 1.0


@pytest.mark.parametrize("seed", range(6))
def test_what_is_painted_over_is_gone_and_nothing_else_is(seed: int) -> None:
    image = np.full((90, 120, 3), 100, np.uint8)
    image[40:44, 50:70] = 255
    painted = painted_over(image, Box(left=50, top=40, right=70, bottom=44), np.random.default_rng(seed))
    assert painted[40:44, 50:70].max() < 130
    assert np.array_equal(painted[:28], image[:28])


def test_no_damage_is_cloned_over_another() -> None:
    image = np.full((120, 160, 3), 100, np.uint8)
    damages = [Box(left=70, top=50, right=90, bottom=64), Box(left=98, top=50, right=128, bottom=64)]
    image[52:62, 98:128] = 255
    for seed in range(30):
        painted = painted_over(image, damages[0], np.random.default_rng(seed), damages)
        assert painted[50:64, 70:86].max() < 130


def test_what_is_written_is_what_the_gate_reads(photograph: Sample, tmp_path: Path) -> None:
    writer = PairWriter(tmp_path / "pairs")
    pairs = [made(photograph, Status.NEW), made(photograph, Status.REPAIRED)]
    for pair in pairs:
        writer.add(pair)
    writer.close()
    read = read_pairs(tmp_path / "pairs")
    assert [pair.clean for pair in read] == [False, True]
    assert [len(pair.detections_after) for pair in read] == [len(pair.after.detections) for pair in pairs]
    assert json.loads((tmp_path / "pairs" / "pairs.json").read_text())[0]["damages"][0]["before_box"] is None


def test_two_sets_never_mix(tmp_path: Path) -> None:
    (tmp_path / "pairs.json").write_text("[]")
    with pytest.raises(RecipeError, match="is not empty"):
        PairWriter(tmp_path)
