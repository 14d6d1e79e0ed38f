"""What all detector recipes share: from scenes and a network to a measured folder."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from edge.domain.frame import Image
from models.train.augment.scenes import Recipe, Scenery, scene
from models.train.card import Table, checked
from models.train.data.batches import ahead, order, to_tensor, to_truth
from models.train.data.pictures import Loaded
from models.train.detection.loss import BOX_WEIGHT, Truth, detection_loss
from models.train.loop import Plan, Training
from models.train.measure.detection import score_detector
from models.train.measure.float_run import float_run
from models.train.nets.backbone import load_imagenet
from models.train.nets.detector import Detector
from models.train.options import Options
from models.train.recipes.finish import finish_detector

log = logging.getLogger(__name__)
RANGED = 300
"""Scenes that set the ranges of the quantized activations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorSpec:
    """One detector: its shape and its schedule."""

    strides: tuple[int, ...]
    stages: int
    channels: int
    depth: int
    frozen: int
    """Blocks of the backbone that keep the ImageNet weights."""
    batch: int
    scenes: Recipe
    plan: Plan

    def network(self) -> Detector:
        """The network with ImageNet weights in its backbone."""
        network = Detector(
            strides=self.strides, classes=1, stages=self.stages, channels=self.channels, depth=self.depth
        )
        load_imagenet(network.backbone)
        network.backbone.freeze(self.frozen)
        # Pixels of all channels side by side in memory: 2.6 times as fast on a CPU.
        return network.to(memory_format=torch.channels_last)


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorRecipe:
    """What one detector's file says; each function is called once a run."""

    label: str
    spec: Callable[[Options], DetectorSpec]
    first_card: Callable[[Options], Table]
    scenery: Callable[[Options], tuple[Scenery, dict[str, int]]]
    """Also how many pictures of each source are trained on."""
    valid_pictures: Callable[[Options], dict[str, list[Loaded]]]
    """Held-out pictures by the name of their set."""


def run_recipe(recipe: DetectorRecipe, options: Options) -> None:
    """Train, quantize, measure, and write the network's folder."""
    spec, table = recipe.spec(options), recipe.first_card(options)
    scenery, used = recipe.scenery(options)
    log.info(
        "training pictures: %s, backgrounds: %d, cut-outs: %d",
        used,
        len(scenery.backgrounds),
        len(scenery.cutouts),
    )
    valid = recipe.valid_pictures(options)
    everything = [picture for pictures in valid.values() for picture in pictures]
    network = train(spec, table, scenery, everything, options)
    examples = range_pictures(spec, scenery, options, table["input"])
    finish_detector(
        network,
        table,
        valid,
        examples,
        label=recipe.label,
        used=used,
        out=options.out,
        if_blind=options.if_blind,
    )


def train(
    spec: DetectorSpec, table: Table, scenery: Scenery, valid: Sequence[Loaded], options: Options
) -> Detector:
    """Train on scenes, choose by AP50 on `valid`; gives the best averaged network in evaluation mode."""
    torch.manual_seed(options.seed)
    network, card = spec.network(), checked(table)
    training = Training(network, list(network.backbone.parameters()), spec.plan, options)

    def losses(batch: Any) -> dict[str, Tensor]:
        images, truths = batch
        score, box = detection_loss(network(images), spec.strides, truths)
        return {"score": score, "box": BOX_WEIGHT * box}

    def check(candidate: nn.Module) -> float:
        return score_detector(card, float_run(candidate), valid).average_precision()

    training.run(losses, scene_batches(spec, scenery, options.seed, training.step), check)
    return network


def scene_batches(
    spec: DetectorSpec, scenery: Scenery, seed: int, first: int
) -> Iterator[tuple[Tensor, list[Truth]]]:
    """Batches (images, truths) from batch number `first` on; the same seed gives the same batches."""
    indices = order(len(scenery.pictures), seed)

    def make(number: int) -> tuple[Tensor, list[Truth]]:
        random = np.random.default_rng([seed, number])
        made = [scene(scenery, next(indices), spec.scenes, random) for _ in range(spec.batch)]
        return to_tensor([one.image for one in made]), [to_truth(one) for one in made]

    return ahead(make, first)


def range_pictures(spec: DetectorSpec, scenery: Scenery, options: Options, size: Table) -> list[Image]:
    """Scenes as RGB inputs for the quantizer; made like those of training, of other random numbers.

    They have the size of the input, where the training scenes may be smaller; things in them do not grow.
    """
    random = np.random.default_rng([options.seed, 2**31])
    factor = min(spec.scenes.width, spec.scenes.height) / min(size["width"], size["height"])
    low, high = spec.scenes.size
    recipe = replace(
        spec.scenes, width=size["width"], height=size["height"], size=(low * factor, high * factor)
    )
    chosen = random.integers(len(scenery.pictures), size=RANGED).tolist()
    made = [scene(scenery, index, recipe, random).image for index in chosen]
    return [np.ascontiguousarray(image[..., ::-1]) for image in made]
