"""The light of a day or a night: clear sky, overcast, or lamps. Needs bpy."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np

from models.scenes.story import Light


def light(sun: Light) -> None:
    """The sky of a light; replaces the world."""
    world = bpy.data.worlds.new("sky")
    bpy.context.scene.world = world
    world.use_nodes = True
    bpy.context.scene.view_settings.exposure = sun.exposure
    {"clear": _clear, "overcast": _overcast, "night": _night}[sun.sky_kind](world.node_tree, sun)


def _clear(tree: Any, sun: Light) -> None:
    sky = tree.nodes.new("ShaderNodeTexSky")
    sky.sky_type = "MULTIPLE_SCATTERING"
    sky.sun_elevation, sky.sun_rotation = np.radians(sun.elevation), np.radians(sun.azimuth)
    sky.sun_size = np.radians(1.5)
    sky.sun_intensity = 0.55 * sun.sun
    sky.aerosol_density = sun.haze
    _hang(tree, _clouds(tree, sky.outputs[0]), sun.sky)


def _overcast(tree: Any, sun: Light) -> None:
    """A grey dome, three times as bright overhead as at the horizon (CIE overcast sky)."""
    at = tree.nodes.new("ShaderNodeTexCoord")
    parts = tree.nodes.new("ShaderNodeSeparateXYZ")
    tree.links.new(at.outputs["Generated"], parts.inputs[0])
    ramp = tree.nodes.new("ShaderNodeValToRGB")
    low, high = ramp.color_ramp.elements
    low.color, high.color = (1.9, 1.95, 2.0, 1.0), (5.6, 5.8, 6.1, 1.0)
    tree.links.new(parts.outputs["Z"], ramp.inputs[0])
    _hang(tree, _clouds(tree, ramp.outputs["Color"]), sun.sky)


def _night(tree: Any, sun: Light) -> None:
    colour = tree.nodes.new("ShaderNodeRGB")
    colour.outputs[0].default_value = (0.10, 0.13, 0.22, 1.0)
    _hang(tree, colour.outputs[0], sun.sky)


def _hang(tree: Any, colour: Any, strength: float) -> None:
    tree.links.new(colour, tree.nodes["Background"].inputs[0])
    tree.nodes["Background"].inputs[1].default_value = strength


def _clouds(tree: Any, clear: Any) -> Any:
    """Soft white patches over the sky: an even dome leaves car paint without any drawing."""
    at = tree.nodes.new("ShaderNodeTexCoord")
    noise = tree.nodes.new("ShaderNodeTexNoise")
    noise.inputs["Scale"].default_value, noise.inputs["Detail"].default_value = 2.6, 2.0
    ramp = tree.nodes.new("ShaderNodeValToRGB")
    ramp.color_ramp.elements[0].position, ramp.color_ramp.elements[1].position = 0.50, 0.72
    ramp.color_ramp.elements[1].color = (0.75, 0.75, 0.75, 1.0)
    mix = tree.nodes.new("ShaderNodeMix")
    mix.data_type = "RGBA"
    mix.inputs[7].default_value = (7.5, 7.8, 8.2, 1.0)
    for a, b in (
        (at.outputs["Generated"], noise.inputs[0]),
        (noise.outputs["Fac"], ramp.inputs[0]),
        (ramp.outputs["Color"], mix.inputs[0]),
        (clear, mix.inputs[6]),
    ):
        tree.links.new(a, b)
    return mix.outputs[2]
