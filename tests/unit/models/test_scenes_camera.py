import numpy as np
import pytest

from models.scenes.camera import Camera, posed

AHEAD = Camera(place=(0.0, 0.0, 2.0), yaw=0.0, pitch=0.0, across=90.0, size=(200, 100))


def test_focal_length_follows_the_width_of_view() -> None:
    assert AHEAD.focal == pytest.approx(100.0)


def test_axis_meets_the_middle_and_right_is_right_and_down_is_down() -> None:
    seen = AHEAD.project(np.array([(0.0, 10.0, 2.0), (1.0, 10.0, 2.0), (0.0, 10.0, 1.0)]))
    assert seen == pytest.approx(np.array([(100.0, 50.0, 10.0), (110.0, 50.0, 10.0), (100.0, 60.0, 10.0)]))


def test_yaw_looks_left_and_pitch_looks_up() -> None:
    aside = Camera(place=(0.0, 0.0, 2.0), yaw=30.0, pitch=20.0, across=90.0, size=(200, 100))
    x, y, _ = aside.project(np.array([(0.0, 10.0, 2.0)]))[0]
    assert x > 100.0
    assert y > 50.0


def test_turn_is_a_rotation() -> None:
    turn = Camera(place=(1.0, 2.0, 3.0), yaw=17.0, pitch=-25.0, across=60.0, size=(64, 36)).turn
    assert turn @ turn.T == pytest.approx(np.eye(3), abs=1e-12)
    assert np.linalg.det(turn) == pytest.approx(1.0)


def test_box_counts_only_what_is_in_the_picture() -> None:
    wall = np.array([(x, 10.0, 2.0 + z) for x in np.linspace(-20, 0, 81) for z in (-1.0, 0.0, 1.0)])
    assert AHEAD.box_of(wall) == pytest.approx((0.0, 40.0, 100.0, 20.0))
    assert AHEAD.box_of(wall - np.array([0.0, 20.0, 0.0])) is None


def test_posed_turns_then_moves() -> None:
    nose = posed(np.array([(2.0, 0.0, 0.5)]), x=1.0, y=1.0, heading=np.pi / 2)
    assert nose[0] == pytest.approx((1.0, 3.0, 0.5))
