from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from edge.storage.store import Store
from tests.broker.centre import ScriptedCentre
from tests.broker.listener import until
from tests.broker.test_uploads import filed_and_gone
from tests.examples import SOURCE

PICTURES = 200


def test_every_picture_arrives_though_the_uploader_is_killed_again_and_again(tmp_path: Path) -> None:
    with Store.open(tmp_path, source=SOURCE) as store:
        names = filed_and_gone(store, PICTURES)
    with ScriptedCentre() as centre:
        kills = 0
        for goal in (1, 30, 31, 90, PICTURES):
            with subprocess.Popen(
                [sys.executable, "-m", "tests.faults.uploader", str(tmp_path), centre.url]
            ) as uploader:
                until(lambda goal=goal: len(centre.kept) >= goal, within_s=30)  # type: ignore[misc]
                uploader.kill()
                kills += 1
        assert set(centre.kept) == set(names)
        assert len(centre.asked) <= PICTURES + kills, "more than the one in hand was brought again"
    with Store.open(tmp_path, source=SOURCE) as store:
        assert store.damaged is None
        assert store.uploads.depth().waiting <= 1, "what the centre had said yes to was forgotten"
