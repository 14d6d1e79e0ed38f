"""The page and the door for pictures, asked by a real client over loopback."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from deploy.consumer.broker import Broker
from deploy.consumer.database import Database
from deploy.consumer.format import DATABASE
from deploy.consumer.intake import Intake
from deploy.consumer.judge import Judge
from deploy.consumer.listening import Listening
from deploy.consumer.notices import Notices
from deploy.consumer.program import Settings, web
from edge.domain.inspection import Decision, Interval, Manoeuvre, Provenance, Review, SideRef, Vehicle
from edge.wire.event import FIRST, event_json
from tests.examples import KEY, NOON, SOURCE, finding, full_inspection, inspection, passage, plate
from tests.unit.consumer.bodies import JPEG, SHA256, body, event, pictured

TOKEN = "let-me-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A running page over a consumer's folder, whose broker is away."""

    port: int
    intake: Intake
    notices: Notices

    def ask(
        self, path: str, method: str = "GET", sent: bytes | None = None, token: str | None = None
    ) -> Answer:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as client:
            client.request(method, path, body=sent, headers=headers)
            answer = client.getresponse()
            return Answer(status=answer.status, headers=dict(answer.getheaders()), body=answer.read())


@pytest.fixture
def site(tmp_path: Path, judge: Judge) -> Iterator[Site]:
    (tmp_path / "token").write_text(TOKEN + "\n")
    settings = Settings(
        broker=Broker(host="127.0.0.1", port=1),
        folder=tmp_path,
        host="127.0.0.1",
        port=0,
        upload_token_file=tmp_path / "token",
        max_picture_bytes=10_000,
        min_free_bytes=0,
        zone=ZoneInfo("UTC"),
    )
    database = Database(tmp_path / DATABASE)
    intake, notices = Intake(database, judge), Notices(database, judge)
    with closing(database), web(settings, Listening(settings.broker, intake, notices)) as server:
        yield Site(port=server.port, intake=intake, notices=notices)


def test_an_empty_house_says_so(site: Site) -> None:
    page = site.ask("/")
    assert page.status == 200
    assert "No inspection yet." in page.text
    assert "No gate has been heard yet." in page.text
    assert "Nothing new has been taken in since" in page.text


def test_the_list_shows_the_car_masked_with_its_decision_and_reasons(site: Site) -> None:
    site.intake.take(body(1, data=pictured(full_inspection())), SOURCE)
    page = site.ask("/").text
    assert "New damage" in page
    assert "12••••6" in page
    assert "12가3456" not in page
    assert "white kia ray" in page
    assert "2 findings: 1 new, 1 there before" in page
    assert "1 picture, 0 here yet" in page
    site.ask(f"/evidence/{SHA256}", "PUT", JPEG, TOKEN)
    assert f'src="/evidence/{SHA256}"' in site.ask("/").text


def test_list_and_detail_say_what_a_car_did_on_its_way(site: Site) -> None:
    did = (Manoeuvre.STOPPED, Manoeuvre.TAILGATED)
    told = replace(inspection(1), inspection_id="now", passage=replace(passage(), manoeuvres=did))
    site.intake.take(body(1, data=told))
    assert "· stopped in the lane · close behind the car ahead" in site.ask("/").text
    detail = site.ask("/inspection/depot-7/gate-2/now").text
    assert "moving up, stopped in the lane, close behind the car ahead" in detail


def test_the_list_can_be_narrowed(site: Site) -> None:
    site.intake.take(body(1, data=inspection(1, decision=Decision.NEEDS_REVIEW)))
    site.intake.take(body(2, data=inspection(2, decision=Decision.NO_NEW_DAMAGE)))
    assert site.ask("/?decision=needs_review").text.count('<li class="card') == 1
    assert site.ask("/?gate=/depot-7/gate-2").text.count('<li class="card') == 2
    assert site.ask("/?gate=/none/none&decision=x&after=x").text.count('<li class="card') == 0


def test_a_detail_shows_boxes_and_the_view_of_the_earlier_visit(site: Site) -> None:
    old = pictured(replace(inspection(1), findings=(finding(None),)))
    baseline = full_inspection().baseline
    assert baseline is not None
    new = pictured(
        replace(
            full_inspection(),
            inspection_id="now",
            baseline=replace(baseline, inspection_id=old.inspection_id),
        )
    )
    site.intake.take(body(1, data=old))
    site.intake.take(body(2, data=new))
    page = site.ask("/inspection/depot-7/gate-2/now").text
    assert page.count('<rect class="box" x="64.0" y="36.0" width="128.0" height="72.0"/>') == 3
    assert "before: left" in page
    assert "a car may have passed unseen" in page
    assert "ab" * 32 in page
    assert "The picture is still at the gate." in page


