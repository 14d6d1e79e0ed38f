"""What looks like damage and is none: water, dirt, stickers, shadows, glints.

Laid on damaged and undamaged places alike, so that a network learns to look past them. Every function takes
and gives (h, w, 3) uint8 BGR; sizes are shares of the longer side, as what is cut out is seen at many scales.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from models.train.data.pictures import Image

Random = np.random.Generator
Share = npt.NDArray[np.float32] | npt.NDArray[np.float64]
"""How much of each pixel is covered, 0 to 1."""


def confused(image: Image, random: Random) -> Image:
    """One or two kinds of them."""
    kinds = (lens_drops, beads, dirt, sticker, shadow, glints)
    for kind in random.choice(len(kinds), size=int(random.integers(1, 3)), replace=False):
        image = kinds[kind](image, random)
    return image


def lens_drops(image: Image, random: Random) -> Image:
    """Drops on the window before the lens: each shows the scene upside down, small and blurred."""
    side = max(image.shape[:2])
    soft = cv2.GaussianBlur(image, (0, 0), side * random.uniform(0.003, 0.012))
    for _ in range(int(random.integers(1, 6))):
        radius = side * _log_uniform(0.012, 0.12, random)
        slim, bulge = random.uniform(0.7, 1.1), random.uniform(2.0, 9.0)
        cx, cy = random.uniform(0, image.shape[1]), random.uniform(0, image.shape[0])
        y, x = np.mgrid[0 : image.shape[0], 0 : image.shape[1]].astype(np.float32)
        far = np.hypot((x - cx) / slim, y - cy) / radius
        turned = cv2.remap(
            soft,
            cx - (x - cx) * bulge,
            cy - (y - cy) * bulge,
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REFLECT_101,
        )
        rim = 1 - random.uniform(0, 0.5) * np.clip(far, 0, 1)[..., None] ** 4
        share = np.clip((1 - far) / random.uniform(0.1, 0.5), 0, 1) * random.uniform(0.5, 1.0)
        image = _laid(image, turned * rim * random.uniform(0.7, 1.25), share)
    return image


def beads(image: Image, random: Random) -> Image:
    """Rain on the paint: many small beads, lit from one side and dark on the other."""
    side = max(image.shape[:2])
    light, dark = np.zeros(image.shape[:2], np.uint8), np.zeros(image.shape[:2], np.uint8)
    apart = 1 if random.random() < 0.5 else -1
    for _ in range(int(_log_uniform(15, 200, random))):
        radius = max(1, round(side * _log_uniform(0.002, 0.01, random)))
        x, y = int(random.uniform(0, image.shape[1])), int(random.uniform(0, image.shape[0]))
        shown = int(random.uniform(40, 200))
        cv2.circle(light, (x, y - apart * radius), radius, (shown,), -1, cv2.LINE_AA)
        cv2.circle(dark, (x, y + apart * radius), radius, (shown,), -1, cv2.LINE_AA)
    strength = random.uniform(0.2, 0.8)
    for mask, level in ((light, 235.0), (dark, 25.0)):
        share = cv2.blur(mask, (2, 2)).astype(np.float32) / 255 * strength
        image = _laid(image, np.full_like(image, level, np.float32), share)
    return image


def dirt(image: Image, random: Random) -> Image:
    """Dust and mud of the road: a film of one colour in clouds, with spatter."""
    height, width = image.shape[:2]
    grains = sum(
        _cloud((height, width), int(max(height, width) * part), random) for part in (0.3, 0.08, 0.02)
    )
    film = np.clip(grains / 3 - random.uniform(0.3, 0.6), 0, 1) * 2
    for _ in range(int(random.uniform(0, 40))):
        place = int(random.uniform(0, width)), int(random.uniform(0, height))
        radius = max(1, round(max(height, width) * _log_uniform(0.002, 0.012, random)))
        cv2.circle(film, place, radius, (float(random.uniform(0.3, 1.0)),), -1, cv2.LINE_AA)
    color = np.array([0.75, 0.9, 1.0]) * random.uniform(30, 150) + random.normal(0, 8, 3)
    return _laid(image, np.broadcast_to(color, image.shape), film * random.uniform(0.3, 0.9))


def sticker(image: Image, random: Random) -> Image:
    """A label or a badge, round or square, mostly with a print on it."""
    side = max(image.shape[:2])
    half = side * _log_uniform(0.015, 0.09, random)
    cx, cy = random.uniform(0, image.shape[1]), random.uniform(0, image.shape[0])
    around = float(image.mean()) / 128 + 0.25  # paper is lit as the car is
    layers = [(1.0, _paper(random))]
    layers += [(random.uniform(0.3, 0.7), _paper(random))] * int(random.random() < 0.7)
    for size, color in layers:
        mask = np.zeros(image.shape[:2], np.uint8)
        if random.random() < 0.5:
            axes = (max(1, int(half * size)), max(1, int(half * size * random.uniform(0.6, 1))))
            cv2.ellipse(
                mask, (int(cx), int(cy)), axes, random.uniform(0, 180), 0, 360, (255,), -1, cv2.LINE_AA
            )
        else:
            shape = (2 * half * size, 2 * half * size * random.uniform(0.4, 1))
            corners = cv2.boxPoints(((cx, cy), shape, float(random.normal(0, 10))))
            cv2.fillConvexPoly(mask, corners.astype(np.int32), (255,), cv2.LINE_AA)
        image = _laid(image, np.broadcast_to(color * around, image.shape), mask.astype(np.float32) / 255)
    return image


def shadow(image: Image, random: Random) -> Image:
    """The edge of a shadow, or a pole's: darker on one side of a line, or between two."""
    height, width = image.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    turn = random.uniform(0, np.pi)
    along = (x - random.uniform(0, width)) * np.cos(turn) + (y - random.uniform(0, height)) * np.sin(turn)
    bend = np.sin((x * np.sin(turn) - y * np.cos(turn)) / max(height, width) * random.uniform(0, 6))
    edge = max(height, width) * _log_uniform(0.003, 0.08, random)
    off = along + bend * max(height, width) * random.uniform(0, 0.1)
    within = np.clip(off / edge + 0.5, 0, 1)
    if random.random() < 0.5:
        within *= np.clip((max(height, width) * random.uniform(0.03, 0.3) - off) / edge + 0.5, 0, 1)
    return _laid(image, np.zeros_like(image), within * random.uniform(0.25, 0.7))


