"""Where in a picture a network looks: Grad-CAM (Selvaraju et al., 2017)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from edge.inference.detector import Detector
from edge.inference.shelf import Shelf
from edge.vision.quality import crop
from models.train.data.batches import to_tensor
from models.train.data.pictures import Image
from models.train.nets.vehicle import Vehicle

SIDE = 224
COLUMNS = 4
DOUBTFUL = 0.08
"""Score from which a place is taken for a plate: one blurred in vain costs nothing."""
PLATE_RIM = 0.25


def activation(network: Vehicle, picture: Image) -> npt.NDArray[np.float32]:
    """(rows, columns) of the last features, 0 to 1: what speaks for the model that is told.

    Args:
        network: trained, float.
        picture: BGR, of the input's size.
    """
    features: Tensor = network.eval().widen(network.backbone(to_tensor([picture]))[0]).detach()
    features.requires_grad_(True)
    network.models(network.mean(features)).max().backward()
    assert features.grad is not None
    weights = features.grad.mean(dim=(2, 3), keepdim=True)
    heat = torch.relu((weights * features).sum(dim=1))[0].detach().numpy()
    return np.asarray(heat / max(float(heat.max()), 1e-6), np.float32)


def draw_activations(network: Vehicle, pictures: Sequence[Image], path: Path) -> None:
    """A sheet of the pictures under their maps, with every plate made illegible."""
    blur = PlateBlur()
    tiles = []
    for picture in pictures:
        fitted = np.asarray(cv2.resize(picture, (SIDE, SIDE)), np.uint8)
        heat = cv2.resize(activation(network, fitted), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
        colors = cv2.applyColorMap((heat.clip(0, 1) * 255).astype(np.uint8), cv2.COLORMAP_JET)
        tiles.append(cv2.addWeighted(blur(fitted), 0.6, np.asarray(colors, np.uint8), 0.4, 0))
    tiles += [np.zeros((SIDE, SIDE, 3), np.uint8)] * (-len(tiles) % COLUMNS)
    rows = [np.hstack(tiles[first : first + COLUMNS]) for first in range(0, len(tiles), COLUMNS)]
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), np.vstack(rows), [cv2.IMWRITE_JPEG_QUALITY, 85])


class PlateBlur:
    """Makes every place illegible that may be a plate, by the plate detector that ships."""

    def __init__(self) -> None:
        self._find = Detector(Shelf.of().take("plate-detector"))

    def __call__(self, picture: Image) -> Image:
        """A copy without legible plates."""
        blurred = picture.copy()
        for found in self._find(picture, min_score=DOUBTFUL):
            place = crop(blurred, found.box.grown(PLATE_RIM))
            height, width = place.shape[:2]
            coarse = cv2.resize(
                place, (max(1, width // 12), max(1, height // 12)), interpolation=cv2.INTER_AREA
            )
            place[:] = cv2.resize(coarse, (width, height))
        return blurred
