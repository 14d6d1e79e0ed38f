"""Log lines as the journal wants them: the priority in front, time and name left to it."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
_PRIORITIES = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}


class Prioritized(logging.Formatter):
    """``<6>text`` (sd-daemon): every line of a traceback has its priority too."""

    def format(self, record: logging.LogRecord) -> str:
        """One record; the priorities are those of syslog."""
        mark = f"<{_PRIORITIES.get(record.levelno, 6)}>"
        return "\n".join(mark + line for line in super().format(record).splitlines())


def log_to_journal(level: str, environment: Mapping[str, str] = os.environ) -> None:
    """Log to stderr: with priorities where systemd reads it, with time and level where a person does.

    ``level`` is one of ``LEVELS``.
    """
    handler = logging.StreamHandler(sys.stderr)
    if "JOURNAL_STREAM" in environment:
        handler.setFormatter(Prioritized("%(message)s"))
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=LEVELS[level], handlers=[handler], force=True)
