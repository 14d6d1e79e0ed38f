"""`condition`: is a vehicle, or a tile of it, damaged or clean?"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from edge.domain.frame import Image
from edge.inference.prepare import averaged
from models.train.card import Table, checked, draft
from models.train.data.batches import ahead, to_tensor
from models.train.loop import Plan, Training, read_weights
from models.train.measure.classification import auc
from models.train.measure.float_run import float_run
from models.train.nets.backbone import load_trained
from models.train.nets.classifier import Classifier, imagenet_classifier
from models.train.options import Options, TwoFolders
from models.train.recipes import condition_folders
from models.train.recipes.condition_data import SIDE, example, pool
from models.train.recipes.condition_finish import finish
from models.train.recipes.condition_valid import Labelled, ValidSets, valid_sets

log = logging.getLogger(__name__)
NAME, LABELS = "condition", ("clean", "damaged")
BATCH, FROZEN = 32, 5
SMOOTHING = 0.05
SEEN_DAMAGE = Path(__file__).resolve().parents[2] / "damage/weights.pt"
"""Of the damage network, whose backbone has learnt what damage looks like: with 48 minutes from there the AUC
was what ImageNet's had not reached (`models/EXPERIMENTS.md`)."""
RANGED = 400
Draw = Callable[[np.random.Generator], tuple[Image, int]]
"""Gives a training input and its label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What is learnt from, and what is judged on."""

    draw: Draw
    valid: ValidSets
    used: dict[str, int]


def run(options: Options) -> None:
    """Train, quantize, measure, and write the folder."""
    lesson = _from_folders(options, options.own) if options.own else _from_sets(options)
    log.info("training pictures: %s", lesson.used)
    tiles = [tile for one in lesson.valid.tiles.values() for tile in one]
    network = train(options, lesson.draw, tiles)
    random = np.random.default_rng([options.seed, 2**31])
    examples = [np.ascontiguousarray(lesson.draw(random)[0][..., ::-1]) for _ in range(RANGED)]
    finish(
        network, first_card(options), lesson.valid, examples, labels=LABELS, used=lesson.used, out=options.out
    )


def _from_sets(options: Options) -> Lesson:
    pictures, used = pool(options)
    return Lesson(draw=partial(example, pictures), valid=valid_sets(options), used=used)


def _from_folders(options: Options, own: TwoFolders) -> Lesson:
    kept, held = condition_folders.split(own, options.seed, options.limit)
    return Lesson(
        draw=partial(condition_folders.example, kept),
        valid=condition_folders.valid_sets(held, own.root.name),
        used={own.root.name: len(kept)},
    )


def first_card(options: Options) -> Table:
    """The card before anything is measured."""
    return draft(
        name=NAME,
        version="1.0.0",
        seed=options.seed,
        width=SIDE,
        height=SIDE,
        resize="stretch",
        outputs=[{"kind": "logits"}],
    )


def train(options: Options, draw: Draw, valid: Sequence[Labelled]) -> Classifier:
    """Train on what is drawn, choose by AUC on the valid tiles; gives the best averaged network."""
    torch.manual_seed(options.seed)
    network = imagenet_classifier(len(LABELS), FROZEN)
    load_trained(network.backbone, read_weights(SEEN_DAMAGE))
    plan = Plan(budget_minutes=options.budget_minutes, rate=2e-3, old_rate=4e-4, check_every=0.125)
    old = [*network.backbone.parameters(), *network.widen.parameters()]
    training = Training(network, old, plan, options)

    def losses(batch: Any) -> dict[str, Tensor]:
        images, labels = batch
        return {"label": functional.cross_entropy(network(images), labels, label_smoothing=SMOOTHING)}

    card = checked(first_card(options))

    def check(candidate: nn.Module) -> float:
        run = float_run(candidate)
        logits = np.stack([averaged(card, run, tile.image)[0][0] for tile in valid]).astype(np.float64)
        return auc(logits[:, 1] - logits[:, 0], np.array([tile.damaged for tile in valid]))

    training.run(losses, _batches(draw, options.seed, training.step), check)
    return network


def _batches(draw: Draw, seed: int, first: int) -> Iterator[tuple[Tensor, Tensor]]:
    def make(number: int) -> tuple[Tensor, Tensor]:
        random = np.random.default_rng([seed, number])
        pieces = [draw(random) for _ in range(BATCH)]
        return to_tensor([image for image, _ in pieces]), torch.tensor([label for _, label in pieces])

    return ahead(make, first)
