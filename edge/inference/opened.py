"""What every task's network is: a checked folder, and its interpreter with the shapes that it tells."""

from __future__ import annotations

from edge.inference.card import Folder
from edge.inference.runtime import Network, OpenNetwork
from edge.inference.shapes import check_shapes


class Opened:
    """A network held against its folder.

    Args:
        folder: its checked folder.
        open_network: makes the interpreter, in the thread that will use it.

    Raises:
        ModelError: the network's shapes are not what the card and the labels say.
    """

    def __init__(self, folder: Folder, *, open_network: OpenNetwork = Network) -> None:
        self.card = folder.card
        self.labels = folder.labels
        self.ref = folder.ref
        self.network = open_network(folder.network)
        check_shapes(folder, self.network)
