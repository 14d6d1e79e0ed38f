"""The networks of this gate, by name."""

from __future__ import annotations

from pathlib import Path

from edge.domain.errors import ModelError
from edge.inference.card import Folder

NAMES = ("vehicle-detector", "plate-detector", "plate-reader", "damage", "condition")
"""What the gate cannot do without."""
VEHICLE = "vehicle"
"""Recognises makes and models; without it their inspection is a gap."""


class Shelf:
    """The folders of one models folder, each checked against its hash when it is taken.

    Args:
        folder: holds one folder per network.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take(self, name: str) -> Folder:
        """One network's folder.

        Raises:
            ModelError: it is missing, or not what its card says.
        """
        folder = Folder(self.folder / name)
        if folder.card.name != name:
            raise ModelError(f"{folder.path}: the card is of {folder.card.name}")
        return folder

    def holds(self, name: str) -> bool:
        """Whether there is such a folder, sound or not."""
        return (self.folder / name).is_dir()

    def names(self) -> list[str]:
        """Every folder that has a card, needed or not, in alphabetical order."""
        return sorted({*NAMES, *(card.parent.name for card in self.folder.glob("*/card.toml"))})
