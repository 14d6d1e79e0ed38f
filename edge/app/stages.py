"""What is measured of a passage without a network."""

from __future__ import annotations

from edge.domain.inspection import Coverage, Gap, Seen
from edge.domain.passage import Passage, View
from edge.vision.color import vehicle_color
from edge.vision.quality import crop, measure

WELL_SEEN = 0.4
"""Quality from which a whole view counts as seen: a third of it is size, the rest sharpness and light."""
TOO_DARK = 18.0


def measure_color(passage: Passage) -> str | Gap:
    """The paint's colour on the best view."""
    view = passage.views[0]
    color = vehicle_color(crop(view.frame.image, view.box))
    return color or Gap(stage="color", reason="view_too_dark")


def measure_coverage(view: View) -> Coverage:
    """How well one kept view shows its side."""
    status, reason = Seen.SEEN, None
    if measure(crop(view.frame.image, view.box)).brightness < TOO_DARK:
        status, reason = Seen.UNSEEN, "view_too_dark"
    elif not view.whole:
        status, reason = Seen.PARTLY, "cut_by_the_picture"
    elif view.quality < WELL_SEEN:
        status, reason = Seen.PARTLY, "small_or_blurred"
    return Coverage(view=view.frame.role, status=status, quality=view.quality, reason=reason)
