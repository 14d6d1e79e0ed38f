"""Passages of several cameras to vehicles: each sees the same cars, in the same order, at its own time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from edge.domain.passage import Passage


@dataclass(slots=True)
class _Group:
    """One vehicle so far: at most one passage of each camera."""

    members: list[Passage] = field(default_factory=list)

    def lacks(self, role: str) -> bool:
        return all(role not in member.roles for member in self.members)

    def gap_ns(self, passage: Passage) -> int:
        """Time between the group and a passage; negative by as much as they overlap."""
        entered = min(member.entered_ns for member in self.members)
        left = max(member.left_ns for member in self.members)
        return max(passage.entered_ns - left, entered - passage.left_ns)


class Fusion:
    """Joins passages of different cameras that are near in time into one per vehicle.

    A lane has no overtaking, so a passage joins the earliest vehicle that its camera has not seen yet.

    Args:
        roles: the gate's cameras; the first gives the direction.
        join_s: longest time between one camera's passage and another's of the same vehicle.
    """

    def __init__(self, roles: tuple[str, ...], *, join_s: float) -> None:
        self._roles = roles
        self._join_ns = round(join_s * 1e9)
        self._groups: list[_Group] = []
        self._told = 0

    def add(self, passage: Passage) -> None:
        """Take one camera's passage."""
        (role,) = passage.roles
        group = next((g for g in self._groups if g.lacks(role) and g.gap_ns(passage) <= self._join_ns), None)
        if group is None:
            group = _Group()
            self._groups.append(group)
        group.members.append(passage)

    def ready(self, now_ns: int) -> list[Passage]:
        """Vehicles that every camera has seen, or for which the time to join is over."""
        return self._tell([g for g in self._groups if self._complete(g, now_ns)])

    def finish(self) -> list[Passage]:
        """Everything that is left: the sources have ended."""
        return self._tell(list(self._groups))

    def _complete(self, group: _Group, now_ns: int) -> bool:
        left = max(member.left_ns for member in group.members)
        return len(group.members) == len(self._roles) or now_ns - left > self._join_ns

    def _tell(self, groups: list[_Group]) -> list[Passage]:
        self._groups = [g for g in self._groups if g not in groups]
        return [self._joined(group.members) for group in groups]

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
