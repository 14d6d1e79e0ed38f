"""Are the pictures believed? How the shipped networks, which saw photographs alone, do on rendered stills."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from edge.app.plate_engines import make_look, make_reader
from edge.app.plates import Look
from edge.app.wiring import Networks
from edge.config.inspecting import Plate
from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.evaluation.interval import Interval, wilson
from edge.evaluation.labelled import read_picture
from edge.evaluation.plate_picture import WholePicture
from edge.inference.detector import Detector
from edge.inference.runtime import Network
from edge.inference.shelf import Shelf
from edge.inspection.plate_text import normalize_plate
from models.scenes.visits import Record, rendered_visits

OVERLAP = 0.5
"""IoU from which a car counts as found."""
WIDE_PX = 100
"""A plate under this width may be too small to read."""
Detect = Callable[[Image], Sequence[Detection]]
Read = Callable[[Image], Look | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the networks made of one still; `read` is None where its plate does not show."""

    body: str
    role: str
    light: str
    found: bool
    plate_px: float
    read: bool | None
    told: str
    """What was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Hits of so many, with a 95 % interval."""

    hits: int
    of: int

    @property
    def interval(self) -> Interval:
        """Wilson's."""
        return wilson(self.hits, self.of)

    def __str__(self) -> str:
        low, high = self.interval
        share = f"{self.hits / self.of:.3f}" if self.of else "-"
        return f"{share} ({self.hits}/{self.of}, {low:.2f} to {high:.2f})"


def networks() -> tuple[Detect, Read]:
    """The shipped detector and the shipped way to a plate, as the gate runs them."""
    plate = Plate()
    folders = Networks.load(plate, Shelf.of())
    cars = Detector(folders.vehicle, open_network=Network)
    read = make_reader(plate, folders.reader, open_network=Network)
    look = make_look(plate, folders.plate, read, open_network=Network)
    return cars, WholePicture(cars, look)


def verdicts(folder: Path, detect: Detect, read: Read) -> list[Verdict]:
    """One for each still in the folder."""
    rendered = rendered_visits(folder)
    return [_verdict(folder, visit, view, detect, read) for visit in rendered for view in visit["views"]]


def _verdict(folder: Path, visit: Record, view: Record, detect: Detect, read: Read) -> Verdict:
    image = read_picture(folder / "images" / view["file"])
    car = Box.of_size(*view["vehicle_box"])
    look = read(image) if view["plate"] else None
    told = "" if look is None else normalize_plate(look.reading.text)
    return Verdict(
        body=visit["body"],
        role=view["role"],
        light=visit["light"],
        found=any(each.box.iou(car) >= OVERLAP for each in detect(image)),
        plate_px=view["plate"]["box"][2] if view["plate"] else 0.0,
        read=told == normalize_plate(visit["plate"]) if view["plate"] else None,
        told=told,
    )


def cars_found(seen: Iterable[Verdict]) -> Share:
    """Of all stills."""
    found = [each.found for each in seen]
    return Share(hits=sum(found), of=len(found))


def plates_read(seen: Iterable[Verdict], *, least_px: float = WIDE_PX) -> Share:
    """Of the plates that are wider than `least_px`, every character right."""
    right = [each.read for each in seen if each.read is not None and each.plate_px > least_px]
    return Share(hits=sum(map(bool, right)), of=len(right))


def report(seen: Sequence[Verdict]) -> list[str]:
    """The figures in lines: all, then by body, role and light."""
    lines = [f"all: cars {cars_found(seen)}, plates over {WIDE_PX} px {plates_read(seen)}"]
    lines.append(f"all: plates of any width {plates_read(seen, least_px=0)}")
    for word in ("body", "role", "light"):
        groups: dict[str, list[Verdict]] = defaultdict(list)
        for each in seen:
            groups[getattr(each, word)].append(each)
        lines += [
            f"{word} {name}: cars {cars_found(own)}, plates over {WIDE_PX} px {plates_read(own)}"
            for name, own in sorted(groups.items())
        ]
    return lines
