"""`python -m models.train`: options that make no sense are told before anything is trained."""

from __future__ import annotations

from click.testing import CliRunner

from models.train.__main__ import main


def test_half_way_needs_weights_to_start_from() -> None:
    told = CliRunner().invoke(main, ["plate-reader", "--half-way"])
    assert told.exit_code == 2
    assert "--half-way needs --start" in told.output


def test_own_pictures_make_a_network_of_one_s_own() -> None:
    for wrong in (["damage", "--pictures", "mine", "--out", "o"], ["condition", "--pictures", "mine"]):
        told = CliRunner().invoke(main, wrong)
        assert told.exit_code == 2
        assert "--pictures is for condition, and needs --out" in told.output
