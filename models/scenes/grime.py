"""What lies on a car and is no damage: road dirt, water drops, stickers. Pure."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from models.scenes.dents import ragged
from models.scenes.fit import Fit
from models.scenes.skin import Sheet, Stuff, View

Mask = npt.NDArray[np.uint8]
_MUD = Stuff(colour=(0.36, 0.31, 0.25), roughness=0.95)
_DUST = Stuff(colour=(0.52, 0.48, 0.42), roughness=0.9)
_WATER = Stuff(colour=(0.55, 0.57, 0.59), cover=0.45, roughness=0.02, relief=0.95)
_STICKERS = ((0.85, 0.15, 0.12), (0.95, 0.85, 0.15), (0.93, 0.93, 0.93), (0.10, 0.35, 0.75))
UPRIGHT: tuple[View, ...] = ("left", "right", "front", "rear")


def soil(sheets: dict[View, Sheet], fit: Fit, *, level: float, seed: int) -> None:
    """Dust all over and mud from the wheels upward; level 0 (clean) to 1 (after a field)."""
    dice = np.random.default_rng(seed)
    for sheet in sheets.values():
        h, w = sheet.colour.shape[:2]
        height = np.linspace(sheet.bounds[3], sheet.bounds[1], h)[:, None]
        drawn = (height - fit.lift) / fit.tall
        low = np.ones((h, w)) * 0.25 if sheet.view == "top" else np.clip(1.15 - drawn, 0.0, 1.0) + 0 * _row(w)
        cloudy = _clouds((h, w), dice, sizes=(6, 18, 70))
        sheet.lay(_mask(level * low**1.6 * cloudy * 0.75), _DUST)
        splash = np.clip(0.62 - drawn, 0.0, 0.6) / 0.6 + 0 * _row(w) if sheet.view in UPRIGHT else low * 0
        specks = (_clouds((h, w), dice, sizes=(3, 30)) > 0.62).astype(np.float64)
        sheet.lay(_mask(level * splash * (0.35 * cloudy + 0.65 * specks)), _MUD)


def drops(sheets: dict[View, Sheet], *, seed: int, per_square_metre: float = 260.0) -> None:
    """Beads of rain on all sides."""
    dice = np.random.default_rng(seed)
    for sheet in sheets.values():
        a, b, c, d = sheet.bounds
        mask = np.zeros(sheet.colour.shape[:2], np.uint8)
        for _ in range(round((c - a) * (d - b) * per_square_metre)):
            x, y = (int(dice.integers(side)) for side in mask.shape[::-1])
            cv2.circle(mask, (x, y), int(dice.integers(1, 4)), (255,), cv2.FILLED, cv2.LINE_AA)
        sheet.lay(mask, _WATER)


def sticker(sheet: Sheet, at: tuple[float, float], *, seed: int) -> None:
    """A round or square label of 6 to 11 cm."""
    dice = np.random.default_rng(seed)
    half = float(dice.uniform(0.03, 0.055))
    colour = _STICKERS[int(dice.integers(len(_STICKERS)))]
    paper = Stuff(colour=colour, roughness=0.5, relief=0.6)
    print_ = Stuff(colour=(0.08, 0.08, 0.09), roughness=0.5, relief=0.6)
    if dice.random() < 0.5:
        sheet.disc(at, half, paper)
    else:
        x, y = at
        square = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
        sheet.fill(square, paper)
    sheet.fill(ragged(at, half * 0.6, seed=seed, corners=6), print_)


def _row(width: int) -> npt.NDArray[np.float64]:
    return np.zeros((1, width))


def _mask(share: npt.NDArray[np.float64]) -> Mask:
    return np.asarray(np.clip(share, 0.0, 1.0) * 255, np.uint8)


def _clouds(
    shape: tuple[int, int], dice: np.random.Generator, *, sizes: tuple[int, ...]
) -> npt.NDArray[np.float64]:
    """Noise of several grains (pixels), 0..1."""
    total = np.zeros(shape, np.float32)
    for size in sizes:
        coarse = dice.random((shape[0] // size + 2, shape[1] // size + 2)).astype(np.float32)
        total += np.asarray(cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_CUBIC), np.float32)
    return np.asarray(np.clip((total / len(sizes) - 0.5) * 1.8 + 0.5, 0.0, 1.0), np.float64)
