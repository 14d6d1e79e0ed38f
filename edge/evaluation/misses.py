"""A page of the worst misses, for a person to look at: crop, truth and read of each.

Plates are personal data, so the page holds its pictures itself and lies only where somebody put it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from html import escape

import cv2
import numpy as np

from edge.domain.frame import Image
from edge.domain.geometry import Box
from edge.evaluation.labelled import read_picture
from edge.evaluation.plates import Read
from edge.vision.quality import crop

MOST = 60
WIDTH_PX = 320
HEAD = """<!doctype html><meta charset="utf-8"><title>Worst misses</title>
<style>body{font:16px sans-serif;margin:2em}td{padding:.3em 1em;vertical-align:middle}
code{font-size:1.4em;letter-spacing:.1em}img{width:320px}</style>
<table><tr><th>what was read<th>true place<th>truth<th>read<th>confidence<th>picture
"""
ROW = (
    "<tr><td>{told}<td>{true}<td><code>{truth}</code><td><code>{text}</code><td>{confidence:.2f}<td>{file}\n"
)


def worst(reads: Sequence[Read]) -> list[Read]:
    """What is wrong, the surest of the most wrong first."""
    wrong = [read for read in reads if not read.right]
    return sorted(wrong, key=lambda read: (-read.confidence, -read.wrong_characters))[:MOST]


def page(misses: Sequence[Read]) -> str:
    """The misses as HTML. Raises DataError where a picture cannot be read again."""
    return HEAD + "".join(_row(miss) for miss in misses) + "</table>\n"


def _row(miss: Read) -> str:
    image = read_picture(miss.truth.picture)
    return ROW.format(
        told="nothing" if miss.look is None else _cut(image, miss.look.box),
        true="unknown" if miss.truth.box is None else _cut(image, miss.truth.box),
        truth=escape(miss.truth.text),
        text=escape(miss.text),
        confidence=miss.confidence,
        file=escape(miss.truth.picture.name),
    )


def _cut(image: Image, box: Box) -> str:
    """An ``img`` of the box with a rim."""
    cut = crop(image, box.grown(0.1))
    height = max(1, round(cut.shape[0] * WIDTH_PX / cut.shape[1]))
    _, coded = cv2.imencode(".png", np.asarray(cv2.resize(cut, (WIDTH_PX, height)), np.uint8))
    return f'<img src="data:image/png;base64,{b64encode(coded.tobytes()).decode()}">'
