"""`python -m models.train`: what makes no sense is told before anything is trained, and in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from models.train import __main__ as command
from models.train.__main__ import main
from models.train.options import Options
from models.train.recipes.condition_data import pool


def test_half_way_needs_weights_to_start_from() -> None:
    told = CliRunner().invoke(main, ["plate-reader", "--half-way"])
    assert told.exit_code == 2
    assert "--half-way needs --start" in told.output


def test_own_pictures_make_a_network_of_one_s_own() -> None:
    for wrong in (["damage", "--pictures", "mine", "--out", "o"], ["condition", "--pictures", "mine"]):
        told = CliRunner().invoke(main, wrong)
        assert told.exit_code == 2
        assert "--pictures is for condition, and needs --out" in told.output


def test_a_broken_file_of_labels_ends_a_recipe_with_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reading half of `condition`, as a machine without PyTorch can run it."""
    file = tmp_path / "data/damage-bilgi/train/annotations.json"
    file.parent.mkdir(parents=True)
    file.write_text('{"images": [')
    monkeypatch.setenv("RETURN_GATE_DATA", str(tmp_path))
    monkeypatch.setattr(command, "recipe_of", lambda *_: pool)
    told = CliRunner().invoke(main, ["condition", "--work", str(tmp_path), "--out", str(tmp_path / "out")])
    assert told.exit_code == 1
    assert f"Error: {file}: not a COCO file" in told.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("value", ["", "none"])
def test_a_folder_without_data_is_told(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETURN_GATE_DATA", value)
    told = CliRunner().invoke(main, ["condition"])
    assert told.exit_code == 1
    assert "RETURN_GATE_DATA must name a folder that holds data/" in told.output


def test_only_a_quick_look_may_come_to_nothing() -> None:
    def options(limit: int | None) -> Options:
        here = Path()
        return Options(data=here, work=here, out=here, budget_minutes=1, limit=limit, seed=1, resume=False)

    assert (options(None).if_blind, options(None).at_most(1000)) == (None, 1000)
    assert (options(20).if_blind, options(20).at_most(1000)) == (0.5, 20)
