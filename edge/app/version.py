"""Which program this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

NAME = "return-gate"


def program_version() -> str:
    """As it was installed; ``checkout`` where it was not."""
    try:
        return version(NAME)
    except PackageNotFoundError:
        return "checkout"


def program() -> str:
    """Name and version."""
    return f"{NAME} {program_version()}"
