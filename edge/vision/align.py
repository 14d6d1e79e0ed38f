"""Bring an earlier picture of a vehicle onto a later one.

Features first, as the vehicle may stand elsewhere: ORB (Rublee, 2011) on both, matched both ways, and a
homography by MAGSAC (Barath, 2019). Their places are coarse, so that the earlier picture is laid
down by that homography, corners of it are tracked into the later one (Lucas and Kanade, pyramidal), and the
homography is corrected by those. Both work on pictures with the light taken out. Where the features do
not agree, the vehicle's box in the one is laid onto its box in the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from edge.domain.frame import Image
from edge.domain.geometry import Box

Matrix = npt.NDArray[np.float64]
"""(3, 3) homography, pixels to pixels."""
Points = npt.NDArray[np.float32]
"""(n, 2) x, y."""

SIDE_PX = 320
"""Longer side of what is looked at."""
LEAST_SIDE_PX = 32
"""Of its shorter side: ORB looks at patches of 31."""
AROUND = 0.05
"""Of the vehicle's box, looked at beside it."""
FEATURES, CORNERS = 320, 180
LEVELS, STEP = 4, 1.3
CORNER_CONTRAST = 12
FEATURES_APART_PX, TRACKED_APART_PX = 3.0, 1.5
"""How far a feature, and a tracked corner, may lie from where the homography puts it."""
ASTRAY = 0.15
"""Of the longer side: farther from where the vehicle's boxes put it no feature is."""
LEAST_FEATURES, LEAST_TRACKED = 10, 12
NEAR, FAR = 1, 3
"""Halvings of the picture that corners are tracked through: a few pixels, and a few dozen."""
MOST_TRIES = 2000
LEAST_SCALE = 0.4
"""A homography that shrinks or enlarges the vehicle more than to this share is none of a gate's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Where the earlier picture's pixels are in the later one."""

    onto: Matrix
    """Earlier pixels to later ones."""
    fit: float
    """Share of the earlier corners that are where it says, in [0, 1]; 0 where only the boxes were laid
    onto each other."""

    @property
    def back(self) -> Matrix:
        """Later pixels to earlier ones."""
        return np.asarray(np.linalg.inv(self.onto), np.float64)


def align(earlier: Image, later: Image, earlier_box: Box, later_box: Box) -> Alignment:
    """Find the earlier picture's place on the later one.

    Args:
        earlier: (h, w) uint8.
        later: (h, w) uint8, of any size.
        earlier_box: the vehicle in the earlier one, in its pixels.
        later_box: the vehicle in the later one.
    """
    boxes = _box_onto_box(earlier_box, later_box)
    earlier_cut, later_cut = _cut(earlier, earlier_box), _cut(later, later_box)
    if earlier_cut is None or later_cut is None:
        return Alignment(onto=boxes, fit=0.0)
    (then, then_from), (now, now_from) = earlier_cut, later_cut
    expected = now_from @ boxes @ np.linalg.inv(then_from)
    rough = _by_features(then, now, expected)
    fine, fit = (None, 0.0) if rough is None else _by_tracking(then, now, rough, NEAR)
    if fine is None:  # a bare panel has few features, and may still have corners to track
        fine, fit = _by_tracking(then, now, expected, FAR)
    if fine is None:
        return Alignment(onto=boxes, fit=0.0)
    onto = np.linalg.inv(now_from) @ fine @ then_from
    return Alignment(onto=onto / onto[2, 2], fit=fit)


