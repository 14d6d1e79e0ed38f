"""Pictures without the thing that is looked for, and things cut out to be put on them."""

from __future__ import annotations

import cv2
import numpy as np

from models.train.augment.geometry import Matrix
from models.train.data.pictures import Image, Loaded
from models.train.data.samples import Boxes

LEAST_SIDE = 72


def free_strip(loaded: Loaded) -> Image | None:
    """The biggest of the four strips beside all boxes and ignored regions; None if all are thin."""
    height, width = loaded.image.shape[:2]
    taken = np.concatenate([loaded.boxes, loaded.ignore])
    if not len(taken):
        return loaded.image
    left, top = taken[:, :2].min(axis=0).clip(0).astype(int)
    right, bottom = taken[:, 2:].max(axis=0).astype(int)
    image = loaded.image
    strips = [image[:, :left], image[:, min(right, width) :], image[:top], image[min(bottom, height) :]]
    best = max(strips, key=lambda strip: min(strip.shape[:2]))
    return best if min(best.shape[:2]) >= LEAST_SIDE else None


def fill_frame(strip: Image, width: int, height: int, random: np.random.Generator) -> Image:
    """A random crop of a strip, of any shape, resized to fill a frame."""
    rows, columns = strip.shape[:2]
    scale = random.uniform(0.5, 1.0)
    crop_w = max(16, int(min(columns, rows * 2) * scale))
    crop_h = max(16, int(min(rows, columns * 2) * scale))
    x = int(random.integers(0, max(1, columns - crop_w + 1)))
    y = int(random.integers(0, max(1, rows - crop_h + 1)))
    crop = strip[y : y + crop_h, x : x + crop_w]
    if random.random() < 0.5:
        crop = crop[:, ::-1]
    return np.asarray(cv2.resize(crop, (width, height)), np.uint8)


class Cutout:
    """A thing on a black background, with the mask of the thing.

    `of` gives None where the background is not black, or the mask would be the whole picture.
    """

    def __init__(self, image: Image, mask: Image, box: Boxes) -> None:
        self.image, self.mask, self.box = image, mask, box

    @classmethod
    def of(cls, image: Image) -> Cutout | None:
        """Cut the largest not-black component out; small holes inside it are filled."""
        lit = (image.max(axis=2) > 10).astype(np.uint8)
        border = np.concatenate([lit[0], lit[-1], lit[:, 0], lit[:, -1]])
        if border.mean() > 0.15:
            return None
        outlines, _ = cv2.findContours(lit, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        largest = max(outlines, key=cv2.contourArea, default=None)
        if largest is None or cv2.contourArea(largest) < 0.1 * lit.size:
            return None
        mask = np.zeros_like(lit)
        cv2.drawContours(mask, [largest], -1, (255,), -1)
        mask = np.asarray(cv2.erode(mask, np.ones((3, 3), np.uint8)), np.uint8)
        x, y, width, height = cv2.boundingRect(mask)
        return cls(image, mask, np.array([[x, y, x + width, y + height]], np.float32))

    def paste(self, canvas: Image, matrix: Matrix) -> Image:
        """The thing on the canvas through an affine map, with a soft edge."""
        size = (canvas.shape[1], canvas.shape[0])
        thing = cv2.warpAffine(self.image, matrix, size)
        mask = cv2.GaussianBlur(cv2.warpAffine(self.mask, matrix, size), (3, 3), 0)[..., None] / np.float32(
            255
        )
        return np.asarray(thing * mask + canvas * (1 - mask), np.uint8)
