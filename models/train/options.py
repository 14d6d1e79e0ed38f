"""What a person may set for a run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoFolders:
    """Pictures in a folder per class."""

    root: Path
    damaged: str
    """Name of the folder of damaged ones below the root."""
    clean: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Command-line options, checked."""

    data: Path
    """Holds `data/` and `weights/`."""
    work: Path
    """Checkpoint, log and caches of this run."""
    out: Path
    """The network's folder that is written at the end."""
    budget_minutes: float
    limit: int | None
    """Use at most so many pictures of every data set (a quick look whether the recipe runs)."""
    seed: int
    resume: bool
    start: Path | None = None
    """Weights of the whole network to start from, in place of ImageNet's."""
    half_way: bool = False
    """Write the mean of these and of those that are reached."""
    own: TwoFolders | None = None
    """Pictures of one's own for `condition`, in place of the project's sets."""

    @property
    def if_blind(self) -> float | None:
        """Threshold of a detector that finds nothing in any held-out picture; None: such a one is an error.

        A quick look at whether the recipe runs shows a network a few pictures for a few steps.
        """
        return None if self.limit is None else 0.5

    def at_most(self, number: int) -> int:
        """So many of what is drawn, or as many as pictures are used of a set."""
        return number if self.limit is None else min(number, self.limit)

    @property
    def cache(self) -> Path:
        """Shared by all recipes: what a teacher saw, near-duplicate groups."""
        return self.work.parent / "cache"
