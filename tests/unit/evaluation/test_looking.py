from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.domain.detection import Detection
from edge.domain.errors import DataError
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.evaluation.labelled import Labelled
from edge.evaluation.looking import LENSOR, in_our_words, measure_boxes

KINDS = ("dent", "scratch", "broken_part")


def labelled(picture: Path, *names: str) -> Labelled:
    boxes = [[20 * i, 10, 20 * i + 16, 30] for i in range(len(names))]
    return Labelled(picture=picture, boxes=np.asarray(boxes, np.float32).reshape(-1, 4), names=names)


def picture(folder: Path, width: int = 80, height: int = 40) -> Path:
    path = folder / "car.png"
    cv2.imwrite(str(path), np.zeros((height, width, 3), np.uint8))
    return path


def test_lensor_grades_are_our_kinds() -> None:
    (told,) = in_our_words(
        [labelled(Path("a"), "minor-scratch", "severe-broken", "airbag")], KINDS, LENSOR, Path()
    )
    assert told.names == ("scratch", "broken_part", "airbag")


def test_a_truth_without_a_kind_of_ours_is_told_with_its_file() -> None:
    with pytest.raises(DataError, match=r"truth\.json: no box of a kind .*dent.*its categories are: ding"):
        in_our_words([labelled(Path("a"), "ding")], KINDS, {}, Path("truth.json"))


def test_a_box_of_no_kind_of_ours_is_a_region_to_ignore(tmp_path: Path) -> None:
    """On the picture of half the size the airbag's box is half as large, as is the dent's."""
    truth = labelled(picture(tmp_path), "dent", "airbag")

    def look(image: Image) -> list[Detection]:
        assert image.shape == (20, 40, 3)
        boxes = (Box(left=0, top=5, right=8, bottom=15), Box(left=10, top=5, right=18, bottom=15))
        return [Detection(box=box, label="dent", score=0.9) for box in boxes]

    score = measure_boxes(look, [truth], KINDS, 0.5)
    assert (score.map50, score.per_class["dent"].n) == (1.0, 1)


def test_a_missing_picture_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"gone\.webp: No such picture"):
        measure_boxes(lambda image: [], [labelled(tmp_path / "gone.webp", "dent")], KINDS, 1.0)


def test_an_undecodable_picture_is_told(tmp_path: Path) -> None:
    (tmp_path / "broken.webp").write_bytes(b"RIFF....WEBPVP8 nothing")
    with pytest.raises(DataError, match=r"broken\.webp: cannot be read"):
        measure_boxes(lambda image: [], [labelled(tmp_path / "broken.webp", "dent")], KINDS, 1.0)
