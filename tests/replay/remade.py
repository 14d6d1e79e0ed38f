"""New clips out of the overhead clip: its own cars, in other moments, light and weather.

A clip is a list of pictures at 12.5 a second; what changes it takes it and the seconds of each picture.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from edge.capture.clip import Clip
from edge.domain.frame import Frame, Image
from tests.replay.scenes import Floats, Place

FPS = 12.5
SIZE = (384, 216)
"""Half of the clip's; the watch looks at less."""
WIDTH, HEIGHT = SIZE
DATA = os.environ.get("RETURN_GATE_DATA")

Pictures = list[Image]
Change = Callable[[Floats, float], Floats]
"""A picture (216, 384, 3) and its time to another picture."""


def clip() -> Path:
    return Path(str(DATA)) / "data/video/lane-overhead.mp4"


@cache
def _whole() -> tuple[Image, ...]:
    source = Clip(clip(), "lane")
    try:
        return tuple(np.asarray(cv2.resize(frame.image, SIZE), np.uint8) for frame in source)
    finally:
        source.close()


def cut(begin_s: float, end_s: float) -> Pictures:
    """A part of the overhead clip. The lane is empty in 0 to 4 s, and from 9 to 14 s."""
    return list(_whole()[round(begin_s * FPS) : round(end_s * FPS)])


def white_car() -> Pictures:
    """Eight seconds: the lane is empty, from 2.4 s to 6.6 s a white car drives upwards, empty again."""
    return cut(2, 10)


def frames(pictures: Pictures, *, role: str = "lane", late_s: float = 0.0) -> Iterator[Frame]:
    for number, image in enumerate(pictures):
        time_ns = round((number / FPS + late_s) * 1e9)
        yield Frame(role=role, sequence=number, time_ns=time_ns, image=image)


def changed(pictures: Pictures, *changes: Change) -> list[Image]:
    made = []
    for number, image in enumerate(pictures):
        canvas = image.astype(np.float32)
        for change in changes:
            canvas = change(canvas, number / FPS)
        made.append(np.clip(canvas, 0, 255).astype(np.uint8))
    return made


def held(image: Image, seconds: float, *, noise: float = 1.5) -> list[Image]:
    """The same moment for so long, with a sensor's noise of that standard deviation."""
    chance = np.random.default_rng(3)
    return [
        np.clip(image + chance.normal(0, noise, image.shape), 0, 255).astype(np.uint8)
        for _ in range(round(seconds * FPS))
    ]


def followed(pictures: Pictures, behind_s: float) -> list[Image]:
    """The clip, and in the same lane the clip once more so much later: at each point what differs more from
    the empty lane."""
    empty = np.median(np.stack(cut(0, 4)[::5]), axis=0).astype(np.float32)
    delay = round(behind_s * FPS)
    late = [*pictures[:1] * delay, *pictures]
    first = [*pictures, *pictures[-1:] * delay]
    return [_nearer(a, b, empty) for a, b in zip(first, late, strict=True)]


def _nearer(a: Image, b: Image, empty: Floats) -> Image:
    apart = [np.asarray(cv2.blur(np.abs(each - empty).max(axis=2), (5, 5))) for each in (a, b)]
    return np.where((apart[0] >= apart[1])[..., None], a, b).astype(np.uint8)


def gain(factor: float, from_s: float = 0.0) -> Change:
    """The camera's exposure jumps."""
    return lambda canvas, time_s: canvas * factor if time_s >= from_s else canvas


def shadow(path: Callable[[float], Place], size: tuple[int, int], ratio: float = 0.55) -> Change:
    """Of a cloud, a tree, or a lorry beside the lane."""

    def fall(canvas: Floats, time_s: float) -> Floats:
        dark = _spot(path(time_s), size, soft=5)
        return np.asarray(canvas * (1 - (1 - ratio) * dark[..., None]), np.float32)

    return fall


def headlights(path: Callable[[float], Place], ahead: Place = (0, -100), *, glare: float = 140) -> Change:
    """Two beams on a wet lane at night: the patch that they light ahead, and their mirror images, which
    glitter and are drawn out towards the camera. ``glare``: grey levels that they add."""

    def shine(canvas: Floats, time_s: float) -> Floats:
        x, y = path(time_s)
        chance = np.random.default_rng(round(time_s * 1000))
        light = 0.9 * _spot((x + ahead[0], y + ahead[1]), (64, 80), soft=12)
        for side in (-16, 16):
            drawn_out = _spot((x + side + ahead[0], y + 1.2 * ahead[1]), (12, 90), soft=4)
            light += drawn_out * chance.uniform(0.5, 1.6, (HEIGHT, 1))
        return np.asarray(canvas + glare * light[..., None], np.float32)

    return shine


def rain(drops: int = 160, *, glint: float = 60) -> Change:
    """Thin streaks that are in another place in every picture, and a darker, wet lane."""

    def fall(canvas: Floats, time_s: float) -> Floats:
        chance = np.random.default_rng(round(time_s * 1000) + 7)
        drop = np.zeros((HEIGHT, WIDTH), np.float32)
        for x, y in chance.uniform((0, 0), SIZE, (drops, 2)):
            cv2.line(drop, (int(x), int(y)), (int(x) + 2, int(y) + 9), (1.0,), 1)
        return np.asarray(0.8 * canvas + glint * cv2.GaussianBlur(drop, (3, 3), 0)[..., None], np.float32)

    return fall


def _spot(center: Place, size: tuple[int, int], *, soft: float) -> Floats:
    """(216, 384), 0 to 1: an ellipse with a soft edge."""
    canvas = np.zeros((HEIGHT, WIDTH), np.float32)
    middle, axes = (round(center[0]), round(center[1])), (size[0] // 2, size[1] // 2)
    cv2.ellipse(canvas, middle, axes, 0, 0, 360, (1.0,), cv2.FILLED)
    return np.asarray(cv2.GaussianBlur(canvas, (0, 0), soft), np.float32)
