"""What the condition network learns from, where the pictures are not as they should be."""

from __future__ import annotations

import numpy as np
import pytest

from models.train.data.pictures import Loaded
from models.train.data.samples import no_boxes, to_array
from models.train.errors import RecipeError
from models.train.recipes.condition_data import DAMAGE_SETS, Pool, damage_tile, repaired


def pool_of(*boxes: tuple[float, float, float, float]) -> Pool:
    image = np.random.default_rng(0).integers(0, 256, (200, 200, 3), dtype=np.uint8)
    found = to_array(list(boxes))
    picture = Loaded(image, found, np.zeros(len(found), np.int64), no_boxes())
    return Pool(damaged={name: [picture] for name in DAMAGE_SETS}, clean=[])


@pytest.mark.parametrize("damaged", [True, False])
def test_damage_too_large_to_paint_over_is_seen_in_tiles(damaged: bool) -> None:
    view, label = repaired(pool_of((0, 0, 200, 100)), damaged, np.random.default_rng(1))
    assert label == damaged
    assert max(view.shape[:2]) < 190


def test_pictures_that_are_damaged_all_over_are_refused() -> None:
    with pytest.raises(RecipeError, match=r"damage-bilgi.*room"):
        damage_tile(pool_of((0, 0, 200, 200)), True, np.random.default_rng(1))
