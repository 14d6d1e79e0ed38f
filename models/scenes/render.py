"""Cycles as this recipe uses it: one thread, few samples, denoised, only the part of a picture that moves.

Needs bpy.
"""

from __future__ import annotations

from pathlib import Path

import bpy
import numpy as np
from mathutils import Matrix

from models.scenes.camera import Camera
from models.scenes.encode import Region


def fresh_stage(camera: Camera, *, samples: int, seed: int) -> None:
    """Empties Blender and sets the renderer and the camera."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.render.threads_mode, scene.render.threads = "FIXED", 1
    scene.render.use_persistent_data = True
    scene.render.resolution_x, scene.render.resolution_y = camera.size
    scene.render.image_settings.file_format = "PNG"
    scene.render.image_settings.compression = 15
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"
    cycles = scene.cycles
    cycles.samples, cycles.seed, cycles.use_animated_seed = samples, seed, False
    cycles.use_denoising, cycles.denoiser, cycles.denoising_quality = True, "OPENIMAGEDENOISE", "FAST"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 3, 1, 2
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_indirect = 4.0
    hang(camera)


def hang(camera: Camera) -> None:
    """Puts the camera up in place of the one that hangs there."""
    scene = bpy.context.scene
    if scene.camera is not None:
        bpy.data.objects.remove(scene.camera)
    lens = bpy.data.cameras.new("gate")
    lens.sensor_fit, lens.sensor_width = "HORIZONTAL", 36.0
    lens.lens = 18.0 / float(np.tan(np.radians(camera.across) / 2))
    lens.clip_start = 0.03
    eye = bpy.data.objects.new("gate", lens)
    place = np.eye(4)
    place[:3, :3], place[:3, 3] = camera.turn.T, camera.place
    eye.matrix_world = Matrix(place.tolist())
    scene.collection.objects.link(eye)
    scene.camera = eye


def render(to: Path, *, region: Region | None = None, samples: int | None = None) -> None:
    """Renders the picture, or only `region` of it (the rest stays empty), to a PNG file.

    The file appears whole or not at all, so that a cut-off run can go on.
    """
    scene = bpy.context.scene
    scene.render.use_border = region is not None
    scene.render.use_crop_to_border = False
    if region is not None:
        w, h = scene.render.resolution_x, scene.render.resolution_y
        left, top, right, bottom = region
        scene.render.border_min_x, scene.render.border_max_x = left / w, right / w
        scene.render.border_min_y, scene.render.border_max_y = 1 - bottom / h, 1 - top / h
    usual = scene.cycles.samples
    scene.cycles.samples = samples or usual
    part = to.with_name(f"part-{to.name}")
    scene.render.filepath = str(part)
    bpy.ops.render.render(write_still=True)
    scene.cycles.samples = usual
    part.replace(to)
