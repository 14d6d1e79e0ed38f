"""What the centre hands over is read, or refused with every fault named by its place."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from edge.domain.inspection import Evidence, Inspection, Purpose
from edge.wire.handed import Handed, HandedOver, handed_over
from edge.wire.plain import WireError, to_json
from tests.examples import KEY, SOURCE, full_inspection


def checkout() -> Inspection:
    picture = Evidence(
        image_id="i1",
        role="view",
        view="left",
        sha256="ab" * 32,
        bytes=1,
        width=10,
        height=10,
        path="x.jpg",
        vehicle_box=(-0.1, 0.0, 1.2, 1.0),
    )
    return replace(full_inspection(), purpose=Purpose.CHECKOUT, evidence=(picture,))


def told() -> HandedOver:
    handed = Handed(source=SOURCE, inspection=checkout(), pictures={"ab" * 32: "2026/11/a.jpg"})
    return HandedOver(key=KEY, checkout=handed, last=handed)


def plain() -> dict[str, Any]:
    made: dict[str, Any] = json.loads(to_json(told()))
    return made


def test_what_was_handed_over_is_read_back() -> None:
    assert handed_over(to_json(told()), KEY) == told()
    assert handed_over(b'{"key": "%s"}' % KEY.encode(), KEY) == HandedOver(key=KEY)


def test_a_newer_gate_may_say_more() -> None:
    more = plain()
    more["last"]["inspection"] |= {"later": 1}
    assert handed_over(json.dumps(more).encode(), KEY) == told()


@pytest.mark.parametrize(
    ("where", "value", "fault"),
    [
        ("key", "ff" * 16, "key: not that of the topic"),
        ("key", "AB123CD", "key: "),
        ("lost", None, "lost: "),
        ("last.source", "depot", "last.source: "),
        ("last.inspection", {}, "last.inspection.inspection_id: "),
        ("last.inspection.vehicle.key", "ff" * 16, "last.inspection.vehicle.key: is another vehicle's"),
        ("checkout.inspection.purpose", "return", "checkout.inspection: is no checkout"),
        ("checkout.inspection.rental", None, "checkout.inspection: is no checkout"),
        ("last.inspection.passage.left_at", "2026-11-21T12:00:00", "document: "),
        ("last.inspection.passage.entered_at", "0001-01-01T00:00:00+05:00", "document: "),
        ("last.inspection.passage.left_at", "yesterday", "last.inspection.passage.left_at: "),
        ("last.inspection.findings.0.box", [0, 0, 0, 1], "last.inspection.findings.0.box: is no place"),
        ("last.inspection.findings.1.vehicle_box", [0, 0, 9, 1], "findings.1.vehicle_box: is no place"),
        ("last.inspection.findings.0.confidence", float("nan"), "document: "),
        ("last.inspection.evidence.0.vehicle_box", [5, 5, 1, 1], "evidence.0.vehicle_box: is no place"),
        ("last.inspection.evidence.0.sha256", "../../etc/passwd", "evidence.0.sha256: is no SHA-256"),
        ("last.pictures", {"ab" * 32: "../../etc/passwd"}, "last.pictures."),
        ("last.pictures", {"ab" * 32: "//elsewhere.example/x"}, "last.pictures."),
        ("last.pictures", {"ab" * 32: "https://elsewhere.example/x"}, "last.pictures."),
        ("last.pictures", {"ab" * 32: "a?b"}, "last.pictures."),
        ("last.pictures", {"passwd": "x.jpg"}, "last.pictures."),
    ],
)
def test_what_is_wrong_is_named(where: str, value: object, fault: str) -> None:
    wrong = plain()
    *way, last = where.split(".")
    place: Any = wrong
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[last] = value
    with pytest.raises(WireError) as refusal:
        handed_over(json.dumps(wrong).encode(), KEY)
    assert fault in str(refusal.value)


@pytest.mark.parametrize("payload", [b"", b"null", b"[]", b"\xff", b"[" * 100_000, b"{}"])
def test_what_is_nothing_of_the_kind_is_refused(payload: bytes) -> None:
    with pytest.raises(WireError):
        handed_over(payload, KEY)
