"""What `vehicle` learns from and is measured on: makes and models in folders, views in COCO boxes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.inference.vehicle import car_in
from edge.vision.quality import crop
from models.train.augment.background import Cutout, fill_frame, free_strip
from models.train.augment.light import cast, exposure, weather
from models.train.augment.tiles import Random, Window, to_input, varied
from models.train.data.coco import read_coco
from models.train.data.duplicates import hold_out
from models.train.data.folders import read_folders
from models.train.data.photographs import same_photograph
from models.train.data.pictures import Loaded, load_all
from models.train.errors import RecipeError
from models.train.options import Options

SIDE = 224
MODELS, VIEWS = "vehicle-models20", "vehicle-views"
VIEW_LABELS = ("front", "rear", "side", "corner")
HELD_OUT = 0.08
RIM = 0.15
"""Of the box, around each view that is trained on."""
FEWEST = 4
"""Pictures of a label, however few are asked for: two photographs with a cut-out of each, so that one of them
may be held out."""
OFF_BLACK = 0.75
"""Share of the cut-out cars that get a background, as the black of the set is in no lane."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A picture of one car, BGR of any size, and the number of its label."""

    image: Image
    label: int
    cutout: Cutout | None = None
    """Of a car whose background was cut to black."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Pictures to learn from."""

    models: list[Shown]
    views: list[Shown]
    """Cut to the car with a rim."""
    strips: list[Image]
    """Places without a car."""
    used: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Pictures that no step sees."""

    models: list[Shown]
    views: list[Shown]


def model_labels(options: Options) -> list[str]:
    """The makes and models that there are folders of."""
    return list(read_folders(options.data / "data" / MODELS / "train", MODELS))


def of_models(options: Options, part: str, labels: Sequence[str]) -> list[Shown]:
    """The pictures of these makes and models; a label's number is its place in the list.

    Raises:
        RecipeError: a folder of one of the labels is missing.
    """
    folder = options.data / "data" / MODELS / part
    classes = read_folders(folder, MODELS)
    missing = sorted(set(labels) - set(classes))
    if missing:
        raise RecipeError(f"{folder}: no folder {', '.join(missing)}")
    most = None if options.limit is None else max(FEWEST, 1 + options.limit // len(labels))
    found = []
    for number, label in enumerate(labels):
        for loaded in load_all(classes[label][:most], 320):
            found.append(Shown(image=loaded.image, label=number, cutout=Cutout.of(loaded.image)))
    return found


def view_pictures(options: Options, part: str) -> list[Loaded]:
    """Cars with a box that says which side it shows.

    Raises:
        RecipeError: a box says something else; names the picture.
    """
    samples = read_coco(options.data / "data" / VIEWS / part, VIEWS)
    for sample in samples:
        foreign = set(sample.labels) - set(VIEW_LABELS)
        if foreign:
            raise RecipeError(f"{sample.picture}: {', '.join(sorted(foreign))} is no view")
    # Thinned out evenly, as the set is sorted by view.
    step = 1 if options.limit is None else max(1, len(samples) // options.limit)
    return [picture for picture in load_all(samples[::step], 320, VIEW_LABELS) if len(picture.boxes)]


def of_views(pictures: Sequence[Loaded]) -> list[Shown]:
    """Each picture cut to its first box as the gate cuts it."""
    return [Shown(image=car_in(each.image, _box(each)), label=int(each.labels[0])) for each in pictures]


def _with_rim(pictures: Sequence[Loaded]) -> list[Shown]:
    """Each picture cut to its first box with more around it, which the augmentation cuts closer."""
    return [
        Shown(image=crop(each.image, _box(each).grown(RIM)), label=int(each.labels[0])) for each in pictures
    ]


def _box(loaded: Loaded) -> Box:
    left, top, right, bottom = (float(value) for value in loaded.boxes[0])
    return Box(left=left, top=top, right=right, bottom=bottom)


def split(options: Options, labels: Sequence[str]) -> tuple[Pool, Held]:
    """Train pictures and those held out of them, a photograph always on one side.

    Raises:
        RecipeError: there are too few for that.
    """
    models = of_models(options, "train", labels)
    groups = same_photograph([shown.image for shown in models])
    kept, held = _all_learnt(*hold_out(models, groups, HELD_OUT, options.seed))
    if not held:
        where = options.data / "data" / MODELS / "train"
        raise RecipeError(f"{where}: too few photographs of each label to hold any of them out")
    pictures = view_pictures(options, "train")
    groups = same_photograph([picture.image for picture in pictures])
    views, held_views = hold_out(pictures, groups, HELD_OUT, options.seed)
    strips = [strip for picture in views if (strip := free_strip(picture)) is not None]
    pool = Pool(
        models=kept,
        views=_with_rim(views),
        strips=strips,
        used={MODELS: len(kept), VIEWS: len(views)},
    )
    return pool, Held(models=held, views=of_views(held_views))


def _all_learnt(kept: list[Shown], held: list[Shown]) -> tuple[list[Shown], list[Shown]]:
    """The same, but a label all of whose pictures were held out is learnt and not judged: the network needs
    an example of each.
    """
    known = {shown.label for shown in kept}
    only = [shown for shown in held if shown.label not in known]
    return [*kept, *only], [shown for shown in held if shown.label in known]


def model_example(pool: Pool, index: int, random: Random) -> Image:
    """One training input of a make and model: (SIDE, SIDE, 3) BGR."""
    shown = pool.models[index]
    image = shown.image
    if shown.cutout is not None and random.random() < OFF_BLACK:
        image = _on_a_place(shown.cutout, pool.strips, random)
    return _seen(_closer(image, random), random)


def _on_a_place(cutout: Cutout, strips: Sequence[Image], random: Random) -> Image:
    """The car before a place without a car, or one colour, cut about as a detector's box would be."""
    height, width = cutout.image.shape[:2]
    if strips and random.random() < 0.75:
        canvas = fill_frame(strips[int(random.integers(len(strips)))], width, height, random)
    else:
        canvas = np.broadcast_to(random.integers(0, 256, 3).astype(np.uint8), cutout.image.shape).copy()
    left, top, right, bottom = (float(value) for value in cutout.box[0])
    box = Box(left=left, top=top, right=right, bottom=bottom)
    return crop(cutout.paste(canvas, np.eye(2, 3)), box.grown(float(random.uniform(0.02, 0.3))))


