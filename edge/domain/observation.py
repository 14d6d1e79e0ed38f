"""What one passage's inspection saw, before anything is compared with the past.

The house plan calls this noun Finding; the event calls a single damage a finding, so this one is Observation.
"""

from __future__ import annotations

from dataclasses import dataclass

from edge.domain.geometry import Box
from edge.domain.inspection import Candidate, Coverage, Gap, MakeModel, ModelRef
from edge.domain.passage import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateReading:
    """One read of one picture of a plate."""

    text: str
    """Normalised: upper-case letters and digits only."""
    raw: str
    confidence: float
    char_confidence: tuple[float, ...]
    """One per character of ``text``."""
    region: str | None = None
    candidates: tuple[Candidate, ...] = ()
    """Normalised texts with their probability, ``text`` first; empty if the reader knows only one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateSighting:
    """A read with the view and the place it came from (pixels of that view's frame)."""

    reading: PlateReading
    view: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class PlateVote:
    """What the reads of one passage agree on."""

    winner: PlateSighting
    """The read that comes nearest to what the vote settled on, with the text that the vote gave it."""
    confidence: float
    reads: int
    agreeing: int
    """How many reads stand behind the character that the fewest stand behind."""
    candidates: tuple[Candidate, ...] = ()
    """What all its reads together take the plate for; empty if they know only what they read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedder:
    """A network that makes embeddings."""

    network: str
    """SHA-256 of its file."""
    least_alike: float | None
    """Cosine under which hardly any two views of one side of one car lie; None: nobody has measured it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """Which make and model, and what each kept view shows of it."""

    make_model: MakeModel
    aspects: tuple[str | None, ...]
    """One per kept view: ``front``, ``rear``, ``side`` or ``corner``; None where that is not sure."""
    embeddings: tuple[tuple[float, ...], ...]
    """One per kept view, in the embedding of the vehicle network: near for views of one car."""
    embedder: Embedder


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """One damage in one view; the box is in pixels of that view's frame."""

    kind: str
    view: int
    box: Box
    confidence: float
    second_opinion: float | None = None
    """Chance of damage there by another network; None where none was asked."""
    suspected: bool = False
    """Too unsure to be told by itself: it counts where the comparison shows that the place changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """Everything seen in one passage. Where a stage has no answer it holds the Gap that says why."""

    passage: Passage
    plate: PlateVote | Gap
    make_model: MakeModel | Gap
    color: str | Gap
    damages: tuple[Damage, ...] | Gap
    coverage: tuple[Coverage, ...]
    """One per kept view, in the order of ``passage.views``."""
    models: tuple[ModelRef, ...]
    timing_ms: dict[str, float]
    aspects: tuple[str | None, ...] = ()
    """See :class:`Recognition`; empty where no network looked."""
    embeddings: tuple[tuple[float, ...], ...] = ()
    embedder: Embedder | None = None

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Every stage without an answer."""
        stages = (self.plate, self.make_model, self.color, self.damages)
        return tuple(stage for stage in stages if isinstance(stage, Gap))
