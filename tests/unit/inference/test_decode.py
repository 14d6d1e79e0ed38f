from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from edge.domain.errors import ModelError
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.inference.card import Folder, InputSpec
from edge.inference.classifier import Classifier
from edge.inference.detector import Detector
from edge.inference.prepare import prepare
from tests.unit.inference.cards import Scripted, silent_tensors, write

PICTURE: Image = np.zeros((32, 64, 3), np.uint8)
Tensors = list[npt.NDArray[np.float32]]


def detector(folder: Path, tensors: Tensors, *, temperature: float = 1.0, passes: str = "{}") -> Detector:
    made = Folder(write(folder / "net", temperature=temperature, passes=passes))
    return Detector(made, open_network=lambda path: Scripted(tensors))


def seeing(*, row: int = 1, column: int = 3, logit: float = 4.0, kind: int = 0) -> Tensors:
    """At stride 8, the cell (row, column) sees a box of left 1, top 0.5, right 2 and bottom 1 cells."""
    tensors = silent_tensors()
    tensors[0][0, row, column, kind] = logit
    tensors[1][0, row, column] = (1, 0.5, 2, 1)
    return tensors


@pytest.mark.parametrize(
    ("outputs", "told"),
    [
        ('{kind = "logits", stride = 8}, {kind = "distances", stride = 8}', "scores and distances of each"),
        ('{kind = "scores", stride = 8}', "scores and distances of each"),
        ('{kind = "scores"}, {kind = "distances"}', "needs its stride"),
    ],
)
def test_a_detector_without_its_levels_is_refused(tmp_path: Path, outputs: str, told: str) -> None:
    made = Folder(write(tmp_path / "net", outputs=outputs))
    with pytest.raises(ModelError, match=told):
        Detector(made, open_network=lambda path: Scripted(silent_tensors()))


def test_nothing_seen_nothing_told(tmp_path: Path) -> None:
    assert detector(tmp_path, silent_tensors())(PICTURE) == []


def test_a_cell_gives_its_box_its_label_and_its_score(tmp_path: Path) -> None:
    (found,) = detector(tmp_path, seeing(kind=1))(PICTURE)
    assert found.box == Box(left=28 - 8, top=12 - 4, right=28 + 16, bottom=12 + 8)
    assert found.label == "van"
    assert found.score == pytest.approx(1 / (1 + np.exp(-4)))


def test_the_temperature_tempers_the_score(tmp_path: Path) -> None:
    (found,) = detector(tmp_path, seeing(), temperature=4.0)(PICTURE)
    assert found.score == pytest.approx(1 / (1 + np.exp(-1)))


def test_the_coarse_level_has_its_own_stride(tmp_path: Path) -> None:
    tensors = silent_tensors()
    tensors[2][0, 1, 2, 0] = 4
    (found,) = detector(tmp_path, tensors)(PICTURE)
    assert found.box == Box(left=40 - 16, top=24 - 16, right=40 + 16, bottom=32)


def test_boxes_come_back_to_a_picture_of_any_size(tmp_path: Path) -> None:
    """A picture of 128 by 128 is letterboxed to 32 by 32, 16 pixels from the left."""
    (found,) = detector(tmp_path, seeing())(np.zeros((128, 128, 3), np.uint8))
    assert found.box == Box(left=16, top=32, right=112, bottom=80)


def test_a_box_ends_at_the_border(tmp_path: Path) -> None:
    (found,) = detector(tmp_path, seeing(row=0, column=0))(PICTURE)
    assert (found.box.left, found.box.top) == (0, 0)


def test_only_what_reaches_the_operating_point_is_told(tmp_path: Path) -> None:
    unsure = detector(tmp_path, seeing(logit=-1))
    assert unsure(PICTURE) == []
    assert len(unsure(PICTURE, min_score=0.1)) == 1


def test_neighbours_that_see_the_same_are_one(tmp_path: Path) -> None:
    tensors = seeing(logit=3)
    tensors[0][0, 1, 4, 0] = 5
    tensors[1][0, 1, 4] = (2, 0.5, 1, 1)
    (found,) = detector(tmp_path, tensors)(PICTURE)
    assert found.score == pytest.approx(1 / (1 + np.exp(-5)))


def test_two_kinds_at_one_place_are_two(tmp_path: Path) -> None:
    tensors = seeing()
    tensors[0][0, 1, 3, 1] = 5
    assert [d.label for d in detector(tmp_path, tensors)(PICTURE)] == ["van", "car"]


def test_a_mirrored_pass_sees_the_mirrored_picture_and_tells_of_the_picture(tmp_path: Path) -> None:
    net = Scripted(seeing())
    made = Folder(write(tmp_path / "net", passes="{ mirrored = true }"))
    picture = PICTURE.copy()
    picture[:, :20] = 200
    (found,) = Detector(made, open_network=lambda path: net)(picture)
    assert found.box == Box(left=64 - 44, top=8, right=64 - 20, bottom=20)
    assert (net.fed[0][:, 44:] == 200).all()
    assert not net.fed[0][:, :44].any()


