"""Materials: paint with an atlas of skin over it, and the plain ones. Needs bpy."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np
import numpy.typing as npt

from models.scenes.skin import Atlas

Colour = tuple[float, float, float]


def picture(name: str, pixels: npt.NDArray[np.float32], *, data: bool) -> Any:
    """A Blender image from (h, w, 4) floats, row 0 on top; `data` keeps the numbers free of colour spaces."""
    h, w = pixels.shape[:2]
    image = bpy.data.images.new(name, w, h, alpha=True, is_data=data)
    image.alpha_mode = "CHANNEL_PACKED"
    image.pixels.foreach_set(np.ascontiguousarray(pixels[::-1], dtype=np.float32).ravel())
    image.pack()
    return image


def plain(name: str, colour: Colour, *, roughness: float = 0.5, metal: float = 0.0, glow: float = 0.0) -> Any:
    """An even material. colour: linear RGB 0..1; glow: watts per square metre and steradian, roughly."""
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    shader = material.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*colour, 1.0)
    shader.inputs["Roughness"].default_value = roughness
    shader.inputs["Metallic"].default_value = metal
    if glow:
        shader.inputs["Emission Color"].default_value = (*colour, 1.0)
        shader.inputs["Emission Strength"].default_value = glow
    return material


class Wiring:
    """Short words for node trees: `node` makes one, `math` and `mix` return a socket."""

    def __init__(self, material: Any) -> None:
        material.use_nodes = True
        self.tree = material.node_tree
        self.shader = self.tree.nodes["Principled BSDF"]

    def node(self, kind: str, **settings: Any) -> Any:
        """A new node of Blender's class `kind` with the settings as attributes."""
        made = self.tree.nodes.new(kind)
        for key, value in settings.items():
            setattr(made, key, value)
        return made

    def feed(self, value: Any, socket: Any) -> None:
        """Joins a socket, or sets a number or tuple."""
        if hasattr(value, "is_linked"):
            self.tree.links.new(value, socket)
        else:
            socket.default_value = value

    def math(self, operation: str, *values: Any) -> Any:
        """One arithmetic node."""
        made = self.node("ShaderNodeMath", operation=operation)
        for value, socket in zip(values, made.inputs, strict=False):
            self.feed(value, socket)
        return made.outputs[0]

    def mix(self, share: Any, a: Any, b: Any, *, kind: str = "RGBA") -> Any:
        """a where share is 0, b where it is 1. kind: RGBA or FLOAT."""
        made = self.node("ShaderNodeMix", data_type=kind)
        first = {"RGBA": 6, "FLOAT": 2}[kind]
        for value, socket in zip(
            (share, a, b), (made.inputs[0], *made.inputs[first : first + 2]), strict=True
        ):
            self.feed(value, socket)
        return made.outputs[{"RGBA": 2, "FLOAT": 0}[kind]]


def paint(name: str, colour: Colour, atlas: Atlas, *, flakes: float = 0.6, lamps: float = 1.0) -> Any:
    """Car paint under clear coat, the atlas laid over it by the mesh's UVs.

    flakes: 0..1, metallic; lamps: how often the glow of the sheets.
    """
    material = bpy.data.materials.new(name)
    w = Wiring(material)
    shown = w.node("ShaderNodeTexImage", image=picture(name, atlas.colour, data=False))
    finish = w.node("ShaderNodeTexImage", image=picture(f"{name} finish", atlas.finish, data=True))
    parts = w.node("ShaderNodeSeparateColor")
    w.feed(finish.outputs["Color"], parts.inputs[0])
    share = shown.outputs["Alpha"]
    base = w.mix(share, (*colour, 1.0), shown.outputs["Color"])
    rough, metal, glow = (
        w.mix(share, of_paint, of_sheet, kind="FLOAT")
        for of_paint, of_sheet in zip((0.36, flakes, 0.0), parts.outputs[:3], strict=True)
    )
    bump = w.node("ShaderNodeBump")
    bump.inputs["Strength"].default_value = 0.5
    bump.inputs["Distance"].default_value = 0.003
    w.feed(finish.outputs["Alpha"], bump.inputs["Height"])
    for value, socket in (
        (base, "Base Color"),
        (rough, "Roughness"),
        (metal, "Metallic"),
        (base, "Emission Color"),
        (w.math("SUBTRACT", 1.0, share), "Coat Weight"),
        (w.math("MULTIPLY", glow, lamps), "Emission Strength"),
        (bump.outputs[0], "Normal"),
    ):
        w.feed(value, w.shader.inputs[socket])
    w.shader.inputs["Coat Roughness"].default_value = 0.02
    return material
