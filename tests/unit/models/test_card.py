import hashlib
import tomllib
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from edge.inference.card import Folder, InputSpec
from models.train.card import Table, checked, detector_outputs, draft, to_toml, write_folder
from models.train.seal import Floats


def answered(network: bytes, spec: InputSpec) -> list[tuple[Floats, float]]:
    """A network of one output, of which a step is worth 0.5."""
    return [(np.arange(1000, dtype=np.float32), 0.5)]


def drafted() -> Table:
    return draft(
        name="plate-detector",
        version="1.0.0",
        seed=3,
        width=416,
        height=320,
        outputs=detector_outputs((8, 16)),
        decode={"nms_iou": 0.4, "min_score": 0.05, "max_detections": 50},
    )


def test_outputs_come_level_by_level() -> None:
    assert detector_outputs((8, 16)) == [
        {"kind": "scores", "stride": 8},
        {"kind": "distances", "stride": 8},
        {"kind": "scores", "stride": 16},
        {"kind": "distances", "stride": 16},
    ]


def test_toml_reads_back_as_it_was_written() -> None:
    table = drafted()
    table["calibration"]["chosen"] = 'said "best", ü, \\ and a\nline'
    table["accuracy"] = [{"set": "a/b", "metric": "ap50", "n": 2, "float": 0.5, "int8": 1e-05}]
    table["passes"] = [{"scale": 1.0, "mirrored": False}, {"scale": 0.85, "mirrored": True}]
    read = tomllib.loads(to_toml(table))
    assert read == {key: value for key, value in table.items() if value != []}


def test_folder_is_one_that_the_gate_accepts(tmp_path: Path) -> None:
    table = drafted()
    table["accuracy"] = [{"set": "a/b", "metric": "ap50", "n": 2, "float": 0.5, "int8": 0.25}]
    table["training_data"] = [{"name": "a", "licence": "MIT", "source": "somewhere", "pictures": 7}]
    write_folder(tmp_path / "plate-detector", table, b"network", ["plate"], answer=answered)
    folder = Folder(tmp_path / "plate-detector")
    assert folder.labels == ("plate",)
    assert folder.card.sha256 == hashlib.sha256(b"network").hexdigest()
    assert folder.card.cost.bytes == len(b"network")
    assert folder.card.accuracy[0].full == 0.5
    assert folder.card.files == {"labels.txt": hashlib.sha256(b"plate\n").hexdigest()}
    (golden,) = folder.card.golden
    assert (golden.tolerance, golden.values[0], golden.values[-1]) == (1.5, 0.0, 999.0)


def test_card_that_the_gate_would_refuse_is_not_written(tmp_path: Path) -> None:
    table = drafted()
    table["calibration"]["threshold"] = 1.5
    with pytest.raises(ValidationError):
        write_folder(tmp_path / "x", table, b"network", ["plate"], answer=answered)
    assert not (tmp_path / "x").exists()


def test_classification_has_no_decode() -> None:
    table = draft(
        name="condition", version="1.0.0", seed=1, width=224, height=224, outputs=[{"kind": "logits"}]
    )
    card = checked({**table, "accuracy": [], "training_data": []})
    assert (card.task, card.decode) == ("classification", None)
