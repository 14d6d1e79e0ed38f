"""What is measured of a passage without a network."""

from __future__ import annotations

from collections import Counter

from edge.domain.inspection import Coverage, Gap, Seen
from edge.domain.passage import Passage, View
from edge.vision.color import vehicle_color
from edge.vision.quality import crop, measure

WELL_SEEN = 0.4
"""Quality from which a whole view counts as seen: a third of it is size, the rest sharpness and light."""
TOO_DARK = 18.0


def measure_color(passage: Passage) -> str | Gap:
    """The paint's colour on most of the kept views, the better ones first: a reflection takes one of them."""
    told = (vehicle_color(crop(view.frame.image, view.box)) for view in passage.views)
    counts = Counter(color for color in told if color is not None)
    return max(counts, key=counts.__getitem__) if counts else Gap(stage="color", reason="view_too_dark")


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
