"""Cars known by their look: nearest class mean in an embedding (Mensink et al., 2013; Snell et al., 2017).

A label is known by the mean of its pictures' embeddings, so one more is learned from a few pictures, without
training. Embeddings are compared by their cosine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
DIGITS = 4
"""Kept of a mean's coordinates, which lie in [-1, 1]."""


class GalleryError(ValueError):
    """Bytes that are no gallery."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One label and the mean direction of its pictures' embeddings."""

    label: str
    pictures: int
    mean: tuple[float, ...]
    """Of length 1."""

    @classmethod
    def of(cls, label: str, embeddings: Sequence[Floats]) -> Known:
        """From the embeddings of its pictures, at least one."""
        mean = direction(np.mean([direction(each) for each in embeddings], axis=0))
        return cls(label=label, pictures=len(embeddings), mean=_short(mean))

    def joined(self, other: Known) -> Known:
        """The same label known from the pictures of both."""
        mine, its = (np.asarray(each.mean) * each.pictures for each in (self, other))
        mean = _short(direction(mine + its))
        return Known(label=self.label, pictures=self.pictures + other.pictures, mean=mean)


class Gallery:
    """Labels known by their look.

    Args:
        known: one entry a label.
    """

    def __init__(self, known: Iterable[Known] = ()) -> None:
        self.known = {each.label: each for each in known}

    def __len__(self) -> int:
        return len(self.known)

    def with_label(self, known: Known) -> Gallery:
        """With one label more, or known anew."""
        return Gallery([*(self.known | {known.label: known}).values()])

    def joined(self, other: Gallery) -> Gallery:
        """The labels of both; where both have one, this one's."""
        return Gallery([*(other.known | self.known).values()])

    def without(self, label: str) -> Gallery:
        """Without one label. Raises KeyError."""
        return Gallery(each for each in self.known.values() if each is not self.known[label])

    def likeness(self, embedding: Floats) -> dict[str, float]:
        """Cosine of the embedding with every label's mean, in [-1, 1]."""
        if not self.known:
            return {}
        means = np.array([each.mean for each in self.known.values()], np.float32)
        cosines = means @ direction(embedding)
        return dict(zip(self.known, cosines.tolist(), strict=True))

    def to_json(self, network: str) -> bytes:
        """One line a label; ``network``: SHA-256 of the network whose embeddings these are."""
        lines = ",\n".join(_line(each) for each in self.known.values())
        return f'{{"network": {json.dumps(network)}, "known": [\n{lines}\n]}}\n'.encode()


def _short(mean: Floats) -> tuple[float, ...]:
    return tuple(mean.astype(np.float64).round(DIGITS).tolist())


def _line(known: Known) -> str:
    table = {"label": known.label, "pictures": known.pictures, "mean": known.mean}
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"))


def from_json(body: bytes) -> tuple[str, Gallery]:
    """The inverse of :meth:`Gallery.to_json`: the network's SHA-256, and the gallery. Raises GalleryError."""
    try:
        plain = json.loads(body)
        known = [_known(entry) for entry in plain["known"]]
        network = plain["network"]
    except (ValueError, KeyError, TypeError) as error:
        raise GalleryError(f"no gallery: {error!r}") from error
    if not isinstance(network, str) or len({len(each.mean) for each in known}) > 1:
        raise GalleryError("no gallery: no network, or means of different lengths")
    return network, Gallery(known)


def _known(entry: Mapping[str, object]) -> Known:
    label, pictures, mean = entry["label"], entry["pictures"], entry["mean"]
    if not isinstance(label, str) or not isinstance(pictures, int) or not isinstance(mean, list) or not mean:
        raise TypeError(f"entry {label!r}")
    return Known(label=label, pictures=pictures, mean=tuple(float(value) for value in mean))


def direction(embedding: npt.NDArray[np.floating]) -> Floats:
    """The same at length 1; zeros stay zeros."""
    length = float(np.linalg.norm(embedding))
    return np.asarray(embedding / (length or 1.0), np.float32)
