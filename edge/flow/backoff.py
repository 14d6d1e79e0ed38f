"""How long to wait before the next try."""

from __future__ import annotations

from random import Random


class Backoff:
    """Waits that double from ``first_s`` up to ``most_s``, each shortened at random by up to a half.

    Chance keeps a hundred gates from knocking in the same second after one power cut.
    """

    def __init__(self, *, first_s: float, most_s: float, chance: Random | None = None) -> None:
        self._first_s = first_s
        self._most_s = most_s
        self._chance = chance or Random()
        self._next_s = first_s

    def wait_s(self) -> float:
        """Seconds to wait before the try that comes now."""
        full_s = self._next_s
        self._next_s = min(self._most_s, 2 * full_s)
        return full_s * self._chance.uniform(0.5, 1.0)

    def reset(self) -> None:
        """It went well: the next trouble begins with the short wait again."""
        self._next_s = self._first_s
