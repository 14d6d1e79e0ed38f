"""What the centre knows of a vehicle, and its pictures: fetched once, and never waited for too long."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from edge.app import album
from edge.app.baselines import Baselines, Known
from edge.app.centre import Centre
from edge.config.evidence import Evidence as Rules
from edge.domain.inspection import Evidence, Gap, Purpose
from edge.flow.clock import ReplayClock
from edge.inspection.baseline import Baseline
from edge.inspection.compare.kept import Kept
from edge.messaging.board import NoticeBoard
from edge.messaging.fetch import REFUSED
from edge.messaging.inquiries import Inquiries, Silence
from edge.messaging.trouble import Trouble, UnreachableError
from edge.storage.store import Store
from edge.vision.encode import encode_jpeg
from edge.wire.event import EventType
from edge.wire.handed import Handed, HandedOver
from edge.wire.plain import to_json
from edge.wire.ruling import Reset
from edge.wire.topics import Topics
from tests.examples import KEY, NOON, SOURCE, inspection
from tests.passages import car_picture

SECOND = 1_000_000_000
CLOCK = ReplayClock(NOON)
JPEG = encode_jpeg(car_picture())
Fetch = Callable[[Rules, str], bytes]


def sha256(n: int) -> str:
    return hashlib.sha256(JPEG).hexdigest() if n == 0 else f"{n:064x}"


def centre(inquiries: Inquiries, url: str | None = None) -> Centre:
    return Centre(
        inquiries=inquiries,
        topics=Topics(site="s", gate="g"),
        rules=Rules(download_url=url, download_timeout_s=5),
        board=NoticeBoard(),
        clock=CLOCK,
    )


def pictures(monkeypatch: pytest.MonkeyPatch, fetch: Fetch, *, url: str | None = "http://c") -> list[Kept]:
    """Of a baseline with five, of which the first is ``JPEG``."""
    monkeypatch.setattr(album, "fetch", fetch)
    evidence = tuple(
        Evidence(
            image_id=f"i{n}",
            role="view",
            view="left",
            sha256=sha256(n),
            bytes=1,
            width=320,
            height=180,
            path="p",
            vehicle_box=(0, 0, 1, 1),
        )
        for n in range(5)
    )
    crop = replace(evidence[0], role="plate")
    told = replace(inspection(), evidence=(*evidence, crop, replace(evidence[0], vehicle_box=None)))
    made = centre(Inquiries(witness="w", clock=CLOCK), url)
    return list(made.pictures(Handed(source=SOURCE, inspection=told, pictures={sha256(1): "a/b.jpg"})))


def reason(kept: Kept) -> tuple[str, str]:
    seen = kept.see()
    assert isinstance(seen, Gap)
    return seen.reason, seen.detail


def test_a_picture_is_fetched_when_it_is_looked_at_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    paths: list[str] = []

    def fetch(rules: Rules, path: str) -> bytes:
        paths.append(path)
        return JPEG

    kept = pictures(monkeypatch, fetch)
    assert (len(kept), paths) == (5, [])
    picture = kept[0].see()
    assert isinstance(picture, np.ndarray)
    assert picture.shape == (180, 320)
    assert kept[0].see() is picture
    assert reason(kept[1]) == ("picture_unreadable", "i1: its bytes are not those that were filed")
    assert paths == [sha256(0), "a/b.jpg"]


@pytest.mark.parametrize(("code", "tries"), [(REFUSED, 5), ("download-failed", 1)])
def test_after_a_centre_that_is_away_no_other_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, code: str, tries: int
) -> None:
    paths: list[str] = []

    def fetch(rules: Rules, path: str) -> bytes:
        paths.append(path)
        raise UnreachableError(Trouble(code=code, text="no", remedy="yes"))

    told = [reason(kept) for kept in pictures(monkeypatch, fetch)]
    assert told == [("picture_unreachable", f"i{n}: no; yes") for n in range(5)]
    assert len(paths) == tries


def test_what_comes_slowly_comes_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(rules: Rules, path: str) -> bytes:
        CLOCK.reach(CLOCK.now_ns() + 8 * SECOND)
        return JPEG

    kept = pictures(monkeypatch, fetch)
    assert [reason(each)[0] for each in kept[1:4]] == ["picture_unreadable"] * 2 + ["picture_unreachable"]
    assert reason(kept[4])[1] == "i4: the others took too long"


def test_without_an_address_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(rules: Rules, path: str) -> bytes:
        raise AssertionError(path)

    (kept, *_) = pictures(monkeypatch, fetch, url=None)
    assert reason(kept) == ("picture_unreachable", "i0: evidence.download_url is not set")


class Says(Inquiries):
    """A broker on whose every topic the same stands."""

    def __init__(self, said: bytes | Silence) -> None:
        super().__init__(witness="w", clock=CLOCK)
        self.said = said

    def ask(self, topic: str) -> bytes | Silence:
        return self.said


def elsewhere(purpose: Purpose = Purpose.RETURN, rental: str | None = None, *reasons: str) -> Handed:
    told = replace(inspection(7), purpose=purpose, rental=rental, decision_reasons=reasons)
    return Handed(source="/depot-7/gate-9", inspection=told)


def known(store: Store, said: HandedOver | Silence, rental: str | None = None) -> Known:
    made = centre(Says(said if isinstance(said, Silence) else to_json(said)))
    return Baselines(store=store, centre=made).of(KEY, rental)


def base(told: Known) -> str:
    assert isinstance(told.earlier, Baseline)
    return told.earlier.inspection.inspection_id


def test_what_the_centre_says_is_weighed_against_what_is_here(tmp_path: Path) -> None:
    own, theirs = inspection(1).inspection_id, inspection(7).inspection_id
    out = HandedOver(key=KEY, checkout=elsewhere(Purpose.CHECKOUT, "R-1"))
    with Store.open(tmp_path, source=SOURCE) as store:
        assert known(store, Silence.NOTHING) == Known(earlier=None)
        assert base(known(store, HandedOver(key=KEY, last=elsewhere()))) == theirs
        assert base(known(store, out, "R-1")) == theirs
        store.file(EventType.COMPLETED, inspection(1), (), NOON)
        assert base(known(store, HandedOver(key=KEY, last=elsewhere()))) == own
        assert base(known(store, out, "R-1")) == theirs
        assert base(known(store, Silence.NOTHING, "R-1")) == own
        away = known(store, Silence.UNREACHABLE)
        assert (base(away), away.notes) == (own, ("centre_unreachable",))


def test_where_nothing_counts_it_is_said_why(tmp_path: Path) -> None:
    doubtful = HandedOver(key=KEY, last=elsewhere(Purpose.RETURN, None, "identity:looks_unlike"))
    with Store.open(tmp_path, source=SOURCE) as store:
        told = [known(store, said).earlier for said in (Silence.UNREACHABLE, doubtful)]
        assert [isinstance(each, Gap) and each.reason for each in told] == [
            "baseline_unreachable",
            "baseline_in_doubt",
        ]
        reset = Reset(transaction="t", by="Kim", why="w", key=KEY)
        store.rulings.reset(reset, inspection().passage.left_at)
        forgotten = known(store, HandedOver(key=KEY, last=elsewhere()))
        assert forgotten == Known(earlier=None, notes=("baseline_reset",))
