"""Whether a network's tensors are what its card and its labels say."""

from __future__ import annotations

from edge.domain.errors import ModelError
from edge.inference.card import Card, Folder, OutputSpec
from edge.inference.runtime import Network

Shape = tuple[int | None, ...]
"""None: any length."""


def check_shapes(folder: Folder, network: Network) -> None:
    """Hold a network of any task against its folder.

    Raises:
        ModelError: input or output shapes are not what the card and the labels say; names both.
    """
    card = folder.card
    if (card.decode is not None) != (card.task == "detection"):
        raise ModelError(f"{card.name}: [decode] is for a detector, and a detector needs it")
    if card.task == "detection":
        _check_levels(card)
    wanted: list[Shape] = [(1, card.input.height, card.input.width, 3)]
    wanted += [_wanted(card, output, len(folder.labels_of(output))) for output in card.outputs]
    found = [network.input_shape, *network.output_shapes]
    if len(found) != len(wanted) or not all(map(_fits, found, wanted)):
        raise ModelError(f"{card.name}: shapes are {found}, card and labels say {wanted}")


def _check_levels(card: Card) -> None:
    strides = {output.stride for output in card.outputs}
    levels = sorted((str(stride), kind) for stride in strides for kind in ("distances", "scores"))
    if None in strides:
        raise ModelError(f"{card.name}: a detector's output needs its stride")
    if sorted((str(output.stride), output.kind) for output in card.outputs) != levels:
        raise ModelError(f"{card.name}: a detector has scores and distances of each stride, and nothing else")


def _wanted(card: Card, output: OutputSpec, labels: int) -> Shape:
    if card.task == "detection":
        assert output.stride is not None  # as its levels were checked
        depth = 4 if output.kind == "distances" else labels
        return 1, -(-card.input.height // output.stride), -(-card.input.width // output.stride), depth
    if card.task == "reading":
        return 1, None, None, labels + 1  # class 0 is the blank
    return (1, None) if output.kind == "embedding" else (1, labels)


def _fits(found: tuple[int, ...], wanted: Shape) -> bool:
    return len(found) == len(wanted) and all(
        side in (None, length) for length, side in zip(found, wanted, strict=True)
    )
