"""Where the data lies and under which licence: the one list that recipes, cards and NOTICE agree on."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from models.train.errors import RecipeError


@dataclass(frozen=True, slots=True)
class Source:
    """A data set as its card entry tells it."""

    name: str
    licence: str
    source: str


SOURCES = {
    entry.name: entry
    for entry in (
        Source(
            "vehicle-views",
            "CC BY 4.0 (as stated by the uploader)",
            "universe.roboflow.com/sj-ghyro/abcd-3xnve",
        ),
        Source("vehicle-models20", "MIT (as stated)", "github.com/toolongdontread/ImageClassification"),
        Source("plates-openlpr", "Apache-2.0", "github.com/faisalthaheem/open-lpr-dataset-plate-detection"),
        Source("plates-dashcam", "MIT", "github.com/RobertLucian/license-plate-dataset"),
        Source(
            "plate-glyphs-kr", "MIT, Apache-2.0", "github.com: qjadud, yakhyo, usman (see its LICENSE files)"
        ),
        Source("damage-bilgi", "CC BY 4.0", "universe.roboflow.com/het-m73ej/bilgi-university-car-damage"),
        Source("damage-lensor", "CC BY 4.0", "github.com/heliyahasani/lensor_case_study (Lensor, Roboflow)"),
        Source("damage-scratch", "CC BY 4.0", "universe.roboflow.com/project-kmnth/car-scratch-xgxzs"),
        Source("strewn", "Apache-2.0", "rendered by python -m models.scenes strewn"),
    )
}


def data_root() -> Path:
    """The folder named by RETURN_GATE_DATA; it holds `data/` and `weights/`.

    Raises:
        RecipeError: the variable is not set or names no such folder.
    """
    value = os.environ.get("RETURN_GATE_DATA", "")
    root = Path(value)
    if not value or not (root / "data").is_dir():
        raise RecipeError(f"RETURN_GATE_DATA must name a folder that holds data/ and weights/, not {value!r}")
    return root
