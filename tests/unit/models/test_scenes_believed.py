import json
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from edge.app.plates import Look
from edge.domain.detection import Detection
from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.domain.observation import PlateReading
from models.scenes.believed import Share, cars_found, plates_read, report, verdicts

CAR = [100.0, 60.0, 300.0, 200.0]


def record(visit: int, plate_px: float | None) -> dict[str, object]:
    plate = None if plate_px is None else {"end": "front", "box": [200.0, 200.0, plate_px, 25.0]}
    view = {"role": "front", "file": f"{visit}.jpg", "vehicle_box": CAR, "plate": plate}
    return {"body": "van", "light": "night", "plate": "AB 123", "views": [view]}


def at_its_place(image: Image) -> Sequence[Detection]:
    return [Detection(box=Box.of_size(*CAR), label="vehicle", score=0.9)]


def elsewhere(image: Image) -> Sequence[Detection]:
    return [Detection(box=Box.of_size(0, 0, 120, 90), label="vehicle", score=0.9)]


def always(text: str) -> Look:
    box = Box.of_size(200, 200, 110, 25)
    reading = PlateReading(text=text, raw=text, confidence=0.9, char_confidence=())
    return Look(box=box, reading=reading, score=0.9)


def ground(folder: Path, *plates: float | None) -> Path:
    for name in ("images", "truth"):
        (folder / name).mkdir()
    for number, plate_px in enumerate(plates):
        cv2.imwrite(str(folder / "images" / f"{number}.jpg"), np.zeros((360, 640, 3), np.uint8))
        (folder / "truth" / f"{number}.json").write_text(json.dumps(record(number, plate_px)))
    return folder


def test_wide_plates_count_and_unseen_ones_do_not(tmp_path: Path) -> None:
    folder = ground(tmp_path, 120.0, 90.0, None)
    seen = verdicts(folder, at_its_place, lambda image: always("AB-123"))
    assert cars_found(seen) == Share(hits=3, of=3)
    assert plates_read(seen) == Share(hits=1, of=1)
    assert plates_read(seen, least_px=0) == Share(hits=2, of=2)


def test_a_car_elsewhere_and_another_text_are_misses(tmp_path: Path) -> None:
    seen = verdicts(ground(tmp_path, 120.0), elsewhere, lambda image: always("AB124"))
    assert cars_found(seen) == plates_read(seen) == Share(hits=0, of=1)
    assert seen[0].told == "AB124"


def test_the_report_has_a_line_for_each_body_role_and_light(tmp_path: Path) -> None:
    lines = report(verdicts(ground(tmp_path, 120.0, None), at_its_place, lambda image: None))
    assert lines[0] == "all: cars 1.000 (2/2, 0.34 to 1.00), plates over 100 px 0.000 (0/1, 0.00 to 0.79)"
    assert [line.partition(":")[0] for line in lines[2:]] == ["body van", "role front", "light night"]
