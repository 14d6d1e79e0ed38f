import numpy as np
import numpy.typing as npt
import pytest

from models.scenes.camera import Camera
from models.scenes.damage import Cloud, Scratch
from models.scenes.gantry import ROLES, gantry, shaken
from models.scenes.path import Pose
from models.scenes.sighting import Sighting, view_record

Floats = npt.NDArray[np.float64]
POSE = Pose(x=0.0, y=1.3, heading=-np.pi / 2, rolled=0.0, bend=0.0)
"""As a car stands in the lane: nose towards -y, its left towards +x."""
LEFT_DOOR = Cloud(
    points=np.stack([np.linspace(1.0, 1.4, 10), np.full(10, 0.9), np.full(10, 0.6)], axis=1),
    normals=np.tile([0.0, 1.0, 0.0], (10, 1)),
)
SKIN = np.array([(x, y, z) for x in (-0.8, 1.4, 3.5) for y in (-0.9, 0.9) for z in (0.1, 0.8, 1.5)])
PLATE = np.array([(3.51, y, z) for y, z in ((-0.26, 0.44), (0.26, 0.44), (0.26, 0.55), (-0.26, 0.55))])


def clear(camera: Camera, points: Floats) -> npt.NDArray[np.bool_]:
    return np.ones(len(points), np.bool_)


def hidden(camera: Camera, points: Floats) -> npt.NDArray[np.bool_]:
    return np.zeros(len(points), np.bool_)


@pytest.mark.parametrize("role", ROLES)
def test_the_whole_car_is_in_every_picture(role: str) -> None:
    box = Sighting(gantry()[role], POSE, clear).vehicle(SKIN)  # type: ignore[index]
    assert box is not None
    assert box[2] > 250


def test_a_door_s_damage_shows_to_the_camera_of_its_side_alone() -> None:
    seen = {role: Sighting(camera, POSE, clear).damage(LEFT_DOOR) for role, camera in gantry().items()}
    assert [role for role, (box, _) in seen.items() if box] == ["left"]
    box, share = seen["left"]
    assert share == 1.0
    assert box is not None
    assert 30 < box[2] < 80


def test_what_stands_before_a_damage_hides_it() -> None:
    assert Sighting(gantry()["left"], POSE, hidden).damage(LEFT_DOOR) == (None, 0.0)


def test_a_point_without_normal_shows_from_all_around() -> None:
    cloud = Cloud(points=LEFT_DOOR.points, normals=np.zeros_like(LEFT_DOOR.normals))
    assert Sighting(gantry()["right"], POSE, clear).damage(cloud)[1] == 1.0


def test_the_front_plate_is_wide_before_the_front_camera_and_nowhere_else() -> None:
    seen = {role: Sighting(camera, POSE, clear).plate(PLATE) for role, camera in gantry().items()}
    assert seen["front"] is not None
    assert seen["front"][2] > 95
    assert [seen[role] for role in ("rear", "left", "right")] == [None, None, None]
    assert Sighting(gantry()["front"], POSE, hidden).plate(PLATE) is None


def test_record_names_what_shows_and_what_does_not() -> None:
    scratch = Scratch(id="door", points=((1.0, 0.6), (1.4, 0.6)), views=("left",))
    record = view_record(
        Sighting(gantry()["front"], POSE, clear),
        role="front", file="a.jpg", size=(640, 360), skin=SKIN, plates={"front": PLATE},
        damages={"door": (scratch, LEFT_DOOR)},
    )  # fmt: skip
    (damage,) = record["damages"]
    assert damage == {
        "id": "door", "kind": "scratch", "visible": False, "share": 0.0, "length_mm": 400, "box": None,
    }  # fmt: skip
    assert record["plate"]["end"] == "front"


def test_a_shaken_camera_stays_where_it_is_and_turns_a_little() -> None:
    camera = gantry()["front"]
    turned = shaken(camera, np.random.default_rng(3))
    assert turned.place == camera.place
    assert 0 < abs(turned.yaw - camera.yaw) < 1
