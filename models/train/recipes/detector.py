"""What all detector recipes share: from scenes and a network to trained weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from edge.inference.card import Card
from models.train.augment.scenes import Recipe, Scenery, scene
from models.train.data.batches import ahead, order, to_tensor, to_truth
from models.train.data.pictures import Loaded
from models.train.detection.loss import BOX_WEIGHT, detection_loss
from models.train.loop import Plan, Training
from models.train.measure.detection import score_detector
from models.train.measure.float_run import float_run
from models.train.nets.backbone import load_imagenet
from models.train.nets.detector import Detector
from models.train.options import Options


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
        return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def train_detector(
    spec: DetectorSpec, card: Card, scenery: Scenery, valid: Sequence[Loaded], options: Options
) -> Detector:
    """Train on scenes, choose by AP50 on `valid`; gives the best averaged network in evaluation mode."""
    torch.manual_seed(options.seed)
    network = spec.network()
    training = Training(
        network, list(network.backbone.parameters()), options.work, spec.plan, resume=options.resume
    )

    def losses(batch: Any) -> dict[str, Tensor]:
        images, truths = batch
        score, box = detection_loss(network(images), spec.strides, truths)
        return {"score": score, "box": BOX_WEIGHT * box}

    def check(candidate: nn.Module) -> float:
        return score_detector(card, float_run(candidate), valid).average_precision()

    training.run(losses, scene_batches(spec, scenery, options.seed, training.step), check)
    return network


def scene_batches(spec: DetectorSpec, scenery: Scenery, seed: int, first: int) -> Any:
    """Batches (images, truths) from batch number `first` on; the same seed gives the same batches."""
    indices = order(len(scenery.pictures), seed)

    def make(number: int) -> Any:
        random = np.random.default_rng([seed, number])
        made = [scene(scenery, next(indices), spec.scenes, random) for _ in range(spec.batch)]
        return to_tensor([one.image for one in made]), [to_truth(one) for one in made]

    return ahead(make, first)