def test_nothing_that_a_gate_says_becomes_markup(site: Site) -> None:
    evil = '<script>alert("x")</script>'
    data = replace(
        full_inspection(),
        inspection_id=f"{evil}/../x",
        rental=evil,
        vehicle=Vehicle(key=KEY, plate=replace(plate(), text=evil), make_model=None, color=evil),
        decision_reasons=(evil,),
        findings=(replace(finding(None), kind=evil, part=evil, view=evil),),
    )
    site.intake.take(body(1, data=pictured(data)))
    page = site.ask("/")
    assert "<script" not in page.text
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    link = page.text.split('class="cover" href="')[1].split('"')[0]
    detail = site.ask(link)
    assert "<script" not in detail.text
    site.intake.take(evil.encode(), evil)
    assert "<script" not in site.ask("/aside").text


def test_a_picture_is_put_and_got(site: Site) -> None:
    path = f"/evidence/{SHA256}"
    assert site.ask(path).status == 404
    assert site.ask(path, "PUT", JPEG, TOKEN).status == 201
    assert site.ask(f"{path}.jpg", "PUT", JPEG, TOKEN).status == 200
    got = site.ask(path)
    assert (got.status, got.body, got.headers["Content-Type"]) == (200, JPEG, "image/jpeg")
    assert "immutable" in got.headers["Cache-Control"]
    assert site.ask(path, "HEAD").status == 200


@pytest.mark.parametrize(
    ("name", "sent", "token", "status"),
    [
        (SHA256, JPEG, None, 401),
        (SHA256, JPEG, "wrong", 401),
        ("0" * 64, JPEG, TOKEN, 422),
        ("passwd", JPEG, TOKEN, 422),
        (SHA256, JPEG + bytes(20_000), TOKEN, 413),
        (SHA256, b"", TOKEN, 422),
    ],
)
def test_a_wrong_upload_is_refused(
    site: Site, name: str, sent: bytes, token: str | None, status: int
) -> None:
    assert site.ask(f"/evidence/{name}", "PUT", sent, token).status == status
    assert site.ask(f"/evidence/{SHA256}").status == 404


def test_a_thumbnail_stands_in_for_a_picture_that_is_not_here(site: Site) -> None:
    data = pictured(inspection(1))
    site.intake.take(body(1, data=data))
    site.notices.thumbnail(JPEG, SOURCE, data.inspection_id, "0")
    page = site.ask("/").text
    link = page.split('<img src="')[1].split('"')[0]
    assert link.startswith("/thumbnail/")
    assert site.ask(link).body == JPEG


def test_a_monitor_hears_that_nothing_can_arrive(site: Site) -> None:
    site.intake.take(body(2))
    site.intake.take(b"")
    answer = site.ask("/health")
    assert answer.status == 503
    told = json.loads(answer.body)
    assert (told["connected"], told["holes"], told["breaks"], told["set_aside"]) == (False, 1, 0, 1)


def test_an_altered_event_is_told_on_the_page_and_to_a_monitor(site: Site) -> None:
    site.intake.take(event_json(replace(event(1), previous=FIRST)))
    assert "was altered" not in site.ask("/").text
    site.intake.take(event_json(replace(event(2), previous="ab" * 32)))
    assert "number 1 or number 2" in site.ask("/").text
    assert json.loads(site.ask("/health").body)["breaks"] == 1


@pytest.mark.parametrize(
    "path", ["/inspection/depot-7/gate-2/none", "/none", "/evidence/..%2f..%2fetc%2fpasswd"]
)
def test_what_is_not_there_is_told_plainly(site: Site, path: str) -> None:
    answer = site.ask(path)
    assert answer.status == 404
    assert "Return Gate" in answer.text


def test_a_damaged_database_is_a_page_not_a_traceback(site: Site, tmp_path: Path) -> None:
    for file in tmp_path.glob(f"{DATABASE}*"):
        file.unlink()
    answer = site.ask("/")
    assert answer.status == 503
    assert "The disk does not answer" in answer.text


def test_a_revision_says_who_corrected_it_and_why(site: Site) -> None:
    review = Review(by="Kim", at=NOON, why="<looked>", corrected=("rental",), judged=())
    first = full_inspection()
    for sequence, record in enumerate((replace(first, revision=1, review=review), first), start=1):
        site.intake.take(body(sequence, data=record))
    page = site.ask(f"/inspection{SOURCE}/{first.inspection_id}").text
    assert "revision 1" in page
    assert "Revised by Kim at 2026-11-21 12:00:00 UTC: &lt;looked&gt; <small>(rental)</small>" in page


def test_the_page_says_what_was_between_and_whose_state_each_side_is(site: Site) -> None:
    side = SideRef(view="rear", inspection_id="older", at=NOON, age_days=9.0)
    baseline = full_inspection().baseline
    assert baseline is not None
    out = replace(baseline, interval=Interval.RENTAL, provenance=Provenance.CENTRE, sides=(side,))
    disputed = replace(finding(None), disputed="f0")
    site.intake.take(body(1, data=replace(full_inspection(), baseline=out, findings=(disputed,))))
    page = site.ask(f"/inspection{SOURCE}/{inspection().inspection_id}").text
    assert "Compared with the checkout of this rental of 2026-11-19 12:00:00 UTC, handed over by" in page
    assert "View rear, which was not seen well then, with that of 2026-11-21 12:00:00 UTC." in page
    assert "judged by nobody yet" in page
