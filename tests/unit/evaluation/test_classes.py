import pytest

from edge.evaluation.classes import score_classes


def test_figures_by_hand() -> None:
    """Crash: precision 2/3, recall 1, F1 0.8. Clear: precision 1, recall 1/2, F1 2/3."""
    true, told = ["crash", "crash", "clear", "clear"], ["crash", "crash", "crash", "clear"]
    score = score_classes(true, told, [1.0, 2.0, 3.0, 10.0])
    assert (score.n, score.accuracy, score.ms_p50) == (4, 0.75, 2.5)
    assert score.macro_f1 == pytest.approx((0.8 + 2 / 3) / 2, abs=1e-4)
    assert score.confusion == {"clear": {"clear": 1, "crash": 1}, "crash": {"crash": 2}}
    assert score.accuracy_ci[0] < 0.75 < score.accuracy_ci[1]


def test_a_word_that_no_picture_is_counts_as_wrong() -> None:
    score = score_classes(["a", "a"], ["a", "unknown"], [1.0, 1.0])
    assert score.accuracy == 0.5
    assert score.macro_f1 == pytest.approx(2 / 3, abs=1e-4)
    assert score.confusion == {"a": {"a": 1, "unknown": 1}}
