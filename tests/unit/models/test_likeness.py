"""How the figure is measured by which the gate doubts that two visits are of one car."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.inference.card import Folder
from edge.inference.shelf import VEHICLE
from edge.inference.vehicle import LIKENESS
from edge.resources import models_folder
from models.train.data.two_visits import PLACES, Sighting, cut_out_cars, rendered_cars
from models.train.likeness import write
from models.train.measure.likeness import MISSED, Cosines, Relation, Seen, cosines, least_alike, row

BLANK = np.zeros((8, 8, 3), np.uint8)


def seen(
    *embedding: float, car: str = "a", model: str = "polo", visit: int = 1, camera: str = "front"
) -> Seen:
    sighting = Sighting(image=BLANK, camera=camera, car=car, model=model, visit=visit)
    return Seen(sighting=sighting, aspect="front", embedding=np.array(embedding, np.float32))


def one_car(lowest: float) -> Cosines:
    return {Relation.ONE_CAR: np.asarray(np.linspace(lowest, 0.9, 101), np.float64)}


def test_every_two_that_the_gate_would_compare() -> None:
    told = cosines(
        [
            seen(1, 0),
            seen(2, 0, visit=2),
            seen(0, 1, car="b"),
            seen(1, 1, car="c", model="golf"),
            seen(1, 0, camera="rear"),
        ]
    )
    assert told[Relation.ONE_CAR].tolist() == [1]
    assert told[Relation.ITS_MODEL].tolist() == [0, 0]
    assert told[Relation.ANOTHER] == pytest.approx([0.5**0.5] * 3)


def test_another_side_and_the_same_visit_are_not_compared() -> None:
    side = Seen(sighting=seen(1, 0, visit=2).sighting, aspect="side", embedding=np.array([1, 0], np.float32))
    assert cosines([seen(1, 0), seen(1, 0), side]) == {}


def test_the_worst_set_sets_the_threshold() -> None:
    assert least_alike([one_car(0.5), one_car(0.2)]) == pytest.approx(0.207)
    assert MISSED == 0.01


def test_the_report_tells_who_passes() -> None:
    told = row("set", Relation.ANOTHER, np.array([0.1, 0.5, 0.7, 0.9]), 0.6)
    assert (told["pair"], told["n"], told["p50"], told["passes"]) == ("cars of two models", 4, 0.6, 0.5)


def test_it_is_written_beside_the_network_and_vouched_for_by_the_card(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(models_folder() / VEHICLE, tmp_path / "vehicle"))
    before = Folder(folder).card
    write(folder, {"set": one_car(0.5)})
    after = Folder(folder)
    told = tomllib.loads(after.read(LIKENESS).decode())
    assert (told["network"], told["least_alike"]) == (before.sha256, 0.504)
    assert told["measured"][0]["n"] == 101
    assert after.card.files.keys() == {*before.files, LIKENESS}
    assert after.card.model_copy(update={"files": before.files}) == before


def test_the_stills_of_the_proving_ground_as_they_were_rendered(tmp_path: Path) -> None:
    for folder in ("truth", "images"):
        (tmp_path / folder).mkdir()
    view = {"role": "front", "file": "a.png", "vehicle_box": [10, 10, 40, 20]}
    visit = {"car": "car-01", "body": "van", "visit": 2, "views": [view]}
    (tmp_path / "truth/a.json").write_text(json.dumps(visit))
    (tmp_path / "truth/a-again-1.json").write_text(json.dumps({**visit, "again": 1}))
    cv2.imwrite(str(tmp_path / "images/a.png"), np.full((60, 80, 3), 90, np.uint8))
    (told,) = rendered_cars(tmp_path)
    assert (told.camera, told.car, told.model, told.visit) == ("front", "car-01", "van", 2)
    assert told.image.shape == (22, 44, 3)


def cutout(seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    coarse = np.random.default_rng(seed).integers(40, 256, (9, 9, 3), dtype=np.uint8)
    car = cv2.resize(coarse, (224, 224), interpolation=cv2.INTER_CUBIC)
    mask = np.zeros((224, 224), np.uint8)
    cv2.ellipse(mask, (112, 120), (80, 55), 0, 0, 360, (255,), -1)
    return np.asarray(cv2.bitwise_and(car, car, mask=mask), np.uint8)


def test_cars_that_no_training_saw_stand_twice_in_every_place(tmp_path: Path) -> None:
    for part, name, seed in (("train", "old", 1), ("valid", "old", 1), ("valid", "new", 2)):
        folder = tmp_path / "vehicle-models20" / part / "polo"
        folder.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(folder / f"{name}.png"), cutout(seed))
    views = tmp_path / "vehicle-views/valid"
    (views / "images").mkdir(parents=True)
    numbers = range(PLACES + 2)
    for number in numbers:
        street = np.random.default_rng(number).integers(0, 255, (200, 320, 3), dtype=np.uint8)
        cv2.imwrite(str(views / f"images/{number}.png"), street)
    coco = {
        "images": [{"id": n, "file_name": f"{n}.png", "width": 320, "height": 200} for n in numbers],
        "annotations": [
            {"id": n, "image_id": n, "category_id": 1, "bbox": [0, 100, 320, 100]} for n in numbers
        ],
        "categories": [{"id": 1, "name": "side"}],
    }
    (views / "annotations.json").write_text(json.dumps(coco))
    told = list(cut_out_cars(tmp_path, seed=1))
    assert len(told) == 2 * PLACES
    assert {(each.car, each.model) for each in told} == {("car 0", "polo")}
    assert sorted({(each.camera, each.visit) for each in told}) == sorted(
        (f"place {place}", visit) for place in range(PLACES) for visit in (0, 1)
    )
    first, second = told[0].image, told[1].image
    assert abs(first.shape[1] - 250 * 1.1) < 40
    assert first.shape != second.shape or not np.array_equal(first, second)
