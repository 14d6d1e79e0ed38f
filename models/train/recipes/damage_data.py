"""What `damage` learns from and is measured on: labelled photographs, clean cars, and rendered ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from edge.evaluation.looking import LENSOR
from models.train.data.coco import read_coco
from models.train.data.duplicates import group, hash_all, hold_out
from models.train.data.pictures import Loaded, load_all
from models.train.data.rendered import strewn_cars
from models.train.data.samples import Sample
from models.train.errors import RecipeError
from models.train.options import Options

KINDS = ("scratch", "dent", "broken_part", "paint", "lamp", "glass")
SHARES = {"damage-bilgi": 0.60, "damage-lensor": 0.14, "damage-scratch": 0.15}
"""Of the training crops, as are the other shares: they are weighed against each other."""
CLEAN, CLEAN_SHARE = "vehicle-views", 0.11
STREWN, STREWN_SHARE = "strewn", 0.15
"""Rendered cars, from the folder of that name in `--work`; where there is none, photographs alone."""
HELD_OUT = 0.08
COMMON = 0.15
"""A picture with a kind that fewer than this share of its set show is drawn more often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Pictures to cut from, and how often each is drawn."""

    pictures: list[Loaded]
    weights: list[float]


def splits(options: Options) -> dict[str, tuple[list[Sample], list[Sample]]]:
    """(train, held out) of the train part of each set, by near-duplicate group; fixed by the seed."""
    found = {}
    for source in SHARES:
        samples = damage_samples(options, source, "train")
        hashes = hash_all(samples, options.cache / f"hash-{source}-{len(samples)}.npz")
        found[source] = hold_out(samples, group(hashes), HELD_OUT, options.seed)
    return found


def damage_samples(options: Options, source: str, part: str) -> list[Sample]:
    """Pictures of one set with our kinds; a category that is none of them becomes a region to ignore."""
    folder = options.data / "data" / source / part
    samples = read_coco(folder, source)[: options.limit]
    if not any(len(sample.boxes) for sample in samples):
        raise RecipeError(f"{folder}: no damage boxes")
    return [_of_our_kinds(sample) for sample in samples]


def _of_our_kinds(sample: Sample) -> Sample:
    labels = [LENSOR.get(label, label) for label in sample.labels]
    ours = np.array([label in KINDS for label in labels], np.bool_)
    return replace(
        sample,
        boxes=sample.boxes[ours],
        labels=tuple(label for label in labels if label in KINDS),
        ignore=np.concatenate([sample.ignore, sample.boxes[~ours]]),
    )


def pool(options: Options) -> tuple[Pool, dict[str, int]]:
    """What is trained on; and how many pictures of each source."""
    pictures: list[Loaded] = []
    weights: list[float] = []
    sets = {source: train for source, (train, _) in splits(options).items()}
    for source, samples in sets.items():
        factors = rarity(samples)
        pictures += load_all(samples, 640, KINDS)
        weights += (SHARES[source] * factors / factors.sum()).tolist()
    clean = read_coco(options.data / "data" / CLEAN / "train", CLEAN)[: options.limit]
    pictures += load_all([_unmarked(car) for car in clean], 640)
    weights += [CLEAN_SHARE / len(clean)] * len(clean)
    used = {source: len(samples) for source, samples in sets.items()} | {CLEAN: len(clean)}
    rendered = strewn_cars(options.work.parent / STREWN, KINDS, options.limit)
    if rendered:
        pictures += rendered
        weights += [STREWN_SHARE / len(rendered)] * len(rendered)
        used[STREWN] = len(rendered)
    return Pool(pictures=pictures, weights=weights), used


def _unmarked(car: Sample) -> Sample:
    return replace(car, boxes=car.boxes[:0], labels=())


def rarity(samples: list[Sample]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """How often to draw each picture: by its rarest kind (repeat factor, Gupta et al., LVIS, 2019)."""
    shown = [set(sample.labels) for sample in samples]
    share = {kind: sum(kind in labels for labels in shown) / len(shown) for kind in KINDS}
    factor = {kind: max(1.0, (COMMON / share[kind]) ** 0.5) if share[kind] else 1.0 for kind in KINDS}
    return np.array([max((factor[kind] for kind in labels), default=1.0) for labels in shown])


def held_out_pictures(options: Options) -> list[Loaded]:
    """The part of the train pictures that no step sees: checkpoints and thresholds are chosen on it."""
    return load_all([sample for _, held in splits(options).values() for sample in held], 4096, KINDS)


def clean_pictures(options: Options) -> list[Loaded]:
    """Cars that nobody marked a damage on: whatever is found there is false."""
    cars = read_coco(options.data / "data" / CLEAN / "valid", CLEAN)[: options.limit]
    return load_all([_unmarked(car) for car in cars], 4096)


def valid_pictures(options: Options) -> dict[str, list[Loaded]]:
    """The valid part of each set: measured on, once, at the end."""
    return {
        f"{source}/valid": load_all(damage_samples(options, source, "valid"), 4096, KINDS)
        for source in SHARES
    }
