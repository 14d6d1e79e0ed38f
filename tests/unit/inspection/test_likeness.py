from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from edge.domain.observation import Embedder
from edge.inspection.likeness import Embedded, Look, embedded_views, likeness, looks_of
from tests.passages import observation, passage, view

NETWORK = "ab" * 32


def look(*embedding: float, side: str = "front", camera: str = "lane", network: str = NETWORK) -> Look:
    return Look(view=camera, aspect=side, embedded=Embedded.of(embedding, network))


def test_a_byte_each_coordinate_keeps_the_direction() -> None:
    embedding = np.random.default_rng(3).normal(0, 0.7, 256)
    kept = Embedded.of(embedding.tolist(), NETWORK)
    assert len(kept.values) == 256
    assert float(kept.direction @ embedding) / np.linalg.norm(embedding) == pytest.approx(1, abs=1e-4)


def test_nothing_has_no_direction() -> None:
    assert list(Embedded.of((0.0, 0.0), NETWORK).direction) == [0, 0]


def test_the_most_alike_views_of_each_side_count_and_the_sides_alike() -> None:
    now = [look(1, 0), look(0, 1, side="rear")]
    then = [look(0, 1), look(1, 0), look(1, 0, side="rear")]
    assert likeness(now, then) == pytest.approx(0.5)


@pytest.mark.parametrize(
    "other", [look(1, 0, side="rear"), look(1, 0, camera="left"), look(1, 0, network="")]
)
def test_another_side_camera_or_network_is_not_compared(other: Look) -> None:
    assert likeness([look(1, 0)], [other]) is None


def test_of_whole_vehicles_whose_side_is_known() -> None:
    seen = replace(
        observation(),
        passage=passage(view(), view(whole=False), view()),
        aspects=("front", "front", None),
        embeddings=((1.0, 0.0),) * 3,
        embedder=Embedder(network=NETWORK, least_alike=None),
    )
    assert embedded_views(seen) == (Embedded.of((1, 0), NETWORK), None, Embedded.of((1, 0), NETWORK))
    assert looks_of(seen) == (look(1, 0),)


def test_where_no_network_looked_there_is_nothing() -> None:
    assert embedded_views(observation()) == (None,)
    assert looks_of(observation()) == ()
