"""The pictures that an earlier inspection left in the evidence store, read when the comparison asks."""

from __future__ import annotations

from functools import partial

from edge.domain.errors import StorageError
from edge.domain.frame import Image
from edge.domain.inspection import Evidence, Gap, Inspection
from edge.inspection.compare.kept import Kept
from edge.inspection.likeness import Look
from edge.storage.store import Store
from edge.vision.encode import decode_grey


def left_pictures(inspection: Inspection, store: Store) -> tuple[Kept, ...]:
    """Its kept views, whether or not they are still there. Raises StorageError."""
    suspected = store.suspected(each.sha256 for each in inspection.evidence)
    return tuple(
        Kept(
            view=each.view,
            image_id=each.image_id,
            vehicle=each.vehicle_box,
            see=partial(_read, store, each),
            suspected=suspected.get(each.sha256, ()),
        )
        for each in inspection.evidence
        if each.role == "view" and each.vehicle_box is not None
    )


def left_looks(inspection: Inspection, store: Store) -> tuple[Look, ...]:
    """Its kept views as a network embedded them, where their side is known. Raises StorageError."""
    known = store.embedded(each.sha256 for each in inspection.evidence)
    return tuple(
        Look(view=each.view, aspect=each.aspect, embedded=known[each.sha256])
        for each in inspection.evidence
        if each.aspect is not None and each.sha256 in known
    )


def _read(store: Store, evidence: Evidence) -> Image | Gap:
    """The picture in grey; a gap where it was pruned, cannot be read, or is not what was filed."""
    try:
        return decode_grey(store.picture(evidence.sha256))
    except (StorageError, ValueError) as fault:
        return Gap(stage="baseline", reason="picture_unreadable", detail=f"{evidence.image_id}: {fault}")
