from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from edge.dossier.words import moment


@pytest.fixture
def in_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Whose TZ is taken at once, and back again."""
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("UTC", "21 November 2026, 20:00:05 UTC"),
        ("Asia/Seoul", "22 November 2026, 05:00:05 UTC+09:00"),
        ("America/St_Johns", "21 November 2026, 16:30:05 UTC-03:30"),
    ],
)
def test_a_moment_is_told_by_the_clock_of_the_gate(in_zone: pytest.MonkeyPatch, zone: str, told: str) -> None:
    in_zone.setenv("TZ", zone)
    time.tzset()
    assert moment(datetime(2026, 11, 21, 20, 0, 5, tzinfo=UTC)) == told
