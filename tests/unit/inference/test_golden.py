from __future__ import annotations

import hashlib

import numpy as np
import pytest

from edge.domain.errors import ModelError
from edge.inference.card import Card, InputSpec
from edge.inference.golden import check_answer, golden_input, spread
from models.train.card import checked, draft

GOLDEN_SHA256 = "53d5979d73d11b41cd4ce01793d88d2dfdecf0a5acb7820dd744a341d1034f00"
SPEC = InputSpec(width=64, height=32, color="RGB", resize="stretch")


def card(values: list[float], tolerance: float) -> Card:
    table = draft(name="net", version="1", seed=1, width=64, height=32, outputs=[{"kind": "logits"}])
    return checked(table | {"golden": [{"tolerance": tolerance, "values": values}]})


def test_the_golden_input_never_changes() -> None:
    made = golden_input(SPEC)
    assert made.shape == (32, 64, 3)
    assert made.dtype == np.uint8
    assert hashlib.sha256(made.tobytes()).hexdigest() == GOLDEN_SHA256
    assert made.min() < 20
    assert made.max() > 235


def test_of_a_large_output_some_values_are_kept_from_first_to_last() -> None:
    kept = spread(np.arange(1000, dtype=np.float32).reshape(1, 10, 100))
    assert (len(kept), kept[0], kept[-1]) == (32, 0, 999)
    assert spread(np.array([[4, 5]], np.float32)).tolist() == [4, 5]


@pytest.mark.parametrize("found", [[1.0, 2.0], [1.4, 2.0], [1.25, 1.75], [0.9, 2.1]])
def test_an_answer_within_the_tolerance_in_the_mean_is_the_same(found: list[float]) -> None:
    check_answer(card([1.0, 2.0], 0.26), [np.array([found], np.float32)])


@pytest.mark.parametrize("found", [[1.6, 2.0], [2.0, 1.0], [1.0, 2.0, 3.0], [float("nan"), 2.0]])
def test_another_answer_is_refused(found: list[float]) -> None:
    with pytest.raises(ModelError, match="net: output 0 is off by"):
        check_answer(card([1.0, 2.0], 0.26), [np.array([found], np.float32)])


def test_another_number_of_outputs_is_refused() -> None:
    with pytest.raises(ModelError, match="1 golden answers to 2 outputs"):
        check_answer(card([1.0], 0.1), [np.zeros((1, 1), np.float32)] * 2)
