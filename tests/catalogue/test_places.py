"""Which place comes first, and what can be said of how usable it is."""

from datetime import date, timedelta
from itertools import pairwise

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.catalogue import Known
from hoanhap.catalogue.rules import KM_LIKE_A_DAY, Fact, facts, order_places, shown_features
from tests.makers import NOON

IN_APRIL, IN_MAY = date(2026, 4, 1), date(2026, 5, 1)


class Place(msgspec.Struct, frozen=True):
    """A place with nothing but its number."""

    id: int


PLACES = [Place(number) for number in range(6)]
KM = st.integers(0, 200_000).map(lambda metres: metres / 1000)
DISTANCES = st.fixed_dictionaries({each.id: KM for each in PLACES})
EARLIEST = st.dictionaries(
    st.integers(0, 5), st.integers(0, 56 * 24).map(lambda hours: NOON + timedelta(hours=hours)), max_size=6
)


def ids(places: list[Place]) -> list[int]:
    """The numbers of places."""
    return [each.id for each in places]


@given(DISTANCES, EARLIEST)
def test_every_place_stays_on_the_list(distances: dict[int, float], earliest: dict) -> None:  # type: ignore[type-arg]
    assert sorted(ids(order_places(PLACES, distances, earliest))) == ids(PLACES)


def test_without_knowing_more_the_order_stays() -> None:
    assert order_places(PLACES, {}, {}) == PLACES


@given(DISTANCES)
def test_without_times_the_nearest_comes_first(distances: dict[int, float]) -> None:
    ordered = [distances[each.id] for each in order_places(PLACES, distances, {})]

    assert ordered == sorted(ordered)


@given(DISTANCES, EARLIEST)
def test_what_is_both_nearer_and_sooner_comes_first(distances: dict[int, float], earliest: dict) -> None:  # type: ignore[type-arg]
    ordered = ids(order_places(PLACES, distances, earliest))

    for before, after in pairwise(ordered):
        if before in earliest and after in earliest:
            assert distances[before] <= distances[after] or earliest[before] <= earliest[after]


@given(st.integers(0, 20), st.floats(1, 100, allow_nan=False))
def test_twelve_kilometres_count_like_a_day(days: int, nearer: float) -> None:
    near, far = PLACES[:2]
    earliest = {near.id: NOON + timedelta(days=days), far.id: NOON}
    way = days * KM_LIKE_A_DAY

    assert order_places([near, far], {near.id: nearer, far.id: nearer + way + 1}, earliest)[0] == near
    assert order_places([near, far], {near.id: nearer, far.id: max(0.0, nearer + way - 1)}, earliest)[0] == (
        far if days or nearer >= 1 else near
    )


@given(DISTANCES, EARLIEST)
def test_without_a_free_time_a_place_comes_last(distances: dict[int, float], earliest: dict) -> None:  # type: ignore[type-arg]
    has_time = [each in earliest for each in ids(order_places(PLACES, distances, earliest))]

    assert has_time == sorted(has_time, reverse=True)


def test_of_a_feature_nobody_knows_nothing_is_said() -> None:
    assert facts(["lift"], {}, {}) == [Fact("lift", None)]


def test_a_feature_is_there_if_one_service_has_it_and_then_it_is_said_which() -> None:
    known = {1: {"braille": Known(True, IN_MAY)}, 2: {"braille": Known(False, IN_APRIL)}}

    assert facts(["braille"], {}, known) == [Fact("braille", True, IN_APRIL, only_at=(1,))]


def test_a_feature_that_every_service_has_is_there_without_exception() -> None:
    known = {key: {"lift": Known(True, IN_MAY)} for key in (1, 2)}

    assert facts(["lift"], {}, known) == [Fact("lift", True, IN_MAY)]


def test_a_feature_that_no_service_has_is_not_there() -> None:
    known = {1: {"lift": Known(False, IN_MAY)}, 2: {}}

    assert facts(["lift"], {}, known) == [Fact("lift", False, IN_MAY)]


def test_where_nothing_is_given_what_is_known_of_the_place_counts() -> None:
    assert facts(["lift"], {"lift": Known(True, IN_MAY)}, {}) == [Fact("lift", True, IN_MAY)]


def test_what_only_somebody_can_do_is_there_at_some_hours_and_not_called_missing() -> None:
    known = {1: {"braille": Known(False, IN_MAY)}, 2: {}}

    assert facts(["braille", "lift"], {}, known, {1: {"braille"}}) == [
        Fact("braille", True, only_at=(1,), at_times=True),
        Fact("lift", None),
    ]


def test_what_one_service_has_at_every_hour_another_may_have_at_some() -> None:
    known = {1: {"braille": Known(True, IN_MAY)}, 2: {}}

    assert facts(["braille"], {}, known, {1: {"braille"}, 2: {"braille"}}) == [
        Fact("braille", True, IN_MAY, only_at=(1,)),
        Fact("braille", True, only_at=(2,), at_times=True),
    ]


def test_seats_matter_only_where_there_are_vehicles() -> None:
    features = ["lift", "wheelchair-space", "companion-seat"]

    assert shown_features(features, {"place", "home"}) == ["lift"]
    assert shown_features(features, {"vehicle"}) == features
