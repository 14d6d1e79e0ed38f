"""`damage`: finds and names damage on a car."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from edge.domain.frame import Image
from edge.evaluation.boxes import map50
from models.train.augment.crops import Crop, crop, mosaic, pick
from models.train.card import Table, checked, detector_outputs, draft
from models.train.data.batches import ahead, to_tensor, to_truth
from models.train.data.pictures import Loaded
from models.train.detection.loss import BOX_WEIGHT, Truth, detection_loss
from models.train.loop import Plan, Training
from models.train.measure.float_run import float_run
from models.train.measure.kinds import every_box, seen_in
from models.train.nets.backbone import load_imagenet
from models.train.nets.detector import Detector
from models.train.options import Options
from models.train.recipes.damage_data import (
    KINDS,
    Pool,
    clean_pictures,
    held_out_pictures,
    pool,
    valid_pictures,
)
from models.train.recipes.damage_finish import finish

log = logging.getLogger(__name__)
NAME = "damage"
SIDE = 416
STRIDES = (8, 16, 32)
BATCH, FROZEN, CHANNELS = 16, 4, 64
CROP = Crop(side=320, zoom=(0.45, 1.25))
MOSAIC = 0.4
"""Share of the crops that four pictures share."""
RANGED = 300
PASSES = [{"scale": 1.0, "mirrored": False}, {"scale": 0.85, "mirrored": True}]
"""By mAP50 on the held-out pictures: `models/EXPERIMENTS.md`."""


def first_network() -> Detector:
    """EfficientNet-Lite0 without its last stage, three levels; the first four blocks stay ImageNet's."""
    network = Detector(strides=STRIDES, classes=len(KINDS), stages=6, channels=CHANNELS, depth=2)
    load_imagenet(network.backbone)
    network.backbone.freeze(FROZEN)
    return network.to(memory_format=torch.channels_last)


def first_card(options: Options) -> Table:
    """The card before anything is measured."""
    return draft(
        name=NAME,
        version="1.0.0",
        seed=options.seed,
        width=SIDE,
        height=SIDE,
        outputs=detector_outputs(STRIDES),
        decode={"nms_iou": 0.4, "min_score": 0.02, "max_detections": 100},
        passes=PASSES,
    )


def batches(pictures: Pool, seed: int, first: int) -> Iterator[tuple[Tensor, list[Truth]]]:
    """Batches (images, truths) from batch number `first` on; the same seed gives the same batches."""

    def make(number: int) -> tuple[Tensor, list[Truth]]:
        random = np.random.default_rng([seed, number])
        made = [_drawn(pictures, random) for _ in range(BATCH)]
        return to_tensor([one.image for one in made]), [to_truth(one) for one in made]

    return ahead(make, first)


def _drawn(pictures: Pool, random: np.random.Generator) -> Loaded:
    count = 4 if random.random() < MOSAIC else 1
    chosen = [pictures.pictures[pick(pictures.weights, random)] for _ in range(count)]
    return crop(chosen[0], CROP, random) if count == 1 else mosaic(chosen, CROP, random)


def train(options: Options, pictures: Pool, held_out: Sequence[Loaded]) -> Detector:
    """Train on crops, choose by mAP50 on `held_out`; gives the best averaged network."""
    torch.manual_seed(options.seed)
    network = first_network()
    card = checked(first_card(options))
    plan = Plan(budget_minutes=options.budget_minutes, rate=2e-3, old_rate=4e-4, patience=8)
    old = list(network.backbone.parameters())
    training = Training(network, old, plan, options)

    def losses(batch: Any) -> dict[str, Tensor]:
        images, truths = batch
        score, box = detection_loss(network(images), STRIDES, truths)
        return {"score": score, "box": BOX_WEIGHT * box}

    def check(candidate: nn.Module) -> float:
        look = every_box(card, KINDS, float_run(candidate))
        return map50([seen_in(look, loaded, KINDS) for loaded in held_out], KINDS)

    training.run(losses, batches(pictures, options.seed, training.step), check)
    return network


def range_pictures(pictures: Pool, seed: int) -> list[Image]:
    """Crops as RGB inputs of the full size for the quantizer, of other random numbers than in training."""
    random = np.random.default_rng([seed, 2**31])
    recipe = replace(CROP, side=SIDE)
    made = [crop(pictures.pictures[pick(pictures.weights, random)], recipe, random) for _ in range(RANGED)]
    return [np.ascontiguousarray(one.image[..., ::-1]) for one in made]


def run(options: Options) -> None:
    """Train, quantize, measure, and write the folder."""
    pictures, used = pool(options)
    log.info("training pictures: %s", used)
    held_out = held_out_pictures(options)
    # Read before the training, as the others are: a picture that is none is told then, not hours later.
    valid, clean = valid_pictures(options), clean_pictures(options)
    network = train(options, pictures, held_out)
    finish(
        network,
        first_card(options),
        held_out=held_out,
        valid=valid,
        clean=clean,
        examples=range_pictures(pictures, options.seed),
        used=used,
        out=options.out,
        if_blind=options.if_blind,
    )
