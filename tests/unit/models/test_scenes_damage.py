import numpy as np
import pytest

from models.scenes.broken import BrokenLamp, Chip, CrackedGlass, MissingMirror, finish_with
from models.scenes.curves import Floats
from models.scenes.damage import Cloud, Damage, Scratch, on_skin
from models.scenes.dents import Dent, Hole, ragged
from models.scenes.finish import Finish
from models.scenes.skin import blank_sheets
from models.scenes.surface import Mesh, mesh_of, winding

HALF = 0.5


def crate() -> Mesh:
    """A rounded crate, a metre and more each way, that stands on the ground."""

    def field(x: Floats, y: Floats, z: Floats) -> Floats:
        inside = np.maximum(np.maximum(np.abs(x - 0.5), np.abs(y)), np.abs(z - 0.7))
        return np.asarray(inside - HALF)

    return mesh_of(field, low=(-0.2, -0.7, 0.0), high=(1.2, 0.7, 1.4), cell=0.025)


MESH = crate()
DENT = Dent(id="d", view="left", at=(0.5, 0.7), radii=(0.2, 0.12), depth=0.04)


def test_points_of_a_view_lie_on_the_skin_that_faces_it() -> None:
    for view, axis, sign in (("left", 1, 1.0), ("right", 1, -1.0), ("front", 0, 1.0), ("rear", 0, -1.0)):
        flat = np.array([(0.5, 0.6)]) if axis == 1 else np.array([(0.1, 0.6)])
        cloud = on_skin(MESH, view, flat)  # type: ignore[arg-type]
        middle = 0.0 if axis == 1 else 0.5
        assert cloud.points[0, axis] == pytest.approx(middle + sign * HALF, abs=0.01)
        assert sign * cloud.normals[0, axis] > 0.99


def test_a_dent_is_as_deep_as_it_says_and_only_where_it_is() -> None:
    pressed = DENT.pressed(MESH)
    moved = np.linalg.norm(pressed.vertices - MESH.vertices, axis=1)
    assert moved.max() == pytest.approx(0.04, rel=0.1)
    far = np.abs(MESH.vertices[:, 0] - 0.5) > 0.2
    assert moved[far].max() == 0.0
    assert (pressed.vertices - MESH.vertices)[:, 1].max() <= 1e-12  # inward on the left side
    assert winding(pressed) > 0.99


def test_a_dent_s_normals_are_those_of_its_faces() -> None:
    pressed = DENT.pressed(MESH)
    corners = pressed.vertices[pressed.quads]
    faces = np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    faces /= np.linalg.norm(faces, axis=1, keepdims=True)
    told = pressed.normals[pressed.quads].mean(axis=1)
    inside = np.abs(corners.mean(axis=1) - (0.5, HALF, 0.7)).max(axis=1) < 0.1
    assert inside.sum() > 20
    assert ((faces * told).sum(axis=1)[inside] > 0.985).all()


def test_a_dent_s_cloud_is_as_large_as_the_dent() -> None:
    assert DENT.cloud(MESH).length_mm == pytest.approx(2 * 0.85 * 200, rel=0.05)


@pytest.mark.parametrize(
    "damage",
    [
        Scratch(id="s", points=((0.3, 0.7), (0.5, 0.72), (0.7, 0.7)), views=("left",)),
        Chip(id="c", view="left", at=(0.5, 0.7), radius=0.06),
        Hole(id="h", view="left", at=(0.5, 0.7), radius=0.08),
        CrackedGlass(id="g", view="left", at=(0.5, 0.7), radius=0.2),
        BrokenLamp(id="l", outlines={"left": ragged((0.5, 0.7), 0.1, seed=1)}),
    ],
    ids=lambda damage: damage.kind,
)
def test_what_is_drawn_lies_within_its_cloud(damage: Damage) -> None:
    sheets = blank_sheets()
    damage.draw(sheets, MESH)
    drawn = np.argwhere(sheets["left"].colour[..., 3] > 0.05)
    assert len(drawn) > 50
    cloud = sheets["left"].pixels([(float(x), float(z)) for x, _, z in damage.cloud(MESH).points])
    low, high = cloud.min(axis=0) - 14, cloud.max(axis=0) + 14  # 3 cm: strands wander off the middle
    assert (drawn[:, ::-1] >= low).all()
    assert (drawn[:, ::-1] <= high).all()
    assert all(sheet.colour.max() == 0.0 for view, sheet in sheets.items() if view != "left")


def test_a_shallow_scratch_is_fainter() -> None:
    cover = []
    for depth in (1.0, 0.4):
        sheets = blank_sheets()
        Scratch(id="s", points=((0.3, 0.7), (0.7, 0.7), (0.8, 0.7)), depth=depth, views=("left",)).draw(
            sheets, MESH
        )
        cover.append(float(sheets["left"].colour[..., 3].sum()))
    assert cover[1] < 0.7 * cover[0]


def test_a_missing_mirror_leaves_the_other() -> None:
    gone = MissingMirror(id="m", side="right", at=(1.0, -0.9, 1.0))
    assert finish_with(Finish(colour=(0, 0, 0)), (gone,)).mirrors == (True, False)
    assert not gone.cloud(MESH).normals.any()


def test_the_same_seed_draws_the_same_damage() -> None:
    one, two = (blank_sheets() for _ in range(2))
    for sheets in (one, two):
        Chip(id="c", view="left", at=(0.5, 0.7), radius=0.06, seed=9).draw(sheets, MESH)
    assert np.array_equal(one["left"].colour, two["left"].colour)


def test_length_is_the_longest_side() -> None:
    points = np.array([(0.0, 0.0, 0.0), (0.1, 0.3, 0.05)])
    assert Cloud(points=points, normals=points).length_mm == pytest.approx(300)
