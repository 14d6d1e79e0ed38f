import cv2
import numpy as np

from edge.domain.frame import Image
from models.train.data.duplicates import Hash, clip_moment, difference_hash, group, hold_out


def street(seed: int) -> Image:
    coarse = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(coarse, (160, 120), interpolation=cv2.INTER_CUBIC), np.uint8)


def rows(*hashes: Hash) -> Hash:
    return np.stack(hashes)


def test_same_picture_smaller_and_darker_is_near() -> None:
    picture = street(1)
    other = np.asarray(cv2.resize(picture, (90, 70)) * 0.7, np.uint8)
    assert int((difference_hash(picture) != difference_hash(other)).sum()) < 20


def test_different_pictures_are_far() -> None:
    assert int((difference_hash(street(1)) != difference_hash(street(2))).sum()) > 80


def test_links_make_groups_through_others() -> None:
    a = np.zeros(256, np.bool_)
    b, c, far = a.copy(), a.copy(), ~a
    b[:30], c[:60] = True, True
    assert group(rows(a, b, c, far), close=40) == [0, 0, 0, 3]


def test_frames_of_one_clip_close_in_time_are_linked() -> None:
    far = np.random.default_rng(0).random((3, 256)) > 0.5
    names = ["ride.mp4#t=10.webp", "ride.mp4#t=25.webp", "ride.mp4#t=90.webp"]
    assert group(far, names) == [0, 0, 2]


def test_clip_moment() -> None:
    assert clip_moment("ride_1.mp4#t=1054.webp") == ("ride_1.mp4", 1054)
    assert clip_moment("t00001.webp") is None


def test_hold_out_never_splits_a_group_and_repeats() -> None:
    groups = [index // 3 for index in range(60)]
    train, held = hold_out(list(range(60)), groups, 0.2, seed=5)
    assert sorted(train + held) == list(range(60))
    assert len(held) >= 12
    assert not {groups[i] for i in train} & {groups[i] for i in held}
    assert (train, held) == hold_out(list(range(60)), groups, 0.2, seed=5)
    assert held != hold_out(list(range(60)), groups, 0.2, seed=6)[1]
