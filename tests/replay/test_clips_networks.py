"""The rendered clips through the program as it ships: networks, reader, store."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from edge.app.plate_engines import make_look
from edge.app.plates import PlateStage
from edge.app.replay import passages
from edge.app.wiring import Networks, make_fusion, make_reader, make_watcher
from edge.capture.opening import open_source
from edge.config.gate import builtin
from edge.domain.observation import PlateVote
from edge.domain.passage import Passage
from edge.evaluation.passages import FoundPassage, read_truth, score_passages
from edge.flow.clock import ReplayClock
from edge.inference.runtime import Network
from edge.inspection.identity import vehicle_key
from edge.resources import bundled_clip
from edge.storage.keys import fleet_key
from tests.contract.test_schemas import validator

CLIPS = Path(__file__).parent.parent / "clips"
DEMO = CLIPS.parent.parent / "deploy/demo"


def watch(clip: Path) -> list[Passage]:
    config = builtin()
    networks = Networks.of(config)
    with closing(open_source(str(clip), "lane")) as source:
        fusion, clock = make_fusion(config, ("lane",)), ReplayClock(datetime(2000, 1, 1, tzinfo=UTC))
        return list(passages(source, partial(make_watcher, config, networks), fusion, clock))


def found_in(clip: Path) -> list[FoundPassage]:
    return [
        FoundPassage(entered_s=p.entered_ns / 1e9, left_s=p.left_ns / 1e9, direction=p.direction)
        for p in watch(clip)
    ]


@pytest.mark.parametrize(
    "clip",
    [bundled_clip(), CLIPS / "parked-and-people.mp4", CLIPS / "pulls-away.mp4"],
    ids=lambda clip: clip.stem,
)
def test_every_car_is_one_passage_and_nothing_else_is(clip: Path) -> None:
    truth = read_truth(clip.with_suffix(".json"))
    found = found_in(clip)
    score = score_passages(found, truth)
    assert (score.missed, score.false, score.direction_errors) == (0, 0, 0), found
    assert max(score.entered_error_s, score.left_error_s) <= 1, found


def test_what_stood_in_view_at_the_start_is_told_so() -> None:
    (passage,) = watch(CLIPS / "pulls-away.mp4")
    assert passage.in_view_at_start


def test_the_passage_s_plate_is_right_where_single_views_are_wrong() -> None:
    config = builtin()
    networks = Networks.of(config)
    read = make_reader(config, networks)
    look = make_look(config.plate, networks.plate, read, open_network=Network)
    for passage in watch(bundled_clip()):
        alone = [look(view.frame.image, view.box) for view in passage.views]
        assert any(each is not None and each.reading.text != "BRG2041" for each in alone)
        vote = PlateStage(look)(passage)
        assert isinstance(vote, PlateVote)
        assert vote.winner.reading.text == "BRG2041"
        assert vote.confidence > 0.5


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    state = tmp_path_factory.mktemp("state")
    roster = tmp_path_factory.mktemp("centre") / "roster.json"
    car = {"key": vehicle_key("BRG2041", fleet_key(state)), "rental": "R-7", "purpose": "move"}
    roster.write_text(json.dumps([car]))
    words = "replay", bundled_clip(), "--json", "--state", state, "--roster", roster
    command = [sys.executable, "-m", "edge", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_demonstration_is_two_inspections_of_one_car(events: list[dict[str, Any]]) -> None:
    first, second = (event["data"] for event in events)
    assert [each["vehicle"]["plate"]["text"] for each in (first, second)] == ["BRG2041"] * 2
    assert first["vehicle"]["key"] == second["vehicle"]["key"]
    assert first["decision"] == "first_seen"
    assert second["baseline"]["inspection_id"] == first["inspection_id"]
    assert second["decision"] != "first_seen"


def test_an_expected_car_comes_for_what_the_roster_says(events: list[dict[str, Any]]) -> None:
    assert [(event["data"]["purpose"], event["data"]["rental"]) for event in events] == [("move", "R-7")] * 2


def test_its_events_obey_the_shipped_schema(events: list[dict[str, Any]]) -> None:
    judge: Draft202012Validator = validator("event.json")
    for event in events:
        judge.validate(event)


def test_its_events_say_what_they_rest_on(events: list[dict[str, Any]]) -> None:
    assert [event["sequence"] for event in events] == ["1", "2"]
    for event in events:
        data = event["data"]
        assert {model["name"] for model in data["models"]} == {
            "vehicle-detector",
            "plate-detector",
            "plate-reader",
            "damage",
            "condition",
            "vehicle",
        }
        assert all(len(model["sha256"]) == 64 for model in data["models"])
        assert all(len(picture["sha256"]) == 64 for picture in data["evidence"])
        assert data["gaps"] == []
        assert data["vehicle"]["make_model"]["label"]
        assert len(data["vehicle"]["make_model"]["top"]) == 5
        assert {picture["aspect"] for picture in data["evidence"]} <= {
            "front",
            "rear",
            "side",
            "corner",
            None,
        }
        assert data["timing_ms"]["total"] > 0


def test_at_the_demonstrations_operating_point_the_second_day_has_a_new_scratch(tmp_path: Path) -> None:
    """`deploy/demo` tells this story."""
    (point,) = re.findall(r"^inspection\.false_new_per_view = .*", DEMO.read_text(), re.MULTILINE)
    config = tmp_path / "gate.toml"
    config.write_text(f'site = "demo"\ngate = "a"\n{point}\n[[camera]]\nrole = "lane"\nsource = "none"\n')
    words = "replay", bundled_clip(), "--json", "--state", tmp_path / "state", "--config", config
    command = [sys.executable, "-m", "edge", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr
    first, second = (json.loads(line)["data"] for line in done.stdout.splitlines())
    assert first["decision"] == "first_seen"
    assert second["decision"] == "new_damage", second["decision_reasons"]
    assert [each["kind"] for each in second["findings"] if each["status"] == "new"] == ["scratch"]
