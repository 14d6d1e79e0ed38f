"""What moved: a per-pixel background model on a small picture.

A running mean with per-pixel noise (Wren et al. 1997, "Pfinder", one Gaussian a pixel), chosen over OpenCV's
MOG2 because a gate needs two things MOG2 cannot do: hold the model still below a vehicle that stops, and
follow the camera's exposure as one gain for the whole picture, so that a white car that darkens the scene
is not a scene that moves. Cast shadows are told by their ratio to the background (Prati et al. 2003).
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from edge.domain.frame import Image

Mask = npt.NDArray[np.uint8]
"""(H, W) uint8, 0 or 255."""
Floats = npt.NDArray[np.float32]

LEAST_DIFFERENCE = 11.0
"""Grey levels; compression artefacts and rain on a small blurred picture stay below."""
DAYLIGHT = 70.0
"""Mean grey level of a well lit lane; in less light every difference is smaller, down to half."""
NOISE_FACTOR = 4.5
LESSON_NS = 250_000_000
"""The model learns and follows an empty lane's exposure so often; in between it is only compared."""
DAZZLE = 40
"""Grey levels: what differs by more is absorbed no faster, or headlights that sweep by leave a trace."""
SHADOW = 127
"""In a mask: darker as below a shadow."""
SHADOW_RATIO = (0.45, 0.96)
SHADOW_SPREAD = 0.10
"""A shadow takes nearly the same share from every channel."""
WHOLE = 250
"""What stands for all of a share in whole numbers."""


