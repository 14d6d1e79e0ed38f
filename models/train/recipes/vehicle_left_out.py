"""`vehicle-left-out`: how the recipe `vehicle` does on cars that it was not trained on.

It trains without some makes and models, and writes no network but figures, into `measured.json` of its work
folder; `vehicle` puts them on its card.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence

import numpy as np

from edge.domain.inspection import UNKNOWN, MakeModel
from edge.inspection.gallery import Known
from edge.inspection.recognition import Recogniser
from models.train.card import Table, checked
from models.train.data.photographs import same_photograph
from models.train.options import Options
from models.train.recipes.finish import row
from models.train.recipes.vehicle import examples, first_card, train
from models.train.recipes.vehicle_calibration import REJECTED, Calibrated, calibrated, told, unseen
from models.train.recipes.vehicle_data import (
    MODELS,
    Shown,
    left_out,
    model_labels,
    of_models,
    of_views,
    split,
    view_pictures,
)
from models.train.recipes.vehicle_looks import Looks

log = logging.getLogger(__name__)
LEFT, SHOWN, DRAWS = 5, 5, 20
"""Labels left out, pictures that each is enrolled from, and how often those are drawn anew."""


def run(options: Options) -> None:
    """Train without some labels, show them afterwards, measure."""
    everything = model_labels(options)
    strangers = left_out(everything, LEFT, options.seed)
    labels = [label for label in everything if label not in strangers]
    log.info("left out: %s", ", ".join(strangers))
    pool, held = split(options, labels)
    network = train(options, pool, held, models=len(labels))
    valid, views = of_models(options, "valid", labels), of_views(view_pictures(options, "valid"))
    fresh = [shown for shown, new in zip(valid, unseen(valid, pool, held), strict=True) if new]
    made = calibrated(
        checked(first_card(options)), network, pool, held, fresh, views, examples(pool, options.seed), labels
    )
    new = [
        Shown(image=shown.image, label=shown.label)
        for part in ("train", "valid")
        for shown in of_models(options, part, strangers)
    ]
    rows = _rows(made, new, fresh, strangers, labels, options.seed)
    report = {"left_out": strangers, "least_logit": made.least_logit, "accuracy": rows}
    (options.work / "measured.json").write_text(json.dumps(report, indent=1))


def _rows(
    made: Calibrated,
    new: Sequence[Shown],
    fresh: Sequence[Shown],
    strangers: Sequence[str],
    labels: Sequence[str],
    seed: int,
) -> list[Table]:
    groups = same_photograph([shown.image for shown in new])
    eyes = {"float": made.eye.full, "int8": made.eye.small}
    sights = {name: (look(new), look(fresh)) for name, look in eyes.items()}
    rejected, enrolled, missed, known = {}, {}, {}, {}
    for name, (looks, met) in sights.items():
        rejected[name] = made.unknown(looks)
        draws = [
            enrolment(made, looks, met, groups, strangers, labels, np.random.default_rng([seed, draw]))
            for draw in range(DRAWS)
        ]
        enrolled[name], missed[name], known[name] = np.mean(draws, axis=0).tolist()
    said = f"{MODELS}, trained without {', '.join(strangers)}"
    shown = f"after {SHOWN} pictures of each were shown"
    return [
        row(said, f"told unknown, where {REJECTED:.0%} of known ones are", len(new), **_both(rejected)),
        row(said, f"top-1 of them among all, {shown}", len(new), **_both(enrolled)),
        row(said, f"told unknown, {shown}", len(new), **_both(missed)),
        row(said, f"top-1 of the others, {shown}", len(fresh), **_both(known)),
    ]


def _both(figures: dict[str, float]) -> dict[str, float]:
    return {"full": figures["float"], "small": figures["int8"]}


def enrolment(
    made: Calibrated,
    looks: Looks,
    met: Looks,
    groups: Sequence[int],
    strangers: Sequence[str],
    labels: Sequence[str],
    random: np.random.Generator,
) -> tuple[float, float, float]:
    """Of strangers' pictures that show no enrolled photograph the top-1 among all labels, and the share that
    is told `unknown`; of known cars the top-1.
    """
    group = np.array(groups)
    recognise: Recogniser = made.recogniser
    gallery, used = recognise.enrolled, np.zeros(len(group), np.bool_)
    for number, label in enumerate(strangers):
        photographs = random.permutation(np.unique(group[looks.truth == number]))[:SHOWN]
        shown = [int(np.flatnonzero(group == photograph)[0]) for photograph in photographs]
        gallery = gallery.with_label(Known.of(label, list(looks.embedding[shown].astype(np.float32))))
        used |= np.isin(group, photographs)
    recognise = recognise.knowing(gallery)
    rest = looks[~used]
    shown_ones = told(recognise, rest, labels, made.temperature)
    known_ones = told(recognise, met, labels, made.temperature)
    return (
        _right(shown_ones, rest, strangers),
        float(np.mean([each.label == UNKNOWN for each in shown_ones])),
        _right(known_ones, met, labels),
    )


def _right(answers: Sequence[MakeModel], looks: Looks, truth: Sequence[str]) -> float:
    """Top-1, told before rejection."""
    return float(
        np.mean(
            [
                answer.top[0].label == truth[number]
                for answer, number in zip(answers, looks.truth, strict=True)
            ]
        )
    )
