"""The verbs that look into a state folder, on one that a store has made."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from edge.cli.main import gate
from edge.domain.errors import StorageError
from edge.domain.inspection import Interval, Manoeuvre, Provenance, Review, SideRef
from edge.storage.store import Store
from edge.wire.event import EventType
from tests.examples import NOON, SOURCE, full_inspection, inspection, passage


@pytest.fixture
def state(tmp_path: Path) -> Path:
    with Store.open(tmp_path, source=SOURCE) as store:
        for number in (1, 2, 3):
            store.file(EventType.COMPLETED, inspection(number), [], NOON)
        store.outbox.acknowledged(1)
        store.outbox.set_aside(2, "oversize")
    return tmp_path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(gate, [str(a) for a in arguments])


def listed(state: Path) -> list[tuple[int, str]]:
    lines = run("outbox", "list", "--state", state, "--json").stdout.splitlines()
    return [(row["sequence"], row["where"]) for row in map(json.loads, lines)]


def test_the_outbox_tells_what_waits_and_what_stands_aside_and_why(state: Path) -> None:
    assert listed(state) == [(3, "waits"), (2, "aside")]
    told = run("outbox", "list", "--state", state)
    assert "aside" in told.stdout
    assert "oversize" in told.stdout
    assert "1 wait, 1 stand aside, 0 lost" in told.stderr


def test_what_stood_aside_waits_again(state: Path) -> None:
    done = run("outbox", "resend", "--state", state)
    assert (done.exit_code, done.stderr) == (0, "1 events wait now\n")
    assert listed(state) == [(2, "waits"), (3, "waits")]


def test_all_from_a_sequence_on_is_sent_again(state: Path) -> None:
    assert "3 events wait now" in run("outbox", "resend", "--from", 1, "--state", state).stderr
    assert listed(state) == [(1, "waits"), (2, "waits"), (3, "waits")]


def test_an_inspection_is_shown_by_the_beginning_of_its_id(tmp_path: Path) -> None:
    told = full_inspection()
    with Store.open(tmp_path, source=SOURCE) as store:
        store.file(EventType.COMPLETED, told, [], NOON)
    shown = run("show", told.inspection_id[:8], "--state", tmp_path)
    assert shown.exit_code == 0, shown.output
    for finding in told.findings:
        assert finding.id in shown.stdout
    assert all(f"gap {gap.stage}: {gap.reason}" in shown.stdout for gap in told.gaps)
    event = json.loads(run("show", told.inspection_id, "--state", tmp_path, "--json").stdout)
    assert event["data"]["inspection_id"] == told.inspection_id


def test_what_a_car_did_on_its_way_is_shown(tmp_path: Path) -> None:
    did = (Manoeuvre.STOPPED, Manoeuvre.TAILGATED)
    told = replace(inspection(), passage=replace(passage(), manoeuvres=did))
    with Store.open(tmp_path, source=SOURCE) as store:
        store.file(EventType.COMPLETED, told, [], NOON)
    assert " stopped, tailgated, " in run("show", told.inspection_id[:8], "--state", tmp_path).stdout


def test_what_it_was_compared_with_and_who_corrected_it_is_shown(tmp_path: Path) -> None:
    side = SideRef(view="rear", inspection_id="0123456789", at=NOON, age_days=9.0)
    baseline = full_inspection().baseline
    assert baseline is not None
    out = replace(
        baseline, interval=Interval.RENTAL, provenance=Provenance.CENTRE, source="/a/b", sides=(side,)
    )
    review = Review(by="Kim", at=NOON, why="misread", corrected=("plate", "rental"), judged=())
    told = replace(
        full_inspection(),
        baseline=out,
        review=review,
        revision=1,
        findings=(replace(full_inspection().findings[0], disputed="f0"),),
    )
    with Store.open(tmp_path, source=SOURCE) as store:
        store.file(EventType.REVISED, told, [], NOON)
    shown = run("show", told.inspection_id[:8], "--state", tmp_path).stdout
    assert "revision 1 by Kim: misread (plate, rental corrected)" in shown
    assert "compared with old of 2026-11-19 12:00:00, 2.0 days ago: rental (centre, /a/b), blind" in shown
    assert "view rear, not seen well then, with 01234567 of 2026-11-21 12:00:00" in shown
    assert ", judged by nobody yet" in shown


def test_an_unknown_inspection_is_a_wrong_call(state: Path) -> None:
    done = run("show", "ffff", "--state", state)
    assert done.exit_code == 2
    assert "'ffff'" in done.stderr


def test_a_folder_without_a_store_is_named_and_nothing_is_made_there(tmp_path: Path) -> None:
    done = run("outbox", "list", "--state", tmp_path / "none")
    assert isinstance(done.exception, StorageError)
    assert "none" in str(done.exception)
    assert not (tmp_path / "none").exists()
