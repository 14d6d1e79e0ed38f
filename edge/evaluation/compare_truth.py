"""Before-and-after pictures with their truth, as `gate evaluate compare` reads them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from edge.domain.detection import Detection
from edge.domain.errors import DataError
from edge.domain.geometry import Box
from edge.domain.inspection import Status

FILE, IMAGES = "pairs.json", "images"
Side = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Coordinate = Annotated[float, Field(allow_inf_nan=False)]
Corner = tuple[Coordinate, Coordinate, Side, Side]
"""x, y, width, height."""


class _Entry(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class _Damage(_Entry):
    kind: str
    state: Literal["new", "pre_existing", "repaired"]
    before_box: Corner | None = None
    after_box: Corner | None = None


class _Detection(_Entry):
    kind: str
    box: Corner
    score: float = Field(ge=0, le=1)


class _Pair(_Entry):
    before: str
    after: str
    damages: tuple[_Damage, ...]
    detections_before: tuple[_Detection, ...]
    detections_after: tuple[_Detection, ...]
    vehicles: tuple[Corner | None, Corner | None] = (None, None)
    """In the earlier and in the later picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueDamage:
    """A damage of a car and what became of it; a box is None in the picture where it is not to be seen."""

    kind: str
    state: Status
    before_box: Box | None
    after_box: Box | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TruePair:
    """Two pictures of one car. Boxes are in pixels of their picture and may reach beyond it."""

    before: Path
    after: Path
    damages: tuple[TrueDamage, ...]
    detections_before: tuple[Detection, ...]
    detections_after: tuple[Detection, ...]
    before_vehicle: Box | None = None
    """Where the vehicle is; None if it fills the picture."""
    after_vehicle: Box | None = None

    @property
    def clean(self) -> bool:
        """Nothing in it is new."""
        return all(damage.state is not Status.NEW for damage in self.damages)


def read_pairs(folder: Path) -> list[TruePair]:
    """All pairs of a folder, in the order of its file; other keys are ignored.

    Raises:
        DataError: the file is missing or malformed, holds no pair, or names a picture that is not there;
            the message names the file and the place.
    """
    file = folder / FILE
    try:
        entries = TypeAdapter(list[_Pair]).validate_json(file.read_bytes())
    except OSError as fault:
        raise DataError(f"{file}: {fault.strerror}") from fault
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole file"
        raise DataError(f"{file}: {place}: {first['msg']}") from fault
    if not entries:
        raise DataError(f"{file}: no pair")
    return [_pair(entry, folder, f"{file}: {number}") for number, entry in enumerate(entries)]


def _pair(entry: _Pair, folder: Path, where: str) -> TruePair:
    for number, damage in enumerate(entry.damages):
        if fault := _contradiction(damage):
            raise DataError(f"{where}.damages.{number}: {fault}")
    return TruePair(
        before=_picture(folder, entry.before),
        after=_picture(folder, entry.after),
        damages=tuple(
            TrueDamage(
                kind=damage.kind,
                state=Status(damage.state),
                before_box=_box(damage.before_box),
                after_box=_box(damage.after_box),
            )
            for damage in entry.damages
        ),
        detections_before=tuple(_detection(each) for each in entry.detections_before),
        detections_after=tuple(_detection(each) for each in entry.detections_after),
        before_vehicle=_box(entry.vehicles[0]),
        after_vehicle=_box(entry.vehicles[1]),
    )


def _contradiction(damage: _Damage) -> str | None:
    """What of a damage's boxes does not go with its state."""
    boxes = {"new": (damage.after_box,), "repaired": (damage.before_box,)}
    if all(box is None for box in boxes.get(damage.state, (damage.before_box, damage.after_box))):
        return f"a {damage.state} damage without the box of the picture that shows it"
    return None


def _picture(folder: Path, name: str) -> Path:
    """A picture is named within `images/`, or from the folder on."""
    places = (folder / IMAGES / name, folder / name)
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise DataError(f"{places[0]}: No such picture")
    return found


def _box(corner: Corner | None) -> Box | None:
    return None if corner is None else Box.of_size(*corner)


def _detection(each: _Detection) -> Detection:
    return Detection(box=Box.of_size(*each.box), label=each.kind, score=each.score)
