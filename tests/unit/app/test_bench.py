"""The benchmark's instruments."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from edge.app.bench import Tapes, Timed, cpu_ns
from edge.cli.main import gate
from edge.domain.errors import DataError
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.observation import PlateReading
from edge.inference.shelf import Shelf
from edge.resources import models_folder
from tests.unit.capture.clips import write_pictures

WORK = "sum(range(3_000_000))"


def test_waiting_costs_nothing() -> None:
    began = cpu_ns()
    time.sleep(0.2)
    assert cpu_ns() - began < 50e6


def test_work_counts_in_this_thread_and_in_a_program_that_it_runs() -> None:
    began = cpu_ns()
    sum(range(3_000_000))
    own = cpu_ns() - began
    subprocess.run([sys.executable, "-c", WORK], check=True)
    assert own > 5e6
    assert cpu_ns() - began > 1.5 * own


def test_a_reader_that_fails_is_timed_too() -> None:
    def fails(image: Image, box: Box) -> PlateReading | None:
        raise ValueError("no crop")

    reader = Timed(fails)
    with pytest.raises(ValueError, match="no crop"):
        reader(np.zeros((2, 2, 3), np.uint8), Box.of_size(0, 0, 2, 2))
    assert len(reader.spent_ms) == 1


def test_what_was_fed_is_run_bare_once() -> None:
    tapes = Tapes()
    network = tapes(Shelf(models_folder()).take("condition").network)
    assert tapes.bare_ms() == 0
    for _ in range(3):
        network(np.zeros(network.input_shape[1:], np.uint8))
    assert tapes.bare_ms() > 0
    assert tapes.bare_ms() == 0


def test_a_picture_on_which_no_network_runs_is_told(tmp_path: Path) -> None:
    write_pictures(tmp_path, ["one.png"])
    done = CliRunner().invoke(gate, ["bench", str(tmp_path / "one.png")])
    assert isinstance(done.exception, DataError)
    assert "no network ran" in str(done.exception)
