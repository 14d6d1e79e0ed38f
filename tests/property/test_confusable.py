"""What a plate could have been, for any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from edge.inspection.confusable import GROUPS, OTHERS, near_texts

texts = st.text(st.sampled_from("".join(GROUPS) + "AXY349"), max_size=8)


def wrong(one: str, other: str) -> list[tuple[str, str]]:
    return [(a, b) for a, b in zip(one, other, strict=True) if a != b]


@given(texts)
def test_they_are_other_texts_within_two_confusable_characters_each_once(text: str) -> None:
    near = list(near_texts(text))
    assert len(set(near)) == len(near)
    for other in near:
        assert 1 <= len(wrong(text, other)) <= 2
        assert all(b in OTHERS[a] for a, b in wrong(text, other))


@given(texts)
def test_what_could_have_been_read_so_could_be_read_back(text: str) -> None:
    assert all(text in near_texts(other) for other in list(near_texts(text))[:20])
