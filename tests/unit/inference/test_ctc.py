from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from edge.inference.ctc import BLANK, Floats, Labels, n_best, softmax

random_logits = arrays(np.float32, (4, 4), elements=st.floats(-4, 4, width=32))


def every_text(odds: Floats) -> dict[Labels, float]:
    """By the definition: every way of the steps, merged and without blanks."""
    texts: dict[Labels, float] = {}
    for way in product(range(odds.shape[1]), repeat=len(odds)):
        merged = [label for i, label in enumerate(way) if i == 0 or label != way[i - 1]]
        text = tuple(label for label in merged if label != BLANK)
        texts[text] = texts.get(text, 0.0) + float(
            np.prod([step[label] for step, label in zip(odds, way, strict=True)])
        )
    return texts


@given(random_logits)
def test_a_wide_beam_finds_every_text_with_its_probability(logits: Floats) -> None:
    odds = softmax(logits)
    truth = every_text(odds)
    for text, chance in n_best(odds, width=1000):
        assert chance == pytest.approx(truth[text], abs=0.02)  # labels under a thousandth are not followed
        assert chance <= truth[text] + 1e-6


@given(random_logits)
def test_a_narrow_beam_never_tells_more_than_there_is(logits: Floats) -> None:
    odds = softmax(logits)
    found = n_best(odds, width=3)
    assert len(found) <= 3
    assert [p for _, p in found] == sorted((p for _, p in found), reverse=True)
    assert sum(p for _, p in found) <= 1 + 1e-6


def steps(*labels: int) -> Floats:
    """A network that is all but certain of one label per step."""
    return softmax(np.where(np.arange(8) == np.array(labels)[:, None], 20, 0).astype(np.float32))


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ((0, 0, 0), ()),
        ((0, 3, 3, 0, 5), (3, 5)),
        ((3, 3, 3), (3,)),
        ((3, 0, 3), (3, 3)),
        ((1, 2, 2, 1), (1, 2, 1)),
    ],
)
def test_repeats_are_merged_and_blanks_dropped(way: Labels, text: Labels) -> None:
    found, chance = n_best(steps(*way))[0]
    assert found == text
    assert chance == pytest.approx(1, abs=1e-3)


def test_the_sum_over_ways_decides_and_not_the_best_way() -> None:
    """The best single way is all blanks (0.36); three ways write the label (0.64 together)."""
    odds = np.array([[0.6, 0.4], [0.6, 0.4]], np.float32)
    assert dict(n_best(odds)) == pytest.approx({(1,): 0.64, (): 0.36})


def test_huge_logits_overflow_nothing() -> None:
    assert softmax(np.array([[1e4, -1e4]], np.float32)).tolist() == [[1, 0]]
