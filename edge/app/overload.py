"""What is filed of a passage that nobody had time to inspect: an overload is an event, never a silence."""

from __future__ import annotations

from dataclasses import replace

from edge.app.stages import measure_coverage
from edge.domain.inspection import Gap
from edge.domain.observation import Observation
from edge.domain.passage import Passage

REASON = "overload"


class Turnstile:
    """Stands in for the inspector and looks at nothing, so that it is done at once."""

    def inspect(self, passage: Passage) -> Observation:
        """Every stage is a gap; the plate's says that it was the whole inspection."""
        return Observation(
            passage=passage,
            plate=Gap(stage="inspect", reason=REASON, detail="more vehicles came than could be inspected"),
            make_model=Gap(stage="make_model", reason=REASON),
            color=Gap(stage="color", reason=REASON),
            damages=Gap(stage="damage", reason=REASON),
            coverage=tuple(measure_coverage(view) for view in passage.views),
            models=(),
            timing_ms={},
        )


def in_short(passage: Passage) -> Passage:
    """The passage with its best view only: filing must not cost the watch its next frames."""
    return replace(passage, views=passage.views[:1])
