"""`vehicle-detector`: finds cars, vans and lorries in a lane camera's picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from edge.vision.nms import pairwise_iou
from models.train.augment.background import Cutout, free_strip
from models.train.augment.scenes import Recipe, Scenery
from models.train.card import Table, detector_outputs, draft
from models.train.data.coco import read_coco
from models.train.data.folders import read_folders
from models.train.data.pictures import Loaded, load_all
from models.train.data.samples import Sample, to_array
from models.train.data.teacher import VEHICLE_CLASSES, Seen, label_vehicles, see_all
from models.train.data.voc import read_voc
from models.train.loop import Plan
from models.train.options import Options
from models.train.recipes.detector import DetectorRecipe, DetectorSpec, run_recipe

NAME, LABEL = "vehicle-detector", "vehicle"
WIDTH = HEIGHT = 320
LONGEST = 400  # pictures are kept in memory at this size


def spec(options: Options) -> DetectorSpec:
    """Lite0 without its last stage, levels 16 and 32, the first five blocks as ImageNet left them."""
    return DetectorSpec(
        strides=(16, 32),
        stages=6,
        channels=64,
        depth=2,
        frozen=5,
        batch=16,
        scenes=Recipe(width=WIDTH, height=HEIGHT, upside_down=0.03),
        plan=Plan(budget_minutes=options.budget_minutes, rate=2e-3, old_rate=3e-4),
    )


def scenery(options: Options) -> tuple[Scenery, dict[str, int]]:
    """Pictures, backgrounds and cut-out cars to train on; and how many pictures of each source."""
    loaded = {}
    cutouts: list[Cutout] = []
    for samples in (_views(options, "train"), *_taught(options)):
        pictures = load_all(samples, LONGEST)
        if samples[0].source == "vehicle-models20":
            pictures, cutouts = _split_cutouts(pictures)
        loaded[samples[0].source] = pictures
    used = {source: len(pictures) for source, pictures in loaded.items()}
    used["vehicle-models20"] = used.get("vehicle-models20", 0) + len(cutouts)
    everything = [picture for pictures in loaded.values() for picture in pictures]
    # Beside the box of a half car in a workshop picture lies, as often as not, the other half.
    open_air = [
        picture for source, pictures in loaded.items() if source != "damage-bilgi" for picture in pictures
    ]
    strips = [strip for picture in open_air if (strip := free_strip(picture)) is not None]
    return Scenery(pictures=everything, backgrounds=strips, cutouts=cutouts), used


def first_card(options: Options) -> Table:
    """The card before anything is measured."""
    return draft(
        name=NAME,
        version="1.0.0",
        seed=options.seed,
        width=WIDTH,
        height=HEIGHT,
        outputs=detector_outputs(spec(options).strides),
        decode={"nms_iou": 0.5, "min_score": 0.05, "max_detections": 50},
    )


def valid_pictures(options: Options) -> dict[str, list[Loaded]]:
    """The held-out pictures, as they are on disk."""
    return {"vehicle-views/valid": load_all(_views(options, "valid"), 4096)}


def _views(options: Options, part: str) -> list[Sample]:
    samples = read_coco(options.data / "data/vehicle-views" / part, "vehicle-views")[: options.limit]
    seen = see_all(samples, options.data / "weights", options.cache / f"teacher-views-{part}.json")
    return [_ignore_others(sample, vehicles) for sample, vehicles in zip(samples, seen, strict=True)]


def _ignore_others(sample: Sample, seen: Iterable[Seen]) -> Sample:
    """Only one car of each picture is labelled; the others that the teacher sees are no background."""
    others = to_array([one.box for one in seen if one.label in VEHICLE_CLASSES])
    foreign = others[pairwise_iou(others, sample.boxes).max(axis=1, initial=0.0) < 0.3]
    return sample.with_boxes(sample.boxes, LABEL, foreign)


def _taught(options: Options) -> list[list[Sample]]:
    """Sets without vehicle boxes, boxed by the teacher where it is sure."""
    data = options.data / "data"
    models = read_folders(data / "vehicle-models20/train", "vehicle-models20")
    sets: Sequence[list[Sample]] = (
        read_coco(data / "plates-openlpr/train", "plates-openlpr"),
        read_voc(data / "plates-dashcam/train", "plates-dashcam"),
        [
            sample.with_boxes(sample.boxes[:0], LABEL, sample.ignore)
            for sample in read_coco(data / "damage-bilgi/train", "damage-bilgi")
        ],
        [sample for samples in models.values() for sample in samples],
    )
    limited = [samples[: options.limit] for samples in sets]
    seen = see_all(
        [s for samples in limited for s in samples], options.data / "weights", options.cache / "teacher.json"
    )
    rows = iter(seen)
    labelled = [[label_vehicles(sample, next(rows)) for sample in samples] for samples in limited]
    return [kept for samples in labelled if (kept := [sample for sample in samples if sample is not None])]


def _split_cutouts(pictures: list[Loaded]) -> tuple[list[Loaded], list[Cutout]]:
    """Cars on black are only cut out: black around a car would be learnt as the sign of a car."""
    pairs = [(picture, Cutout.of(picture.image)) for picture in pictures]
    return [p for p, cut in pairs if cut is None], [cut for _, cut in pairs if cut is not None]


def run(options: Options) -> None:
    """Train, quantize, measure, and write the folder."""
    run_recipe(
        DetectorRecipe(
            label=LABEL, spec=spec, first_card=first_card, scenery=scenery, valid_pictures=valid_pictures
        ),
        options,
    )
