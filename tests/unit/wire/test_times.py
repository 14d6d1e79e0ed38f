from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from edge.wire.times import by_clock

SEOUL, NEW_YORK = ZoneInfo("Asia/Seoul"), ZoneInfo("America/New_York")
LAST = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
FIRST = datetime(1, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "zone", "told"),
    [
        (datetime(2026, 11, 21, 20, tzinfo=UTC), SEOUL, "2026-11-22T05:00:00+09:00"),
        (LAST, SEOUL, "9999-12-31T23:59:00+00:00"),
        (FIRST, NEW_YORK, "0001-01-01T00:00:00+00:00"),
    ],
)
def test_a_moment_beyond_the_calendar_of_a_zone_is_told_by_utc(
    at: datetime, zone: ZoneInfo, told: str
) -> None:
    assert by_clock(at, zone).isoformat() == told
