import numpy as np
import pytest

from models.train.measure.classification import (
    accuracy,
    auc,
    cheapest_threshold,
    fit_temperature,
    rate_over,
    threshold_at,
)
from models.train.measure.recognition import thresholds_of


def test_auc_counts_pairs_and_ties_half() -> None:
    scores = np.array([0.9, 0.5, 0.5, 0.1])
    positive = np.array([True, True, False, False])
    assert auc(scores, positive) == pytest.approx(3.5 / 4)
    assert np.isnan(auc(scores, np.ones(4, np.bool_)))


def test_accuracy_at_a_threshold() -> None:
    assert accuracy(np.array([0.5, 0.4]), np.array([True, False]), 0.5) == 1.0


def test_threshold_that_still_finds_a_share() -> None:
    scores = np.array([0.1, 0.2, 0.3, 0.4, 0.5])
    threshold = threshold_at(0.8, scores)
    assert threshold == 0.2
    assert rate_over(scores, threshold) == 0.8


def test_dear_misses_lower_the_threshold() -> None:
    damaged, clean = np.array([0.9, 0.8, 0.3]), np.array([0.1, 0.2, 0.25, 0.5])
    cautious, _ = cheapest_threshold(damaged, clean, prevalence=0.5, miss_cost=100)
    lenient, cost = cheapest_threshold(damaged, clean, prevalence=0.03, miss_cost=1)
    assert 0.25 < cautious <= 0.3
    assert 0.5 < lenient <= 0.8
    assert cost == pytest.approx(0.03 / 3)


def test_temperature_of_overconfident_logits_is_high() -> None:
    random = np.random.default_rng(0)
    true_logits = random.normal(0, 1.5, 4000)
    positive = random.random(4000) < 1 / (1 + np.exp(-true_logits))
    assert fit_temperature(true_logits * 3, positive) == pytest.approx(3, rel=0.15)
    assert fit_temperature(true_logits, positive) == pytest.approx(1, rel=0.15)


def test_two_thresholds_reject_the_share_together_that_is_allowed() -> None:
    random = np.random.default_rng(0)
    first, second = random.normal(size=400), random.normal(size=400)
    least, other = thresholds_of(first, second, 0.05, 0.04)
    assert (first < least).sum() == 16
    assert ((first < least) | (second < other)).sum() == 20
    assert thresholds_of(first, first, 0.05, 0.04)[1] == np.sort(first)[20]
