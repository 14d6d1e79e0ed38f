"""A gate's messaging in a process of its own, to be killed: ``python -m tests.broker.lone_gate``."""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Event

from edge.storage.store import Store
from tests.broker.gate import gate
from tests.examples import SOURCE


def main() -> None:
    folder, port, session = sys.argv[1:]
    with (
        Store.open(Path(folder), source=SOURCE) as store,
        gate(store, int(port), session=int(session)) as lone,
    ):
        lone.publisher.run(Event())


if __name__ == "__main__":
    main()
