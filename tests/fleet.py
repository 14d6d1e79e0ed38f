"""A fleet's own networks: those that ship, under another hash."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from edge.resources import models_folder

HEAD = 'site = "s"\ngate = "g"\n[mqtt]\nenabled = false\n[[camera]]\nrole = "lane"\nsource = "none.mp4"\n'
"""A configuration that lacks nothing; its next line is the eighth."""


def own_network(name: str, folder: Path) -> str:
    """Put one below a fleet's folder; it answers as the shipped one. Gives its SHA-256."""
    shutil.copytree(models_folder() / name, folder / name)
    network, card = folder / name / "model.tflite", folder / name / "card.toml"
    before = hashlib.sha256(network.read_bytes()).hexdigest()
    network.write_bytes(network.read_bytes() + bytes(16))
    after = hashlib.sha256(network.read_bytes()).hexdigest()
    card.write_text(card.read_text().replace(before, after))
    return after


def break_network(name: str, folder: Path) -> None:
    """Change a byte of it under the same card."""
    network = folder / name / "model.tflite"
    content = bytearray(network.read_bytes())
    content[len(content) // 2] ^= 1
    network.write_bytes(content)


def configuration(file: Path, own: str) -> Path:
    """Of a gate with a fleet's own networks."""
    file.write_text(f'{HEAD}[models]\nfolder = "{own}"\n')
    return file
