import json
from pathlib import Path
from typing import Any

import pytest

from edge.domain.errors import DataError
from edge.evaluation.labelled import read_picture
from models.train.data.coco import read_coco
from models.train.data.folders import read_folders
from models.train.data.pictures import load_all
from models.train.data.samples import Sample
from models.train.data.voc import read_voc
from tests.unit.capture.clips import vast_png


def coco(**changes: Any) -> dict[str, Any]:
    return {
        "categories": [{"id": 4, "name": "dent"}],
        "images": [{"id": 0, "file_name": "a.webp"}, {"id": 1, "file_name": "b.webp"}],
        "annotations": [{"image_id": 1, "category_id": 4, "bbox": [10, 20, 30, 40]}],
    } | changes


def written(folder: Path, content: object) -> Path:
    (folder / "annotations.json").write_text(json.dumps(content))
    return folder


def test_coco_keeps_pictures_without_boxes(tmp_path: Path) -> None:
    first, second = read_coco(written(tmp_path, coco()), "somewhere")
    assert first.boxes.shape == (0, 4)
    assert second.boxes.tolist() == [[10, 20, 40, 60]]
    assert second.labels == ("dent",)
    assert second.picture == tmp_path / "images" / "b.webp"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([], "not a COCO file"),
        (coco(images=[], annotations=[]), "no pictures"),
        (coco(annotations=None), "not a COCO file"),
        (coco(annotations=["no annotation"]), "annotation 0 is malformed"),
        (coco(annotations=[{"image_id": [1], "category_id": 4, "bbox": [1, 2, 3, 4]}]), "0 is malformed"),
        (coco(annotations=[{"image_id": 1, "category_id": 4, "bbox": [1, 2, "wide", 4]}]), "0 is malformed"),
        (
            coco(annotations=[{"image_id": 1, "category_id": 4, "bbox": [float("nan"), 2, 3, 4]}]),
            "0 has a box",
        ),
        (coco(annotations=[{"image_id": 1, "category_id": 4, "bbox": [1, 2, 1e999, 4]}]), "0 has a box"),
        (coco(annotations=[{"image_id": 1, "category_id": 4}]), "annotation 0 is malformed"),
        (
            coco(annotations=[{"image_id": 1, "category_id": 4, "bbox": [1, 2, 0, 4]}]),
            "annotation 0 has a box",
        ),
        (coco(annotations=[{"image_id": 9, "category_id": 4, "bbox": [1, 2, 3, 4]}]), "unknown picture"),
        (
            coco(annotations=[{"image_id": 1, "category_id": 9, "bbox": [1, 2, 3, 4]}]),
            "unknown picture or cat",
        ),
    ],
)
def test_broken_coco_is_told_with_its_file(tmp_path: Path, content: object, said: str) -> None:
    with pytest.raises(DataError, match=said) as told:
        read_coco(written(tmp_path, content), "somewhere")
    assert "annotations.json" in str(told.value)


@pytest.mark.parametrize("content", [b"", b'{"images": [', b"\xff\xfe no text", b"<annotation/>"])
def test_a_coco_file_that_was_cut_off_or_is_another_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "annotations.json").write_bytes(content)
    with pytest.raises(DataError, match=rf"{tmp_path}/annotations\.json: not a COCO file"):
        read_coco(tmp_path, "somewhere")


def test_missing_coco_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"annotations\.json: No such file"):
        read_coco(tmp_path, "somewhere")


def voc(folder: Path, body: str) -> Path:
    (folder / "annotations").mkdir()
    (folder / "images").mkdir()
    (folder / "images" / "a.webp").touch()
    (folder / "annotations" / "a.xml").write_text(body)
    return folder


BOX = "<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>{right}</xmax><ymax>9</ymax></bndbox>"
XML = "<annotation><filename>a.webp</filename><object><name>plate</name>{box}</object></annotation>"


def test_voc(tmp_path: Path) -> None:
    (sample,) = read_voc(voc(tmp_path, XML.format(box=BOX.format(right=5))), "somewhere")
    assert sample.boxes.tolist() == [[1, 2, 5, 9]]
    assert sample.labels == ("plate",)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<annotation>", "not a labelImg file"),
        ("", "not a labelImg file"),
        ('{"images": []}', "not a labelImg file"),
        ('<?xml version="1.0" encoding="runes"?><annotation/>', "not a labelImg file"),
        (XML.format(box=BOX.format(right="wide")), "not a labelImg file"),
        (XML.format(box=BOX.format(right="inf")), "bndbox is incomplete"),
        (XML.format(box="<bndbox><xmin>1</xmin></bndbox>"), "bndbox is incomplete"),
        (XML.format(box=BOX.format(right=1)), "without name or size"),
        (XML.format(box=BOX.format(right=5)).replace("a.webp", "gone.webp"), "is missing"),
    ],
)
def test_broken_voc_is_told_with_its_file(tmp_path: Path, body: str, said: str) -> None:
    with pytest.raises(DataError, match=said) as told:
        read_voc(voc(tmp_path, body), "somewhere")
    assert "a.xml" in str(told.value)


def test_a_voc_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    voc(tmp_path, XML.format(box=BOX.format(right=5)))
    (tmp_path / "annotations" / "b.xml").mkdir()
    with pytest.raises(DataError, match=r"b\.xml: Is a directory"):
        read_voc(tmp_path, "somewhere")


def test_folder_without_xml_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no XML files"):
        read_voc(tmp_path, "somewhere")


def test_classes_are_folders(tmp_path: Path) -> None:
    for name in ("b/2.webp", "b/1.PNG", "a/x.jpg", "a/notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = read_folders(tmp_path, "somewhere")
    assert {name: [s.picture.name for s in samples] for name, samples in found.items()} == {
        "a": ["x.jpg"],
        "b": ["1.PNG", "2.webp"],
    }


def test_empty_class_is_told(tmp_path: Path) -> None:
    (tmp_path / "dent").mkdir()
    with pytest.raises(DataError, match="dent: a class without pictures"):
        read_folders(tmp_path, "somewhere")


def test_a_folder_without_classes_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(DataError, match=f"{folder}: no class folders"):
            read_folders(folder, "somewhere")


@pytest.mark.parametrize(
    "content", [b"", b"RIFF....WEBPVP8 nothing", b"\x89PNG\r\n\x1a\n", vast_png(), b"an HTML page"]
)
def test_undecodable_picture_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.webp").write_bytes(content)
    with pytest.raises(DataError, match=r"broken\.webp: cannot be read"):
        read_picture(tmp_path / "broken.webp")
    with pytest.raises(DataError, match=r"broken\.webp: cannot be read"):
        load_all([Sample(picture=tmp_path / "broken.webp", source="somewhere")], 640)
