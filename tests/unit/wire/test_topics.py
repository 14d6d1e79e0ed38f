from __future__ import annotations

import pytest

from edge.wire.topics import Topics, every_gate


def test_topics_stand_below_base_version_site_and_gate() -> None:
    topics = Topics(site="depot-7", gate="gate-2", base="acme/rental")
    assert topics.of("alert/disk") == "acme/rental/v1/depot-7/gate-2/alert/disk"
    assert topics.source == "/depot-7/gate-2"
    assert topics.expected == "acme/rental/v1/depot-7/expected"
    assert every_gate("acme/rental", "inspection") == "acme/rental/v1/+/+/inspection"


@pytest.mark.parametrize("word", ["", "a" * 37, "Depot", "a/b", "a+b", "#", "차고"])
def test_an_id_that_cannot_stand_in_a_topic_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="site"):
        Topics(site=word, gate="gate-2")
    with pytest.raises(ValueError, match="gate"):
        Topics(site="depot-7", gate=word)


@pytest.mark.parametrize("base", ["", "/a", "a/", "a b", "a/#", "$SYS"])
def test_a_base_that_would_break_the_topics_is_refused(base: str) -> None:
    with pytest.raises(ValueError, match="base"):
        Topics(site="depot-7", gate="gate-2", base=base)
