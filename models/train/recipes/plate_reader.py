"""`plate-reader`: the text of one plate from its crop, one or two lines, Latin letters and hangul."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from edge.domain.frame import Image
from models.train.card import Table, draft
from models.train.data.batches import ahead, to_tensor
from models.train.loop import Plan, Training
from models.train.nets.plate_reader import PlateReader, best_path, steps
from models.train.options import Options
from models.train.plates.alphabet import LABELS, decode, encode
from models.train.plates.shoot import HEIGHT, WIDTH
from models.train.recipes.plate_reader_data import Example, Pool
from models.train.recipes.plate_reader_finish import finish

log = logging.getLogger(__name__)
NAME = "plate-reader"
BATCH = 32
VALIDATED = 300
RANGED = 400


def run(options: Options) -> None:
    """Train, quantize, measure, and write the folder."""
    pool = Pool(options)
    log.info("real plates: %d", len(pool.real))
    real = pool.real_held_out()
    rental = pool.drawn_rental()
    network = train(options, pool, [*(one for part in real.values() for one in part), *rental[:VALIDATED]])
    random = np.random.default_rng([options.seed, 2**31])
    examples = [np.ascontiguousarray(pool.example(random)[0][..., ::-1]) for _ in range(RANGED)]
    valid = real | {"drawn Korean rental plates": rental}
    finish(network, first_card(options), valid, examples, used=pool.used, out=options.out)


def first_card(options: Options) -> Table:
    """The card before anything is measured."""
    return draft(
        name=NAME,
        version="1.0.0",
        seed=options.seed,
        width=WIDTH,
        height=HEIGHT,
        resize="stretch",
        outputs=[{"kind": "logits"}],
        task="reading",
    )


def train(options: Options, pool: Pool, valid: Sequence[Example]) -> PlateReader:
    """Train with CTC, choose by exact texts on `valid`; gives the best averaged network."""
    torch.manual_seed(options.seed)
    network = PlateReader(classes=1 + len(LABELS)).to(memory_format=torch.channels_last)
    plan = Plan(budget_minutes=options.budget_minutes, rate=2e-3, old_rate=2e-3, patience=8)
    training = Training(network, [], options.work, plan, resume=options.resume, weights=options.start)

    def losses(batch: Any) -> dict[str, Tensor]:
        images, texts, lengths = batch
        scores = steps(network(images))
        all_steps = torch.full((len(lengths),), len(scores), dtype=torch.long)
        return {"ctc": functional.ctc_loss(scores, texts, all_steps, lengths, zero_infinity=True)}

    def check(candidate: nn.Module) -> float:
        return exact(candidate, valid)

    training.run(losses, _batches(pool, options.seed, training.step), check)
    return network


def exact(network: nn.Module, examples: Sequence[Example]) -> float:
    """Share of texts that the best path gives letter by letter."""
    right = 0
    with torch.inference_mode():
        for first in range(0, len(examples), BATCH):
            part = examples[first : first + BATCH]
            paths = best_path(network(to_tensor([as_input(image) for image, _ in part])))
            right += sum(decode(path) == text for path, (_, text) in zip(paths, part, strict=True))
    return right / max(1, len(examples))


def as_input(crop: Image) -> Image:
    """A crop of any size in the network's, as the gate stretches it."""
    return np.asarray(cv2.resize(crop, (WIDTH, HEIGHT)), np.uint8)


def _batches(pool: Pool, seed: int, first: int) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    def make(number: int) -> tuple[Tensor, Tensor, Tensor]:
        random = np.random.default_rng([seed, number])
        made = [pool.example(random) for _ in range(BATCH)]
        texts = [encode(text) for _, text in made]
        return (
            to_tensor([image for image, _ in made]),
            torch.tensor([one for text in texts for one in text]),
            torch.tensor([len(text) for text in texts]),
        )

    return ahead(make, first)
