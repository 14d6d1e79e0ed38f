from pathlib import Path

import cv2
import numpy as np

from models.scenes.encode import joined, over, sensed, write_clip


def test_piece_replaces_its_region_and_fades_at_inner_edges() -> None:
    empty = np.full((80, 640, 3), 50.0, np.float32)
    made = over(empty, np.full((80, 640, 3), 200, np.uint8), (0, 20, 60, 80))
    assert made[50, 0, 0] == made[79, 20, 0] == 200.0  # the picture's own edges stay hard
    assert 50.0 < made[50, 58, 0] < 200.0
    assert made[50, 61, 0] == made[10, 10, 0] == 50.0


def test_noise_is_seeded_mild_and_stronger_in_light() -> None:
    grey = np.tile(np.array([40.0, 220.0], np.float32).repeat(64)[None, :, None], (128, 1, 3))
    one = sensed(grey, level=1.3, dice=np.random.default_rng(5)).astype(float)
    same = sensed(grey, level=1.3, dice=np.random.default_rng(5)).astype(float)
    assert (one == same).all()
    dark, light = one[:, :64].std(), one[:, 64:].std()
    assert 0.4 < dark < light < 3.0


def test_clip_is_read_back(tmp_path: Path) -> None:
    frames = [np.full((36, 64, 3), 20 * k, np.uint8) for k in range(8)]
    write_clip(tmp_path / "deep" / "clip.mp4", iter(frames), fps=8, size=(64, 36))
    clip = cv2.VideoCapture(str(tmp_path / "deep" / "clip.mp4"))
    assert clip.get(cv2.CAP_PROP_FPS) == 8.0
    assert int(clip.get(cv2.CAP_PROP_FRAME_COUNT)) == 8


def test_overlapping_regions_are_joined_until_none_overlap() -> None:
    chain = [(0, 0, 10, 10), (30, 0, 40, 10), (8, 8, 32, 12), (60, 60, 70, 70)]
    assert joined(chain) == ((0, 0, 40, 12), (60, 60, 70, 70))
    assert joined([]) == ()
