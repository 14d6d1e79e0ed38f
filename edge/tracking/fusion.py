"""Passages of several cameras to vehicles: each sees the same cars, in the same order, at its own time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from edge.domain.passage import Passage
from edge.tracking.gathering import Gathering
from edge.tracking.in_view import InView


class Fusion:
    """Joins passages of different cameras that are near in time into one per vehicle.

    A lane has no overtaking, so a passage joins the earliest vehicle that its camera has not seen yet. A
    vehicle is told when every camera has seen it, or when it is too late to come into the view of those that
    have not, and they have nothing in view that came in time. While the vehicle ahead is there it is not too
    late.

    Args:
        roles: the gate's cameras; the first gives the direction.
        join_s: longest time between one camera's passage and another's of the same vehicle.
    """

    def __init__(self, roles: tuple[str, ...], *, join_s: float) -> None:
        self._roles = roles
        self._join_ns = round(join_s * 1e9)
        self._vehicles: list[Gathering] = []
        self._in_view = {role: InView(at_ns=0, since_ns=()) for role in roles}
        self._told = 0

    def see(self, role: str, since_ns: Iterable[int], now_ns: int) -> None:
        """Take when each thing came that a camera has in view now and that may be a vehicle."""
        self._in_view[role] = InView(at_ns=now_ns, since_ns=tuple(since_ns))

    def add(self, passage: Passage) -> None:
        """Take one camera's passage."""
        (role,) = passage.roles
        own = next((each for each in self._vehicles if each.lacks(role) and each.may_take(passage)), None)
        if own is None:
            self._vehicles.append(Gathering(passage, join_ns=self._join_ns))
            return
        own.add(passage)
        for behind in self._vehicles[self._vehicles.index(own) + 1 :]:
            behind.free(role, passage.left_ns)

    def ready(self, now_ns: int) -> list[Passage]:
        """Vehicles that every camera has seen, or that the others cannot see any more."""
        return self._tell([each for each in self._vehicles if not self._may_grow(each, now_ns)])

    def finish(self) -> list[Passage]:
        """Everything that is left: the sources have ended."""
        return self._tell(list(self._vehicles))

    def _may_grow(self, vehicle: Gathering, now_ns: int) -> bool:
        return any(self._may_see(role, vehicle, now_ns) for role in self._roles if vehicle.lacks(role))

    def _may_see(self, role: str, vehicle: Gathering, now_ns: int) -> bool:
        """Whether a camera may still tell a vehicle that it has not told."""
        latest_ns = vehicle.latest_ns(role)
        awaited = self._in_view[role].awaited(now_ns)
        return now_ns <= latest_ns or any(since_ns <= latest_ns for since_ns in awaited)

    def _tell(self, vehicles: list[Gathering]) -> list[Passage]:
        self._vehicles = [each for each in self._vehicles if each not in vehicles]
        return [self._joined(each.members) for each in vehicles]

    def _joined(self, members: list[Passage]) -> Passage:
        self._told += 1
        gaps = [member.gap_ahead for member in members if member.gap_ahead is not None]
        ordered = sorted(members, key=lambda member: self._roles.index(member.roles[0]))
        views = sorted((v for member in ordered for v in member.views), key=lambda view: -view.quality)
        return replace(
            ordered[0],
            roles=tuple(member.roles[0] for member in ordered),
            number=self._told,
            entered_ns=min(member.entered_ns for member in members),
            left_ns=max(member.left_ns for member in members),
            views=tuple(views),
            frames_seen=sum(member.frames_seen for member in members),
            frames_missed=sum(member.frames_missed for member in members),
            in_view_at_start=any(member.in_view_at_start for member in members),
            gap_ahead=min(gaps, default=None),
        )
