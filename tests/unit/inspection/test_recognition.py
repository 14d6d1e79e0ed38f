from __future__ import annotations

import numpy as np
import pytest

from edge.domain.inspection import UNKNOWN
from edge.inspection.gallery import Floats, Gallery, GalleryError, Known, from_json
from edge.inspection.recognition import Evidence, Recogniser

NETWORK = "ab" * 32
POLO, GOLF, VAN = ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0])


def vector(*values: float) -> Floats:
    return np.array(values, np.float32)


def gallery(**means: list[float]) -> Gallery:
    return Gallery(Known.of(label, [vector(*mean)]) for label, mean in means.items())


def recogniser(least: float = 0.5) -> Recogniser:
    return Recogniser(
        own=gallery(polo=POLO, golf=GOLF), temperature=0.1, least_logit=3.0, least_likeness=least
    )


def view(embedding: Floats, *, polo: float = 0.7, highest: float = 4.0) -> Evidence:
    return Evidence(odds={"polo": polo, "golf": 1 - polo}, highest=highest, embedding=embedding)


def test_a_mean_is_the_mean_direction_however_long_the_embeddings_are() -> None:
    known = Known.of("polo", [vector(10, 0), vector(0, 0.1)])
    assert known.pictures == 2
    assert known.mean == pytest.approx((0.7071, 0.7071))


def test_more_pictures_of_a_label_count_by_their_number() -> None:
    three, one = Known.of("polo", [vector(1, 0)] * 3), Known.of("polo", [vector(0, 1)])
    joined = three.joined(one)
    assert joined.pictures == 4
    assert joined.mean == pytest.approx((0.9487, 0.3162))


def test_likeness_is_the_cosine() -> None:
    told = gallery(polo=POLO, golf=GOLF).likeness(vector(3, 4, 0))
    assert told == pytest.approx({"polo": 0.6, "golf": 0.8})


def test_a_gallery_reads_back_as_it_was_written() -> None:
    network, read = from_json(gallery(polo=POLO, 모닝=VAN).to_json(NETWORK))
    assert network == NETWORK
    assert read.known == gallery(polo=POLO, 모닝=VAN).known
    assert from_json(Gallery().to_json(NETWORK))[1].known == {}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"network": "a"}',
        b'{"network": 3, "known": []}',
        b'{"network": "a", "known": [{"label": "x", "pictures": 1, "mean": []}]}',
        b'{"network": "a", "known": [{"label": "x", "pictures": 1, "mean": ["y"]}]}',
        b'{"network": "a", "known": [{"label": "x", "pictures": 1, "mean": [1]}, '
        b'{"label": "y", "pictures": 1, "mean": [1, 0]}]}',
    ],
)
def test_bytes_that_are_no_gallery_are_refused(body: bytes) -> None:
    with pytest.raises(GalleryError):
        from_json(body)


def test_with_nothing_enrolled_the_odds_are_the_networks_own() -> None:
    told = recogniser()([view(vector(1, 0, 0))])
    assert (told.label, told.confidence) == ("polo", 0.7)
    assert [(each.label, each.confidence) for each in told.top] == [("polo", 0.7), ("golf", 0.3)]


def test_a_car_whose_logits_are_all_low_is_unknown_and_its_runners_up_are_told() -> None:
    told = recogniser()([view(vector(1, 0, 0), highest=2.9)])
    assert told.label == UNKNOWN
    assert told.confidence == pytest.approx(0.3)
    assert told.top[0].label == "polo"


def test_an_enrolled_car_takes_the_odds_of_what_is_near_to_it() -> None:
    knowing = recogniser().knowing(gallery(van=VAN))
    told = knowing([view(vector(0.1, 0, 1), highest=1.0)])
    assert told.label == "van"
    assert told.confidence > 0.99
    assert sum(each.confidence for each in told.top) == pytest.approx(1, abs=1e-3)


def test_a_car_that_is_near_to_no_mean_is_unknown_however_high_its_logits() -> None:
    assert recogniser()([view(vector(0.3, 0, 1), highest=9.0)]).label == UNKNOWN
    assert recogniser().knowing(gallery(van=VAN))([view(vector(0, 0, -1), highest=9.0)]).label == UNKNOWN


def test_a_strange_car_is_unknown_however_near_it_is_to_the_networks_own() -> None:
    knowing = recogniser().knowing(gallery(van=VAN))
    assert knowing([view(vector(1, 0, 0.1), highest=1.0)]).label == UNKNOWN


def test_a_known_car_stays_known_beside_an_enrolled_one() -> None:
    knowing = recogniser().knowing(gallery(van=VAN))
    assert knowing([view(vector(1, 0, 0.1))]).label == "polo"


def test_an_enrolled_label_of_an_own_ones_name_is_that_one() -> None:
    knowing = recogniser().knowing(gallery(polo=VAN))
    told = knowing([view(vector(0, 0, 1), polo=0.2)])
    assert (told.label, len(told.top)) == ("polo", 2)


def test_views_are_averaged() -> None:
    views = [view(vector(1, 0, 0), polo=0.9, highest=4.0), view(vector(1, 1, 0), polo=0.4, highest=1.0)]
    assert recogniser()(views[:1]).label == "polo"
    assert recogniser()(views).confidence == pytest.approx(0.35)
    assert recogniser()(views).label == UNKNOWN
    knowing = recogniser(least=0.9).knowing(gallery(van=[1.0, 0.2, 0.0]))
    assert knowing(views).label == "van"


def test_equal_odds_are_told_by_name() -> None:
    told = recogniser()([view(vector(1, 1, 0), polo=0.5)])
    assert [candidate.label for candidate in told.top] == ["golf", "polo"]
