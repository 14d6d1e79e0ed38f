from __future__ import annotations

import pytest

from edge.messaging.verdict import Verdict, judge, reason


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        (0x00, Verdict.DELIVERED),
        (0x10, Verdict.UNHEARD),
        (0x80, Verdict.RETRY),
        (0x83, Verdict.RETRY),
        (0x87, Verdict.WAIT),
        (0x97, Verdict.WAIT),
        (0x95, Verdict.ASIDE),
        (0x99, Verdict.ASIDE),
        (0x7F, Verdict.RETRY),
    ],
)
def test_only_0x00_is_a_delivery(code: int, verdict: Verdict) -> None:
    assert judge(code, "keep") is verdict


def test_accept_takes_an_acknowledgement_without_subscribers() -> None:
    assert judge(0x10, "accept") is Verdict.DELIVERED


def test_every_code_has_a_stable_reason() -> None:
    assert [reason(code) for code in (0x10, 0x87, 0x95, 0x83)] == [
        "nobody_listens",
        "not_authorized",
        "oversize",
        "refused_0x83",
    ]
