import numpy as np
import pytest

from models.scenes.path import Drive, Leg, Road


def quarter(radius: float) -> Road:
    legs = (Leg(length=4.0), Leg(length=float(np.pi / 2 * radius), bend=1 / radius), Leg(length=6.0))
    return Road(x=0.0, y=0.0, heading=0.0, legs=legs)


def test_straight_road_leads_ahead() -> None:
    pose = Road(x=1.0, y=2.0, heading=np.pi / 2, legs=(Leg(length=5.0),)).at(3.0)
    assert (pose.x, pose.y) == pytest.approx((1.0, 5.0), abs=0.03)
    assert pose.bend == 0.0


def test_bend_turns_by_its_angle_and_ends_a_radius_aside() -> None:
    pose = quarter(5.0).at(quarter(5.0).length)
    assert pose.heading == pytest.approx(np.pi / 2, abs=0.02)
    assert (pose.x, pose.y) == pytest.approx((9.0, 11.0), abs=0.15)


def test_wheel_is_turned_gently() -> None:
    bends = np.array([quarter(5.0).at(float(s)).bend for s in np.arange(0.0, 16.0, 0.1)])
    assert np.abs(np.diff(bends)).max() < 0.02


def test_car_waits_for_its_start_and_stays_at_the_end() -> None:
    drive = Drive(road=quarter(5.0), starts_s=2.0, speeds=((0.0, 3.0), (9.0, 3.0)))
    assert drive.pose(0.0).rolled == drive.pose(2.0).rolled == 0.0
    assert drive.pose(4.0).rolled == pytest.approx(6.0, abs=0.05)
    at_end = drive.pose(30.0)
    assert (at_end.x, at_end.y) == pytest.approx((9.0, 11.0), abs=0.15)


def test_speed_eases_in() -> None:
    drive = Drive(road=quarter(5.0), starts_s=0.0, speeds=((0.0, 0.0), (1.0, 0.0), (3.0, 4.0), (9.0, 4.0)))
    rolled = np.array([drive.pose(float(t)).rolled for t in np.arange(0.0, 4.0, 0.05)])
    speed = np.diff(rolled) / 0.05
    assert (np.diff(rolled) >= 0).all()
    assert np.abs(np.diff(speed)).max() / 0.05 < 2.6  # m/s2: brisk, not a jump
