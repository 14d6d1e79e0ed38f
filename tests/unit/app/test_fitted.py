"""The rule of suspicions and the measure of looks belong to one network."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge.app.fitted import FILE, WEIGHED, faults_of, suspicion_of, unfitted
from edge.app.wiring import make_judge
from edge.config.gate import builtin
from edge.config.models import Models
from edge.domain.errors import ModelError
from edge.inference.shelf import Shelf
from edge.resources import suspicion_rule
from tests.fleet import break_network, own_network

SHIPPED = Path(__file__).parents[3] / "edge/inspection/compare/suspicion.toml"


def write_rule(own: Path, **made_for: str) -> None:
    """The shipped rule with another ``sure_from``, made for these networks."""
    names = [f'made_for_{name} = "{sha256}"' for name, sha256 in made_for.items()]
    shipped = SHIPPED.read_text().replace("sure_from = 0.25", "sure_from = 0.4").splitlines()
    rule = [line for line in shipped if not line.startswith("made_for_")]
    (own / FILE).write_text("\n".join([*names, *rule]) + "\n")


def test_the_networks_that_ship_have_theirs() -> None:
    """After a new one: ``python -m models.pairs.suspect``."""
    assert suspicion_of(Shelf.of()) == suspicion_rule()
    for name in WEIGHED:
        assert suspicion_rule()[f"made_for_{name}"] == Shelf.of().take(name).card.sha256
    assert list(unfitted(Shelf.of())) == []


@pytest.mark.parametrize("name", ["damage", "condition"])
def test_a_network_of_ones_own_keeps_the_shipped_rule_and_that_is_told(tmp_path: Path, name: str) -> None:
    own_network(name, tmp_path)
    shelf = Shelf.of(tmp_path)
    assert suspicion_of(shelf) == suspicion_rule()
    ((finding, remedy),) = unfitted(shelf)
    assert f"not of {tmp_path}'s {name}" in finding
    assert f"models.pairs.suspect --models {tmp_path}" in remedy


def test_a_rule_made_for_the_networks_in_force_is_taken(tmp_path: Path) -> None:
    damage = own_network("damage", tmp_path)
    write_rule(tmp_path, damage=damage, condition=Shelf.of().take("condition").card.sha256)
    assert suspicion_of(Shelf.of(tmp_path))["sure_from"] == 0.4
    assert list(unfitted(Shelf.of(tmp_path))) == []
    rule = make_judge(builtin().model_copy(update={"models": Models(folder=tmp_path)})).suspicion
    assert rule is not None
    assert rule.sure_from == 0.4


def test_a_rule_made_for_another_network_is_refused(tmp_path: Path) -> None:
    own_network("damage", tmp_path)
    write_rule(tmp_path, damage="ab" * 32, condition=Shelf.of().take("condition").card.sha256)
    with pytest.raises(ModelError, match=r"suspicion\.toml: was made for another damage network"):
        suspicion_of(Shelf.of(tmp_path))


@pytest.mark.parametrize("text", ["sure_from = ", "sure_from = 0.25", "\udcff"])
def test_what_is_no_rule_is_told(tmp_path: Path, text: str) -> None:
    own_network("damage", tmp_path)
    (tmp_path / FILE).write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(ModelError, match=r"suspicion\.toml: no rule of suspicions"):
        suspicion_of(Shelf.of(tmp_path))


def test_a_vehicle_network_whose_looks_nobody_measured_is_told(tmp_path: Path) -> None:
    own_network("vehicle", tmp_path)
    assert list(unfitted(Shelf.of(tmp_path))) == []
    card = tmp_path / "vehicle/card.toml"
    lines = card.read_text().splitlines(keepends=True)
    card.write_text("".join(line for line in lines if not line.startswith('"likeness.toml"')))
    ((finding, remedy),) = unfitted(Shelf.of(tmp_path))
    assert "nobody has measured" in finding
    assert remedy == f"python -m models.train.likeness {tmp_path / 'vehicle'}"


def test_every_fault_is_told_and_each_once(tmp_path: Path) -> None:
    own_network("damage", tmp_path)
    own_network("condition", tmp_path)
    assert list(faults_of(tmp_path)) == []
    break_network("damage", tmp_path)
    break_network("condition", tmp_path)
    write_rule(tmp_path, damage="ab" * 32, condition="ab" * 32)
    told = list(faults_of(tmp_path))
    assert len(told) == 2
    assert "damage/model.tflite: sha256" in told[0]
    assert "condition/model.tflite: sha256" in told[1]