class Background:
    """The empty lane, learned while nothing is there.

    It learns in fractions of a grey level and compares in whole ones, which costs a fifth.

    Args:
        learn_s: time constant with which the model follows light on the empty lane.
        absorb_s: time constant with which something that does not move, and is not held, becomes background.
    """

    def __init__(self, *, learn_s: float = 6.0, absorb_s: float = 25.0) -> None:
        self._learn_s = learn_s
        self._absorb_s = absorb_s
        self._mean: Floats | None = None
        self._noise: Floats = np.empty(0, np.float32)
        self._model: Image = np.empty(0, np.uint8)
        """The mean in whole grey levels."""
        self._least: Image = np.empty(0, np.uint8)
        """(h, w) grey levels from which a pixel is not the model's."""
        self._foreground: Mask = np.empty(0, np.uint8)
        self._empty = False
        """The last comparison found nothing, and nothing was absorbed since."""
        self._lesson_ns = 0

    def step(self, picture: Image, time_ns: int, hold: Mask | None = None) -> Mask:
        """Compare a small picture with the model, then let the model follow it.

        Args:
            picture: (h, w, 3) uint8, of one size for the model's whole life.
            time_ns: the picture's time; the model learns per second, not per frame.
            hold: where the model must not learn (below tracked vehicles).

        Returns:
            Mask (h, w): 255 foreground, ``SHADOW`` what darkened as a shadow does (dark paint and glass too),
            0 the rest; all 0 on the first picture, which is the first model.
        """
        now = np.asarray(cv2.GaussianBlur(picture, (5, 5), 0), np.uint8)
        if self._mean is None or self._mean.shape != now.shape:
            self._begin(now, time_ns)
            return self._foreground
        due = time_ns - self._lesson_ns >= LESSON_NS
        if self._empty and not due and not cv2.countNonZero(self._moved(now)):
            return self._foreground  # most of a gate's life is this
        self._expose(now)
        compared = self._compare(now)
        self._empty = not cv2.countNonZero(compared)
        self._foreground = mask_of(compared == 255)
        if due:
            self._learn(now, (time_ns - self._lesson_ns) / 1e9, hold)
            self._lesson_ns = time_ns
        return compared

    def absorb(self, picture: Image, where: Mask) -> None:
        """Take the picture as background where the mask says so (a ghost: what was there has gone)."""
        assert self._mean is not None  # nothing can be a ghost before the first step
        now = cv2.GaussianBlur(picture, (5, 5), 0)
        cv2.copyTo(now.astype(np.float32), where, self._mean)
        self._show()
        self._empty = False

    @property
    def picture(self) -> Image:
        """The model as a picture, at the present exposure."""
        return self._model

    def _begin(self, now: Image, time_ns: int) -> None:
        self._mean = now.astype(np.float32)
        self._noise = np.full(now.shape[:2], 2.0, np.float32)
        self._foreground = np.zeros(now.shape[:2], np.uint8)
        self._lesson_ns = time_ns
        self._empty = False
        self._show()
        self._doubt()

    def _show(self) -> None:
        """Bring the model up to what was learned."""
        assert self._mean is not None
        self._model = np.asarray(cv2.convertScaleAbs(self._mean), np.uint8)

    def _doubt(self) -> None:
        """Say anew what is a difference, by the noise of each pixel and the light on the lane."""
        least = LEAST_DIFFERENCE * min(1.0, max(0.5, float(cv2.mean(self._model)[1]) / DAYLIGHT))
        noise = np.asarray(cv2.convertScaleAbs(self._noise, alpha=NOISE_FACTOR), np.uint8)
        self._least = np.maximum(noise, np.uint8(round(least)))

    def _expose(self, now: Image) -> None:
        """Bring the model to the picture's exposure: one gain, the median over what is background."""
        assert self._mean is not None
        model = _sum(self._model[::8, ::8])
        usable = (self._foreground[::8, ::8] == 0) & (model > 24) & (model < 720)
        if np.count_nonzero(usable) < 0.08 * usable.size:
            return  # a vehicle fills the picture: no evidence, the last exposure stands
        shares = _sum(now[::8, ::8])[usable] / model[usable]
        gain = float(np.partition(shares, shares.size // 2)[shares.size // 2])
        if abs(gain - 1.0) > 0.002:
            self._mean *= np.float32(gain)
            self._show()

    def _moved(self, now: Image) -> Mask:
        """255 where a pixel is not the model's."""
        return np.asarray(cv2.compare(difference(now, self._model), self._least, cv2.CMP_GE), np.uint8)

    def _compare(self, now: Image) -> Mask:
        moved = self._moved(now)
        x, y, width, height = cv2.boundingRect(moved)
        part = slice(y, y + height), slice(x, x + width)
        if width:
            shadow = _is_shadow(now[part], self._model[part])
            moved[part] = cv2.min(moved[part], np.where(shadow, np.uint8(SHADOW), np.uint8(255)))
        return moved

    def _learn(self, now: Image, elapsed_s: float, hold: Mask | None) -> None:
        assert self._mean is not None
        still = cv2.dilate(self._foreground, np.ones((5, 5), np.uint8))
        free = cv2.bitwise_not(still)
        fast = min(1.0, max(0.0, elapsed_s / self._learn_s))
        slow = min(1.0, max(0.0, elapsed_s / self._absorb_s))
        if hold is not None:
            still = cv2.bitwise_and(still, cv2.bitwise_not(hold))
            free = cv2.bitwise_and(free, cv2.bitwise_not(hold))
        cv2.accumulateWeighted(difference(now, self._model), self._noise, fast, free)
        cv2.accumulateWeighted(now, self._mean, fast, free)
        if cv2.countNonZero(still):
            cv2.accumulateWeighted(self._dimmed(now), self._mean, slow, still)
        self._show()
        self._doubt()

    def _dimmed(self, now: Image) -> Image:
        """The picture, no farther from the model than :data:`DAZZLE`."""
        reach = np.full_like(self._model, DAZZLE)
        least, most = cv2.subtract(self._model, reach), cv2.add(self._model, reach)
        return np.asarray(cv2.min(cv2.max(now, least), most), np.uint8)


def _sum(picture: Image) -> Floats:
    """Over the channels (numpy's sum over a last axis of three takes several times as long)."""
    blue, green, red = (picture[..., channel].astype(np.float32) for channel in range(3))
    return np.asarray(blue + green + red, np.float32)


def _is_shadow(now: Image, model: Image) -> npt.NDArray[np.bool_]:
    """Where every channel has lost nearly the same share."""
    few = np.full(now.shape, 4, np.uint8)  # in the dark a share says little
    kept = cv2.divide(cv2.add(now, few), cv2.add(model, few), scale=WHOLE)
    blue, green, red = cv2.split(kept)
    low, high = cv2.min(cv2.min(blue, green), red), cv2.max(cv2.max(blue, green), red)
    least, most, spread = (round(share * WHOLE) for share in (*SHADOW_RATIO, SHADOW_SPREAD))
    return np.asarray((low > least) & (high < most) & (high - low < spread))


def mask_of(where: npt.NDArray[np.bool_]) -> Mask:
    """255 where it is true."""
    return where.view(np.uint8) * np.uint8(255)


def difference(a: Image, b: Image) -> Image:
    """Greatest difference over the channels of two pictures (h, w, 3): (h, w) grey levels.

    By planes: OpenCV's and numpy's maximum over a last axis of three take ten times as long.
    """
    blue, green, red = cv2.split(cv2.absdiff(a, b))
    return np.asarray(cv2.max(cv2.max(blue, green), red), np.uint8)


def is_ghost(picture: Image, background: Image, mask: Mask) -> bool:
    """Whether a foreground region is a hole in the model rather than a thing in the lane.

    Along the outline of a real thing the picture has the edges; along that of a ghost (what the model holds
    has driven off) the model has them (Cucchiara et al. 2003).

    Args:
        picture: (h, w, 3) uint8, the present.
        background: (h, w, 3) uint8, the model.
        mask: (h, w), the region.
    """
    outline = cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((5, 5), np.uint8)) > 0
    if not outline.any():
        return False
    return bool(_edges(background)[outline].mean() > 1.6 * _edges(picture)[outline].mean())


def _edges(picture: Image) -> Floats:
    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (3, 3), 0)
    x, y = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    return np.asarray(cv2.magnitude(x, y), np.float32)
