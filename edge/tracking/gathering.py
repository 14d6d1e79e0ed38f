"""One vehicle so far: at most one passage of each camera, and what may still join them."""

from __future__ import annotations

from edge.domain.passage import Passage
from edge.tracking.in_view import PATIENCE_NS


class Gathering:
    """The passages of one vehicle that have been told.

    Args:
        first: the passage that was told first.
        join_ns: longest time between one camera's passage and another's.
    """

    def __init__(self, first: Passage, *, join_ns: int) -> None:
        self.members = [first]
        self._join_ns = join_ns
        self._freed: dict[str, int] = {}

    def add(self, passage: Passage) -> None:
        """Take the passage of a camera that it lacks."""
        self.members.append(passage)

    def free(self, role: str, at_ns: int) -> None:
        """Its way into a camera's view is free from now on: the vehicle ahead has left that."""
        self._freed[role] = max(at_ns, self._freed.get(role, at_ns))

    def lacks(self, role: str) -> bool:
        """Whether that camera has not told it."""
        return all(role not in member.roles for member in self.members)

    def latest_ns(self, role: str) -> int:
        """Until when it may come into a camera's view."""
        left = max(member.left_ns for member in self.members)
        return max(left, self._freed.get(role, left)) + self._join_ns

    def may_take(self, passage: Passage) -> bool:
        """Whether a passage of a camera that lacks it may be of this vehicle."""
        (role,) = passage.roles
        came_ns = min(member.entered_ns for member in self.members)
        stays_ns = passage.left_ns - passage.entered_ns
        stood_ns = max(member.left_ns - member.entered_ns for member in self.members)
        # One that both cameras saw stand for long is one vehicle, wherever it was seen first.
        parked = stays_ns > PATIENCE_NS and 2 * stood_ns < stays_ns
        if parked and came_ns > passage.entered_ns + self._join_ns:
            return False  # it stood there when this one came
        return passage.entered_ns <= self.latest_ns(role) and came_ns <= passage.left_ns + self._join_ns
