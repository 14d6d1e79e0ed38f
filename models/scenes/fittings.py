"""What is screwed to a body: mirrors, handles, plates. Needs bpy."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
import numpy.typing as npt

from models.scenes import materials
from models.scenes.body import BodyShape, flank_at
from models.scenes.shapes import box, rounded
from models.scenes.solids import solid_object
from models.scenes.surface import Mesh

Floats = npt.NDArray[np.float64]


def mirrors(colour: materials.Colour, flakes: float, root: Any) -> None:
    """Both outside mirrors."""
    shell = materials.plain("mirror shell", colour, roughness=0.3, metal=flakes)
    shell.node_tree.nodes["Principled BSDF"].inputs["Coat Weight"].default_value = 1.0
    black = materials.plain("black", (0.012, 0.012, 0.012), roughness=0.4)
    for side in (-1.0, 1.0):
        solid_object(
            "mirror",
            rounded((0.13, 0.22, 0.145), squareness=0.75).moved((1.98, side * 0.935, 1.03)),
            shell,
            root,
        )
        solid_object(
            "mirror foot",
            rounded((0.09, 0.18, 0.04), squareness=0.6).moved((2.0, side * 0.83, 0.965)),
            black,
            root,
        )


def handles(mesh: Mesh, colour: materials.Colour, flakes: float, root: Any) -> None:
    """Four door handles."""
    shell = materials.plain("handle", colour, roughness=0.3, metal=flakes)
    for side in (-1.0, 1.0):
        for x in (1.30, 0.38):
            at = (x, side * (flank_at(mesh, x, 0.85) + 0.014), 0.852)
            solid_object("handle", rounded((0.20, 0.026, 0.028), squareness=0.6).moved(at), shell, root)


def inside(shape: BodyShape, root: Any) -> None:
    """What closes the body from below."""
    # A dark block under the floor and between the wells, so that no daylight shows through an arch.
    black = materials.plain("underside", (0.006, 0.006, 0.006), roughness=0.9)
    solid_object("underside", box((3.6, 1.0, 0.5)).moved((1.35, 0.0, 0.45)), black, root, smooth=False)


def plates(shape: BodyShape, plate: npt.NDArray[np.float32], root: Any) -> Floats:
    """Both number plates; returns the front one\'s (4, 3) corners, counter-clockwise from the lower left."""
    material = bpy.data.materials.new("plate")
    w = materials.Wiring(material)
    shown = w.node(
        "ShaderNodeTexImage", image=materials.picture("plate", plate, data=False), interpolation="Cubic"
    )
    w.feed(shown.outputs["Color"], w.shader.inputs["Base Color"])
    w.shader.inputs["Roughness"].default_value = 0.45
    rear, front = shape.ends
    corners = [
        np.array(
            [
                (x, y * away, z)
                for y, z in ((-0.26, dz - 0.056), (0.26, dz - 0.056), (0.26, dz + 0.056), (-0.26, dz + 0.056))
            ]
        )
        for x, away, dz in ((front + 0.012, 1.0, 0.492), (rear - 0.012, -1.0, 0.725))
    ]
    for quad in corners:
        data = bpy.data.meshes.new("plate")
        data.from_pydata(quad.tolist(), [], [(0, 1, 2, 3)])
        layer = data.uv_layers.new()
        layer.data.foreach_set("uv", np.array([0, 0, 1, 0, 1, 1, 0, 1], dtype=np.float32))
        data.materials.append(material)
        made = bpy.data.objects.new("plate", data)
        bpy.context.scene.collection.objects.link(made)
        made.parent = root
    return corners[0]
