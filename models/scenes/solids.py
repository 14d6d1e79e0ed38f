"""Plain solids as Blender objects. Needs bpy."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np

from models.scenes.shapes import Solid


def solid_object(name: str, solid: Solid, material: Any, parent: Any, *, smooth: bool = True) -> Any:
    """A Blender object of a plain solid; edges sharper than 40 degrees stay sharp."""
    data = bpy.data.meshes.new(name)
    data.from_pydata(solid.vertices.tolist(), [], solid.faces)
    data.materials.append(material)
    if smooth:
        data.shade_smooth()
        data.set_sharp_from_angle(angle=np.radians(40.0))
    made = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(made)
    made.parent = parent
    return made
