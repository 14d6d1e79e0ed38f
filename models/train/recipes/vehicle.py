"""`vehicle`: which make and model, which side is seen, and an embedding that knows more cars than these."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from edge.domain.frame import Image
from edge.inference.prepare import averaged
from models.train.card import Table, checked, draft
from models.train.data.batches import ahead, order, to_tensor
from models.train.loop import Plan, Training
from models.train.measure.float_run import float_run
from models.train.nets.vehicle import Vehicle, imagenet_vehicle
from models.train.options import Options
from models.train.recipes.vehicle_data import (
    SIDE,
    VIEW_LABELS,
    Held,
    Pool,
    Shown,
    model_example,
    model_labels,
    of_models,
    of_views,
    split,
    view_example,
    view_pictures,
)
from models.train.recipes.vehicle_finish import finish

log = logging.getLogger(__name__)
NAME = "vehicle"
MODELS_A_STEP, VIEWS_A_STEP = 24, 8
FROZEN = 7
SMOOTHING = 0.05
STRANGERS = 0.3
"""Weight of the loss by which a car of another make is to look like none of the known ones."""
RANGED = 400
COARSE, COARSE_SHARE = 160, 0.5
"""Side of the inputs in the first share of the budget: half the price, and a help against learning by heart
(Tan and Le, EfficientNetV2, 2021)."""


def run(options: Options) -> None:
    """Train, quantize, measure, and write the folder."""
    labels = model_labels(options)
    pool, held = split(options, labels)
    log.info("training pictures: %s; held out: %d, %d", pool.used, len(held.models), len(held.views))
    # Read before the training, as the others are: a picture that is none is told then, not hours later.
    valid = Held(models=of_models(options, "valid", labels), views=of_views(view_pictures(options, "valid")))
    network = train(options, pool, held, models=len(labels))
    finish(network, first_card(options), options, pool, held, valid, examples(pool, options.seed), labels)


def first_card(options: Options) -> Table:
    """The card before anything is measured."""
    return draft(
        name=NAME,
        version="1.0.0",
        seed=options.seed,
        width=SIDE,
        height=SIDE,
        resize="stretch",
        task="recognition",
        outputs=[{"kind": "embedding"}, {"kind": "logits"}, {"kind": "logits", "labels": "views.txt"}],
        passes=[{"mirrored": False}, {"mirrored": True}],
    )


def train(options: Options, pool: Pool, held: Held, *, models: int) -> Vehicle:
    """Train both heads at once, choose by the accuracies on `held`; gives the best averaged network."""
    torch.manual_seed(options.seed)
    network = imagenet_vehicle(models=models, views=len(VIEW_LABELS), frozen=FROZEN)
    plan = Plan(budget_minutes=options.budget_minutes, rate=3e-3, old_rate=4e-4)
    old = [*network.backbone.parameters(), *network.widen.parameters()]
    training = Training(network, old, plan, options)

    def losses(batch: Any) -> dict[str, Tensor]:
        images, model_truth, view_truth = batch
        if training.spent < COARSE_SHARE:
            images = functional.interpolate(images, size=COARSE, mode="bilinear", antialias=True)
        sight = network(images)
        known, strangers = sight.models[:MODELS_A_STEP], sight.models[MODELS_A_STEP:]
        views = sight.views[MODELS_A_STEP:]
        return {
            "models": functional.cross_entropy(known, model_truth, label_smoothing=SMOOTHING),
            "views": functional.cross_entropy(views, view_truth, label_smoothing=SMOOTHING),
            "strangers": STRANGERS * none_of_them(strangers),
        }

    card = checked(first_card(options))

    def check(candidate: nn.Module) -> float:
        run = float_run(candidate)
        sights = (averaged(card, run, shown.image) for shown in [*held.models, *held.views])
        told = [(int(models[0].argmax()), int(views[0].argmax())) for _, models, views in sights]
        split_at = len(held.models)
        return (
            _share_right([model for model, _ in told[:split_at]], held.models)
            + _share_right([view for _, view in told[split_at:]], held.views)
        ) / 2

    training.run(losses, _batches(pool, options.seed, training.step), check)
    return network


def none_of_them(logits: Tensor) -> Tensor:
    """Cross-entropy to the uniform distribution (outlier exposure, Hendrycks et al., 2019)."""
    return -functional.log_softmax(logits, 1).mean()


def _share_right(told: Sequence[int], truth: Sequence[Shown]) -> float:
    return float(np.mean([number == shown.label for number, shown in zip(told, truth, strict=True)]))


def _batches(pool: Pool, seed: int, first: int) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    turns = order(len(pool.models), seed), order(len(pool.views), seed + 1)
    for _ in range(first):
        _drawn(turns)

    def make(number: int) -> tuple[Tensor, Tensor, Tensor]:
        random = np.random.default_rng([seed, number])
        models, views = _drawn(turns)
        images = [model_example(pool, index, random) for index in models]
        images += [view_example(pool, index, random) for index in views]
        return (
            to_tensor(images),
            torch.tensor([pool.models[index].label for index in models]),
            torch.tensor([pool.views[index].label for index in views]),
        )

    return ahead(make, first)


def _drawn(turns: tuple[Iterator[int], Iterator[int]]) -> tuple[list[int], list[int]]:
    models, views = turns
    return [next(models) for _ in range(MODELS_A_STEP)], [next(views) for _ in range(VIEWS_A_STEP)]


def examples(pool: Pool, seed: int) -> list[Image]:
    """RGB inputs that set the quantized ranges."""
    random = np.random.default_rng([seed, 2**31])
    made = [model_example(pool, i, random) for i in random.integers(len(pool.models), size=RANGED // 2)]
    made += [view_example(pool, i, random) for i in random.integers(len(pool.views), size=RANGED // 2)]
    return [np.ascontiguousarray(image[..., ::-1]) for image in made]