def carried(box: Box, onto: Matrix) -> Box:
    """The upright box around where a box's four corners are in the other picture."""
    corners = [(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    x, y = cv2.perspectiveTransform(np.array([corners], np.float64), onto)[0].T
    return Box(left=float(x.min()), top=float(y.min()), right=float(x.max()), bottom=float(y.max()))


def _cut(picture: Image, box: Box) -> tuple[Image, Matrix] | None:
    """The vehicle without its light, and the way from the picture's pixels to those of the cut.

    None where hardly any of it is in the picture.
    """
    height, width = picture.shape[:2]
    around = box.grown(AROUND).clamped(width, height)
    left, top = int(around.left), int(around.top)
    part = picture[top : int(around.bottom), left : int(around.right)]
    scale = min(1.0, SIDE_PX / max(*part.shape, 1))
    if min(part.shape) * scale < LEAST_SIDE_PX:
        return None
    if scale < 1.0:
        part = _reduced(part, scale)
    # Centres of pixels, not their corners, are what the resize keeps.
    offset = 0.5 * scale - 0.5
    to_cut = np.array([[scale, 0, offset - scale * left], [0, scale, offset - scale * top], [0, 0, 1.0]])
    return without_light(part), to_cut


def _reduced(part: Image, scale: float) -> Image:
    """By halves as far as they go, which costs a third of one reduction by area."""
    if scale <= 0.5 and min(part.shape) >= 4:
        rows, columns = (side // 2 for side in part.shape)
        part = np.asarray(cv2.resize(part, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)
        scale *= 2
    return np.asarray(cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def without_light(picture: Image) -> Image:
    """Grey levels as deviations from the local mean in units of the local spread, around 128."""
    grey = picture.astype(np.float32)
    mean = cv2.blur(grey, (31, 31))
    spread = np.sqrt(np.maximum(cv2.blur(grey * grey, (31, 31)) - mean * mean, 16.0))
    return np.asarray(cv2.convertScaleAbs((grey - mean) / spread, alpha=40.0, beta=128.0), np.uint8)


def _by_features(then: Image, now: Image, expected: Matrix) -> Matrix | None:
    """From features that lie about where the vehicle's boxes say they should."""
    finder = cv2.ORB.create(
        nfeatures=FEATURES, nlevels=LEVELS, scaleFactor=STEP, fastThreshold=CORNER_CONTRAST
    )
    places_then, words_then = finder.detectAndCompute(then, _everywhere(then))
    places_now, words_now = finder.detectAndCompute(now, _everywhere(now))
    if not places_then or not places_now:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(words_then, words_now)
    best = sorted(pairs, key=lambda pair: pair.distance)[: FEATURES // 2]
    source = np.array([places_then[pair.queryIdx].pt for pair in best], np.float32)
    target = np.array([places_now[pair.trainIdx].pt for pair in best], np.float32)
    near = np.abs(cv2.perspectiveTransform(source[None], expected)[0] - target).max(axis=1) < ASTRAY * SIDE_PX
    source, target = source[near], target[near]
    matrix, _ = _homography(source, target, FEATURES_APART_PX, LEAST_FEATURES, then)
    return matrix


def _everywhere(picture: Image) -> Image:
    return np.full_like(picture, 255)


def _by_tracking(then: Image, now: Image, rough: Matrix, levels: int) -> tuple[Matrix | None, float]:
    """The homography through the tracked corners, and the share of the corners that go with it."""
    height, width = now.shape
    laid = cv2.warpPerspective(then, rough, (width, height), borderMode=cv2.BORDER_REPLICATE)
    corners = np.asarray(
        cv2.goodFeaturesToTrack(laid, CORNERS, 0.01, 8, mask=frame_in(then, rough, (width, height)))
    )
    if corners.ndim != 3:  # None where there is no corner at all
        return None, 0.0
    found, tracked, _ = cv2.calcOpticalFlowPyrLK(
        laid,
        now,
        corners,
        corners.copy(),
        winSize=(15, 15),
        maxLevel=levels,
        flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
    )
    kept = tracked.ravel() == 1
    matrix, agreeing = _homography(corners[kept], found[kept], TRACKED_APART_PX, LEAST_TRACKED, then)
    return None if matrix is None else matrix @ rough, agreeing / len(corners)


def frame_in(picture: Image, onto: Matrix, size: tuple[int, int]) -> Image:
    """(h, w) uint8 mask of a patch of (width, height): 1 where the picture is, a pixel from its border."""
    height, width = picture.shape[:2]
    corners = np.array([[[1.0, 1], [width - 2, 1], [width - 2, height - 2], [1, height - 2]]])
    there = cv2.perspectiveTransform(corners, onto)
    mask = np.zeros((size[1], size[0]), np.uint8)
    cv2.fillConvexPoly(mask, np.asarray(np.rint(np.clip(there, -1e4, 1e4)), np.int32), (1,))
    return mask


def _homography(
    source: Points, target: Points, apart_px: float, least: int, then: Image
) -> tuple[Matrix | None, int]:
    """Through points that mostly belong together, and how many do; None where too few do."""
    if len(source) < least:
        return None, 0
    matrix, agreeing = cv2.findHomography(source, target, cv2.USAC_MAGSAC, apart_px, maxIters=MOST_TRIES)
    if matrix is None or int(agreeing.sum()) < least:
        return None, 0
    found = np.asarray(matrix, np.float64)
    return (found, int(agreeing.sum())) if _plausible(found, then) else (None, 0)


def _plausible(matrix: Matrix, then: Image) -> bool:
    """Whether the picture stays convex, keeps its sense of turning, and about its size."""
    height, width = then.shape[:2]
    corners = np.array([[[0.0, 0], [width, 0], [width, height], [0, height]]])
    there = cv2.perspectiveTransform(corners, matrix)[0]
    sides = np.roll(there, -1, axis=0) - there
    following = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0]
    area = cv2.contourArea(there.astype(np.float32)) / (width * height)
    return bool((turns > 0).all()) and LEAST_SCALE**2 < area < LEAST_SCALE**-2


def _box_onto_box(earlier: Box, later: Box) -> Matrix:
    x = max(later.width, 1.0) / max(earlier.width, 1.0)
    y = max(later.height, 1.0) / max(earlier.height, 1.0)
    return np.array([[x, 0, later.left - x * earlier.left], [0, y, later.top - y * earlier.top], [0, 0, 1.0]])
