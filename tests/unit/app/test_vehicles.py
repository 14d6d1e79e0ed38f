from __future__ import annotations

import numpy as np
import pytest

from edge.app.enrolling import Enroller
from edge.app.vehicles import VehicleStage, nobody_looked
from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.inspection import Gap
from edge.domain.observation import Embedder, Recognition
from edge.inference.vehicle import Sight
from edge.inspection.gallery import Gallery, Known
from edge.inspection.recognition import Recogniser
from tests.passages import passage, view

OWN = Gallery(Known.of(label, [np.eye(3, dtype=np.float32)[i]]) for i, label in enumerate(("polo", "golf")))
EMBEDDER = Embedder(network="ab" * 32, least_alike=0.6)
WHITE, GREY = np.full((180, 320, 3), 255, np.uint8), np.full((180, 320, 3), 128, np.uint8)
"""A golf from behind, and what shows hardly anything of a polo."""


def look(image: Image) -> Sight:
    """Knows a car by how bright its picture is."""
    if image.mean() > 200:
        return Sight(
            embedding=np.array([0, 1, 0], np.float32),
            models={"polo": 0.1, "golf": 0.9},
            highest=5.0,
            views={"front": 0.1, "rear": 0.9},
        )
    return Sight(
        embedding=np.array([1, 0, 0], np.float32),
        models={"polo": 0.6, "golf": 0.4},
        highest=4.0,
        views={"front": 0.45, "rear": 0.4},
    )


def stage(enrolled: Gallery | None = None) -> VehicleStage:
    recognise = Recogniser(own=OWN, temperature=0.1, least_logit=3.0, least_likeness=0.5)
    return VehicleStage(
        look=look, recognise=recognise, embedder=EMBEDDER, enrolled=lambda: enrolled or Gallery()
    )


def told(made: Recognition | Gap) -> Recognition:
    assert isinstance(made, Recognition)
    return made


def test_every_view_is_told_and_an_unsure_side_is_none() -> None:
    seen = told(stage()(passage(view(WHITE), view(GREY))))
    assert list(seen.aspects) == ["rear", None]
    assert [list(each) for each in seen.embeddings] == [[0, 1, 0], [1, 0, 0]]
    assert seen.embedder == EMBEDDER
    assert seen.make_model.label == "golf"
    assert seen.make_model.confidence == pytest.approx(0.65)


def test_whole_views_decide_where_there_are_some() -> None:
    seen = told(stage()(passage(view(WHITE, whole=False), view(GREY))))
    assert seen.make_model.label == "polo"
    assert told(stage()(passage(view(WHITE, whole=False)))).make_model.label == "golf"


def test_what_was_enrolled_is_told() -> None:
    mine = Gallery([Known.of("the boss's", [np.array([0, 1, 0], np.float32)])])
    seen = told(stage(mine)(passage(view(WHITE))))
    assert {each.label for each in seen.make_model.top} == {"polo", "golf", "the boss's"}
    assert seen.make_model.top[0].confidence == pytest.approx(0.5, abs=0.05)


def test_without_a_network_there_is_a_gap() -> None:
    assert nobody_looked(passage()) == Gap(
        stage="make_model", reason="no_network", detail="no vehicle network is installed"
    )


def test_enrolling_cuts_the_largest_vehicle_out() -> None:
    fed: list[Image] = []

    def kept(image: Image) -> Sight:
        fed.append(image)
        return look(image)

    def detect(image: Image) -> list[Detection]:
        boxes = [Box.of_size(10, 10, 20, 20), Box.of_size(50, 20, 100, 60)]
        return [Detection(box=box, label="car", score=0.9) for box in boxes] if image is WHITE else []

    shown = Enroller(look=kept, detect=detect, known=OWN)("mine", [WHITE, GREY])
    assert [image.shape for image in fed] == [(66, 110, 3), GREY.shape]
    assert (shown.cars, shown.known.pictures, shown.alike) == (1, 2, 0)
    assert shown.nearest is not None
    assert shown.nearest[1] == pytest.approx(0.7071, abs=1e-4)


def test_one_picture_is_like_itself_and_nothing_is_near_where_nothing_is_known() -> None:
    shown = Enroller(look=look, detect=lambda image: [], known=Gallery())("mine", [WHITE])
    assert (shown.alike, shown.nearest) == (1.0, None)
