"""Log lines for the journal."""

from __future__ import annotations

import logging

from edge.app.journal import Prioritized


def record(level: int, text: str) -> logging.LogRecord:
    return logging.LogRecord("edge", level, __file__, 1, text, None, None)


def test_a_line_begins_with_its_priority() -> None:
    formatter = Prioritized("%(message)s")
    assert formatter.format(record(logging.INFO, "code=starting")) == "<6>code=starting"
    assert formatter.format(record(logging.ERROR, "code=camera-stalled")) == "<3>code=camera-stalled"


def test_every_line_of_a_traceback_has_it() -> None:
    formatted = Prioritized("%(message)s").format(record(logging.CRITICAL, "one\ntwo"))
    assert formatted == "<2>one\n<2>two"
