"""The formats as a prior over what a plate may say: they correct only what the picture leaves open.

Texts that look the same (O and 0, I and 1, B and 8) are one candidate, and a format spells it; where formats
of several regions do, the narrower one has more to say. Between candidates that look different, one that fits
is worth three that do not; where none fits, the read stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from edge.domain.inspection import Candidate
from edge.domain.observation import PlateReading
from edge.inspection.candidates import reading_of
from edge.inspection.formats import Formats
from edge.inspection.plate_text import differences, folded, is_plate_text, spellings

UNFIT = 0.3
"""How probable a plate of no format is, beside one that fits: foreign ones and personal ones come too."""
OPEN = 0.05
"""A reader that gives the other spelling less than this share has seen which it is; no format corrects it."""

Odds = Mapping[str, float]


def judged(reading: PlateReading, formats: Formats) -> PlateReading:
    """The read in the light of the formats, with its region.

    Args:
        reading: of any reader; one that tells no candidates leaves all spellings of its text open.
        formats: of the regions that are expected.
    """
    better = _reweighed(reading, formats) if reading.candidates else _respelled(reading, formats)
    return replace(better, region=formats.region(better.text))


def _respelled(reading: PlateReading, formats: Formats) -> PlateReading:
    """The spelling that fits with the fewest changes."""
    # A long text is no plate, and has more spellings than anybody can wait for.
    if not is_plate_text(reading.text):
        return reading
    fits = [text for text in spellings(reading.text) if formats.fits(text)]
    return replace(reading, text=min(fits, key=lambda t: differences(t, reading.text))) if fits else reading


def _reweighed(reading: PlateReading, formats: Formats) -> PlateReading:
    """The most probable candidate under the prior; what the reader left untold counts as if it fitted."""
    groups = [_spelled(group, formats) for group in _alike(reading.candidates)]
    if not any(fits for _, fits in groups):
        return reading
    weights = {text: p * (1.0 if fits else UNFIT) for odds, fits in groups for text, p in odds.items()}
    untold = max(0.0, 1.0 - sum(candidate.confidence for candidate in reading.candidates))
    total = sum(weights.values()) + untold
    ranked = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
    return reading_of([Candidate(label=text, confidence=w / total) for text, w in ranked], raw=reading.raw)


def _alike(candidates: Sequence[Candidate]) -> list[Odds]:
    """The candidates in groups that look the same."""
    groups: dict[str, dict[str, float]] = defaultdict(dict)
    for candidate in candidates:
        groups[folded(candidate.label)][candidate.label] = candidate.confidence
    return list(groups.values())


def _spelled(group: Odds, formats: Formats) -> tuple[Odds, bool]:
    """Those spellings of one look that fit share all of its chance; as they are where none fits."""
    whole = sum(group.values())
    fits = {text: p for text, p in group.items() if p >= OPEN * whole and formats.fits(text)}
    if not fits:
        return group, False
    if len(fits) > 1:
        fits = {text: p * formats.likelihood(text) for text, p in fits.items()}
    scale = whole / sum(fits.values())
    return {text: p * scale for text, p in fits.items()}, True
