"""What the kernel says of its clock."""

from __future__ import annotations

import ctypes

import pytest

from edge.flow.clock import TOLD
from edge.flow.timex import Timex, synchronized


@pytest.mark.parametrize(
    ("answer", "error_us", "known"),
    [
        (0, 12_000, True),
        (5, 12_000, True),  # the flag alone says otherwise
        (5, 16_000_000, False),
        (-1, 0, False),  # refused
    ],
)
def test_a_clock_is_set_where_its_error_is_known(answer: int, error_us: int, known: bool) -> None:
    def ask(told: ctypes._Pointer[Timex]) -> int:
        assert told.contents.modes == 0, "it would set something"
        told.contents.maxerror = error_us
        return answer

    assert synchronized(ask) is known


def test_the_machines_own_kernel_is_asked_for_the_clock() -> None:
    assert synchronized in TOLD
    told = Timex(modes=0)
    if ctypes.CDLL(None).adjtimex(ctypes.pointer(told)) < 0:
        pytest.skip("this container refuses the question")
    assert 0 < told.maxerror <= 16_000_000
