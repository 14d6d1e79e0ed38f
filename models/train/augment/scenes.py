"""Training pictures of a detector, put together as a gate sees them.

Four kinds: one picture zoomed and moved, a mosaic of four (Bochkovskiy et al., YOLOv4, 2020), things cut out
and put on a foreign background, and background alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from models.train.augment.background import Cutout, fill_frame
from models.train.augment.geometry import Pose, area, cut_boxes, move_boxes, place
from models.train.augment.light import weather
from models.train.data.pictures import Image, Loaded
from models.train.data.samples import Boxes, no_boxes, no_labels

Random = np.random.Generator


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How often which kind, and how big the things come, as a share of the frame's shorter side."""

    width: int
    height: int
    size: tuple[float, float] = (0.12, 1.25)
    """Longer side of the main box, log-uniform."""
    mosaic: float = 0.25
    pasted: float = 0.2
    empty: float = 0.08
    turn: float = 6.0
    upside_down: float = 0.0
    least_share: float = 0.25
    least_side: float = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenery:
    """What scenes are made of."""

    pictures: Sequence[Loaded]
    backgrounds: Sequence[Image]
    cutouts: Sequence[Cutout] = field(default=())


def scene(scenery: Scenery, index: int, recipe: Recipe, random: Random) -> Loaded:
    """One training picture; `index` chooses the main picture."""
    dice = random.random()
    if dice < recipe.empty and scenery.backgrounds:
        canvas = background(scenery, recipe, random)
        made = Loaded(canvas, no_boxes(), no_labels(), no_boxes())
    elif dice < recipe.empty + recipe.pasted and scenery.cutouts:
        made = pasted(scenery, recipe, random)
    elif dice < recipe.empty + recipe.pasted + recipe.mosaic:
        made = mosaic(scenery, index, recipe, random)
    else:
        made = single(scenery, index, recipe, random)
    return replace(made, image=weather(made.image, random))


def background(scenery: Scenery, recipe: Recipe, random: Random) -> Image:
    """A frame of background, or of one colour (grey most often, as letterboxing leaves it)."""
    if scenery.backgrounds and random.random() < 0.6:
        strip = scenery.backgrounds[int(random.integers(len(scenery.backgrounds)))]
        return fill_frame(strip, recipe.width, recipe.height, random)
    color = np.full(3, 114) if random.random() < 0.5 else random.integers(0, 256, 3)
    return np.broadcast_to(color.astype(np.uint8), (recipe.height, recipe.width, 3)).copy()


def random_pose(
    boxes: Boxes, shape: tuple[int, ...], frame: tuple[int, int], recipe: Recipe, random: Random
) -> Pose:
    """Lay one random box of a picture into a frame (w, h), whole or cut by the border."""
    width, height = frame
    if len(boxes):
        left, top, right, bottom = boxes[int(random.integers(len(boxes)))]
    else:
        left, top, right, bottom = 0.0, 0.0, float(shape[1]), float(shape[0])
    low, high = recipe.size
    wanted = np.exp(random.uniform(np.log(low), np.log(high))) * min(width, height)
    zoom = float(wanted / max(right - left, bottom - top, 1.0))
    # A picture that is blown up has no detail that a camera would give.
    zoom = min(zoom, 2.5)
    free = np.array([width, height]) - np.array([right - left, bottom - top]) * zoom
    middle = np.array([width, height]) / 2 + (random.random(2) - 0.5) * np.maximum(np.abs(free), 40) * 1.1
    return Pose(
        at=(float(left + right) / 2, float(top + bottom) / 2),
        to=(float(middle[0]), float(middle[1])),
        zoom=zoom,
        stretch=float(np.exp(random.normal(0, 0.12))),
        turn=float(random.normal(0, recipe.turn)),
        mirror=bool(random.random() < 0.5),
        upside_down=bool(random.random() < recipe.upside_down),
    )


def single(scenery: Scenery, index: int, recipe: Recipe, random: Random) -> Loaded:
    """One picture, zoomed and moved, over a background."""
    loaded = scenery.pictures[index]
    pose = random_pose(loaded.boxes, loaded.image.shape, (recipe.width, recipe.height), recipe, random)
    canvas = background(scenery, recipe, random)
    return place(loaded, pose, canvas, least_share=recipe.least_share, least_side=recipe.least_side)


def mosaic(scenery: Scenery, index: int, recipe: Recipe, random: Random) -> Loaded:
    """Four pictures in the four quarters around a random middle."""
    middle_x = int(recipe.width * random.uniform(0.3, 0.7))
    middle_y = int(recipe.height * random.uniform(0.3, 0.7))
    canvas = np.full((recipe.height, recipe.width, 3), 114, np.uint8)
    chosen = [index, *random.integers(len(scenery.pictures), size=3).tolist()]
    corners = [(0, 0), (middle_x, 0), (0, middle_y), (middle_x, middle_y)]
    ends = [
        (middle_x, middle_y),
        (recipe.width, middle_y),
        (middle_x, recipe.height),
        (recipe.width, recipe.height),
    ]
    boxes, labels, ignore = [no_boxes()], [no_labels()], [no_boxes()]
    for one, (x, y), (end_x, end_y) in zip(chosen, corners, ends, strict=True):
        loaded = scenery.pictures[one]
        quarter = canvas[y:end_y, x:end_x].copy()
        pose = random_pose(loaded.boxes, loaded.image.shape, (end_x - x, end_y - y), recipe, random)
        part = place(loaded, pose, quarter, least_share=recipe.least_share, least_side=recipe.least_side)
        canvas[y:end_y, x:end_x] = part.image
        offset = np.array([x, y, x, y], np.float32)
        boxes.append(part.boxes + offset)
        labels.append(part.labels)
        ignore.append(part.ignore + offset)
    return Loaded(canvas, np.concatenate(boxes), np.concatenate(labels), np.concatenate(ignore))


def pasted(scenery: Scenery, recipe: Recipe, random: Random) -> Loaded:
    """One to three cut-out things on a background; none covers 40 % of an earlier one."""
    canvas = background(scenery, recipe, random)
    frame = (0.0, 0.0, float(recipe.width), float(recipe.height))
    boxes, ignore = no_boxes(), no_boxes()
    for _ in range(int(random.integers(1, 4))):
        thing = scenery.cutouts[int(random.integers(len(scenery.cutouts)))]
        pose = random_pose(thing.box, thing.image.shape, (recipe.width, recipe.height), recipe, random)
        kept, stubs = cut_boxes(move_boxes(thing.box, pose.matrix()), frame, least=recipe.least_share)
        if len(kept) and (covered_share(boxes, kept[0]) > 0.4).any():
            continue
        canvas = thing.paste(canvas, pose.matrix())
        boxes, ignore = np.concatenate([boxes, kept]), np.concatenate([ignore, stubs])
    # A cut-out thing is of the one kind that such a recipe looks for.
    return Loaded(canvas, boxes, np.zeros(len(boxes), np.int64), ignore)


def covered_share(boxes: Boxes, cover: Boxes) -> Boxes:
    """Which share of each box (n, 4) lies under one other (4,): (n,)."""
    clipped = boxes.copy()
    clipped[:, :2] = np.maximum(clipped[:, :2], cover[:2])
    clipped[:, 2:] = np.minimum(clipped[:, 2:], cover[2:])
    return np.asarray(area(clipped) / np.maximum(area(boxes), 1e-6), np.float32)
