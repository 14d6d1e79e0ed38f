"""What can be wrong with a camera, as the gate tells it."""

from __future__ import annotations

from dataclasses import dataclass

FAULTS = ("stalled", "black", "frozen", "misshapen")
"""Every code."""
_OPENED_AGAIN = "it is opened again by itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One camera's trouble: ``code`` is stable, ``text`` and ``remedy`` are in a technician's words."""

    code: str
    text: str
    remedy: str
    watchable: bool = False
    """There are pictures, and the watch may go on looking at them."""


def stalled(why: str) -> Fault:
    """It delivers nothing: silent, unplugged, or not to be opened."""
    return Fault(code="stalled", text=why, remedy=f"check its cable and power; {_OPENED_AGAIN}")


def black(seconds: float) -> Fault:
    """Its pictures show nothing."""
    text = f"only black pictures for {seconds:g} s"
    remedy = f"light the lane, and look for a cover or dirt before the lens; {_OPENED_AGAIN}"
    return Fault(code="black", text=text, remedy=remedy, watchable=True)


def frozen(seconds: float) -> Fault:
    """Its pictures are all the same one."""
    text = f"the same picture, to the bit, for {seconds:g} s"
    return Fault(
        code="frozen", text=text, remedy=f"cut its power for a moment; {_OPENED_AGAIN}", watchable=True
    )


def misshapen(size: tuple[int, int], usual: tuple[int, int]) -> Fault:
    """Its pictures are of another size than those that it began with."""
    text = f"pictures of {size[0]}x{size[1]} pixels instead of {usual[0]}x{usual[1]}"
    remedy = "set the camera back; or restart the gate, if the new size is meant"
    return Fault(code="misshapen", text=text, remedy=remedy)
