import numpy as np
import pytest

from models.scenes.curves import Floats, Outline, catmull_rom, signed_distance
from models.scenes.damage import Scratch
from models.scenes.skin import GAP, blank_sheets, bound_together
from models.scenes.surface import Mesh, mesh_of, winding

BALL_RADIUS = 0.5


def ball() -> Mesh:
    def field(x: Floats, y: Floats, z: Floats) -> Floats:
        return np.asarray(np.sqrt(x**2 + y**2 + z**2) - BALL_RADIUS)

    return mesh_of(field, low=(-0.7, -0.7, -0.7), high=(0.7, 0.7, 0.7), cell=0.05)


def test_mesh_lies_on_the_field_and_faces_outward() -> None:
    mesh = ball()
    radii = np.linalg.norm(mesh.vertices, axis=1)
    assert radii == pytest.approx(np.full(len(radii), BALL_RADIUS), abs=1e-3)
    assert winding(mesh) == 1.0
    assert mesh.normals == pytest.approx(mesh.vertices / radii[:, None], abs=2e-3)


def test_mesh_is_closed() -> None:
    quads = ball().quads
    edges = np.sort(np.stack([quads, np.roll(quads, -1, axis=1)], axis=-1).reshape(-1, 2), axis=1)
    _, uses = np.unique(edges, axis=0, return_counts=True)
    assert (uses == 2).all()


def test_distance_to_a_square_is_signed() -> None:
    square = np.array([(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)])
    far = signed_distance(square, np.array([(1.0, 1.0), (1.0, 0.25), (3.0, 1.0), (-3.0, -4.0)]))
    assert far == pytest.approx([-1.0, -0.25, 1.0, 5.0])


def test_curve_goes_through_its_points() -> None:
    points = np.array([(0.0, 0.0), (1.0, 0.5), (2.0, 0.0)])
    curve = catmull_rom(points, steps=10, closed=False)
    for point in points:
        assert np.abs(curve - point).sum(axis=1).min() == pytest.approx(0.0, abs=1e-12)


def test_outline_table_agrees_with_the_exact_distance() -> None:
    outline = Outline.through([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)], margin=0.2, cell=0.02)
    assert float(outline.at(np.array([0.5]), np.array([0.5]))[0]) < -0.45


def test_scratch_follows_the_skin_and_shows_on_the_sheet() -> None:
    mesh = ball()
    scratch = Scratch(id="s", points=((0.3, 0.4, 0.0), (0.2, 0.45, 0.05), (0.1, 0.48, 0.1)), views=("left",))
    line, normals = scratch.cloud(mesh)
    assert np.linalg.norm(line, axis=1) == pytest.approx(np.full(len(line), BALL_RADIUS), abs=0.01)
    assert (normals[:, 1] > 0.5).all()
    sheets = blank_sheets()
    scratch.draw(sheets, mesh)
    assert sheets["left"].colour[..., 3].max() > 0.9
    assert sheets["right"].colour[..., 3].max() == 0.0


def test_atlas_finds_each_sheet_again() -> None:
    sheets = blank_sheets()
    sheets["front"].disc((0.25, 0.5), 0.05, GAP)
    atlas = bound_together(sheets)
    (u, v) = atlas.uv("front", np.array([0.25]), np.array([0.5]))[0]
    h, w = atlas.colour.shape[:2]
    assert atlas.colour[int((1 - v) * h), int(u * w), 3] == pytest.approx(1.0)
    assert atlas.colour[..., 3].sum() == pytest.approx(sheets["front"].colour[..., 3].sum())
