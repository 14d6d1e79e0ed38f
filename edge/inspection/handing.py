"""Whether what another gate saw counts more than what is known here."""

from __future__ import annotations

from datetime import datetime

from edge.domain.inspection import Inspection
from edge.inspection.baseline import accepted, is_checkout_of
from edge.wire.handed import Handed, HandedOver


def better(
    told: HandedOver,
    own: Inspection | None,
    *,
    rental: str | None,
    after: datetime | None = None,
    until: datetime | None = None,
) -> Handed | None:
    """The inspection that the centre hands over and that counts more than our own; None where ours does.

    Args:
        told: by the centre.
        own: at the beginning of our own baseline, if there is one; no checkout of the rental.
        rental: that the visit is of.
        after: when a person had all that was before forgotten.
        until: when the visit began, where it is not the present one.
    """

    def counts(handed: Handed | None) -> bool:
        if handed is None or not accepted(handed.inspection):
            return False
        left_at = handed.inspection.passage.left_at
        return (after is None or left_at > after) and (until is None or left_at <= until)

    if rental is not None and told.checkout and is_checkout_of(told.checkout.inspection, rental):
        return told.checkout if counts(told.checkout) else None
    if told.last is None or not counts(told.last):
        return None
    newer = own is None or told.last.inspection.passage.left_at > own.passage.left_at
    return told.last if newer else None


def in_doubt(told: HandedOver) -> bool:
    """Whether something of it may be of another car, so that it counts for nothing and is yet no silence."""
    both = (handed for handed in (told.checkout, told.last) if handed is not None)
    return any(not accepted(handed.inspection) for handed in both)
