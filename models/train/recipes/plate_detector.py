"""`plate-detector`: finds licence plates in a lane camera's picture or in the crop of a vehicle."""

from __future__ import annotations

from collections.abc import Sequence

from models.train.augment.background import free_strip
from models.train.augment.scenes import Recipe, Scenery
from models.train.card import Table, detector_outputs, draft
from models.train.data.coco import read_coco
from models.train.data.duplicates import group, hash_all, hold_out
from models.train.data.pictures import Loaded, load_all
from models.train.data.samples import Sample
from models.train.data.voc import read_voc
from models.train.loop import Plan
from models.train.options import Options
from models.train.recipes.detector import DetectorRecipe, DetectorSpec, run_recipe

NAME, LABEL = "plate-detector", "plate"
WIDTH = HEIGHT = 416
SCENE = 352
"""Side of the training scenes. The network is all convolutions: what counts is that plates have the size in
pixels that they have in the input (14 to 334), and a small scene costs half."""
LONGEST = 800
HELD_OUT = 0.1
EMPTY_SET = "damage-scratch"
"""Close-ups of panels, which show no plates: background."""


def spec(options: Options) -> DetectorSpec:
    """The first five stages of Lite0, levels 8 and 16; plates are 14 to 334 pixels wide."""
    return DetectorSpec(
        strides=(8, 16),
        stages=5,
        channels=48,
        depth=2,
        frozen=3,
        batch=12,
        scenes=Recipe(
            width=SCENE,
            height=SCENE,
            size=(0.04, 0.95),
            mosaic=0.25,
            pasted=0.0,
            turn=7.0,
            least_share=0.5,
            least_side=3.5,
        ),
        plan=Plan(budget_minutes=options.budget_minutes, rate=2e-3, old_rate=4e-4, check_every=0.2),
    )


def first_card(options: Options) -> Table:
    """The card before anything is measured."""
    return draft(
        name=NAME,
        version="1.0.0",
        seed=options.seed,
        width=WIDTH,
        height=HEIGHT,
        outputs=detector_outputs(spec(options).strides),
        decode={"nms_iou": 0.4, "min_score": 0.05, "max_detections": 50},
    )


def scenery(options: Options) -> tuple[Scenery, dict[str, int]]:
    """Pictures and backgrounds to train on; and how many pictures of each source."""
    data = options.data / "data"
    sets = {source: train for source, (train, _) in splits(options).items()}
    pictures = [picture for samples in sets.values() for picture in load_all(samples, LONGEST)]
    empty = read_coco(data / EMPTY_SET / "train", EMPTY_SET)[: options.limit]
    strips = [strip for picture in pictures if (strip := free_strip(picture)) is not None]
    strips += [panel.image for panel in load_all(empty, WIDTH)]
    used = {source: len(samples) for source, samples in sets.items()} | {EMPTY_SET: len(empty)}
    return Scenery(pictures=pictures, backgrounds=strips), used


def splits(options: Options) -> dict[str, tuple[list[Sample], list[Sample]]]:
    """(train, held out) of each set, by near-duplicate group; the same seed gives the same split."""
    data = options.data / "data"
    sets: Sequence[list[Sample]] = (
        read_coco(data / "plates-openlpr/train", "plates-openlpr"),
        read_voc(data / "plates-dashcam/train", "plates-dashcam"),
    )
    found = {}
    for samples in sets:
        source, limited = samples[0].source, samples[: options.limit]
        hashes = hash_all(limited, options.cache / f"hash-{source}-{len(limited)}.npz")
        groups = group(hashes, [sample.picture.name for sample in limited])
        found[source] = hold_out(limited, groups, HELD_OUT, options.seed)
    return found


def valid_pictures(options: Options) -> dict[str, list[Loaded]]:
    """The held-out pictures of each set, as they are on disk."""
    return {f"{source}/held-out": load_all(held, 4096) for source, (_, held) in splits(options).items()}


def run(options: Options) -> None:
    """Train, quantize, measure, and write the folder."""
    run_recipe(
        DetectorRecipe(
            label=LABEL, spec=spec, first_card=first_card, scenery=scenery, valid_pictures=valid_pictures
        ),
        options,
    )
