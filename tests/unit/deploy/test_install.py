"""What deploy/install keeps, and what it takes for configured."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.deploy.machine import Machine

MON, TUE, WED, THU = (f"2026112{n}T120000Z" for n in (3, 4, 5, 6))


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def installed(machine: Machine, now: str) -> str:
    done = machine.install(now)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_the_release_in_force_and_the_one_before_are_kept(machine: Machine) -> None:
    for now in (MON, TUE, WED):
        installed(machine, now)
    assert (machine.releases(), machine.in_force()) == ([TUE, WED], WED)


def test_a_clock_that_stepped_back_costs_no_release_that_is_in_use(machine: Machine) -> None:
    for now in (WED, THU, MON):
        installed(machine, now)
    assert (machine.releases(), machine.in_force()) == ([MON, THU], MON)
    installed(machine, TUE)
    assert (machine.releases(), machine.in_force()) == ([MON, TUE], TUE)


def test_a_clock_that_stands_costs_none_either(machine: Machine) -> None:
    installed(machine, MON)
    again = machine.install(MON)
    assert again.returncode == 69
    assert "is there already" in again.stderr
    assert (machine.releases(), machine.in_force()) == ([MON], MON)


def test_a_sample_that_nobody_edited_is_no_configuration_once_another_one_ships(machine: Machine) -> None:
    assert "edit " in installed(machine, MON)
    machine.sample.write_text("another sample\n")
    assert "edit " in installed(machine, TUE)
    machine.config.write_text("mine\n")
    assert "The gate runs" in installed(machine, WED)


def test_an_installation_of_before_is_compared_with_the_sample_that_ships(machine: Machine) -> None:
    machine.config.parent.mkdir()
    machine.config.write_text(machine.sample.read_text())
    assert "edit " in installed(machine, MON)
    machine.config.write_text("mine\n")
    assert "The gate runs" in installed(machine, TUE)


def test_a_configuration_that_is_wrong_changes_nothing(machine: Machine) -> None:
    installed(machine, MON)
    machine.config.write_text("wrong\n")
    refused = machine.install(TUE)
    assert refused.returncode == 69
    assert "nothing was changed" in refused.stderr
    assert (machine.releases(), machine.in_force()) == ([MON], MON)


def test_a_configuration_that_only_root_may_see_is_there(machine: Machine) -> None:
    installed(machine, MON)
    machine.config.write_text("mine\n")
    hidden = machine.config.rename(machine.config.with_suffix(".hidden"))
    # What is done by sudo alone sees it.
    machine.stub("id", '[ "$1" != -u ] || echo 1000')
    machine.stub("sudo", f'mv {hidden} {machine.config}; "$@"; rc=$?; mv {machine.config} {hidden}; exit $rc')
    assert "The gate runs" in installed(machine, TUE)
    assert hidden.read_text() == "mine\n"
