"""What a person sees: everything that was filed, in plain words, and nothing that could run or load."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from edge.app.exporting import make_writer
from edge.domain.inspection import Decision, Gap, Inspection, Provenance, Review, Seen, Status, Vehicle
from edge.dossier.checking import checked
from edge.dossier.sealed import Sealed
from edge.dossier.writing import NoInspectionError
from edge.storage.evidence import path_of
from edge.storage.store import Store
from edge.wire.event import EventType
from tests.dossiers import MADE_AT, page_of, visits
from tests.examples import NOON, SOURCE, blind, full_inspection, inspection, plate


class Read(HTMLParser):
    """The elements of a page, its text, and what the browser would fetch."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.addresses: list[str] = []
        self.words: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "img":
            self.images.append(dict(attrs))
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "data")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path, source=SOURCE) as opened:
        yield opened


def read(page: bytes) -> Read:
    sealed = Sealed.read(page)
    assert sealed is not None
    assert sealed.page is not None
    return Read(sealed.page)


def filed(store: Store, record: Inspection) -> Read:
    """The page of a record."""
    store.file(EventType.COMPLETED, record, [], NOON)
    page = page_of(store, record)
    assert checked(page).holds
    return read(page)


def test_it_tells_what_was_decided_about_which_car_and_why(store: Store) -> None:
    before, after = visits(store)
    told = read(page_of(store, after)).text
    for part in (
        "12가3456",
        "White Kia Ray",
        "New damage was found",
        "New: scratch, seen by the camera “lane”.",
        "23 November 2026, 12:00:00 UTC",
        "its last inspection, 21 November 2026, 12:00:04 UTC, 2 days before",
        "the pictures of the two inspections differ at this place",
        "There before",
        "No longer there",
        after.models[0].sha256,
        after.evidence[0].sha256,
        after.inspection_id,
    ):
        assert part in told
    assert before.decision is not after.decision


def test_how_sure_each_of_them_is_stands_beside_the_finding(store: Store) -> None:
    some = full_inspection()
    sure = replace(some.findings[0], confidence=0.13, second_opinion=0.71, status_confidence=0.92)
    told = filed(store, replace(some, findings=(sure,))).text
    assert "the damage network is 13 % sure, and a second network 71 %;" in told
    assert "the comparison of both pictures is 92 % sure." in told


def test_it_never_says_that_anybody_must_pay(store: Store) -> None:
    _, after = visits(store)
    told = read(page_of(store, after)).text.lower()
    for word in ("pay", "charge", "owe", "liable", "guilt", "cost", "invoice"):
        assert word not in told


def test_each_finding_is_shown_before_and_after_the_new_one_largest(store: Store) -> None:
    _, after = visits(store)
    pictures = {each["id"]: each for each in read(page_of(store, after)).images}
    assert set(pictures) == {"view-1"} | {
        f"finding-{number}-{when}" for number in (1, 2, 3) for when in ("before", "after")
    }
    widths = [pictures[f"finding-{number}-before"]["width"] for number in (1, 2, 3)]
    assert widths == ["640", "320", "320"]


def test_at_a_first_visit_damage_is_on_record_and_nothing_is_missed(store: Store) -> None:
    before, _ = visits(store)
    told = read(page_of(store, before))
    assert "• On record" in told.text
    assert "Cannot be told" not in told.text
    assert {each["id"] for each in told.images} == {"view-1", "finding-1-after", "finding-2-after"}
    assert "picture is no longer kept" not in told.text


def test_every_picture_has_words_for_who_cannot_see_it(store: Store) -> None:
    _, after = visits(store)
    for each in read(page_of(store, after)).images:
        assert len(each["alt"] or "") > 20


def test_nothing_is_loaded_and_nothing_runs(store: Store) -> None:
    _, after = visits(store)
    page = page_of(store, after)
    told = read(page)
    assert all(address.startswith("data:image/jpeg;base64,") for address in told.addresses)
    assert "script" not in told.tags
    assert "link" not in told.tags
    assert re.findall(rb"url\(|@import|https?:|\son[a-z]+=", page) == []
    assert b"default-src 'none'" in page


def test_what_came_from_outside_is_shown_as_it_is(store: Store) -> None:
    nasty = '</script><img src=x onerror="alert(1)">{{ 7 * 7 }}'
    record = replace(
        full_inspection(),
        findings=(),
        rental=nasty,
        vehicle=Vehicle(key=None, plate=replace(plate(), text=nasty), make_model=None, color=nasty),
        decision_reasons=(nasty, f"coverage:{nasty}:x", f"{nasty}:<b>:{{view}}"),
        gaps=(Gap(stage=nasty, reason=nasty, detail=nasty),),
    )
    told = filed(store, record)
    assert told.text.count(nasty) >= 4
    assert told.tags.count("script") == 0
    assert told.images == []