def view_example(pool: Pool, index: int, random: Random) -> Image:
    """One training input of a view: (SIDE, SIDE, 3) BGR."""
    return _seen(_closer(pool.views[index].image, random), random)


def _closer(image: Image, random: Random) -> Image:
    """Most of it: the box of a detector is too wide at one time and too narrow at another."""
    height, width = image.shape[:2]
    w, h = (max(8, int(side * random.uniform(0.76, 1.0))) for side in (width, height))
    left, top = int(random.integers(0, width - w + 1)), int(random.integers(0, height - h + 1))
    return Window(left, top, left + w, top + h).cut(image)


def _seen(piece: Image, random: Random) -> Image:
    """As a gate sees it: mirrored, turned, coarse, in some weather, with a part hidden."""
    made = varied(to_input(piece, SIDE), random)
    made = weather(made, random) if random.random() < 0.35 else exposure(cast(made, random), random)
    return _erased(made, random) if random.random() < 0.25 else made


def _erased(image: Image, random: Random) -> Image:
    """A rectangle of noise over 2 to 15 % of it (Zhong et al., Random Erasing, 2020)."""
    side = image.shape[0]
    area, slim = random.uniform(0.02, 0.15) * side * side, np.exp(random.normal(0, 0.4))
    height, width = int(min(side, (area * slim) ** 0.5)), int(min(side, (area / slim) ** 0.5))
    top, left = int(random.integers(0, side - height + 1)), int(random.integers(0, side - width + 1))
    image = image.copy()
    image[top : top + height, left : left + width] = random.integers(0, 256, (height, width, 3), np.uint8)
    return image


def left_out(labels: Collection[str], count: int, seed: int) -> list[str]:
    """So many of the labels, drawn by the seed."""
    chosen = np.random.default_rng([seed, 5]).permutation(sorted(labels))[:count].tolist()
    return sorted(chosen)
