"""What weather, night and a cheap camera do to a picture.

Every function takes and gives (h, w, 3) uint8 BGR.
"""

from __future__ import annotations

import cv2
import numpy as np

from models.train.data.pictures import Image

Random = np.random.Generator


def weather(image: Image, random: Random) -> Image:
    """One random chain of exposure, colour, rain, blur, noise and JPEG, each at its own rate."""
    chain = (
        (0.8, exposure),
        (0.5, cast),
        (0.08, gray),
        (0.1, rain),
        (0.06, glare),
        (0.12, night),
        (0.15, motion_blur),
        (0.12, defocus),
        (0.3, noise),
        (0.5, jpeg),
    )
    for rate, change in chain:
        if random.random() < rate:
            image = change(image, random)
    return image


def exposure(image: Image, random: Random) -> Image:
    """Gain, offset and gamma."""
    level = np.arange(256) / 255.0
    curve = level ** np.exp(random.normal(0, 0.25)) * np.exp(random.normal(0, 0.2)) + random.normal(0, 0.05)
    return np.asarray(cv2.LUT(image, (curve * 255).clip(0, 255).astype(np.uint8)), np.uint8)


def cast(image: Image, random: Random) -> Image:
    """A white balance off by about 10 % a channel; at times pink, as without an infrared filter."""
    gains = np.exp(random.normal(0, 0.1, 3))
    if random.random() < 0.1:
        gains *= (1.1, 0.7, 1.2)
    return np.asarray((image * gains.astype(np.float32)).clip(0, 255), np.uint8)


def gray(image: Image, random: Random) -> Image:
    """As an infrared lamp at night shows it."""
    return np.asarray(cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR), np.uint8)


def night(image: Image, random: Random) -> Image:
    """A third to a twentieth of the light, warm, with the noise of the gain."""
    light = np.exp(random.uniform(np.log(0.08), np.log(0.4)))
    warm = np.array([0.8, 1.0, 1.15], np.float32)
    dark = image * warm * light + random.normal(0, random.uniform(1, 6), image.shape).astype(np.float32)
    return np.asarray((dark * min(1.6, 0.4 / light)).clip(0, 255), np.uint8)


def rain(image: Image, random: Random) -> Image:
    """Thin bright streaks, all of one slant."""
    height, width = image.shape[:2]
    veil = np.zeros((height, width), np.uint8)
    slant, length = random.uniform(-0.3, 0.3), random.uniform(0.03, 0.08) * height
    for _ in range(int(random.uniform(40, 250))):
        x, y = random.uniform(0, width), random.uniform(0, height)
        end = (int(x + slant * length), int(y + length))
        cv2.line(veil, (int(x), int(y)), end, (random.uniform(40, 140),), 1, cv2.LINE_AA)
    soft = cv2.blur(veil, (2, 3))
    return np.asarray(cv2.add(image, cv2.merge([soft, soft, soft])), np.uint8)


def glare(image: Image, random: Random) -> Image:
    """A headlight or low sun: a soft bright disc."""
    height, width = image.shape[:2]
    disc = np.zeros((height // 4 + 1, width // 4 + 1, 3), np.uint8)
    center = (int(random.uniform(0, disc.shape[1])), int(random.uniform(0, disc.shape[0])))
    cv2.circle(disc, center, int(random.uniform(3, 12)), (200, 240, 255), -1)
    soft = cv2.GaussianBlur(disc, (0, 0), random.uniform(3, 10)) * random.uniform(1, 4)
    big = cv2.resize(soft.clip(0, 255).astype(np.uint8), (width, height))
    return np.asarray(cv2.add(image, big), np.uint8)


def motion_blur(image: Image, random: Random) -> Image:
    """A line kernel of 3 to 11 pixels, mostly level as cars drive."""
    length = int(random.integers(3, 12))
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1.0
    turn = cv2.getRotationMatrix2D((length / 2 - 0.5, length / 2 - 0.5), random.normal(0, 25), 1)
    turned = np.asarray(cv2.warpAffine(kernel, turn, (length, length)), np.float32)
    return np.asarray(cv2.filter2D(image, -1, turned / max(float(turned.sum()), 1e-6)), np.uint8)


def defocus(image: Image, random: Random) -> Image:
    """Soft focus, or a wet lens."""
    return np.asarray(cv2.GaussianBlur(image, (0, 0), random.uniform(0.6, 2.2)), np.uint8)


def noise(image: Image, random: Random, most: float = 10.0) -> Image:
    """Sensor noise, 2 to `most` grey levels; at times at half size, as a camera's own denoising leaves it."""
    grain = random.normal(0, random.uniform(2, most), image.shape).astype(np.float32)
    if random.random() < 0.5:
        grain = np.asarray(cv2.blur(grain, (2, 2)), np.float32) * 1.5
    return np.asarray((image + grain).clip(0, 255), np.uint8)


def jpeg(image: Image, random: Random) -> Image:
    """JPEG of quality 25 to 90."""
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(25, 91))])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
