"""What lies between a plate and its picture: wear, pose, light, lens, sensor, and a detector's rough box."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from models.train.augment.light import cast, exposure, gray, jpeg, noise
from models.train.data.pictures import Image

Random = np.random.Generator
Points = npt.NDArray[np.float64]
WIDTH, HEIGHT = 192, 64
"""The reader's input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """How plates come before a camera: standard deviations in degrees, widths of the crop in pixels."""

    yaw: float = 14.0
    pitch: float = 11.0
    roll: float = 4.5
    narrowest: float = 50.0
    widest: float = 260.0
    faults: float = 1.0
    """How often light, lens, sensor and dirt spoil the picture, as a share of training's rates."""


TRAINING = Camera()
REAL = Camera(narrowest=70.0)
"""For crops that are small and spoilt already."""
AT_THE_GATE = Camera(yaw=8.0, pitch=16.0, roll=3.0, narrowest=90.0, widest=220.0, faults=0.5)
"""Above a lane, set up as a gate's; drawings that measure the reader are seen by this one."""


def photograph(
    plate: Image, spots: Points, behind: Image, random: Random, camera: Camera = TRAINING
) -> tuple[Image, Points]:
    """A crop (64, 192, 3) of a flat plate as a gate's detector would cut it out.

    Args:
        plate: drawn flat.
        spots: (n, 2) x and y of places on it, in its pixels.
        behind: a patch of anything, seen around the plate.
        camera: which it is seen by.

    Returns:
        The crop, and where the places are in it, as shares of its width and height.
    """
    seen, places = _posed(_worn(plate, random, camera.faults), spots, behind, random, camera)
    return finish(degrade(seen, random, camera), random), places


