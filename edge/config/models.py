"""``[models]``: whose networks look."""

from __future__ import annotations

from edge.config.base import DiskPath, Section


class Models(Section):
    """The networks; without it those that ship."""

    folder: DiskPath | None = None
    """Folder of a fleet's own networks, a folder each, named as those that ship: each takes the place of the
    shipped one of its name, and the others stay."""
