"""The vote and the score of passages, for any reads and any passages."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from edge.domain.inspection import Gap
from edge.domain.observation import PlateSighting, PlateVote
from edge.evaluation.passages import FoundPassage, TruePassage, score_passages
from edge.inspection.plate_text import normalize_plate
from edge.inspection.vote import is_legible, vote
from tests.passages import sighting

texts = st.sampled_from(["AB123CD", "AB123C0", "A8123CD", "TAXI", "X1"])
reads = st.lists(
    st.builds(
        lambda text, share, view: sighting(text, share / 64, view=view),
        texts,
        st.integers(0, 64),
        st.integers(0, 4),
    ),
    max_size=6,
)


@given(reads)
def test_every_character_was_read_and_the_counts_hold(sightings: list[PlateSighting]) -> None:
    result = vote(sightings)
    if isinstance(result, Gap):
        return
    text = result.winner.reading.text
    like = [s.reading.text for s in sightings if is_legible(s.reading) and len(s.reading.text) == len(text)]
    behind = [sum(other[i] == char for other in like) for i, char in enumerate(text)]
    assert like.count(text) <= result.agreeing <= min(behind)
    assert result.agreeing <= result.reads <= len(sightings)
    assert 0 <= result.confidence <= result.winner.reading.confidence + 1e-4
    assert len(result.winner.reading.char_confidence) == len(text)


@given(reads)
def test_the_picture_is_of_a_read_that_comes_near(sightings: list[PlateSighting]) -> None:
    result = vote(sightings)
    if isinstance(result, PlateVote):
        read = {(s.reading.raw, s.view): s.reading.text for s in sightings}
        text = read[result.winner.reading.raw, result.winner.view]
        assert sum(a != b for a, b in zip(text, result.winner.reading.text, strict=True)) <= 4


TIE = [sighting(text, 0.5, view=n) for n, text in enumerate(("AB123CD", "AB123CD", "XY987ZW", "XY987ZW"))]


@example((TIE, TIE[::-1]))
@given(reads.flatmap(lambda made: st.tuples(st.just(made), st.permutations(made))))
def test_the_order_of_the_reads_changes_nothing(
    pair: tuple[list[PlateSighting], list[PlateSighting]],
) -> None:
    one, other = vote(pair[0]), vote(pair[1])
    assert isinstance(one, Gap) == isinstance(other, Gap)
    if isinstance(one, PlateVote) and isinstance(other, PlateVote):
        assert one.winner.reading.text == other.winner.reading.text
        assert (one.reads, one.agreeing, one.confidence) == (other.reads, other.agreeing, other.confidence)


@given(st.text(max_size=20))
def test_normalising_twice_is_normalising_once(raw: str) -> None:
    once = normalize_plate(raw)
    assert normalize_plate(once) == once
    assert all(c.isalnum() for c in once)


spans = st.tuples(st.integers(0, 60), st.integers(1, 20), st.sampled_from(["up", "down"]))
found_ones = st.lists(
    st.builds(lambda s: FoundPassage(entered_s=s[0], left_s=s[0] + s[1], direction=s[2]), spans), max_size=6
)
true_ones = st.lists(
    st.builds(
        lambda s, o: TruePassage(entered_s=s[0], left_s=s[0] + s[1], direction=s[2], optional=o),
        spans,
        st.booleans(),
    ),
    max_size=6,
)


@given(found_ones, true_ones)
def test_the_counts_add_up(found: list[FoundPassage], truth: list[TruePassage]) -> None:
    score = score_passages(found, truth)
    optional = sum(t.optional for t in truth)
    assert score.n == len(truth) - optional
    assert score.found + score.missed == score.n
    assert 0 <= score.false <= len(found)
    assert score.found <= len(found) - score.false <= score.found + optional
    assert score.direction_errors <= len(found) - score.false


@given(true_ones)
def test_the_truth_against_itself_is_perfect(truth: list[TruePassage]) -> None:
    found = [FoundPassage(entered_s=t.entered_s, left_s=t.left_s, direction=t.direction) for t in truth]
    score = score_passages(found, truth)
    assert (score.missed, score.false) == (0, 0)
