"""The inspection: one passage in, one observation out. One verb, no thread, no file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from edge.app.stages import measure_color, measure_coverage
from edge.domain.errors import StageError
from edge.domain.inspection import Gap, ModelRef
from edge.domain.observation import Damage, Observation, PlateVote, Recognition
from edge.domain.passage import Passage

T = TypeVar("T")
Stage = Callable[[Passage], T | Gap]


class Inspector:
    """Runs the stages of one inspection; a stage that fails becomes a Gap, and the others go on.

    Args:
        plate: finds and reads the plate.
        vehicle: recognises make and model, and the sides that are seen.
        damage: looks for damage.
        models: the networks that have a say, as events name them.
        now_ns: a monotonic clock, for the times that each stage took.
    """

    def __init__(
        self,
        *,
        plate: Stage[PlateVote],
        vehicle: Stage[Recognition],
        damage: Stage[tuple[Damage, ...]],
        models: tuple[ModelRef, ...],
        now_ns: Callable[[], int],
    ) -> None:
        self._plate = plate
        self._vehicle = vehicle
        self._damage = damage
        self._models = models
        self._now_ns = now_ns

    def inspect(self, passage: Passage) -> Observation:
        """Look at everything that a passage has to show."""
        timing: dict[str, float] = {}
        plate = self._run("plate", self._plate, passage, timing)
        vehicle = self._run("make_model", self._vehicle, passage, timing)
        seen = None if isinstance(vehicle, Gap) else vehicle
        return Observation(
            passage=passage,
            plate=plate,
            make_model=vehicle if isinstance(vehicle, Gap) else vehicle.make_model,
            color=self._run("color", measure_color, passage, timing),
            damages=self._run("damage", self._damage, passage, timing),
            coverage=tuple(measure_coverage(view) for view in passage.views),
            models=self._models,
            timing_ms=timing,
            aspects=seen.aspects if seen else (),
            embeddings=seen.embeddings if seen else (),
            embedder=seen.embedder if seen else None,
        )

    def _run(self, name: str, stage: Stage[T], passage: Passage, timing: dict[str, float]) -> T | Gap:
        began = self._now_ns()
        try:
            return stage(passage)
        except StageError as fault:
            return Gap(stage=name, reason=fault.reason, detail=fault.detail)
        finally:
            timing[name] = round((self._now_ns() - began) / 1e6, 1)
