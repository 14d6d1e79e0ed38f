"""A fleet's own networks stand before those that ship."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge.domain.errors import ModelError
from edge.inference.shelf import NAMES, VEHICLE, Shelf
from edge.resources import models_folder
from tests.unit.inference.cards import write

TILES = ("clean", "damaged")


def test_without_a_folder_they_are_those_that_ship() -> None:
    shelf = Shelf.of()
    assert shelf.own() == []
    assert shelf.take("damage").path == models_folder() / "damage"


def test_a_fleets_own_takes_the_place_of_its_name_and_of_no_other(tmp_path: Path) -> None:
    write(tmp_path / "condition", task="classification", labels=TILES)
    shelf = Shelf.of(tmp_path)
    assert shelf.own() == ["condition"]
    assert shelf.take("condition").path == tmp_path / "condition"
    assert shelf.take("damage").path == models_folder() / "damage"
    assert shelf.names() == sorted([*NAMES, VEHICLE])
    assert shelf.holds(VEHICLE)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=f"{tmp_path}/none: No such file"):
        Shelf.of(tmp_path / "none")
    (tmp_path / "file").touch()
    with pytest.raises(ModelError, match=f"{tmp_path}/file: Not a directory"):
        Shelf.of(tmp_path / "file")


def test_a_folder_without_a_network_would_be_passed_over_and_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    with pytest.raises(ModelError, match=f"{tmp_path}: holds no network of the gate"):
        Shelf.of(tmp_path)


def test_a_name_that_the_gate_does_not_ask_for_is_told_with_the_nearest(tmp_path: Path) -> None:
    write(tmp_path / "condition", task="classification", labels=TILES)
    write(tmp_path / "plate_detector")
    with pytest.raises(ModelError, match=r"plate_detector: is no network .*did you mean 'plate-detector'"):
        Shelf.of(tmp_path)


def test_a_half_written_one_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "damage").mkdir()
    with pytest.raises(ModelError, match=r"damage/card\.toml: No such file"):
        Shelf.of(tmp_path).take("damage")


def test_a_network_of_another_task_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "damage", task="classification")
    with pytest.raises(ModelError, match="its task is classification, the gate needs detection"):
        Shelf.of(tmp_path).take("damage")


def test_a_second_opinion_without_a_word_for_damage_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "condition", task="classification", labels=("clean", "dented"))
    with pytest.raises(ModelError, match=r"condition/labels\.txt: lacks damaged"):
        Shelf.of(tmp_path).take("condition")
