"""A network of any task, by its card."""

from __future__ import annotations

from edge.inference.card import Folder
from edge.inference.classifier import Classifier
from edge.inference.detector import Detector
from edge.inference.plate_reader import NetworkReader
from edge.inference.runtime import Network, OpenNetwork


def open_any(folder: Folder, *, open_network: OpenNetwork = Network) -> Detector | Classifier | NetworkReader:
    """What the card says that it is, held against its card. Raises ModelError."""
    if folder.card.task == "detection":
        return Detector(folder, open_network=open_network)
    if folder.card.task == "reading":
        return NetworkReader(folder, open_network=open_network)
    return Classifier(folder, open_network=open_network)
