import numpy as np
import pytest

from edge.evaluation.interval import bootstrap, byar, wilson


def test_wilson_of_the_textbook() -> None:
    """Nine of ten: 0.596 to 0.982 (Newcombe, 1998, method 3)."""
    assert wilson(9, 10) == pytest.approx((0.596, 0.982), abs=1e-3)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(5, 5)[1] == 1.0


def test_bootstrap_of_a_mean_is_about_two_standard_errors_wide() -> None:
    values = np.tile([0.0, 1.0], 50)
    between = bootstrap(lambda times: {"mean": float((times * values).sum() / times.sum())}, 100)
    assert between["mean"] == pytest.approx((0.4, 0.6), abs=0.03)


def test_draws_without_a_figure_are_left_out() -> None:
    assert bootstrap(lambda times: {"none": float("nan")}, 3) == {"none": (0.0, 1.0)}


def test_a_count_that_is_nought_still_has_an_upper_bound() -> None:
    """Exactly -ln(0.025) / n = 3.689 / n; Byar's is within a hundredth of it."""
    low, high = byar(0, 600)
    assert low == 0.0
    assert high == pytest.approx(3.689 / 600, rel=0.01)


def test_a_count_of_ten_lies_between_poisson_s_bounds() -> None:
    """Exactly 4.795 and 18.39 (Garwood, 1936)."""
    assert byar(10, 100) == pytest.approx((0.04795, 0.1839), rel=0.02)
