"""`plate-reader`: the text of one plate from its crop, one or two lines, Latin letters and hangul."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from edge.domain.frame import Image
from edge.vision.letterbox import stretch
from models.train.card import Table, draft
from models.train.data.batches import ahead, to_tensor
from models.train.loop import Plan, Training
from models.train.nets.plate_reader import COLUMNS, ROWS, PlateReader, best_path, steps
from models.train.options import Options
from models.train.plates.alphabet import LABELS, decode, encode
from models.train.plates.measured import Kind, measured
from models.train.plates.shoot import HEIGHT, WIDTH
from models.train.recipes.plate_reader_data import Cells, Example, Pool
from models.train.recipes.plate_reader_finish import finish

log = logging.getLogger(__name__)
NAME = "plate-reader"
BATCH = 64
VALIDATED = 300
DRAWN = 1000
"""Rental plates of Korea, drawn to measure."""
RANGED = 400
UNKNOWN, BLANK = -100, 0
PER_CELL = 4.0
"""Most cells are blank: their loss is small beside that of a character."""


def run(options: Options) -> None:
    """Train, quantize, measure, and write the folder."""
    pool = Pool(options)
    log.info("real plates: %d", len(pool.real))
    real = pool.real_held_out()
    rental = measured(Kind.RENTAL, options.at_most(DRAWN), options.data, options.seed)
    latin = pool.latin(options.at_most(VALIDATED), options.seed)
    checked = [*(one for part in real.values() for one in part), *rental[:VALIDATED], *latin]
    network = train(options, pool, checked)
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
    plan = Plan(budget_minutes=options.budget_minutes, rate=2e-3, old_rate=2e-3, patience=8, bfloat16=True)
    training = Training(network, [], plan, options)

    def losses(batch: Any) -> dict[str, Tensor]:
        images, texts, lengths, cells = batch
        logits = training.forward(images).float()
        scores = steps(logits)
        all_steps = torch.full((len(lengths),), len(scores), dtype=torch.long)
        ctc = functional.ctc_loss(scores, texts, all_steps, lengths, zero_infinity=True)
        where = functional.cross_entropy(logits, cells, ignore_index=UNKNOWN)
        return {"ctc": ctc, "where": where * shown(training.spent)}

    def check(candidate: nn.Module) -> float:
        return exact(candidate, valid)

    training.run(losses, _batches(pool, options.seed, training.step), check)
    return network


def shown(spent: float) -> float:
    """Weight of showing where the characters stand: CTC alone takes thousands of steps to find out."""
    return max(0.1, min(1.0, 1.5 - 3.5 * spent)) * PER_CELL


def cell_classes(text: str, cells: Cells) -> Tensor:
    """[rows, columns] class of each cell: a character's over its middle, unknown beside it, else blank.

    Everything is unknown where the cells are.
    """
    target = torch.full((ROWS, COLUMNS), UNKNOWN if not cells else BLANK)
    for row, column in cells:
        target[row, max(0, column - 1) : column + 2] = UNKNOWN
    for one, (row, column) in zip(encode(text), cells, strict=False):
        target[row, column] = one
    return target


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
    return stretch(crop, width=WIDTH, height=HEIGHT)[0]


def _batches(pool: Pool, seed: int, first: int) -> Iterator[tuple[Tensor, Tensor, Tensor, Tensor]]:
    def make(number: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        random = np.random.default_rng([seed, number])
        made = [pool.example(random) for _ in range(BATCH)]
        texts = [encode(text) for _, text, _ in made]
        return (
            to_tensor([image for image, _, _ in made]),
            torch.tensor([one for text in texts for one in text]),
            torch.tensor([len(text) for text in texts]),
            torch.stack([cell_classes(text, cells) for _, text, cells in made]),
        )

    return ahead(make, first)
