"""Limits of a Pi camera's automatic exposure, written into its tuning.

No control of libcamera limits the automatics; a sensor's tuning file does: it lists the steps of exposure
time (µs) and gain that they may climb (Raspberry Pi Camera Algorithm and Tuning Guide, chapter 5).
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any


def limited(tuning: Mapping[str, Any], *, most_ms: float | None, most_gain: float | None) -> dict[str, Any]:
    """A copy of a tuning whose automatic exposure climbs no higher.

    Args:
        tuning: as the sensor's file has it, version 1 (a table of algorithms) or 2 (a list of them).
        most_ms: longest exposure in milliseconds; None leaves it to the tuning.
        most_gain: greatest analogue gain; None leaves it to the tuning.

    Raises:
        KeyError: it holds no automatic exposure.
    """
    mine = deepcopy(dict(tuning))
    for channel in _channels(mine):
        for mode in channel["exposure_modes"].values():
            if most_ms is not None:
                mode["shutter"] = [min(step, most_ms * 1000) for step in mode["shutter"]]
            if most_gain is not None:
                mode["gain"] = [min(step, most_gain) for step in mode["gain"]]
    return mine


def _channels(tuning: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The exposure's channels; a tuning from before there were several is its own only one."""
    tables = tuning.get("algorithms", [tuning])
    found = [table["rpi.agc"] for table in tables if "rpi.agc" in table]
    if not found:
        raise KeyError("rpi.agc")
    channels: list[dict[str, Any]] = found[0].get("channels", [found[0]])
    return channels
