"""The visits of a proving ground as their truth files tell them, in the order of these."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Record = dict[str, Any]
"""A visit, or one view of it, as the truth file holds it."""


def all_visits(folder: Path) -> list[Record]:
    """Those that were rendered, and those that were photographed again."""
    return [
        json.loads(file.read_text(encoding="utf-8")) for file in sorted((folder / "truth").glob("*.json"))
    ]


def rendered_visits(folder: Path) -> list[Record]:
    """Those that were rendered."""
    return [visit for visit in all_visits(folder) if "again" not in visit]
