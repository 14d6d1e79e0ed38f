from __future__ import annotations

from edge.domain.errors import ConfigError, StageError
from tests.passages import frame


def test_a_configuration_error_carries_every_fault() -> None:
    fault = ConfigError(["a.toml:1: x", "a.toml:2: y"])
    assert fault.faults == ["a.toml:1: x", "a.toml:2: y"]
    assert str(fault) == "a.toml:1: x\na.toml:2: y"


def test_a_stage_error_keeps_reason_and_detail_apart() -> None:
    fault = StageError("reader_failed", "no such program")
    assert (fault.reason, fault.detail) == ("reader_failed", "no such program")


def test_a_frame_knows_its_size() -> None:
    assert (frame().width, frame().height) == (320, 180)