def test_a_pass_at_half_the_scale_is_in_the_middle_and_tells_of_the_picture(tmp_path: Path) -> None:
    net = Scripted(seeing())
    made = Folder(write(tmp_path / "net", passes="{ scale = 0.5 }"))
    (found,) = Detector(made, open_network=lambda path: net)(PICTURE)
    assert found.box == Box(left=(20 - 16) * 2, top=0, right=(44 - 16) * 2, bottom=(20 - 8) * 2)
    assert not net.fed[0][8:24, 16:48].any()
    assert (net.fed[0][:, :16] == 114).all()


def test_two_passes_that_see_one_thing_tell_it_once(tmp_path: Path) -> None:
    """The box from 20 to 40 and its mirror image from 24 to 44."""
    tensors = seeing()
    tensors[1][0, 1, 3] = (1, 0.5, 1.5, 1)
    (found,) = detector(tmp_path, tensors, passes="{}, { mirrored = true }")(PICTURE)
    assert found.box == Box(left=22, top=8, right=42, bottom=20)
    assert found.score == pytest.approx(1 / (1 + np.exp(-4)))


def test_what_one_pass_of_two_sees_counts_half(tmp_path: Path) -> None:
    """The box from 4 to 28 and its mirror image from 36 to 60 do not meet."""
    tensors = seeing(column=1)
    found = detector(tmp_path, tensors, passes="{}, { mirrored = true }")(PICTURE, min_score=0.1)
    assert [each.box.left for each in found] == [4, 36]
    assert all(each.score == pytest.approx(0.5 / (1 + np.exp(-4))) for each in found)
    assert detector(tmp_path, tensors, passes="{}, { mirrored = true }")(PICTURE) == []


def test_a_card_without_a_pass_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"card\.toml: passes: "):
        Folder(write(tmp_path / "net", passes=""))


@pytest.mark.parametrize("missing", range(4))
def test_a_network_of_other_shapes_than_its_card_is_refused(tmp_path: Path, missing: int) -> None:
    tensors = silent_tensors()
    del tensors[missing]
    with pytest.raises(ModelError, match=r"net: shapes are \[.*\], card and labels say"):
        detector(tmp_path, tensors)


def test_a_network_with_outputs_in_another_order_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="net: shapes are"):
        detector(tmp_path, silent_tensors()[::-1])


def test_a_network_of_another_size_is_refused(tmp_path: Path) -> None:
    folder = Folder(write(tmp_path / "net"))
    with pytest.raises(ModelError, match="net: shapes are"):
        Detector(folder, open_network=lambda path: Scripted(silent_tensors(), size=(32, 32)))


def classifier(folder: Path, logits: list[float], *, temperature: float = 1.0) -> Classifier:
    made = Folder(write(folder / "net", task="classification", temperature=temperature))
    return Classifier(made, open_network=lambda path: Scripted([np.array([logits], np.float32)]))


def test_a_classifier_gives_probabilities(tmp_path: Path) -> None:
    assert classifier(tmp_path, [0, np.log(3)])(PICTURE) == pytest.approx({"car": 0.25, "van": 0.75})


def test_huge_logits_overflow_nothing(tmp_path: Path) -> None:
    assert classifier(tmp_path, [1e4, -1e4])(PICTURE) == {"car": 1, "van": 0}


def test_a_classifier_averages_its_passes(tmp_path: Path) -> None:
    answers = iter([[0, 2], [0, 4]])
    net = Scripted([np.zeros((1, 2), np.float32)])
    made = Folder(write(tmp_path / "net", task="classification", passes="{}, { mirrored = true }"))

    class Wavering(Scripted):
        def __call__(self, picture: npt.NDArray[np.uint8]) -> Tensors:
            self.tensors = [np.array([next(answers)], np.float32)]
            return super().__call__(picture)

    picture = PICTURE.copy()
    picture[:, :10] = 200
    net = Wavering(net.tensors)
    found = Classifier(made, open_network=lambda path: net)(picture)
    assert found["van"] == pytest.approx(1 / (1 + np.exp(-3)))
    assert (net.fed[1] == net.fed[0][:, ::-1]).all()
    assert not (net.fed[1] == net.fed[0]).all()


def test_a_warm_classifier_is_less_sure(tmp_path: Path) -> None:
    found = classifier(tmp_path, [0, 2 * np.log(3)], temperature=2.0)(PICTURE)
    assert found["van"] == pytest.approx(0.75)


def test_a_classifier_with_more_outputs_than_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="shapes"):
        classifier(tmp_path, [0, 0, 0])


def test_a_picture_is_fed_as_rgb() -> None:
    blue = np.zeros((10, 10, 3), np.uint8)
    blue[..., 0] = 200
    spec = InputSpec(width=20, height=10, color="RGB", resize="letterbox", fill=9)
    fitted, fit = prepare(blue, spec)
    assert fitted[5, 10].tolist() == [0, 0, 200]
    assert fitted[5, 0].tolist() == [9, 9, 9]
    assert fit.pad_x == 5


def test_a_stretched_picture_has_no_border() -> None:
    spec = InputSpec(width=20, height=10, color="RGB", resize="stretch", fill=9)
    fitted, _ = prepare(np.full((10, 10, 3), 200, np.uint8), spec)
    assert (fitted == 200).all()