def test_the_record_has_the_event_as_it_was_filed_whatever_is_in_it(store: Store) -> None:
    record = replace(inspection(), rental='</script><!-- "\\u003c" </html>')
    body = store.file(EventType.COMPLETED, record, [], NOON).body
    sealed = Sealed.read(page_of(store, record))
    assert sealed is not None
    assert json.loads(sealed.record)["event"] == json.loads(body)


@pytest.mark.parametrize("decision", list(Decision))
def test_every_decision_has_a_page(store: Store, decision: Decision) -> None:
    assert filed(store, inspection(decision=decision)).text


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_page_without_any_picture(store: Store, status: Status) -> None:
    some = full_inspection()
    record = replace(some, findings=tuple(replace(each, status=status) for each in some.findings))
    assert "The picture is no longer kept here." in filed(store, record).text


def test_a_picture_that_was_pruned_is_said_to_be_gone_and_the_page_still_holds(store: Store) -> None:
    before, after = visits(store)
    store.evidence.drop(before.evidence[0].path)
    page = page_of(store, after)
    told = read(page)
    assert checked(page).holds
    assert "1 filed picture can no longer be shown" in told.text
    assert before.evidence[0].sha256 in told.text
    assert {each["id"] for each in told.images} == {"view-1", "finding-1-after", "finding-2-after"}
    store.evidence.drop(after.evidence[0].path)
    page = page_of(store, after)
    assert checked(page).holds
    assert read(page).images == []
    assert "No picture of this inspection is left." in read(page).text


def test_a_damaged_picture_is_not_shown_but_told(store: Store) -> None:
    _, after = visits(store)
    (store.evidence.folder / path_of(after.evidence[0].sha256)).write_bytes(b"other bytes")
    page = page_of(store, after)
    assert checked(page).holds
    assert "its bytes are no longer those that were filed" in read(page).text
    assert {each["id"] for each in read(page).images} == {f"finding-{n}-before" for n in (1, 2, 3)}


def test_an_earlier_inspection_that_was_erased_leaves_the_later_one_whole(store: Store) -> None:
    before, after = visits(store)
    with store.database.transaction() as db:
        db.execute("DELETE FROM event WHERE inspection_id = ?", (before.inspection_id,))
    page = page_of(store, after)
    assert checked(page).holds
    assert list(store.chain.faults()) == []
    assert {each["id"] for each in read(page).images} >= {"view-1", "finding-1-after"}


def test_an_earlier_inspection_that_is_damaged_leaves_the_later_one_whole(store: Store) -> None:
    _, after = visits(store)
    with store.database.transaction() as db:
        db.execute("UPDATE event SET body = '{}' WHERE sequence = 1")
    page = page_of(store, after)
    assert checked(page).holds
    assert "The earlier picture is no longer kept here." in read(page).text


def test_of_an_inspection_of_another_gate_it_is_said_where_its_pictures_are(store: Store) -> None:
    some = full_inspection()
    assert some.baseline is not None
    handed = replace(some.baseline, provenance=Provenance.CENTRE, source="/depot-9/gate-1")
    told = filed(store, replace(some, baseline=handed)).text
    assert "handed over by the central system (gate depot-9/gate-1)" in told
    assert "taken by another gate and is not kept at this one" in told


def test_what_a_person_has_corrected_is_told_with_their_reason(store: Store) -> None:
    review = Review(by="desk 4", at=NOON, why="the scratch is dirt", corrected=("findings",), judged=("f1",))
    told = filed(store, replace(inspection(), review=review))
    assert "Reviewed by desk 4" in told.text
    assert "the scratch is dirt" in told.text


def test_where_nobody_looked_for_damage_none_is_not_said_to_be_there(store: Store) -> None:
    blind_to_it = replace(inspection(), gaps=(Gap(stage="damage", reason="overload"),))
    told = filed(store, blind_to_it).text
    assert "Damage could not be looked for: more cars came than could be inspected." in told
    assert "None was found" not in told
    assert "Damage None was found." in filed(store, inspection(2)).text


def test_what_was_not_seen_or_not_sure_is_told(store: Store) -> None:
    some = full_inspection()
    side = replace(some.coverage[0], status=Seen.UNSEEN, reason="view_too_dark")
    told = filed(store, replace(some, coverage=(side,), clock=replace(some.clock, synchronized=False)))
    for part in (
        "not seen too dark",
        "clock was not set",
        "did not watch all of the time",
        "Number plate: none was visible",
    ):
        assert part in re.sub(r"[^\w :]+ ?", "", told.text)


def test_of_a_time_in_which_nobody_watched_there_is_none(store: Store) -> None:
    body = store.file(EventType.BLIND, blind(), [], NOON).body
    with pytest.raises(NoInspectionError):
        make_writer(store).page(body, MADE_AT)


def test_the_same_event_gives_the_same_bytes(store: Store) -> None:
    _, after = visits(store)
    assert page_of(store, after) == page_of(store, after)
