"""Files inspections until it is killed, and says each one's sequence: ``python -m tests.faults.filer``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from edge.storage.evidence import Picture
from edge.storage.store import Store
from edge.wire.event import EventType
from tests.examples import NOON, SOURCE, inspection


def main() -> None:
    with Store.open(Path(sys.argv[1]), source=SOURCE) as store:
        number = store.outbox.last_sequence()
        while True:
            number += 1
            picture = Picture(
                image_id="i1", role="view", view="top", jpeg=os.urandom(50_000), width=640, height=360
            )
            filed = store.file(EventType.COMPLETED, inspection(number), [picture], NOON)
            print(filed.event.sequence, flush=True)


if __name__ == "__main__":
    main()
