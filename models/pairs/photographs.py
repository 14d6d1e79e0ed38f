"""The photographs that pairs are made of, in two halves that share no scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from edge.evaluation.labelled import read_picture
from edge.evaluation.looking import LENSOR
from models.train.data.coco import read_coco
from models.train.data.duplicates import difference_hash, group, hold_out
from models.train.data.samples import Sample
from models.train.errors import RecipeError

SETS = ("damage-bilgi/valid", "damage-lensor/valid", "damage-scratch/valid")
PARTS = ("development", "final")
_SPLIT_SEED = 7
"""Fixed, whatever the seed of the pairs: nothing that a threshold was chosen on is measured on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Photographs:
    """Labelled photographs of one half."""

    pictures: tuple[Sample, ...]
    sizes: npt.NDArray[np.float64]
    """(n, 2) width and height in pixels of every damage in them."""

    def pick(self, index: int, seed: int) -> Sample:
        """Each picture once before any comes again, in an order by the seed."""
        round_, place = divmod(index, len(self.pictures))
        order = np.random.default_rng([seed, round_]).permutation(len(self.pictures))
        return self.pictures[int(order[place])]


def photographs(data: Path, sources: Sequence[str], part: str) -> Photographs:
    """Those of one half of some sets that show a damage.

    Args:
        data: the folder that holds `data/`.
        sources: sets with their split, as `damage-bilgi/valid`.
        part: one of `PARTS`.

    Raises:
        RecipeError: there is no such set, or its half shows no damage; names it.
        DataError: a set is damaged; names the file.
    """
    samples = [sample for source in sources for sample in _damaged(data, source)]
    hashes = np.stack([difference_hash(read_picture(sample.picture)) for sample in samples])
    halves = dict(zip(PARTS, hold_out(samples, group(hashes), 0.5, _SPLIT_SEED), strict=True))
    boxes = np.concatenate([sample.boxes for sample in halves[part]]).astype(np.float64)
    return Photographs(pictures=tuple(halves[part]), sizes=boxes[:, 2:] - boxes[:, :2])


def _damaged(data: Path, source: str) -> list[Sample]:
    folder = data / "data" / source
    if not (folder / "annotations.json").is_file():
        raise RecipeError(f"{folder}: no such set (a set is named with its split, as {SETS[0]})")
    samples = [sample for sample in read_coco(folder, source.replace("/", "-")) if len(sample.boxes)]
    if not samples:
        raise RecipeError(f"{folder}: no damage boxes")
    return [_in_our_words(sample) for sample in samples]


def _in_our_words(sample: Sample) -> Sample:
    return Sample(
        picture=sample.picture,
        source=sample.source,
        boxes=sample.boxes,
        labels=tuple(LENSOR.get(label, label) for label in sample.labels),
    )
