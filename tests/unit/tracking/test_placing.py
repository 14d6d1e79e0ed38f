from __future__ import annotations

from edge.domain.geometry import Box
from edge.tracking.placing import place
from edge.tracking.track import Sighting, Track

STEP_NS = 100_000_000


def guessed(number: int, box: Box) -> Track:
    """Seen by itself at first, then twice in one blob with another."""
    track = Track(number, Sighting(time_ns=0, box=box, solidity=0.9))
    for n in (1, 2):
        track.see(Sighting(time_ns=n * STEP_NS, box=box, solidity=0.9, merged=True))
    return track


LEFT, RIGHT = Box.of_size(0, 0, 60, 40), Box.of_size(55, 0, 60, 40)


def test_each_of_two_in_one_blob_gets_its_own_place() -> None:
    left, right = guessed(1, LEFT), guessed(2, RIGHT)
    place([RIGHT.moved(8, 3), LEFT.moved(-5, 2)], [left, right])
    assert left.last.box == LEFT.moved(-5, 2)
    assert right.last.box == RIGHT.moved(8, 3)
    assert not left.last.merged
    assert left.sure_ns == right.sure_ns == 2 * STEP_NS
    assert len(left.sightings) == 3


def test_a_box_around_both_says_nothing_of_either() -> None:
    left, right = guessed(1, LEFT), guessed(2, RIGHT)
    place([LEFT.hull(RIGHT)], [left, right])
    assert left.last.merged
    assert right.last.merged


def test_what_took_in_its_neighbour_gives_it_back() -> None:
    whole = Track(1, Sighting(time_ns=2 * STEP_NS, box=LEFT.hull(RIGHT), solidity=0.9))
    hidden = guessed(2, RIGHT)
    place([LEFT], [whole, hidden])
    assert whole.last.box == LEFT
    assert hidden.last.merged


def test_what_is_seen_by_itself_stays_as_it_is_seen() -> None:
    alone = Track(1, Sighting(time_ns=0, box=LEFT, solidity=0.9))
    place([LEFT.moved(6, 0)], [alone])
    assert alone.last.box == LEFT
