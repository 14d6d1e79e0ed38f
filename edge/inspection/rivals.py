"""What a plate may say instead: the texts over which its read has too thin a margin at every character."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, product

from edge.domain.inspection import Candidate
from edge.domain.observation import PlateReading, PlateVote
from edge.inspection.confusable import MOST_TEXTS, OTHERS

LEAST_MARGIN = 0.5
"""By so much a character must be more probable than the one that another plate has in its place.

Of 621 single reads of Brazilian and Korean plates, at full size and shrunk, 41 were wrong: 30 of these had
the true text for a rival. Of the 580 right ones 50 had some rival, which matters where it is another car's.
"""


def rivals(vote: PlateVote) -> Iterator[str]:
    """Every text that the plate may be as well as what the vote says, each once, at most ``MOST_TEXTS``.

    Another text is one if the margin is thin at every place where it differs; a text of another length, if
    the margin of the whole text is.
    """
    return islice(_rivals(vote.winner.reading, vote.candidates), MOST_TEXTS)


def _rivals(reading: PlateReading, candidates: Sequence[Candidate]) -> Iterator[str]:
    for candidate in candidates:
        margin = reading.confidence - candidate.confidence
        if len(candidate.label) != len(reading.text) and margin < LEAST_MARGIN:
            yield candidate.label
    choices = [_choices(reading, candidates, place) for place in range(len(reading.text))]
    for chars in product(*choices):
        text = "".join(chars)
        if text != reading.text:
            yield text


def _choices(reading: PlateReading, candidates: Sequence[Candidate], place: int) -> list[str]:
    """The character that was read at a place, and those that it has too little margin over."""
    char, sure = reading.text[place], reading.char_confidence[place]
    if not candidates:
        # A reader that tells one text alone leaves what it is not sure of to any character alike.
        return [char, *(OTHERS.get(char, "") if sure - (1 - sure) < LEAST_MARGIN else "")]
    chances: dict[str, float] = defaultdict(float)
    for candidate in candidates:
        if len(candidate.label) == len(reading.text):
            chances[candidate.label[place]] += candidate.confidence
    own = max(chances.pop(char, 0.0), sure)
    return [char, *(other for other, chance in chances.items() if own - chance < LEAST_MARGIN)]
