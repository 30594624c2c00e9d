"""How weekly rules become days, steps and bookable starts."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.schedule import rules
from hoanhap.schedule.rules import PartOfDay

MINUTES = st.integers(0, 24 * 60)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
OFFSETS = st.integers(-10, 70)
"""Days from the first day of a test."""


@given(MINUTES, MINUTES, st.integers(1, 480))
def test_steps_are_whole_and_fill_the_opening_without_gaps(opens: int, closes: int, step: int) -> None:
    steps = rules.steps(opens, closes, step)

    assert all(end - start == step for start, end in steps)
    assert all(end == start for (_, end), (start, _) in pairwise(steps))
    assert all(opens <= start and end <= closes for start, end in steps)
    assert len(steps) == max(0, (closes - opens) // step)


@pytest.mark.parametrize(
    ("opens", "closes", "step", "expected"),
    [
        (480, 600, 60, [(480, 540), (540, 600)]),
        (480, 599, 60, [(480, 540)]),
        (1380, 1440, 30, [(1380, 1410), (1410, 1440)]),
        (0, 1440, 1440, [(0, 1440)]),
        (0, 15, 5, [(0, 5), (5, 10), (10, 15)]),
        (480, 500, 60, []),
    ],
)
def test_the_last_step_must_fit(opens: int, closes: int, step: int, expected: list[tuple[int, int]]) -> None:
    """Field case 14: steps of five minutes, of the whole day, up to midnight, and openings of a part of a step."""
    assert rules.steps(opens, closes, step) == expected


@given(DAYS, st.integers(0, 60), st.tuples(OFFSETS, st.none() | OFFSETS), st.sets(OFFSETS, max_size=30))
def test_a_rule_opens_on_its_weekday_while_valid_and_not_closed(
    first: date, length: int, validity: tuple[int, int | None], closed: set[int]
) -> None:
    days = [first + timedelta(days=offset) for offset in range(length + 1)]
    valid_from, valid_until = validity

    opened = rules.opening_days(
        first.weekday(),
        first=first,
        last=days[-1],
        valid_from=first + timedelta(days=valid_from),
        valid_until=None if valid_until is None else first + timedelta(days=valid_until),
        closed={first + timedelta(days=offset) for offset in closed},
    )

    assert opened == [
        day
        for offset, day in enumerate(days)
        if day.weekday() == first.weekday()
        and offset >= valid_from
        and (valid_until is None or offset <= valid_until)
        and offset not in closed
    ]


@given(DAYS, st.integers(0, 6), OFFSETS, st.integers(0, 60))
def test_an_alternate_rule_opens_in_the_week_of_its_first_day_and_in_every_other(
    valid_from: date, weekday: int, offset: int, length: int
) -> None:
    first = valid_from + timedelta(days=offset)
    last = first + timedelta(days=length)
    monday = valid_from - timedelta(days=valid_from.weekday())

    opened = rules.opening_days(
        weekday, first=first, last=last, valid_from=valid_from, valid_until=None, closed=(), every_weeks=2
    )

    assert opened == [
        day
        for day in rules.days(max(first, valid_from), last)
        if day.weekday() == weekday and (day - monday).days // 7 % 2 == 0
    ]


def test_the_twenty_ninth_of_february_is_a_day() -> None:
    leap_day = date(2028, 2, 29)

    assert leap_day in list(rules.days(date(2028, 2, 28), date(2028, 3, 1)))
    assert rules.opening_days(
        leap_day.weekday(), first=leap_day, last=leap_day, valid_from=leap_day, valid_until=leap_day, closed=()
    ) == [leap_day]


@given(st.integers(0, 24 * 60 - 1))
def test_every_minute_is_in_one_part_of_the_day(minute: int) -> None:
    part = rules.part_of_day(minute)

    assert (part is PartOfDay.MORNING) == (minute < 720)
    assert (part is PartOfDay.EVENING) == (minute >= 1080)


@given(st.lists(st.none() | st.integers(-2, 3), max_size=12), st.integers(1, 5))
def test_a_start_needs_every_step_it_covers(left: list[int | None], span: int) -> None:
    found = dict(rules.starts(left, span))

    for ordinal in range(len(left)):
        covered = left[ordinal : ordinal + span]
        fits = len(covered) == span and all(each is not None and each >= 0 for each in covered)
        assert (ordinal in found) == fits
        assert not fits or found[ordinal] == min(each for each in covered if each is not None)


@given(st.lists(st.none() | st.integers(0, 3), max_size=12), st.integers(1, 5), st.integers(0, 11))
def test_a_booking_in_the_middle_breaks_the_run(left: list[int | None], span: int, full: int) -> None:
    before = {ordinal for ordinal, _ in rules.starts(left, span)}
    emptied = [-1 if ordinal == full else each for ordinal, each in enumerate(left)]

    after = {ordinal for ordinal, _ in rules.starts(emptied, span)}

    assert after == before - set(range(full - span + 1, full + 1))
