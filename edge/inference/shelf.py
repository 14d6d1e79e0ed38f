"""The networks of this gate, by name."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from edge.domain.errors import ModelError
from edge.inference.card import Folder
from edge.resources import models_folder

NAMES = ("vehicle-detector", "plate-detector", "plate-reader", "damage", "condition")
"""What the gate cannot do without."""
VEHICLE = "vehicle"
"""Recognises makes and models; without it their inspection is a gap."""
TASKS = {
    "vehicle-detector": "detection",
    "plate-detector": "detection",
    "plate-reader": "reading",
    "damage": "detection",
    "condition": "classification",
    VEHICLE: "recognition",
}
"""What each of them does: a fleet's own network of that name must do the same."""
NEEDED = {"condition": {"damaged"}}
"""Labels that the gate asks for by name."""


class Shelf:
    """Networks in several places, each checked against its hash when it is taken.

    Args:
        folders: each holds one folder per network; of two networks of one name that of the earlier counts.
    """

    def __init__(self, *folders: Path) -> None:
        self.folders = folders

    @classmethod
    def of(cls, own: Path | None = None) -> Shelf:
        """The networks that ship, and before them those of a fleet's own folder.

        Raises:
            ModelError: there is no such folder, or it holds something that would be passed over in silence:
                no network at all, or one of a name that the gate does not ask for.
        """
        if own is None:
            return cls(models_folder())
        try:
            names = sorted(path.name for path in own.iterdir() if (path / "card.toml").exists())
        except OSError as fault:
            raise ModelError(f"{own}: {fault.strerror}") from fault
        for name in names:
            if name not in TASKS:
                raise ModelError(f"{own / name}: is no network of the gate{_nearest(name)}")
        shelf = cls(own, models_folder())
        if not shelf.own():
            raise ModelError(f"{own}: holds no network of the gate ({', '.join(TASKS)})")
        return shelf

    def take(self, name: str) -> Folder:
        """One network's folder.

        Raises:
            ModelError: it is missing, not what its card says, or not what the gate uses by that name.
        """
        folder = Folder(self._place(name))
        if folder.card.name != name:
            raise ModelError(f"{folder.path}: the card is of {folder.card.name}")
        task = TASKS.get(name, folder.card.task)
        if folder.card.task != task:
            raise ModelError(f"{folder.path}: its task is {folder.card.task}, the gate needs {task}")
        if missing := NEEDED.get(name, set()) - set(folder.labels):
            raise ModelError(f"{folder.path / folder.card.labels}: lacks {', '.join(sorted(missing))}")
        return folder

    def holds(self, name: str) -> bool:
        """Whether there is such a folder, sound or not."""
        return any((folder / name).is_dir() for folder in self.folders)

    def own(self) -> list[str]:
        """Those, sound or not, that stand before networks that ship, in the order of `TASKS`."""
        return [name for name in TASKS for folder in self.folders[:-1] if (folder / name).is_dir()]

    def names(self) -> list[str]:
        """Every folder that has a card, needed or not, in alphabetical order."""
        cards = (card for folder in self.folders for card in folder.glob("*/card.toml"))
        return sorted({*NAMES, *self.own(), *(card.parent.name for card in cards)})

    def _place(self, name: str) -> Path:
        places = [folder / name for folder in self.folders]
        return next((place for place in places if place.is_dir()), places[-1])


def _nearest(name: str) -> str:
    near = get_close_matches(name, TASKS, 1)
    return f"; did you mean {near[0]!r}?" if near else f" ({', '.join(TASKS)})"
