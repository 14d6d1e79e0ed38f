from __future__ import annotations

import numpy as np
import pytest

from edge.app.stages import Classify, ConditionStage
from edge.domain.frame import Image
from edge.domain.inspection import Gap
from edge.domain.observation import Damage
from edge.domain.passage import View
from tests.passages import CAR_BOX, car_picture, passage, view


def all_clean(image: Image) -> dict[str, float]:
    return {"damaged": 0.1, "clean": 0.9}


def all_damaged(image: Image) -> dict[str, float]:
    return {"damaged": 0.9, "clean": 0.1}


def green_is_damaged(image: Image) -> dict[str, float]:
    share = 0.95 if (image == (0, 255, 0)).all(axis=2).any() else 0.0
    return {"damaged": share, "clean": 1 - share}


def look(classify: Classify, *views: View, threshold: float = 0.5) -> tuple[Damage, ...]:
    found = ConditionStage(classify=classify, threshold=threshold)(passage(*views))
    assert not isinstance(found, Gap), found
    return found


def test_a_clean_car_has_no_damages() -> None:
    assert look(all_clean) == ()


def test_the_operating_point_decides() -> None:
    assert look(all_damaged, threshold=0.95) == ()


def test_neighbouring_tiles_are_one_damage() -> None:
    (found,) = look(all_damaged)
    assert found.box == CAR_BOX
    assert found.kind == "unspecified"


def test_a_damage_lies_where_its_tile_is() -> None:
    image = np.array(car_picture())
    image[70:75, 90:95] = (0, 255, 0)
    (found,) = look(green_is_damaged, view(image))
    assert found.confidence == pytest.approx(0.95)
    assert found.box.left == CAR_BOX.left
    assert found.box.right < CAR_BOX.right - 40


def test_only_whole_views_are_looked_at_and_the_damage_names_its_view() -> None:
    (found,) = look(all_damaged, view(whole=False), view())
    assert found.view == 1


def test_where_no_view_is_whole_nobody_looked() -> None:
    result = ConditionStage(classify=all_damaged, threshold=0.5)(passage(view(whole=False)))
    assert isinstance(result, Gap)
    assert (result.stage, result.reason) == ("damage", "never_whole")
