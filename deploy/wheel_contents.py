"""Is everything in the wheel that a gate needs, and nothing of what made it? ``wheel_contents.py WHEEL``."""

from __future__ import annotations

import re
import sys
from zipfile import ZipFile

NEEDED = (
    r"edge/_data/models/vehicle-detector/model\.tflite",
    r"edge/_data/models/plate-detector/model\.tflite",
    r"edge/_data/models/plate-reader/model\.tflite",
    r"edge/_data/models/condition/model\.tflite",
    r"edge/_data/models/vehicle/(model\.tflite|known\.json|likeness\.toml|views\.txt)",
    r"edge/_data/models/[^/]+/card\.toml",
    r"edge/_data/clips/return-lane\.mp4",
    r"edge/inspection/formats\.toml",
    r"edge/wire/schemas/event\.json",
    r"edge/dossier/page\.(html|css)",
    r".*dist-info/licenses/LICENSE",
)
FOREIGN = (r"models/.*", r"tests/.*", r"deploy/.*", r".*/train/.*", r".*/scenes/.*\.py")


def faults(names: list[str]) -> list[str]:
    """What is missing and what does not belong there."""
    missing = [f"missing: {need}" for need in NEEDED if not any(re.fullmatch(need, name) for name in names)]
    return missing + [f"foreign: {name}" for name in names if any(re.fullmatch(f, name) for f in FOREIGN)]


if __name__ == "__main__":
    with ZipFile(sys.argv[1]) as wheel:
        found = faults(wheel.namelist())
    sys.exit("\n".join(found) if found else 0)
