"""How a hand-off says that nothing more will come."""

from __future__ import annotations


class Closed(Exception):  # noqa: N818 - an end in good order is no error
    """The hand-off was closed and what it held has been taken."""
