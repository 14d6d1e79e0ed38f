"""Asphalt, stone and bricks: materials that wander in colour, and blocks made of them. Needs bpy."""

from __future__ import annotations

from typing import Any

import bpy

from models.scenes.materials import Wiring
from models.scenes.shapes import box
from models.scenes.solids import solid_object

Triple = tuple[float, float, float]


def mottled(
    name: str,
    one: Triple,
    two: Triple,
    *,
    scale: float,
    roughness: float,
    grain: float = 0.0,
    detail: float = 8.0,
) -> Any:
    """A material whose colour wanders between two, with fine relief of `grain` metres.

    detail: octaves of the wandering; they and the relief cost most of a picture's time.
    """
    material = bpy.data.materials.new(name)
    w = Wiring(material)
    at = w.node("ShaderNodeTexCoord").outputs["Object"]
    coarse = w.node("ShaderNodeTexNoise")
    coarse.inputs["Scale"].default_value, coarse.inputs["Detail"].default_value = scale, detail
    coarse.inputs["Roughness"].default_value = 0.65
    w.feed(at, coarse.inputs["Vector"])
    fine = w.node("ShaderNodeTexNoise")
    fine.inputs["Scale"].default_value = 90.0
    w.feed(at, fine.inputs["Vector"])
    share = w.math(
        "ADD", w.math("MULTIPLY", coarse.outputs["Fac"], 0.65), w.math("MULTIPLY", fine.outputs["Fac"], 0.35)
    )
    stretched = w.node("ShaderNodeMapRange")
    w.feed(share, stretched.inputs[0])
    stretched.inputs[1].default_value, stretched.inputs[2].default_value = 0.36, 0.64
    w.feed(w.mix(stretched.outputs[0], (*one, 1.0), (*two, 1.0)), w.shader.inputs["Base Color"])
    w.shader.inputs["Roughness"].default_value = roughness
    if grain:
        bump = w.node("ShaderNodeBump")
        bump.inputs["Distance"].default_value = grain
        w.feed(fine.outputs["Fac"], bump.inputs["Height"])
        w.feed(bump.outputs[0], w.shader.inputs["Normal"])
    return material


def bricks(name: str, one: Triple, two: Triple, mortar: Triple) -> Any:
    """Brickwork in the x-z plane of the object."""
    material = bpy.data.materials.new(name)
    w = Wiring(material)
    at = w.node("ShaderNodeTexCoord").outputs["Object"]
    x, y, z = w.node("ShaderNodeSeparateXYZ").outputs
    w.feed(at, x.node.inputs[0])
    flat = w.node("ShaderNodeCombineXYZ")
    w.feed(w.math("ADD", x, y), flat.inputs[0])
    w.feed(z, flat.inputs[1])
    wall = w.node("ShaderNodeTexBrick")
    w.feed(flat.outputs[0], wall.inputs["Vector"])
    for socket, colour in (("Color1", one), ("Color2", two), ("Mortar", mortar)):
        wall.inputs[socket].default_value = (*colour, 1.0)
    wall.inputs["Scale"].default_value = 2.0
    wall.inputs["Mortar Size"].default_value = 0.012
    w.feed(wall.outputs["Color"], w.shader.inputs["Base Color"])
    w.shader.inputs["Roughness"].default_value = 0.85
    return material


def block(name: str, low: Triple, high: Triple, material: Any) -> Any:
    """A box between two corners, metres."""
    size = tuple(b - a for a, b in zip(low, high, strict=True))
    middle = tuple((a + b) / 2 for a, b in zip(low, high, strict=True))
    made = solid_object(name, box((size[0], size[1], size[2])), material, None, smooth=False)
    made.location = middle
    return made
