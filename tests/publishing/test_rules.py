"""How lengths are said and read, what is missing before something is published, and what a promise does not allow."""

from typing import Any

import hypothesis
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.publishing import rules
from hoanhap.publishing.rules import Approval, Coming, Fault, Lack, Standing, Timing, Told, Wanting

FULL = Told(
    open_minutes=45,
    takes_wheelchairs=True,
    has_wheelchair_places=True,
    texts={"vi": {"cost": "Không phải trả tiền.", "bring": []}},
    unsaid=(),
    is_at_the_place=True,
    directions={"vi": "Đi thẳng."},
    phone="0276 000 0101",
    shortest=240,
)
TAKEN_AWAY: dict[Lack, dict[str, Any]] = {
    Lack.LENGTH: {"shortest": 30},
    Lack.WHEELCHAIRS: {"has_wheelchair_places": False},
    Lack.COST: {"texts": {"vi": {"bring": []}, "en": {"cost": "Free."}}},
    Lack.BRING: {"texts": {"vi": {"cost": "Không phải trả tiền."}}},
    Lack.FEATURES: {"unsaid": ("lift",)},
    Lack.DIRECTIONS: {"directions": {"en": "Straight on."}},
    Lack.PHONE: {"phone": ""},
    Lack.WEEKS: {"shortest": None},
}
TIMING = Timing(duration_minutes=45, step_minutes=15, notice_minutes=60, cancel_minutes=720, horizon_days=56)
LENGTHS = st.integers(0, 12 * 60) | st.integers(0, 30).map(lambda days: days * rules.A_DAY)


@hypothesis.settings(max_examples=60)
@given(LENGTHS, st.sampled_from(["vi", "en"]))
def test_a_length_is_read_as_it_is_said(minutes: int, language: str) -> None:
    assert rules.length_of(rules.typed(minutes, language)) == minutes


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1 tiếng rưỡi", 90),
        ("90 PHÚT", 90),
        ("1 giờ 30 phút", 90),
        ("2 tuần", 14 * rules.A_DAY),
        ("1 hour 5 minutes", 65),
        ("90", None),
        ("lâu", None),
        ("", None),
        ("-5 phút", None),
        ("5 phút nữa", None),
        ("<b>5</b> phút", None),
        ("٥ phút", 5),
    ],
)
def test_a_length_is_read_in_the_words_people_use(typed: str, minutes: int | None) -> None:
    assert rules.length_of(typed) == minutes


@hypothesis.settings(max_examples=60)
@given(st.sets(st.sampled_from(list(Lack))))
def test_exactly_what_is_missing_is_said_to_be(missing: set[Lack]) -> None:
    told = FULL
    for lack in sorted(missing - {Lack.LENGTH, Lack.BRING}):
        told = msgspec.structs.replace(told, **TAKEN_AWAY[lack])
    if Lack.BRING in missing:
        texts = {} if Lack.COST in missing else {"vi": {"cost": "Không phải trả tiền."}}
        told = msgspec.structs.replace(told, texts=texts)
    if Lack.LENGTH in missing and Lack.WEEKS not in missing:
        told = msgspec.structs.replace(told, shortest=30)
    # Where no week is planned, nothing can be said of how long it is open and for whom.
    expected = missing - {Lack.LENGTH, Lack.WHEELCHAIRS} if Lack.WEEKS in missing else missing

    assert set(rules.lacks(told)) == expected


def test_nobody_has_to_find_the_way_to_what_comes_to_them() -> None:
    at_home = msgspec.structs.replace(FULL, is_at_the_place=False, directions={})

    assert rules.lacks(at_home) == ()


@hypothesis.settings(max_examples=60)
@given(
    st.builds(
        Standing,
        has_grid=st.booleans(),
        shortest=st.none() | st.integers(15, 300),
        wheelchair_places=st.integers(0, 2),
        wheelchairs_booked=st.integers(0, 2),
    ),
    st.integers(1, 20).map(lambda steps: steps * 15),
    st.integers(0, 4).map(lambda steps: steps * 15),
)
def test_only_what_touches_a_promise_or_a_plan_is_in_the_way(standing: Standing, duration: int, buffer: int) -> None:
    longer = msgspec.structs.replace(TIMING, duration_minutes=duration)
    then_free = msgspec.structs.replace(TIMING, buffer_minutes=buffer)
    other_grid = msgspec.structs.replace(TIMING, step_minutes=45)
    freer = msgspec.structs.replace(TIMING, notice_minutes=0, cancel_minutes=0, horizon_days=7)
    without = Coming(1, takes_wheelchairs=False)

    is_too_long = duration > 45 and standing.shortest is not None and standing.shortest < duration
    assert rules.fault(longer, TIMING, standing) == (Fault.LONGER_THAN_OPEN if is_too_long else None)
    is_too_much = buffer > 0 and standing.shortest is not None and standing.shortest < 45 + buffer
    stands_in_the_way = rules.fault(then_free, TIMING, standing)
    assert (stands_in_the_way is None) != is_too_much
    assert stands_in_the_way in (None, Fault.NO_ROOM_AFTER, Fault.LONGER_THAN_OPEN)
    assert rules.fault(TIMING, then_free, standing) is None
    assert rules.fault(other_grid, TIMING, standing) == (Fault.STEP_IN_USE if standing.has_grid else None)
    assert rules.fault(freer, TIMING, standing) is None
    is_promised = bool(standing.wheelchair_places or standing.wheelchairs_booked)
    stops = rules.fault(without, Coming(4, takes_wheelchairs=True), standing)
    assert stops == (Fault.WHEELCHAIRS_PROMISED if is_promised else None)
    assert rules.fault(without, without, standing) is None
    assert rules.fault(Approval(True, 2), Approval(False, 2), standing) is None


@pytest.mark.parametrize(
    ("words", "wanting"),
    [
        ("", Wanting.NOTHING),
        ("IMG_2034.jpg", Wanting.FILE_NAME),
        ("Ảnh chụp cửa chính loi-vao.JPEG ở đây", Wanting.FILE_NAME),
        ("Lối vào.", Wanting.TOO_SHORT),
        ("IMG 2034 2026 11 29", Wanting.TOO_SHORT),
        ("Entrance-with-ramp", Wanting.TOO_SHORT),
        ("Có dốc đây" + " a" * 121, Wanting.TOO_LONG),
        ("Có dốc đây" + " a" * 120, None),
        ("Có dốc đây", None),
        ("Dốc cao 5 cm, dài 2.5 m.", None),
    ],
)
def test_words_of_a_photo_are_a_sentence(words: str, wanting: Wanting | None) -> None:
    assert rules.wanting(words) is wanting


@hypothesis.settings(max_examples=60)
@given(st.lists(st.integers(), min_size=1, max_size=6, unique=True), st.data())
def test_one_is_moved_and_the_others_stay_in_their_order(order: list[int], data: st.DataObject) -> None:
    one, place = data.draw(st.sampled_from(order)), data.draw(st.integers(-2, 9))

    moved = rules.moved(order, one, place)

    assert [each for each in moved if each != one] == [each for each in order if each != one]
    assert moved[min(max(place, 1), len(order)) - 1] == one
    assert rules.moved(moved, one, place) == moved
