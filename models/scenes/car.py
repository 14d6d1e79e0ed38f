"""A car of Blender objects: body, wheels, mirrors, handles, plates, all under one empty. Needs bpy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import bpy
import numpy as np
import numpy.typing as npt

from models.scenes import fittings, materials, wheels
from models.scenes.body import BodyShape
from models.scenes.design import BodyType, End
from models.scenes.finish import Finish
from models.scenes.skin import VIEWS, Atlas
from models.scenes.solids import solid_object
from models.scenes.surface import Mesh

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Car:
    """A built car. `root` carries everything; `skin` holds (n, 3) points of its outside in the car's axes."""

    root: Any
    wheels: list[Any]
    shape: BodyShape
    skin: Floats
    plates: dict[End, Floats]
    """(4, 3) corners of the front and the rear plate in the car's axes, from the lower left."""

    def stand(self, *, x: float, y: float, heading: float, rolled: float = 0.0, steer: float = 0.0) -> None:
        """Puts the rear axle at x, y (metres); heading and steer in radians, rolled in metres of road."""
        self.root.location = (x, y, 0.0)
        self.root.rotation_euler = (0.0, 0.0, heading)
        spin = rolled / self.shape.wheel_radius
        for wheel in self.wheels:
            right = wheel["right"]
            turn = steer if wheel["front"] else 0.0
            wheel.rotation_euler = (0.0, -spin if right else spin, turn + (np.pi if right else 0.0))


def build_car(
    name: str,
    kind: BodyType,
    mesh: Mesh,
    *,
    finish: Finish,
    atlas: Atlas,
    plates: dict[End, npt.NDArray[np.float32]],
    plate_mm: tuple[float, float] = (520.0, 112.0),
    lamps: float = 1.0,
) -> Car:
    """Builds one car.

    plates: (h, w, 4) sRGB pictures; lamps: how brightly they shine, 1 is the light of day.
    """
    shape = kind.shape
    root = bpy.data.objects.new(name, None)
    bpy.context.scene.collection.objects.link(root)
    coat = materials.paint(f"{name} paint", finish.colour, atlas, flakes=finish.flakes, lamps=lamps)
    _body(name, shape, mesh, atlas, coat, root)
    made = [
        _wheel(shape, finish, root, front=front, right=right)
        for front in (True, False)
        for right in (True, False)
    ]
    fittings.mirrors(kind, finish, root)
    fittings.handles(kind, mesh, finish, root)
    fittings.inside(shape, root)
    corners = fittings.plates(kind, mesh, plates, plate_mm, root)
    return Car(root=root, wheels=made, shape=shape, skin=outside(kind, mesh, finish.mirrors), plates=corners)


def outside(kind: BodyType, mesh: Mesh, mirrors: tuple[bool, bool] = (True, True)) -> Floats:
    """(n, 3) points of a car's outside: body, mirrors, tyres. Metres in its axes."""
    x, y, z = kind.mirror
    tips = [(x, side * (y + 0.095), z - 0.01) for side, on in zip((1, -1), mirrors, strict=True) if on]
    tyres = [
        (at + dx, side * (kind.shape.half_track + 0.095), z)
        for at in (0.0, kind.shape.wheelbase)
        for side in (-1, 1)
        for dx, z in ((-0.12, 0.0), (0.12, 0.0), (-0.25, 0.1), (0.25, 0.1))
    ]
    return np.vstack([mesh.vertices[::11], np.array([*tips, *tyres])])


def _body(name: str, shape: BodyShape, mesh: Mesh, atlas: Atlas, coat: Any, root: Any) -> None:
    data = bpy.data.meshes.new(name)
    data.from_pydata(mesh.vertices.tolist(), [], mesh.quads.tolist())
    data.shade_smooth()
    data.normals_split_custom_set_from_vertices(mesh.normals.tolist())
    layer = data.uv_layers.new()
    layer.data.foreach_set("uv", _unwrapped(shape, mesh, atlas).astype(np.float32).ravel())
    data.materials.append(coat)
    data.materials.append(materials.plain("well", (0.008, 0.008, 0.008), roughness=0.9))
    data.polygons.foreach_set("material_index", _in_a_well(shape, mesh).astype(np.int32))
    made = bpy.data.objects.new(f"{name} body", data)
    bpy.context.scene.collection.objects.link(made)
    made.parent = root


def _unwrapped(shape: BodyShape, mesh: Mesh, atlas: Atlas) -> Floats:
    """(4 * quads, 2) texture coordinates: each face takes the view that it turns to most."""
    nx, ny, _ = mesh.normals[mesh.quads].mean(axis=1).T
    # The ends come first: a raked windscreen looks up more than ahead, and yet is drawn from the front.
    at = mesh.vertices[mesh.quads]
    nose = (nx > 0.42) & (shape.fit.drawn_x(at[:, :, 0].mean(axis=1)) > 3.0)
    choice = np.select(
        [nose, np.abs(ny) > 0.55, nx > 0.22, nx < -0.30], [2, np.where(ny > 0, 0, 1), 2, 3], default=4
    )
    uv = np.zeros((len(mesh.quads), 4, 2))
    for k, view in enumerate(VIEWS):
        chosen = at[choice == k].reshape(-1, 3)
        across, up = {"left": (0, 2), "right": (0, 2), "front": (1, 2), "rear": (1, 2), "top": (0, 1)}[view]
        uv[choice == k] = atlas.uv(view, chosen[:, across], chosen[:, up]).reshape(-1, 4, 2)
    return uv.reshape(-1, 2)


def _in_a_well(shape: BodyShape, mesh: Mesh) -> npt.NDArray[np.bool_]:
    x, y, z = mesh.vertices[mesh.quads].mean(axis=1).T
    rings = [
        np.hypot(x - at, z - shape.wheel_radius - 0.01) < shape.wheel_radius + 0.05
        for at in (0.0, shape.wheelbase)
    ]
    return np.asarray((rings[0] | rings[1]) & (np.abs(y) > 0.4))


def _wheel(shape: BodyShape, finish: Finish, root: Any, *, front: bool, right: bool) -> Any:
    hub = bpy.data.objects.new("hub", None)
    bpy.context.scene.collection.objects.link(hub)
    hub.parent = root
    hub.location = (
        shape.wheelbase if front else 0.0,
        shape.half_track * (-1 if right else 1),
        shape.wheel_radius,
    )
    hub["front"], hub["right"] = front, right
    rubber = materials.plain("tyre", (0.016, 0.016, 0.017), roughness=0.75)
    alloy = materials.plain("alloy", finish.rims, roughness=0.26, metal=1.0)
    iron = materials.plain("iron", (0.035, 0.034, 0.033), roughness=0.6, metal=0.6)
    solid_object("tyre", wheels.tyre(shape.wheel_radius), rubber, hub)
    solid_object("rim", wheels.rim(shape.wheel_radius, spokes=finish.spokes), alloy, hub)
    solid_object("brake", wheels.brake(shape.wheel_radius), iron, hub)
    return hub
