"""What the plate reader learns from: plates that we draw, and real ones that a teacher has read."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from edge.evaluation.labelled import read_picture
from models.train.data.pictures import Image, cut_around
from models.train.data.plate_teacher import Read, read_all
from models.train.data.samples import Sample
from models.train.nets.plate_reader import COLUMNS
from models.train.options import Options
from models.train.plates.draw import Drawn, plate
from models.train.plates.layouts import LAYOUTS
from models.train.plates.shoot import AT_THE_GATE, TRAINING, Camera, Points, photograph, recrop
from models.train.plates.typefaces import GLYPHS, to_train_with
from models.train.recipes.plate_detector import splits

Random = np.random.Generator
REAL = 0.25
"""Share of real crops in a batch."""
AGAIN, KEPT = 0.5, 256
"""Share of drawn plates that are photographed once more, and of how many earlier ones."""
AROUND_PX = 48
NEIGHBOURHOOD, RIM = 0.35, 0.07
"""Of a box: what is kept around it to turn and cut anew, and what the gate adds."""
Example = tuple[Image, str]
"""A BGR crop and the text; in training (64, 192, 3)."""
Cells = list[tuple[int, int]]
"""Row and column of the network's output over the middle of each character; empty where nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RealPlate:
    """A real picture's neighbourhood of one plate, the box in it, and the text."""

    image: Image
    box: tuple[float, float, float, float]
    text: str


class Pool:
    """Everything that training examples are made of.

    Raises:
        RecipeError: a font, the glyphs or the teacher is missing.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        glyphs = options.data / "data" / GLYPHS
        self._typefaces = to_train_with(glyphs)
        self._drawn_before: deque[Drawn] = deque(maxlen=KEPT)
        sets = splits(options)
        trained = {name: self._plates(name, train, "train") for name, (train, _) in sets.items()}
        self.real = [one for plates in trained.values() for one in plates]
        self.used = {name: len(plates) for name, plates in trained.items()} | {GLYPHS: glyph_count(glyphs)}
        self._held = {name: self._plates(name, held, "held-out") for name, (_, held) in sets.items()}

    def example(self, random: Random) -> tuple[Image, str, Cells]:
        """One training example."""
        if self.real and random.random() < REAL:
            one = self.real[int(random.integers(len(self.real)))]
            return recrop(one.image, one.box, random), one.text, []
        return self._drawn(random)

    def real_held_out(self) -> dict[str, list[Example]]:
        """Plates of held-out pictures, cut as the gate cuts them, with what the teacher is sure of."""
        return {f"{name}/held-out": [straight(one) for one in plates] for name, plates in self._held.items()}

    def latin(self, number: int, seed: int) -> list[Example]:
        """Latin plates of every layout, before a gate's camera; the same seed gives the same ones."""
        random = np.random.default_rng([seed, 2**30])
        layouts = [layout for layout in LAYOUTS if layout.script == "latin"]
        made = [plate(layouts, self._typefaces, random) for _ in range(number)]
        return [(self._photograph(one, random, AT_THE_GATE)[0], one.text) for one in made]

    @cached_property
    def _behind(self) -> list[Image]:
        """Patches of real pictures beside their plates."""
        patches = [_corner(one.image) for one in self.real]
        return [patch for patch in patches if min(patch.shape[:2]) >= 8] or [np.full((8, 8, 3), 90, np.uint8)]

    def _drawn(self, random: Random) -> tuple[Image, str, Cells]:
        made = self._flat(random)
        picture, places = self._photograph(made, random)
        columns = (places[:, 0] * COLUMNS).clip(0, COLUMNS - 1).astype(int).tolist()
        return picture, made.text, [(spot.row, at) for spot, at in zip(made.spots, columns, strict=True)]

    def _photograph(self, made: Drawn, random: Random, camera: Camera = TRAINING) -> tuple[Image, Points]:
        behind = self._behind[int(random.integers(len(self._behind)))]
        return photograph(made.image, made.middles, behind, random, camera)

    def _flat(self, random: Random) -> Drawn:
        """A new drawing, or one of the last: drawing costs more than photographing."""
        if len(self._drawn_before) == KEPT and random.random() < AGAIN:
            return self._drawn_before[int(random.integers(KEPT))]
        self._drawn_before.append(made := plate(LAYOUTS, self._typefaces, random))
        return made

    def _plates(self, name: str, samples: Sequence[Sample], part: str) -> list[RealPlate]:
        cache = self._options.cache / f"plate-reads-{name}-{part}-{len(samples)}.json"
        return [neighbourhood(read) for read in read_all(samples, self._options.data / "weights", cache)]


def neighbourhood(read: Read) -> RealPlate:
    """The part of a picture that training needs: the box with a third of it around."""
    cut, (x, y) = cut_around(read_picture(Path(read.picture)), read.box, NEIGHBOURHOOD)
    left, top, right, bottom = read.box
    return RealPlate(image=cut.copy(), box=(left - x, top - y, right - x, bottom - y), text=read.text)


def glyph_count(folder: Path) -> int:
    """Pictures of glyphs in the folder of glyphs."""
    return sum(1 for _ in folder.rglob("*.jpg"))


def straight(one: RealPlate) -> Example:
    """A crop as the gate makes it, with nothing done to it."""
    return cut_around(one.image, one.box, RIM)[0], one.text


def _corner(image: Image) -> Image:
    """Upper left part, which shows the car and hardly the plate."""
    height, width = image.shape[:2]
    return image[: max(8, height // 4), : max(8, min(width, AROUND_PX))]
