"""What a person at the desk decides, and what the next visits make of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from edge.app.rulings import Rulings
from edge.domain.inspection import Decision, Gap, Inspection, Interval, Purpose, Seen, Status
from edge.domain.passage import Direction
from edge.flow.clock import ReplayClock
from edge.inspection.identity import vehicle_key
from edge.inspection.purpose import Purposes
from edge.storage.store import Store
from edge.wire.command import Answer, Outcome, Verb
from edge.wire.event import EventType
from edge.wire.handed import Handed, HandedOver
from edge.wire.plain import to_json
from edge.wire.ruling import Accept, Correction, FindingVerdict, Reset, Review
from tests.examples import NOON, judge
from tests.passages import observation, plate_vote
from tests.unit.app.test_baselines import ANOTHER, KEY, SCRATCH, Yard, statuses
from tests.unit.app.test_centre import Says, centre
from tests.unit.app.test_desk import FLEET, desk, store_in

UNKNOWN = "00000000-0000-4000-8000-000000000000"
BOTH_WAYS = Purposes(usual=Purpose.UNKNOWN, by_direction={Direction.UP: Purpose.MOVE})
"""What comes up the lane, as every passage here, is moved."""


class Desk(Yard):
    """A yard with somebody at its desk."""

    def __init__(self, store: Store) -> None:
        super().__init__(desk(store, observation()))
        self.store = store
        self.rulings = Rulings(
            store=store,
            key=FLEET,
            judge=judge(),
            clock=ReplayClock(NOON),
            cameras=self.desk.cameras,
            purposes=BOTH_WAYS,
        )

    def review(self, told: Inspection, *findings: tuple[str, FindingVerdict], **more: object) -> Answer:
        corrections = tuple(Correction(id=name, verdict=verdict) for name, verdict in findings)
        said = Review(transaction="t", by="Kim", why="w", inspection=told.inspection_id, findings=corrections)
        return self.rulings.review(replace(said, **more))  # type: ignore[arg-type]

    def accept(self, inspection_id: str) -> Answer:
        return self.rulings.accept(Accept(transaction="t", by="Kim", why="w", inspection=inspection_id))

    def reset(self, key: str = KEY) -> Answer:
        return self.rulings.reset(Reset(transaction="t", by="Kim", why="repainted", key=key))

    def last(self, told: Inspection) -> Inspection:
        """As its last revision has it."""
        filing = self.store.history.filed(told.inspection_id)
        assert filing is not None
        return filing.inspection


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[Desk]:
    with store_in(tmp_path) as store:
        yield Desk(store)


def test_a_review_is_filed_as_the_next_revision_and_waits_to_be_sent(at_desk: Desk) -> None:
    told = at_desk.visit(SCRATCH)
    answer = at_desk.review(told, rental="R-9", purpose=Purpose.CHECKOUT)
    assert (answer.outcome, answer.revision) == (Outcome.DONE, 1)
    event = at_desk.store.history.find(told.inspection_id)
    assert event is not None
    assert (event.type, event.sequence) == (EventType.REVISED, "2")
    assert [row.sequence for row in at_desk.store.outbox.pending(9)] == [1, 2]
    revision = at_desk.last(told)
    assert (revision.rental, revision.purpose, revision.revision) == ("R-9", Purpose.CHECKOUT, 1)
    assert revision.evidence == told.evidence
    assert at_desk.review(told, rental="R-8").revision == 2


def test_a_rental_that_is_put_right_changes_what_a_return_is_compared_with(at_desk: Desk) -> None:
    out = at_desk.visit(SCRATCH, purpose=Purpose.CHECKOUT, rental="R-1")
    at_desk.visit(SCRATCH, ANOTHER, purpose=Purpose.MOVE)
    back = at_desk.visit(SCRATCH, ANOTHER)
    assert back.decision is Decision.NO_NEW_DAMAGE
    at_desk.review(back, rental="R-1")
    put_right = at_desk.last(back)
    assert put_right.baseline is not None
    assert put_right.baseline.inspection_id == out.inspection_id
    assert put_right.baseline.interval is Interval.RENTAL
    assert statuses(put_right) == [Status.PRE_EXISTING, Status.NEW]
    assert put_right.decision is Decision.NEW_DAMAGE


def test_a_true_plate_moves_the_visit_to_its_car_and_names_what_went_by_it(at_desk: Desk) -> None:
    mine = at_desk.visit(SCRATCH)
    misread = visit_as(at_desk, "XY987ZW", SCRATCH, ANOTHER)
    later = visit_as(at_desk, "XY987ZW", SCRATCH, ANOTHER)
    assert misread.decision is Decision.FIRST_SEEN
    answer = at_desk.review(misread, plate="ab 123 cd")
    moved = at_desk.last(misread)
    assert moved.vehicle.key == KEY
    assert moved.vehicle.plate is not None
    assert moved.vehicle.plate.text == "AB123CD"
    assert moved.baseline is not None
    assert moved.baseline.inspection_id == mine.inspection_id
    assert moved.decision is Decision.NEW_DAMAGE
    assert later.inspection_id in answer.text
    assert base(at_desk, KEY) == misread.inspection_id
    assert base(at_desk, vehicle_key("XY987ZW", FLEET)) == later.inspection_id


TRUE = "XY987ZW"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, (None, Purpose.MOVE)),
        ({"rental": "R-2"}, ("R-2", Purpose.MOVE)),
        ({"purpose": Purpose.RETURN}, (None, Purpose.RETURN)),
    ],
)
def test_a_true_plate_leaves_the_other_car_its_rental_and_purpose(
    at_desk: Desk, said: dict[str, object], told: tuple[str | None, Purpose]
) -> None:
    visit_as(at_desk, TRUE, SCRATCH)
    misread = at_desk.visit(SCRATCH, ANOTHER, rental="R-1", purpose=Purpose.RETURN)
    assert (misread.rental, misread.purpose) == ("R-1", Purpose.RETURN)
    at_desk.review(misread, plate=TRUE, **said)
    revision = at_desk.last(misread)
    assert (revision.rental, revision.purpose) == told
    assert revision.decision is Decision.NEW_DAMAGE


def test_what_a_person_has_told_of_the_rental_stays_with_the_true_plate(at_desk: Desk) -> None:
    visit_as(at_desk, TRUE, SCRATCH)
    misread = at_desk.visit(SCRATCH, ANOTHER, rental="R-1")
    at_desk.review(misread, rental="R-9", purpose=Purpose.RETURN)
    at_desk.review(misread, (misread.findings[0].id, FindingVerdict.PRE_EXISTING))
    at_desk.review(misread, plate=TRUE)
    assert (at_desk.last(misread).rental, at_desk.last(misread).purpose) == ("R-9", Purpose.RETURN)


def test_a_plate_that_was_read_rightly_keeps_its_rental(at_desk: Desk) -> None:
    told = at_desk.visit(SCRATCH, rental="R-1")
    at_desk.review(told, plate="AB123CD")
    assert (at_desk.last(told).rental, at_desk.last(told).purpose) == ("R-1", Purpose.RETURN)


def visit_as(at_desk: Desk, plate: str, *lefts: float) -> Inspection:
    return at_desk.visit(*lefts, plate=plate_vote(plate))


def base(at_desk: Desk, key: str) -> str | None:
    past = at_desk.store.baseline(key)
    return past.baseline.inspection.inspection_id if past else None


def test_a_car_whose_plate_nobody_could_read_gets_its_history(at_desk: Desk) -> None:
    first = at_desk.visit(SCRATCH)
    unread = at_desk.visit(SCRATCH, plate=Gap(stage="plate", reason="no_plate_visible"))
    at_desk.review(unread, plate="AB123CD")
    told = at_desk.last(unread)
    assert told.decision is Decision.NO_NEW_DAMAGE
    assert told.baseline is not None
    assert told.baseline.inspection_id == first.inspection_id
    assert base(at_desk, KEY) == unread.inspection_id


def test_a_judged_finding_is_disputed_no_more(at_desk: Desk) -> None:
    at_desk.visit(SCRATCH)
    new = at_desk.visit(SCRATCH, ANOTHER)
    carried = at_desk.visit(SCRATCH, ANOTHER)
    assert carried.findings[1].disputed == new.findings[1].id
    at_desk.review(new, (new.findings[1].id, FindingVerdict.NEW))
    assert [each.disputed for each in at_desk.visit(SCRATCH, ANOTHER).findings] == [None, None]


def test_what_a_person_called_no_damage_is_not_new_next_time(at_desk: Desk) -> None:
    at_desk.visit(SCRATCH)
    dirty = at_desk.visit(SCRATCH, ANOTHER)
    at_desk.review(dirty, (dirty.findings[1].id, FindingVerdict.NO_DAMAGE))
    assert at_desk.last(dirty).decision is Decision.NO_NEW_DAMAGE
    assert at_desk.visit(SCRATCH, ANOTHER).decision is Decision.NO_NEW_DAMAGE


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, "nothing_corrected"),
        ({"rental": "R", "revision": 3}, "outdated"),
        ({"plate": "!"}, "malformed"),
        ({"inspection": UNKNOWN, "rental": "R"}, "unknown_inspection"),
        ({"findings": (Correction(id="f", verdict=FindingVerdict.NEW),)}, "unknown_finding"),
    ],
)
def test_a_review_that_cannot_be_is_refused(at_desk: Desk, said: dict[str, object], reason: str) -> None:
    told = at_desk.visit(SCRATCH)
    answer = at_desk.review(told, **said)
    assert (answer.verb, answer.outcome, answer.reason) == (Verb.REVIEW, Outcome.REFUSED, reason)
    assert at_desk.store.outbox.last_sequence() == 1


def test_a_finding_judged_twice_at_once_is_refused(at_desk: Desk) -> None:
    told = at_desk.visit(SCRATCH)
    name = told.findings[0].id
    answer = at_desk.review(told, (name, FindingVerdict.NEW), (name, FindingVerdict.NO_DAMAGE))
    assert answer.reason == "malformed"


def test_a_doubtful_visit_counts_once_a_person_accepts_it(at_desk: Desk) -> None:
    first = at_desk.visit(SCRATCH)
    doubtful = at_desk.visit(SCRATCH, ANOTHER, color="blue")
    assert doubtful.decision is Decision.NEEDS_REVIEW
    assert base(at_desk, KEY) == first.inspection_id
    assert at_desk.accept(doubtful.inspection_id).outcome is Outcome.DONE
    assert base(at_desk, KEY) == doubtful.inspection_id
    told = at_desk.visit(SCRATCH, ANOTHER, color="blue")
    assert told.decision is Decision.NO_NEW_DAMAGE
    assert [each.disputed for each in told.findings] == [None, None]
    at_desk.review(doubtful, rental="R-1")
    assert at_desk.last(doubtful).revision == 1
    assert base(at_desk, KEY) != first.inspection_id, "a revision stays accepted"
    (ruled,) = at_desk.store.rulings.of(KEY)
    assert (ruled.verb, ruled.by, ruled.why) == (Verb.ACCEPT, "Kim", "w")
    assert ruled.inspection_id == doubtful.inspection_id


def test_what_cannot_be_accepted_is_refused(at_desk: Desk) -> None:
    assert at_desk.accept(UNKNOWN).reason == "unknown_inspection"
    unread = at_desk.visit(plate=Gap(stage="plate", reason="no_plate_visible"))
    assert at_desk.accept(unread.inspection_id).reason == "no_plate"
    told = at_desk.visit(SCRATCH)
    at_desk.reset()
    assert at_desk.accept(told.inspection_id).reason == "reset_since"


def test_after_a_reset_the_next_visit_is_the_first_and_says_why(at_desk: Desk) -> None:
    at_desk.visit(SCRATCH)
    at_desk.visit(SCRATCH)
    assert at_desk.reset().text == "2 visits count no more"
    fresh, next_one = at_desk.visit(ANOTHER), at_desk.visit(ANOTHER)
    assert (fresh.decision, fresh.baseline) == (Decision.FIRST_SEEN, None)
    assert fresh.decision_reasons == ("no_earlier_inspection", "baseline_reset")
    assert next_one.decision_reasons == ("every_view_compared",)
    assert at_desk.reset("ff" * 16).text == "0 visits count no more"


@contextmanager
def compared_with_elsewhere(folder: Path, *own: float) -> Iterator[tuple[Desk, Inspection]]:
    """A visit that was compared with another gate's; by now it is the last that the centre knows of.

    Args:
        folder: of both gates.
        own: the scratches at a visit here before that, if there was one.
    """
    with store_in(folder / "elsewhere") as other, store_in(folder / "here") as here:
        at_desk = Desk(here)
        if own:
            at_desk.visit(*own)
        away = Desk(other)
        last = away.visit(SCRATCH, ANOTHER, days=2)
        says = Says(handed_over(last))
        at_desk.desk = replace(at_desk.desk, centre=centre(says))
        at_desk.rulings = replace(at_desk.rulings, centre=centre(says))
        told = at_desk.visit(SCRATCH, ANOTHER, days=4)
        assert told.baseline is not None
        assert told.baseline.inspection_id == last.inspection_id
        says.said = handed_over(told)
        yield at_desk, told


def handed_over(last: Inspection) -> bytes:
    return to_json(HandedOver(key=KEY, last=Handed(source="/depot/gate", inspection=last)))


def forgotten(at_desk: Desk) -> None:
    at_desk.reset()


def expired(at_desk: Desk) -> None:
    at_desk.store.database.run("DELETE FROM outbox")
    at_desk.store.database.run("DELETE FROM event WHERE sequence = 1")


@pytest.mark.parametrize("gone", [forgotten, expired])
def test_where_the_baseline_is_gone_a_verdict_counts_against_what_was_filed(
    at_desk: Desk, gone: Callable[[Desk], None]
) -> None:
    at_desk.visit(SCRATCH)
    told = at_desk.visit(SCRATCH, ANOTHER)
    gone(at_desk)
    at_desk.review(told, (told.findings[1].id, FindingVerdict.PRE_EXISTING))
    revision = at_desk.last(told)
    assert (revision.decision, revision.baseline) == (Decision.NO_NEW_DAMAGE, told.baseline)
    assert statuses(revision) == [Status.PRE_EXISTING, Status.PRE_EXISTING]


@pytest.mark.parametrize("gone", [forgotten, expired])
@pytest.mark.parametrize("said", [{"rental": "R-1"}, {"purpose": Purpose.MOVE}, {"plate": "AB123CD"}])
def test_where_the_baseline_is_gone_nothing_else_is_corrected_and_new_damage_stays_new(
    at_desk: Desk, gone: Callable[[Desk], None], said: dict[str, object]
) -> None:
    at_desk.visit(SCRATCH)
    told = at_desk.visit(SCRATCH, ANOTHER)
    gone(at_desk)
    assert at_desk.review(told, **said).reason == "baseline_gone"
    assert at_desk.last(told) == told
    assert statuses(told) == [Status.PRE_EXISTING, Status.NEW]


@pytest.mark.parametrize("own", [(), (SCRATCH,)])
def test_a_visit_that_is_the_centre_s_last_by_now_is_judged_against_what_was_filed(
    tmp_path: Path, own: tuple[float, ...]
) -> None:
    with compared_with_elsewhere(tmp_path, *own) as (at_desk, told):
        at_desk.review(told, (told.findings[1].id, FindingVerdict.NO_DAMAGE))
        revision = at_desk.last(told)
        assert (revision.decision, revision.baseline) == (Decision.NO_NEW_DAMAGE, told.baseline)
        assert at_desk.review(told, purpose=Purpose.MOVE).reason == "baseline_gone"


def test_what_was_compared_with_another_car_s_visit_can_be_the_first_of_its_own(at_desk: Desk) -> None:
    misread = at_desk.visit(SCRATCH)
    told = at_desk.visit(SCRATCH, ANOTHER)
    at_desk.review(misread, plate="XY987ZW")
    at_desk.review(told, plate="AB123CD")
    assert (at_desk.last(told).decision, at_desk.last(told).baseline) == (Decision.FIRST_SEEN, None)


@pytest.mark.parametrize("said", [{"purpose": Purpose.MOVE}, {}])
def test_a_camera_that_is_gone_is_none_of_the_reasons_of_a_review(
    at_desk: Desk, said: dict[str, object]
) -> None:
    at_desk.visit(SCRATCH)
    at_desk.visit(role="front")
    told = at_desk.visit(ANOTHER, role="front")
    at_desk.rulings = replace(at_desk.rulings, cameras=frozenset({"front"}))
    at_desk.review(told, (told.findings[0].id, FindingVerdict.PRE_EXISTING), **said)
    assert at_desk.last(told).decision_reasons == ("every_view_compared", "view_without_camera:lane")


def test_a_pruned_picture_is_no_picture_of_the_revision(at_desk: Desk) -> None:
    told = at_desk.visit(SCRATCH, seen=Seen.SEEN)
    at_desk.store.database.run("UPDATE picture SET pruned = 1")
    at_desk.review(told, rental="R-1")
    rows = at_desk.store.database.rows("SELECT pruned FROM picture")
    assert [row["pruned"] for row in rows] == [1, 1]
