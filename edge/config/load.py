"""Read ``gate.toml`` once, and name every fault at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from edge.config.base import Fault, Place
from edge.config.faults import faults, tree
from edge.config.files import absolute, missing_files
from edge.config.gate import GateConfig
from edge.config.lines import key_lines, line_of
from edge.domain.errors import ConfigError


def load(path: Path) -> GateConfig:
    """The configuration in the file. Relative paths in it are meant from the file's own folder.

    :raises ConfigError: with every fault as ``FILE:LINE: key: message``, in the order of the lines.
    """
    text = _text(path)
    return _tree(path, text, _table(path, text), ())


def check(path: Path, look: Callable[[GateConfig], Iterable[Fault]] = lambda _: ()) -> GateConfig:
    """Like :func:`load`, and every file that the configuration names must be there.

    :param look: finds what else is wrong with what it names, once nothing is wrong with the file itself.
    :raises ConfigError: with every fault of either kind.
    """
    text = _text(path)
    table = _table(path, text)
    config = _tree(path, text, table, missing_files(table))
    if found := list(look(config)):
        raise ConfigError(_located(path, text, found))
    return config


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except OSError as error:
        raise ConfigError([f"{path}: cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError([f"{path}:{line}: is not UTF-8 text"]) from error


def _table(path: Path, text: str) -> dict[str, Any]:
    try:
        table: dict[str, Any] = absolute(tomllib.loads(text), path.resolve().parent)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).rpartition(" (at ")
        line = re.search(r"line (\d+)", where)
        number = int(line.group(1)) if line else max(1, len(text.splitlines()))
        raise ConfigError([f"{path}:{number}: not valid TOML: {what}"]) from error
    return table


def _tree(path: Path, text: str, table: dict[str, Any], known: Iterable[Fault]) -> GateConfig:
    if found := [*faults(table), *known]:
        raise ConfigError(_located(path, text, found))
    return tree(table)


def _located(path: Path, text: str, found: list[Fault]) -> list[str]:
    lines = key_lines(text)
    ordered = sorted((line_of(lines, place), _key(place), message) for place, message in found)
    return [f"{path}:{line}: {key}: {message}" for line, key, message in ordered]


def _key(place: Place) -> str:
    """``camera[1].role``: positions count from 0."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).lstrip(".")
