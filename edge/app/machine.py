"""What the board says of itself; each is None where this machine does not tell."""

from __future__ import annotations

import platform
from pathlib import Path

_SYS = Path("/sys")
_DEVICE_TREE = Path("/proc/device-tree/model")
_NOW = 0xF
"""Under-voltage, frequency capped, throttled, soft temperature limit; the higher bits tell of the past."""


def board() -> str:
    """The model, such as ``Raspberry Pi 5 Model B Rev 1.0``; of other machines the kind."""
    try:
        return _DEVICE_TREE.read_text().rstrip("\0\n")
    except OSError:  # no Pi
        return platform.machine()


def temperature_c(system: Path = _SYS) -> float | None:
    """Of the processor, in °C."""
    try:
        return int((system / "class/thermal/thermal_zone0/temp").read_text()) / 1000
    except (OSError, ValueError):  # no such sensor
        return None


def throttled(system: Path = _SYS) -> bool | None:
    """Whether the Pi's firmware slows the processor now (``get_throttled``, hexadecimal)."""
    for file in system.glob("devices/platform/*/*firmware/get_throttled"):
        try:
            return bool(int(file.read_text(), 16) & _NOW)
        except (OSError, ValueError):  # an older firmware
            return None
    return None
