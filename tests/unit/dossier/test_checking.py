"""Whatever is altered in a dossier is noticed, and named."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from edge.app.exporting import make_writer
from edge.dossier.checking import Checked, checked, links
from edge.dossier.seal import Signer
from edge.dossier.sealed import Sealed
from edge.storage.store import Store
from tests.dossiers import MADE_AT, page_in, page_of, visits
from tests.examples import SOURCE

STRANGER = Signer(b"\x07" * 32)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return page_in(tmp_path_factory.mktemp("state"))


def bad(file: bytes, pinned: str | None = None) -> set[str]:
    """The parts that do not hold."""
    return {check.part for check in checked(file, pinned).checks if not check.holds}


def parts(page: bytes) -> Sealed:
    sealed = Sealed.read(page)
    assert sealed is not None
    return sealed


def changed(page: bytes, old: bytes, new: bytes) -> bytes:
    """One place altered, and nothing else."""
    assert old in page
    return page.replace(old, new, 1)


def test_what_was_sealed_holds_in_every_part(page: bytes) -> None:
    told = checked(page, parts(page).key)
    assert told.holds
    assert {check.part for check in told.checks} == {"key", "signature", "page", "picture", "event", "chain"}


def test_without_a_key_it_is_said_that_only_integrity_is_shown(page: bytes) -> None:
    told = checked(page)
    assert told.holds
    assert "only integrity" in next(check.says for check in told.checks if check.part == "key")


@pytest.mark.parametrize("number", [b"NaN", b"-Infinity", b"1e999"])
def test_a_number_that_no_gate_can_have_written_is_told(page: bytes, number: bytes) -> None:
    record = changed(parts(page).record, b'"event":{', b'"event":{"more":' + number + b",")
    forged = Sealed.by(STRANGER, record, parts(page).page)
    assert bad(forged.file()) == {"event"}


def test_another_key_is_told(page: bytes) -> None:
    assert bad(page, STRANGER.public) == {"key"}


def test_a_byte_of_the_signature(page: bytes) -> None:
    last = parts(page).signature[-1:]
    other = "0" if last != "0" else "1"
    assert bad(changed(page, f'{last}"}}</script>'.encode(), f'{other}"}}</script>'.encode())) == {
        "signature"
    }


def test_a_byte_of_the_key(page: bytes) -> None:
    key = parts(page).key.encode()
    assert bad(changed(page, b'{"key":"' + key, b'{"key":"' + STRANGER.public.encode())) == {"signature"}


def test_a_byte_of_a_picture_is_told_by_the_picture_s_name(page: bytes) -> None:
    found = re.search(rb'<img id="finding-1-after" src="data:image/jpeg;base64,([^"]+)"', page)
    assert found is not None
    jpeg = bytearray(base64.b64decode(found[1]))
    jpeg[len(jpeg) // 2] ^= 1
    told = checked(page.replace(found[1], base64.b64encode(bytes(jpeg))))
    faults = [check.says for check in told.checks if not check.holds]
    assert any("picture finding-1-after" in fault for fault in faults)
    assert {check.part for check in told.checks if not check.holds} == {"page", "picture"}


def test_a_byte_of_the_event(page: bytes) -> None:
    assert bad(changed(page, b'"decision":"new_damage"', b'"decision":"new_damagE"')) >= {
        "signature",
        "event",
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"New damage was found", b"No new damage"),
        ("12가3456</span>".encode(), "12가3457</span>".encode()),
        (b"</style>", b"article { display: none }</style>"),
        (b"</main>", b"</main><script>document.title = 1</script>"),
        (b"<rect ", b"<rect hidden "),
        (b"Before: 21", b"Before: 11"),
    ],
)
def test_a_page_that_shows_something_other_than_its_record(page: bytes, old: bytes, new: bytes) -> None:
    assert bad(changed(page, old, new)) == {"page"}


def test_nothing_may_stand_before_between_or_behind(page: bytes) -> None:
    assert bad(b" " + page) == {"page"}
    assert bad(page + b" ") == {"form"}
    assert bad(page[:-1]) == {"form"}
    assert bad(changed(page, b'</script>\n<script type="application/json" id="seal">', b"</script> ")) == {
        "form"
    }
    extra = b'</script>\n<p>2</p><script type="application/json" id="seal">'
    assert bad(changed(page, b'</script>\n<script type="application/json" id="seal">', extra)) == {"form"}


@pytest.mark.parametrize("file", [b"", b"no dossier", b'{"record":{},"seal":{}}\n', b"\xff" * 100])
def test_what_is_no_dossier_is_told(file: bytes) -> None:
    assert bad(file) == {"form"}


def test_every_single_byte_counts(page: bytes) -> None:
    step = max(1, len(page) // 97)
    places = [*range(0, len(page), step), len(page) - 1]
    for place in places:
        altered = bytearray(page)
        altered[place] ^= 1
        assert bad(bytes(altered)), place


def test_a_forger_with_a_key_of_their_own_is_caught_by_the_pinned_one_only(page: bytes) -> None:
    true = parts(page)
    record = json.loads(true.record)
    record["event"]["data"]["decision"] = "no_new_damage"
    forged = Sealed.by(STRANGER, json.dumps(record).encode(), true.page).file()
    assert bad(forged, true.key) == {"key", "event"}
    assert bad(forged) == {"event"}


@pytest.mark.parametrize(
    "change",
    [
        {"event": {}},
        {"event": {"sequence": "x"}},
        {"event": 3},
        {"pictures": [{"name": 1}]},
        {"format": "return-gate.dossier.v9"},
    ],
)
def test_a_record_that_makes_no_sense_is_told_and_nothing_breaks(
    page: bytes, change: dict[str, object]
) -> None:
    record = json.loads(parts(page).record) | change
    assert bad(Sealed.by(STRANGER, json.dumps(record).encode(), None).file())


def test_the_json_alone_holds_and_breaks_likewise(tmp_path: Path) -> None:
    with Store.open(tmp_path, source=SOURCE) as store:
        body = store.chain.proved(visits(store)[1].inspection_id)
        assert body is not None
        alone = make_writer(store).record(body, MADE_AT)
    document = json.loads(alone)
    assert document["record"]["event"] == json.loads(body)
    assert bad(alone, document["seal"]["key"]) == set()
    first = document["record"]["pictures"][0]["jpeg"]
    other = base64.b64encode(base64.b64decode(first)[:-1] + b"?").decode()
    assert bad(changed(alone, first.encode(), other.encode())) == {"signature", "picture"}


def test_of_two_dossiers_it_is_told_whether_one_event_follows_the_other(tmp_path: Path) -> None:
    with Store.open(tmp_path, source=SOURCE) as store:
        both = [checked(page_of(store, each)) for each in visits(store)]
    assert [check.says for check in links(both)] == ["event 2 follows event 1"]
    assert both[0].event is not None
    other = replace(both[0], event_sha256="ab" * 32)
    assert [check.holds for check in links([other, both[1]])] == [False]
    assert next(check.says for check in links([both[0], other])).startswith("there are two events 1")


def test_a_dossier_that_does_not_hold_proves_no_link(page: bytes) -> None:
    assert list(links([Checked(checks=()), checked(page + b" ")])) == []
