"""The linear map from pooled features to the embedding."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch

from models.train.data.batches import to_tensor
from models.train.data.pictures import Image
from models.train.nets.vehicle import Vehicle

Floats = npt.NDArray[np.float64]
BATCH = 32
FLATTENED = 0.75
"""0 keeps the features' own spread, 1 makes every direction spread alike (whitening)."""


def pooled(network: Vehicle, pictures: Sequence[Image]) -> Floats:
    """Pooled features (n, 1280) of BGR inputs of one size."""
    network.eval()
    parts = []
    with torch.inference_mode():
        for first in range(0, len(pictures), BATCH):
            batch = to_tensor(list(pictures[first : first + BATCH]))
            parts.append(network.mean(network.widen(network.backbone(batch)[0])).numpy())
    return np.asarray(np.concatenate(parts), np.float64)


def principal(features: Floats, dimensions: int, flattened: float = FLATTENED) -> tuple[Floats, Floats]:
    """Weight (dimensions, features) and bias of principal components, flattened.

    The features of a network that was trained to tell few labels apart spread most along what those differ
    in; what else tells cars apart lies in the lesser directions, and these are stretched.
    """
    middle = features.mean(axis=0)
    _, spread, axes = np.linalg.svd(features - middle, full_matrices=False)
    spread = spread[:dimensions] / np.sqrt(len(features))
    stretch = np.maximum(spread, spread[0] * 1e-3) ** -flattened
    weight = axes[:dimensions] * stretch[:, None]
    # One scale for all, so that the embedding is about as large as its quantization likes it.
    weight /= np.abs((features - middle) @ weight.T).max()
    return weight, -weight @ middle


def fit(network: Vehicle, pictures: Sequence[Image]) -> None:
    """Set the network's embedding from pictures that it was trained on."""
    layer = network.embedding
    weight, bias = principal(pooled(network, pictures), layer.out_features)
    with torch.no_grad():
        layer.weight[: len(weight)] = torch.from_numpy(weight).float()
        layer.bias[: len(bias)] = torch.from_numpy(bias).float()
        layer.weight[len(weight) :] = 0
        layer.bias[len(bias) :] = 0
