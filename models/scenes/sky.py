"""The sky of a day: clear with its sun and some clouds. Needs bpy."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np

from models.scenes.story import Light


def light(sun: Light) -> None:
    """A clear sky with its sun; replaces the world."""
    world = bpy.data.worlds.new("sky")
    bpy.context.scene.world = world
    world.use_nodes = True
    tree = world.node_tree
    sky = tree.nodes.new("ShaderNodeTexSky")
    sky.sky_type = "MULTIPLE_SCATTERING"
    sky.sun_elevation, sky.sun_rotation = np.radians(sun.elevation), np.radians(sun.azimuth)
    sky.sun_size = np.radians(1.5)
    sky.sun_intensity = 0.55 * sun.sun
    sky.aerosol_density = sun.haze
    clouds = _clouds(tree, sky.outputs[0])
    tree.links.new(clouds, tree.nodes["Background"].inputs[0])
    tree.nodes["Background"].inputs[1].default_value = sun.sky


def _clouds(tree: Any, clear: Any) -> Any:
    """Soft white patches over the sky: an even blue dome leaves car paint without any drawing."""
    at = tree.nodes.new("ShaderNodeTexCoord")
    noise = tree.nodes.new("ShaderNodeTexNoise")
    noise.inputs["Scale"].default_value, noise.inputs["Detail"].default_value = 2.6, 5.0
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
