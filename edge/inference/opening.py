"""A network of any task, by its card."""

from __future__ import annotations

from edge.inference.card import Folder
from edge.inference.classifier import Classifier
from edge.inference.detector import Detector
from edge.inference.golden import check_answer, golden_input
from edge.inference.plate_reader import NetworkReader
from edge.inference.runtime import Network, OpenNetwork
from edge.inference.vehicle import VehicleNetwork

AnyNetwork = Detector | Classifier | NetworkReader | VehicleNetwork


def open_any(folder: Folder, *, open_network: OpenNetwork = Network) -> AnyNetwork:
    """What the card says that it is, held against its card. Raises ModelError."""
    if folder.card.task == "detection":
        return Detector(folder, open_network=open_network)
    if folder.card.task == "reading":
        return NetworkReader(folder, open_network=open_network)
    if folder.card.task == "recognition":
        return VehicleNetwork(folder, open_network=open_network)
    return Classifier(folder, open_network=open_network)


def proved(folder: Folder, *, open_network: OpenNetwork = Network) -> Folder:
    """The same folder, once its network has made of the golden input what its card says.

    A card from before there were golden answers has only its hashes. The interpreter is thrown away: the
    thread that will use the network makes its own.

    Raises:
        ModelError: it cannot be opened, or answers otherwise.
    """
    network = open_any(folder, open_network=open_network).network
    if folder.card.golden:
        check_answer(folder.card, network(golden_input(folder.card.input)))
    return folder
