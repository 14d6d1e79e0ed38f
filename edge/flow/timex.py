"""What the kernel has been told about its clock, by whichever time service: timesyncd, chrony, ntpsec."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

Ask = Callable[["ctypes._Pointer[Timex]"], int]
_UNKNOWN_US = 16_000_000
"""Error that the kernel gives a clock which nobody has set, or not for some nine hours."""


class Timex(ctypes.Structure):
    """The head of C's ``struct timex``, with room for its rest."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("rest", ctypes.c_byte * 256),
    )


def synchronized(ask: Ask | None = None) -> bool:
    """Whether the error of the wall clock is known. False, too, where the kernel may not be asked.

    By the error and not by the flag, as timedated: chrony may be told to leave the flag alone.

    Args:
        ask: fills it in, below 0 at a fault; None: the C library's ``adjtimex``.
    """
    told = Timex(modes=0)  # 0 sets nothing, and asks
    answer = (ask or ctypes.CDLL(None).adjtimex)(ctypes.pointer(told))
    return bool(answer >= 0 and told.maxerror < _UNKNOWN_US)
