from __future__ import annotations

from edge.domain.geometry import Box
from edge.tracking.claims import GUESSED_NS, claimants, fills
from edge.tracking.track import Sighting, Track

STEP_NS = 100_000_000
PICTURE = Box.of_size(0, 0, 320, 180)
BLOB = Box.of_size(0, 60, 150, 60)


def driving(number: int, last: Box, *, hits: int = 0) -> Track:
    """To the left for a second, where it comes to ``last``."""
    track = Track(number, Sighting(time_ns=0, box=last.moved(80, 0), solidity=0.9))
    for n in range(1, 11):
        track.see(Sighting(time_ns=n * STEP_NS, box=last.moved(8 * (10 - n), 0), solidity=0.9))
    track.hits = hits
    return track


def claim(*tracks: Track) -> list[int]:
    predicted = {track.number: track.last.box for track in tracks}
    return [track.number for track in claimants(BLOB, tracks, predicted, PICTURE)]


def test_scraps_claim_nothing_unless_the_detector_knows_them() -> None:
    large, drop = driving(1, BLOB), Box.of_size(60, 80, 12, 12)
    assert claim(large, driving(2, drop)) == [1]
    assert claim(large, driving(2, drop, hits=2)) == [1, 2]


def test_what_has_just_come_grows_many_times_over() -> None:
    first = Box.of_size(0, 80, 8, 20)
    assert claim(Track(1, Sighting(time_ns=0, box=first, solidity=0.9))) == [1]
    assert claim(driving(1, first)) == []


def test_a_guess_that_came_to_the_end_of_the_picture_has_left() -> None:
    leaving, behind = driving(1, Box.of_size(0, 60, 60, 60)), driving(2, Box.of_size(70, 60, 80, 60))
    assert claim(leaving, behind) == [1, 2]
    for n in range(1, 10):
        guess = Sighting(time_ns=(10 + n) * STEP_NS, box=leaving.last.box, solidity=0.9, merged=True)
        leaving.see(guess)
        assert claim(leaving, behind) == ([1, 2] if n * STEP_NS < GUESSED_NS else [2])


def test_a_car_takes_all_of_its_blob_but_not_from_one_that_the_detector_knows() -> None:
    car, scrap = driving(1, BLOB), driving(2, Box.of_size(60, 80, 40, 40))
    assert fills(car, car.last.box, BLOB, [car, scrap])
    scrap.hits = 2
    assert not fills(car, car.last.box, BLOB, [car, scrap])