def glints(image: Image, random: Random) -> Image:
    """Highlights of lamps and the sun on the paint: bright, drawn out along an edge or a curve."""
    side = max(image.shape[:2])
    for _ in range(int(random.integers(1, 4))):
        mask = np.zeros(image.shape[:2], np.uint8)
        middle = int(random.uniform(0, image.shape[1])), int(random.uniform(0, image.shape[0]))
        long = side * _log_uniform(0.01, 0.15, random)
        axes = (max(1, int(long)), max(1, int(long * random.uniform(0.05, 0.5))))
        cv2.ellipse(mask, middle, axes, random.uniform(0, 180), 0, 360, (255,), -1, cv2.LINE_AA)
        share = cv2.GaussianBlur(mask, (0, 0), max(0.5, axes[1] * random.uniform(0.2, 1.0)))
        color = np.clip(random.normal((245, 248, 250), 12), 0, 255)
        lit = share.astype(np.float32) / 255 * random.uniform(0.3, 1.0)
        image = _laid(image, np.broadcast_to(color, image.shape), lit)
    return image


def _paper(random: Random) -> npt.NDArray[np.float64]:
    """A colour: white, grey or black as often as any."""
    return np.full(3, random.uniform(10, 250)) if random.random() < 0.5 else random.uniform(0, 256, 3)


def _laid(image: Image, over: npt.ArrayLike, share: Share) -> Image:
    covered = np.asarray(np.clip(share, 0, 1), np.float32)[..., None]
    return np.asarray((image * (1 - covered) + np.asarray(over, np.float32) * covered).clip(0, 255), np.uint8)


def _cloud(shape: tuple[int, int], grain: int, random: Random) -> Share:
    coarse = random.random((shape[0] // max(1, grain) + 2, shape[1] // max(1, grain) + 2)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def _log_uniform(low: float, high: float, random: Random) -> float:
    return float(np.exp(random.uniform(np.log(low), np.log(high))))
