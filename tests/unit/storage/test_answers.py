from __future__ import annotations

from pathlib import Path

from edge.storage.answers import KEPT, Answered
from edge.storage.store import Store
from tests.examples import NOON, SOURCE


def test_the_newest_answers_are_kept_over_a_restart(tmp_path: Path) -> None:
    with Store.open(tmp_path, source=SOURCE) as store:
        for number in range(KEPT + 3):
            store.answers.keep(f"t-{number}", Answered(verb="pause", body=b"%d" % number), NOON)
    with Store.open(tmp_path, source=SOURCE) as store:
        assert [store.answers.find(f"t-{number}") for number in (0, 1, 2)] == [None] * 3
        assert store.answers.find("t-3") == Answered(verb="pause", body=b"3")
        assert store.answers.find(f"t-{KEPT + 2}") is not None
