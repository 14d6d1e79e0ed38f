"""What is screwed to a body: mirrors, handles, plates. Needs bpy."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
import numpy.typing as npt

from models.scenes import materials
from models.scenes.body import BodyShape, flank_at
from models.scenes.design import BodyType, End
from models.scenes.finish import Finish
from models.scenes.shapes import box, rounded
from models.scenes.solids import solid_object
from models.scenes.surface import Mesh

Floats = npt.NDArray[np.float64]


def mirrors(kind: BodyType, finish: Finish, root: Any) -> None:
    """The outside mirrors; where one is missing its foot stays."""
    shell = _shell("mirror shell", finish)
    shell.node_tree.nodes["Principled BSDF"].inputs["Coat Weight"].default_value = 1.0
    black = materials.plain("black", (0.012, 0.012, 0.012), roughness=0.4)
    x, y, z = kind.mirror
    for side, there in zip((1.0, -1.0), finish.mirrors, strict=True):
        foot = rounded((0.09, 0.18, 0.04), squareness=0.6)
        solid_object("mirror foot", foot.moved((x + 0.02, side * (y - 0.105), z - 0.065)), black, root)
        if there:
            bowl = rounded((0.13, 0.22, 0.145), squareness=0.75)
            solid_object("mirror", bowl.moved((x, side * y, z)), shell, root)


def _shell(name: str, finish: Finish) -> Any:
    return materials.plain(name, finish.colour, roughness=0.3, metal=finish.flakes)


def handles(kind: BodyType, mesh: Mesh, finish: Finish, root: Any) -> None:
    """The door handles on both sides."""
    shell = _shell("handle", finish)
    fit = kind.shape.fit
    for side in (-1.0, 1.0):
        for x in kind.handles:
            at = (x, side * (flank_at(mesh, x, fit.z(0.85)) + 0.014), fit.z(0.852))
            solid_object("handle", rounded((0.20, 0.026, 0.028), squareness=0.6).moved(at), shell, root)


def inside(shape: BodyShape, root: Any) -> None:
    """What closes the body from below."""
    # A dark block under the floor and between the wells, so that no daylight shows through an arch.
    black = materials.plain("underside", (0.006, 0.006, 0.006), roughness=0.9)
    rear, front = shape.ends
    block = box((front - rear - 0.685, 1.0, 0.5)).moved(((front + rear) / 2, 0.0, shape.wheel_radius + 0.13))
    solid_object("underside", block, black, root, smooth=False)


def plates(
    kind: BodyType,
    mesh: Mesh,
    shown: dict[End, npt.NDArray[np.float32]],
    size_mm: tuple[float, float],
    root: Any,
) -> dict[End, Floats]:
    """Both number plates; returns their (4, 3) corners, counter-clockwise from the lower left."""
    corners = plate_corners(kind, mesh, size_mm)
    for end, quad in corners.items():
        data = bpy.data.meshes.new("plate")
        data.from_pydata(quad.tolist(), [], [(0, 1, 2, 3)])
        layer = data.uv_layers.new()
        layer.data.foreach_set("uv", np.array([0, 0, 1, 0, 1, 1, 0, 1], dtype=np.float32))
        data.materials.append(_printed(shown[end]))
        made = bpy.data.objects.new("plate", data)
        bpy.context.scene.collection.objects.link(made)
        made.parent = root
    return corners


def _printed(shown: npt.NDArray[np.float32]) -> Any:
    material = bpy.data.materials.new("plate")
    w = materials.Wiring(material)
    drawn = w.node(
        "ShaderNodeTexImage", image=materials.picture("plate", shown, data=False), interpolation="Cubic"
    )
    w.feed(drawn.outputs["Color"], w.shader.inputs["Base Color"])
    w.shader.inputs["Roughness"].default_value = 0.45
    return material


def plate_corners(kind: BodyType, mesh: Mesh, size_mm: tuple[float, float]) -> dict[End, Floats]:
    """Where the plates hang: 12 mm before the skin."""
    half_w, half_h = size_mm[0] / 2000, size_mm[1] / 2000
    found: dict[End, Floats] = {}
    ends: tuple[tuple[End, float, float], ...] = (
        ("front", 1.0, kind.plate_heights[0]),
        ("rear", -1.0, kind.plate_heights[1]),
    )
    for end, away, z in ends:
        x, y, height = mesh.vertices.T
        behind = (np.abs(y) < half_w) & (np.abs(height - z) < half_h)
        at = away * float((away * x[behind]).max() + 0.012)
        square = ((-half_w, -half_h), (half_w, -half_h), (half_w, half_h), (-half_w, half_h))
        found[end] = np.array([(at, a * away, z + b) for a, b in square])
    return found
