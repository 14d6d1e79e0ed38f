from __future__ import annotations

import cv2
import numpy as np

from edge.domain.geometry import Box
from edge.vision.contours import find_quadrilaterals, to_grey


def test_a_light_plate_on_a_dark_car_is_found() -> None:
    image = np.full((200, 400, 3), 60, np.uint8)
    cv2.rectangle(image, (120, 90), (279, 129), (240, 240, 240), cv2.FILLED)
    best = find_quadrilaterals(image)[0]
    assert best.box.iou(Box(left=120, top=90, right=280, bottom=130)) > 0.9


def test_a_round_lamp_is_no_plate() -> None:
    image = np.full((200, 400, 3), 60, np.uint8)
    cv2.circle(image, (200, 100), 40, (240, 240, 240), cv2.FILLED)
    assert find_quadrilaterals(image) == []


def test_where_nothing_is_nothing_is_found() -> None:
    assert find_quadrilaterals(np.full((1, 1, 3), 60, np.uint8)) == []


def test_grey_is_one_channel() -> None:
    assert to_grey(np.full((4, 6, 3), 60, np.uint8)).shape == (4, 6)
