"""Folders of pictures and single pictures."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest

from edge.capture.opening import open_source
from edge.capture.pictures import Pictures, folder
from edge.domain.errors import SourceError
from tests.unit.capture.clips import grey, number_of, vast_png, write_pictures


def test_pictures_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    names = ["view1.png", "view2.PNG", "view10.jpg", "view10b.jpeg", "view011.bmp"]
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / ".hidden.jpg").write_text("no picture")
    frames = list(open_source(str(write_pictures(tmp_path, names)), "lane"))
    assert [number_of(frame) for frame in frames] == [0, 1, 2, 3, 4]
    assert [frame.time_ns for frame in frames] == [0, 80_000_000, 160_000_000, 240_000_000, 320_000_000]


def test_a_folder_has_the_rate_that_is_asked(tmp_path: Path) -> None:
    frames = list(open_source(str(write_pictures(tmp_path, ["1.png", "2.png"])), "lane", fps=2))
    assert frames[1].time_ns == 500_000_000


@pytest.mark.parametrize("damage", [b"", b"no picture", b"\xff\xd8\xff\xe0 begins like a JPEG", vast_png()])
def test_a_damaged_picture_is_skipped_and_counted(damage: bytes, tmp_path: Path) -> None:
    write_pictures(tmp_path, ["1.jpg", "2.jpg", "3.jpg"])
    (tmp_path / "2.jpg").write_bytes(damage)
    source = folder(tmp_path, "lane")
    frames = list(source)
    assert [(frame.sequence, frame.missed) for frame in frames] == [(0, 0), (2, 1)]
    assert frames[1].time_ns == 160_000_000
    assert source.skipped == 1


def test_a_picture_that_breaks_off_is_damaged(tmp_path: Path) -> None:
    write_pictures(tmp_path, ["1.jpg", "2.jpg"])
    whole = (tmp_path / "2.jpg").read_bytes()
    (tmp_path / "2.jpg").write_bytes(whole[: len(whole) - 20])
    source = folder(tmp_path, "lane")
    assert len(list(source)) == 1
    assert source.skipped == 1


def test_nothing_but_damaged_pictures(tmp_path: Path) -> None:
    for name in ("1.jpg", "2.jpg"):
        (tmp_path / name).write_bytes(b"no")
    with pytest.raises(SourceError, match=r"1\.jpg: not a picture that can be read, nor are the 1 others"):
        list(folder(tmp_path, "lane"))


def test_a_folder_without_pictures(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no picture in this folder"):
        open_source(str(tmp_path), "lane")


def test_one_picture(tmp_path: Path) -> None:
    path = tmp_path / "car.jpg"
    assert cv2.imwrite(str(path), grey(3, 40, 30))
    (frame,) = open_source(str(path), "plate")
    assert (frame.role, frame.time_ns, frame.width, frame.height, number_of(frame)) == ("plate", 0, 40, 30, 3)


def test_a_grey_or_transparent_picture_becomes_a_colour_one(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "1.png"), grey(1)[:, :, 0])
    cv2.imwrite(str(tmp_path / "2.png"), cv2.cvtColor(grey(2), cv2.COLOR_BGR2BGRA))
    assert [frame.image.shape for frame in folder(tmp_path, "lane")] == [grey(1).shape] * 2


def test_a_closed_folder_ends(tmp_path: Path) -> None:
    source = Pictures([*write_pictures(tmp_path, ["1.png", "2.png"]).iterdir()], "lane")
    frames = iter(source)
    next(frames)
    source.close()
    assert list(frames) == []