def recrop(picture: Image, box: tuple[float, float, float, float], random: Random) -> Image:
    """A crop of a real plate at a box (left, top, right, bottom) in its picture, turned and cut anew."""
    left, top, right, bottom = box
    w, h = right - left, bottom - top
    target_w = int(min(256, max(48, 1.3 * w)))
    target_h = int(max(16, target_w * h / w))
    margin = _margins(random)
    corners = np.array(
        [
            [left - margin[0] * w, top - margin[1] * h],
            [right + margin[2] * w, top - margin[1] * h],
            [right + margin[2] * w, bottom + margin[3] * h],
            [left - margin[0] * w, bottom + margin[3] * h],
        ],
        np.float32,
    )
    corners += random.normal(0, 0.02, (4, 2)).astype(np.float32) * np.array([w, h], np.float32)
    spin = cv2.getRotationMatrix2D(((left + right) / 2, (top + bottom) / 2), random.normal(0, 3), 1.0)
    turned = np.asarray(corners @ spin[:, :2].T + spin[:, 2], np.float32)
    frame = np.array([[0, 0], [target_w, 0], [target_w, target_h], [0, target_h]], np.float32)
    warp = cv2.getPerspectiveTransform(turned, frame)
    size = (target_w, target_h)
    warped = cv2.warpPerspective(picture, warp, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    cut = np.asarray(warped, np.uint8)
    if random.random() < 0.6:
        cut = degrade(cut, random, REAL)
    return finish(cut, random)


def degrade(crop: Image, random: Random, camera: Camera) -> Image:
    """Light, distance, blur, noise and JPEG, in the order in which they happen."""
    often = camera.faults
    crop = _light(crop, random, often)
    far = random.uniform(np.log(camera.narrowest), np.log(camera.widest))
    width = int(min(crop.shape[1], np.exp(far)))
    small = (width, max(8, round(crop.shape[0] * width / crop.shape[1])))
    how = cv2.INTER_AREA if random.random() < 0.7 else cv2.INTER_LINEAR
    crop = np.asarray(cv2.resize(crop, small, interpolation=how), np.uint8)
    if random.random() < 0.35 * often:
        crop = _smear(crop, random)
    if random.random() < 0.35 * often:
        crop = np.asarray(cv2.GaussianBlur(crop, (0, 0), random.uniform(0.3, 0.011 * width + 0.35)), np.uint8)
    if random.random() < 0.55 * often:
        crop = noise(crop, random, most=14.0)
    if random.random() < 0.25 * often:
        crop = _sharpened(crop, random)
    if random.random() < 0.6 * often:
        crop = jpeg(crop, random)
    return crop


def finish(crop: Image, random: Random) -> Image:
    """To the reader's input, as the gate resizes; at times in grey as under an infrared lamp."""
    if random.random() < 0.08:
        crop = gray(crop, random)
    return np.asarray(cv2.resize(crop, (WIDTH, HEIGHT)), np.uint8)


def _posed(
    plate: Image, spots: Points, behind: Image, random: Random, camera: Camera
) -> tuple[Image, Points]:
    """Seen from aside and from above, in the crop of a detector's box."""
    height, width = plate.shape[:2]
    yaw, pitch = random.normal(0, camera.yaw), random.normal(0, camera.pitch)
    roll = random.normal(0, camera.roll * (1.0 if random.random() < 0.9 else 2.7))
    corners = np.array([[-width, -height], [width, -height], [width, height], [-width, height]], float) / 2
    seen = _project(corners, yaw, pitch, roll, distance=random.uniform(3, 9) * width)
    low, high = seen.min(axis=0), seen.max(axis=0)
    size = high - low
    margin = _margins(random)
    low -= size * margin[:2]
    high += size * margin[2:]
    size = high - low
    frame = (min(640, max(24, round(size[0]))), min(400, max(12, round(size[1]))))
    target = np.asarray((seen - low) / size * frame, np.float32)
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    warp = cv2.getPerspectiveTransform(source, target)
    canvas = np.asarray(cv2.resize(behind, frame, interpolation=cv2.INTER_LINEAR), np.uint8)
    cv2.warpPerspective(
        plate, warp, frame, dst=canvas, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT
    )
    places = cv2.perspectiveTransform(np.asarray(spots, np.float64).reshape(-1, 1, 2), warp)[:, 0]
    return canvas, np.asarray(places / frame, np.float64)


def _project(corners: Points, yaw: float, pitch: float, roll: float, *, distance: float) -> Points:
    """Corners (4, 2) on a plane turned by the angles (degrees), through a pinhole at a distance."""
    a, b, c = np.deg2rad([yaw, pitch, roll])
    about_y = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    about_z = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    flat = np.column_stack([corners, np.zeros(len(corners))])
    turned = flat @ (about_z @ about_x @ about_y).T
    return np.asarray(turned[:, :2] * (distance / (distance + turned[:, 2:])))


def _margins(random: Random) -> Points:
    """Shares of the box's sides at left, top, right, bottom: the gate adds 3 to 10 %, a detector is off."""
    added = random.uniform(0.0, 0.12)
    return np.asarray(np.clip(random.normal(added, 0.035, 4), -0.04, 0.3), np.float64)


def _worn(plate: Image, random: Random, often: float) -> Image:
    """Dirt, scratches, a bent frame's shadow, a bolt."""
    plate = plate.copy()
    height, width = plate.shape[:2]
    if random.random() < 0.3 * often:
        spots = cv2.resize(
            random.random((6, 18)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
        )
        share = np.clip((spots - random.uniform(0.55, 0.9)) * 2.5, 0, 0.75)[..., None]
        mud = np.array(random.uniform(40, 120, 3), np.float32)
        plate = np.asarray(plate * (1 - share) + mud * share, np.uint8)
    if random.random() < 0.3 * often:
        tall = int(height * random.uniform(0.04, 0.12))
        dark = random.uniform(0.2, 0.7)
        edge = slice(0, tall) if random.random() < 0.5 else slice(height - tall, height)
        plate[edge] = (plate[edge] * dark).astype(np.uint8)
    return plate


def _light(crop: Image, random: Random, often: float) -> Image:
    """Exposure and colour, a shadow's edge, a lamp's spot, night."""
    height, width = crop.shape[:2]
    if random.random() < 0.7:
        crop = exposure(crop, random)
    if random.random() < 0.6:
        crop = cast(crop, random)
    if random.random() < 0.3 * often:
        ramp = np.linspace(random.uniform(0.4, 1.1), random.uniform(0.4, 1.1), width, dtype=np.float32)
        crop = np.asarray(crop * ramp[None, :, None], np.uint8) if random.random() < 0.5 else crop
    if random.random() < 0.2 * often:
        veil = np.zeros((height, width), np.float32)
        points = random.uniform(-0.3, 1.3, (4, 2)) * (width, height)
        cv2.fillConvexPoly(veil, cv2.convexHull(points.astype(np.int32)), (1.0,))
        crop = np.asarray(
            crop * (1 - random.uniform(0.25, 0.65) * cv2.blur(veil, (5, 5)))[..., None], np.uint8
        )
    if random.random() < 0.08 * often:
        center = (random.uniform(0, width), random.uniform(0, height))
        y, x = np.mgrid[0:height, 0:width]
        spot = np.exp(
            -((x - center[0]) ** 2 + (y - center[1]) ** 2) / (2 * (random.uniform(0.15, 0.5) * height) ** 2)
        )
        crop = np.asarray((crop + 255 * random.uniform(0.2, 0.8) * spot[..., None]).clip(0, 255), np.uint8)
    if random.random() < 0.2 * often:
        level = np.exp(random.uniform(np.log(0.2), np.log(0.7)))
        crop = np.asarray(crop * level, np.uint8)
    if random.random() < 0.15 * often:
        flat = random.uniform(0.3, 0.7)
        crop = np.asarray(crop * flat + random.uniform(20, 160) * (1 - flat), np.uint8)
    return crop


def _smear(crop: Image, random: Random) -> Image:
    """Motion: a line kernel of up to a fortieth of the width."""
    length = int(random.integers(2, max(3, crop.shape[1] // 30) + 1))
    kernel = np.zeros((length, length), np.float32)
    turn = np.deg2rad(random.normal(0, 25) + (90 if random.random() < 0.2 else 0))
    reach = (length - 1) / 2
    for t in np.linspace(-reach, reach, 2 * length):
        kernel[round(reach + t * np.sin(turn)), round(reach + t * np.cos(turn))] = 1
    return np.asarray(cv2.filter2D(crop, -1, kernel / kernel.sum()), np.uint8)


def _sharpened(crop: Image, random: Random) -> Image:
    """As a camera's own firmware overdoes it."""
    soft = cv2.GaussianBlur(crop, (0, 0), random.uniform(0.7, 1.6))
    return np.asarray(cv2.addWeighted(crop, 1 + (k := random.uniform(0.4, 1.6)), soft, -k, 0), np.uint8)
