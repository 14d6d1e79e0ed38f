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
REST_NS = 250_000_000
"""An empty lane is learned at least so often; the pictures between are only looked at for a difference."""
SHADOW = 127
"""In a mask: darker as below a shadow."""
SHADOW_RATIO = (0.45, 0.96)
SHADOW_SPREAD = 0.10
"""A shadow takes nearly the same share from every channel."""


class Background:
    """The empty lane, learned while nothing is there.

    Args:
        learn_s: time constant with which the model follows light on the empty lane.
        absorb_s: time constant with which something that does not move, and is not held, becomes background.
    """

    def __init__(self, *, learn_s: float = 6.0, absorb_s: float = 25.0) -> None:
        self._learn_s = learn_s
        self._absorb_s = absorb_s
        self._mean: Floats | None = None
        self._noise: Floats = np.empty(0, np.float32)
        self._foreground: Mask = np.empty(0, np.uint8)
        self._time_ns = 0
        self._empty: tuple[Image, npt.NDArray[np.uint8]] | None = None
        """The model and what may differ from it, while the lane is empty."""

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
        blurred = np.asarray(cv2.GaussianBlur(picture, (5, 5), 0), np.uint8)
        if self._rests(blurred, time_ns):
            return self._foreground
        now = blurred.astype(np.float32)
        if self._mean is None or self._mean.shape != now.shape:
            self._begin(now, time_ns)
            return self._foreground
        self._expose(now)
        model = np.minimum(self._mean, 255.0)  # what it holds may be brighter than a camera can tell
        apart = difference(now, model)
        compared = self._compare(now, model, apart)
        self._foreground = np.where(compared == SHADOW, 0, compared).astype(np.uint8)
        self._learn(now, apart, (time_ns - self._time_ns) / 1e9, hold)
        self._time_ns = time_ns
        self._empty = None if compared.any() else (self.picture, self._tolerance())
        return compared

    def absorb(self, picture: Image, where: Mask) -> None:
        """Take the picture as background where the mask says so (a ghost: what was there has gone)."""
        assert self._mean is not None  # nothing can be a ghost before the first step
        now = cv2.GaussianBlur(picture, (5, 5), 0).astype(np.float32)
        cv2.copyTo(now, where, self._mean)
        self._empty = None

    @property
    def picture(self) -> Image:
        """The model as a picture, at the present exposure."""
        assert self._mean is not None  # asked for by the watch, after its first step
        return np.clip(self._mean, 0, 255).astype(np.uint8)

    def _rests(self, blurred: Image, time_ns: int) -> bool:
        """Whether this picture of an empty lane can be passed over: all was learned lately, nothing differs.

        Most of a gate's life is this. It is asked in whole grey levels, a fifth of the work.
        """
        if self._empty is None or time_ns - self._time_ns >= REST_NS:
            return False
        model, tolerance = self._empty
        return model.shape == blurred.shape and not bool((difference(blurred, model) > tolerance).any())

    def _tolerance(self) -> npt.NDArray[np.uint8]:
        """Grey levels below which :meth:`_compare` would surely see nothing, rounding and all."""
        surely = np.maximum(LEAST_DIFFERENCE / 2, NOISE_FACTOR * self._noise) - 2
        return np.asarray(np.clip(surely, 0, 255), np.uint8)

    def _begin(self, now: Floats, time_ns: int) -> None:
        self._mean = now
        self._noise = np.full(now.shape[:2], 2.0, np.float32)
        self._foreground = np.zeros(now.shape[:2], np.uint8)
        self._time_ns = time_ns
        self._empty = None

    def _expose(self, now: Floats) -> None:
        """Bring the model to the picture's exposure: one gain, the median over what is background."""
        assert self._mean is not None
        model = _sum(self._mean[::8, ::8])
        usable = (self._foreground[::8, ::8] == 0) & (model > 24) & (model < 720)
        if np.count_nonzero(usable) < 0.08 * usable.size:
            return  # a vehicle fills the picture: no evidence, the last exposure stands
        gain = float(np.median(_sum(now[::8, ::8])[usable] / model[usable]))
        if abs(gain - 1.0) > 0.002:
            self._mean *= np.float32(gain)

    def _compare(self, now: Floats, model: Floats, apart: Floats) -> Mask:
        least = LEAST_DIFFERENCE * min(1.0, max(0.5, float(cv2.mean(model)[1]) / DAYLIGHT))
        moved = apart > np.maximum(least, NOISE_FACTOR * self._noise)
        if not moved.any():
            return np.zeros(moved.shape, np.uint8)
        blue, green, red = ((now[moved] + 4.0) / (model[moved] + 4.0)).T
        low = np.minimum(np.minimum(blue, green), red)
        high = np.maximum(np.maximum(blue, green), red)
        shadow = (low > SHADOW_RATIO[0]) & (high < SHADOW_RATIO[1]) & (high - low < SHADOW_SPREAD)
        mask = np.zeros(moved.shape, np.uint8)
        mask[moved] = np.where(shadow, SHADOW, 255)
        return mask

    def _learn(self, now: Floats, apart: Floats, elapsed_s: float, hold: Mask | None) -> None:
        assert self._mean is not None
        still = cv2.dilate(self._foreground, np.ones((5, 5), np.uint8))
        free = cv2.bitwise_not(still)
        fast = min(1.0, max(0.0, elapsed_s / self._learn_s))
        slow = min(1.0, max(0.0, elapsed_s / self._absorb_s))
        if hold is not None:
            still = cv2.bitwise_and(still, cv2.bitwise_not(hold))
            free = cv2.bitwise_and(free, cv2.bitwise_not(hold))
        cv2.accumulateWeighted(apart, self._noise, fast, free)
        cv2.accumulateWeighted(now, self._mean, fast, free)
        cv2.accumulateWeighted(now, self._mean, slow, still)


def _sum(picture: Floats) -> Floats:
    """Over the channels (numpy's sum over a last axis of three takes several times as long)."""
    return np.asarray(picture[..., 0] + picture[..., 1] + picture[..., 2], np.float32)


def difference(a: Image | Floats, b: Image | Floats) -> Floats:
    """Greatest difference over the channels of two pictures (h, w, 3) of one type: (h, w).

    By planes: numpy's maximum over a last axis of three takes ten times as long.
    """
    apart = cv2.absdiff(a, b)
    return np.asarray(np.maximum(np.maximum(apart[..., 0], apart[..., 1]), apart[..., 2]), np.float32)


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
