import numpy as np
import pytest

from models.train.augment.crops import Crop, crop, mosaic, pick
from models.train.data.pictures import Loaded
from models.train.data.samples import to_array


def photograph() -> Loaded:
    image = np.random.default_rng(0).integers(0, 256, (200, 240, 3), dtype=np.uint8)
    boxes = to_array([(20, 30, 80, 60), (150, 100, 230, 190)])
    return Loaded(image, boxes, np.array([3, 1]), to_array([(0, 150, 40, 200)]))


@pytest.mark.parametrize("seed", range(30))
def test_boxes_keep_their_kind_and_lie_inside(seed: int) -> None:
    made = crop(photograph(), Crop(side=96, zoom=(0.4, 1.2)), np.random.default_rng(seed))
    assert made.image.shape == (96, 96, 3)
    assert len(made.labels) == len(made.boxes)
    assert set(made.labels.tolist()) <= {1, 3}
    for boxes in (made.boxes, made.ignore):
        assert (boxes >= 0).all()
        assert (boxes <= 96).all()


def test_the_scale_is_that_of_the_picture() -> None:
    plain = Crop(side=400, zoom=(0.5, 0.5), stretch=0, turn=0)
    made = crop(photograph(), plain, np.random.default_rng(1))
    sides = made.boxes[:, 2:] - made.boxes[:, :2]
    np.testing.assert_allclose(sides, [[30, 15], [40, 45]], rtol=1e-5)
    assert made.labels.tolist() == [3, 1]


def test_a_kind_follows_its_box_when_others_are_cut_off() -> None:
    """Crops of 48 pixels never hold both boxes: what is left has the label that its own box had."""
    recipe = Crop(side=48, zoom=(1, 1), stretch=0, turn=0, aimed=1.0, least_share=0.6)
    seen = set()
    for seed in range(40):
        made = crop(photograph(), recipe, np.random.default_rng(seed))
        for (left, top, right, bottom), label in zip(made.boxes.tolist(), made.labels.tolist(), strict=True):
            assert (right - left) * (bottom - top) >= 0.6 * (1800 if label == 3 else 7200) - 1
            seen.add(label)
    assert seen == {3}


def test_pick_follows_the_weights() -> None:
    random = np.random.default_rng(0)
    drawn = [pick([0, 3, 1], random) for _ in range(400)]
    assert drawn.count(0) == 0
    assert drawn.count(1) == pytest.approx(300, abs=30)


def test_a_mosaic_shows_four_pictures_with_their_boxes_in_their_quarters() -> None:
    plain = Crop(side=400, zoom=(0.5, 0.5), stretch=0, turn=0, confused=0, harsh=0)
    made = mosaic([photograph()] * 4, plain, np.random.default_rng(1))
    assert made.image.shape == (400, 400, 3)
    assert made.labels.tolist() == [3, 1] * 4
    assert len(made.ignore) == 4
    sides = made.boxes[:, 2:] - made.boxes[:, :2]
    np.testing.assert_allclose(sides, [[21, 10.5], [28, 31.5]] * 4, rtol=1e-4)
    quarters = (made.boxes[:, :2] // 200).astype(int).tolist()
    assert quarters == [[0, 0]] * 2 + [[1, 0]] * 2 + [[0, 1]] * 2 + [[1, 1]] * 2
    assert (made.boxes[:, 2:] <= (made.boxes[:, :2] // 200 + 1) * 200).all()
