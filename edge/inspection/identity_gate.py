"""Whether a vehicle is the one that its plate says: what else is known must agree, or nothing is compared.

Rental fleets hold hundreds of equal cars with consecutive plates, so the plate must stand clear of every
other one that is expected or known here; and make and model, colour, look and old damage must be those of the
earlier visit. What nobody could see, read or recognise says nothing, either way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from edge.domain.inspection import UNKNOWN, Finding, Gap, MakeModel, Status
from edge.domain.observation import Observation
from edge.inspection.baseline import Baseline
from edge.inspection.compare.places import SAME_KIND_IOU, overlap_on_vehicle
from edge.inspection.likeness import likeness, looks_of
from edge.inspection.paint import may_be_one
from edge.inspection.roster import Listing
from edge.vision.nms import apart

SURE = 0.6
"""Odds from which a make and model speaks against another one."""
NEVER = 0.05
"""Odds under which it was out of the question the other time."""
OLD_DAMAGES = 2
"""So many gone at once, with none that is still there, are rather another car's than repaired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What speaks against its being that vehicle, as stable codes; it agrees where nothing does."""

    contradictions: tuple[str, ...] = ()
    """What one vehicle cannot be both times."""
    doubts: tuple[str, ...] = ()
    """What a person should look at."""

    @property
    def agrees(self) -> bool:
        """Whether the vehicle's history may be used."""
        return not self.reasons

    @property
    def reasons(self) -> tuple[str, ...]:
        """All of it, the weightiest first."""
        return self.contradictions + self.doubts


def identify(
    seen: Observation, baseline: Baseline | None, listing: Listing, known_near: tuple[str, ...] = ()
) -> Identity:
    """Hold what was seen against the roster and, if the vehicle was here before, against that visit.

    Args:
        seen: what was seen.
        baseline: the earlier state; None without one.
        listing: what the roster says of the plate.
        known_near: keys of other vehicles known here that the plate may be as well.
    """
    expected = listing.car.color.lower() if listing.car and listing.car.color else None
    contradictions = _color("expected", expected, seen)
    doubts = listing.doubts + tuple(f"identity:plate_near_known:{key}" for key in known_near)
    if baseline is None:
        return Identity(contradictions=contradictions, doubts=doubts)
    then, alike = baseline.inspection.vehicle, _alike(seen, baseline)
    contradictions += _color("was", then.color, seen)
    if not alike:
        # Else the name is all that has changed: a model that was enrolled since has a new one.
        contradictions += _model(then.make_model, seen)
    return Identity(
        contradictions=contradictions,
        doubts=doubts + (("identity:looks_unlike",) if alike is False else ()),
    )


def old_damage(findings: Sequence[Finding], sure_from: float = 0.0) -> Identity:
    """Whether the earlier visit's damage is on this vehicle.

    Args:
        findings: compared with that visit's.
        sure_from: score under which a damage that is gone says nothing: what the detector only suspected was
            a reflection more often than another car's.
    """
    gone = [each for each in findings if each.status is Status.REPAIRED and each.confidence >= sure_from]
    there = any(each.status is Status.PRE_EXISTING for each in findings)
    doubted = not there and len(apart(gone, _one_place)) >= OLD_DAMAGES
    return Identity(doubts=("identity:old_damage_gone",) if doubted else ())


def _one_place(a: Finding, b: Finding) -> bool:
    """What one camera shows at a place is one damage, whatever kinds it was told as."""
    return overlap_on_vehicle(a, b) >= SAME_KIND_IOU


def _color(word: str, other: str | None, seen: Observation) -> tuple[str, ...]:
    color = seen.color
    if isinstance(color, Gap) or may_be_one(other, color):
        return ()
    return (f"identity:color_{word}_{other}_is_{color}",)


def _model(then: MakeModel | None, seen: Observation) -> tuple[str, ...]:
    """Of 370 cars in other light and from another place none was contradicted, of other models 80 % were."""
    now = seen.make_model
    if isinstance(now, Gap) or then is None or UNKNOWN in (then.label, now.label):
        return ()
    sure = min(then.confidence, now.confidence) >= SURE
    if not sure or _odds(then, now.label) >= NEVER or _odds(now, then.label) >= NEVER:
        return ()
    return (f"identity:model_was_{then.label}_is_{now.label}",)


def _odds(told: MakeModel, label: str) -> float:
    """0 where it is not even among the runners-up."""
    return next((each.confidence for each in told.top if each.label == label), 0.0)


def _alike(seen: Observation, baseline: Baseline) -> bool | None:
    """Whether it looks as it did; None where nothing is comparable, or nobody has measured what that says."""
    maker = seen.embedder
    if maker is None or maker.least_alike is None:
        return None
    cosine = likeness(looks_of(seen), baseline.looks)
    return None if cosine is None else cosine >= maker.least_alike
