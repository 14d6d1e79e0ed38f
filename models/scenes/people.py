"""People in Blender: a figure's limbs as objects that swing while it walks. Needs bpy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import bpy
import numpy as np
import numpy.typing as npt

from models.scenes import figure, materials
from models.scenes.path import Pose
from models.scenes.solids import solid_object
from models.scenes.story import Walker

OUTLINE: npt.NDArray[np.float64] = np.array(
    [(x, y, z) for x in (-0.75, 0.0, 0.6, 1.35) for y in (-0.45, 0.0, 0.6) for z in np.linspace(0.0, 1.85, 8)]
)
"""Points that enclose a walker and what it pushes."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A built walker: its root and its limbs as (object, limb)."""

    root: Any
    limbs: list[tuple[Any, figure.Limb]]

    def walk(self, pose: Pose) -> None:
        """Puts the figure at a pose with its limbs in step."""
        self.root.location = (pose.x, pose.y, 0.02 * abs(np.cos(2 * np.pi * pose.rolled / figure.STRIDE)))
        self.root.rotation_euler = (0.0, 0.0, pose.heading)
        for made, limb in self.limbs:
            made.rotation_euler = (0.0, limb.swing(pose.rolled), 0.0)


def build(walker: Walker) -> Figure:
    """A figure for `walker`, with its trolley or cycle."""
    root = bpy.data.objects.new(walker.name, None)
    bpy.context.scene.collection.objects.link(root)
    parts = figure.person(tall=walker.tall, pushes=bool(walker.pushes))
    parts += {"": list, "trolley": figure.trolley, "cycle": figure.cycle}[walker.pushes]()
    return Figure(root=root, limbs=[(_limb(limb, walker, root), limb) for limb in parts])


def _limb(limb: figure.Limb, walker: Walker, root: Any) -> Any:
    tints: dict[figure.Tint, materials.Colour] = {
        "skin": (0.45, 0.26, 0.18), "hair": (0.03, 0.018, 0.01), "coat": walker.coat, "legs": walker.legs,
        "shoe": (0.02, 0.02, 0.02), "steel": (0.35, 0.36, 0.37), "case": (0.10, 0.02, 0.02),
        "rubber": (0.02, 0.02, 0.02),
    }  # fmt: skip
    cloth = materials.plain(f"{walker.name} {limb.tint}", tints[limb.tint], roughness=0.75)
    made = solid_object(f"{walker.name} {limb.tint}", limb.solid, cloth, root)
    made.location = limb.joint
    return made
