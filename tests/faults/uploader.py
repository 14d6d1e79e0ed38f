"""Brings pictures until it is killed: ``python -m tests.faults.uploader STATE ADDRESS``."""

from __future__ import annotations

import sys
from pathlib import Path

from edge.config.evidence import Evidence
from edge.flow.clock import SystemClock
from edge.messaging.board import NoticeBoard
from edge.messaging.uploader import Uploader
from edge.storage.store import Store
from tests.examples import SOURCE


def main() -> None:
    with Store.open(Path(sys.argv[1]), source=SOURCE) as store:
        rules = Evidence(upload_url=sys.argv[2], rate_bytes_per_s=10**9)
        uploader = Uploader(rules=rules, queue=store.uploads, board=NoticeBoard(), clock=SystemClock())
        while True:
            uploader.step()


if __name__ == "__main__":
    main()
