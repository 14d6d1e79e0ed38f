"""Why an inspection decided so: a decision's codes as sentences."""

from __future__ import annotations

import re
from collections.abc import Callable

from edge.dossier import words

_SENTENCES = tuple(
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        ("every_view_compared", "Every view was compared with the earlier inspection."),
        ("no_earlier_inspection", "This gate knows of no earlier inspection of this car."),
        ("roster:not_expected", "The car was not on the list of cars expected here."),
        (
            "roster:plate_near_expected:.*",
            "The plate is nearly that of an expected car: it may have been misread.",
        ),
        ("new:(?P<kind>[^:]+):(?P<view>[^:]+)", "New: {kind}, seen by the camera “{view}”."),
        (
            "new_since_older_side:(?P<kind>[^:]+):(?P<view>[^:]+)",
            "New: {kind}, seen by the camera “{view}”. But that side was last seen well before the time in"
            " question, so it may have been there when that began.",
        ),
        (
            f"(?P<status>{'|'.join(words.STATUS_REASONS)}):(?P<kind>[^:]+):(?P<view>[^:]+)",
            "It cannot be told whether the {kind} seen by the camera “{view}” is new: {status}.",
        ),
        (
            "coverage:(?P<view>[^:]+):(?P<sight>[^:]+)",
            "The camera “{view}” did not see its side well: {sight}.",
        ),
        (
            "baseline_coverage:(?P<view>.+)",
            "The earlier inspection did not see the side of the camera “{view}” well.",
        ),
        (
            "view_without_camera:(?P<view>.+)",
            "This gate has no camera “{view}”: what that one saw before is carried on, and was not compared.",
        ),
        (
            "identity:color_was_(?P<was>.+)_is_(?P<now>.+)",
            "It may be another car: it was {was} before and looks {now} now.",
        ),
        (
            "identity:color_expected_(?P<was>.+)_is_(?P<now>.+)",
            "It may be another car: a {was} one was expected and this one looks {now}.",
        ),
        (
            "identity:model_was_(?P<was>.+)_is_(?P<now>.+)",
            "It may be another car: it was taken for a {was} before and for a {now} now.",
        ),
        ("identity:looks_unlike", "It may be another car: it does not look as it did before."),
        (
            "identity:old_damage_gone",
            "It may be another car: none of the damage is there that it had before.",
        ),
        (
            "identity:plate_near_known:.*",
            "The plate is nearly that of another car known here: it may have been misread.",
        ),
        ("baseline_reset", "A person had the earlier inspections of this car forgotten."),
        ("centre_unreachable", "The central system could not be reached: the gate's own record was used."),
        ("baseline_old:(?P<days>.+)_days", "The earlier inspection is {days} days old."),
        (f"(?P<stage>{'|'.join(words.STAGES)}):(?P<gap>[^:]+)", "Of the {stage} nothing can be said: {gap}."),
    )
)
_IN_WORDS: dict[str, Callable[[str], str]] = {
    "view": str,
    "kind": words.kind,
    "sight": words.sight,
    "stage": words.stage,
    "gap": words.gap,
    "status": words.STATUS_REASONS.__getitem__,
}


def reason(code: str) -> str:
    """One of a decision's reasons, as a sentence; a code that is not known here in its own words."""
    for pattern, sentence in _SENTENCES:
        found = pattern.fullmatch(code)
        if found:
            said = {name: _IN_WORDS.get(name, words.words)(part) for name, part in found.groupdict().items()}
            return sentence.format(**said)
    return f"{words.words(code).capitalize()}."
