"""Weeks are whole, shares are never nothing where there is something, and no cell runs as a formula."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hoanhap.reports import rules
from hoanhap.reports.rules import Period, Use, UseRow

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
COUNTS = st.integers(0, 10_000)
MONDAY = date(2026, 11, 23)


@given(DAYS, st.integers(1, 60))
def test_the_last_weeks_are_whole_and_end_before_this_one(today: date, count: int) -> None:
    period = rules.last_weeks(today, count)

    assert (period.first.weekday(), period.last.weekday()) == (0, 6)
    assert period.last < today <= period.last + timedelta(days=7)
    assert len(rules.weeks(period)) == count


@given(DAYS, st.integers(0, 370))
def test_every_day_of_a_period_is_in_one_of_its_weeks(first: date, more: int) -> None:
    period = Period(first, first + timedelta(days=more))

    found = rules.weeks(period)

    assert found == sorted(set(found))
    assert {rules.monday_of(first + timedelta(days=nth)) for nth in range(more + 1)} == set(found)


@given(COUNTS, COUNTS)
def test_a_share_is_near_and_says_nothing_and_all_only_where_that_is_so(part: int, rest: int) -> None:
    whole = part + rest

    found = rules.share(part, whole)

    assert (found is None) == (whole == 0)
    if found is not None:
        assert abs(found - 100 * part / whole) <= 1
        assert ((found == 0), (found == 100)) == (part == 0, rest == 0)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), COUNTS, COUNTS)))
def test_nothing_is_lost_when_rows_are_added_up(drawn: list[tuple[int, int, int, int]]) -> None:
    rows = [
        UseRow(MONDAY + timedelta(weeks=week), offering, "place", Use(min(a, b), max(a, b)))
        for week, offering, a, b in drawn
    ]

    for key in (lambda row: row.week, lambda row: row.offering_id):
        found = rules.summed(rows, key)
        assert sum(found.values(), Use()) == sum((row.use for row in rows), Use())


@given(st.lists(st.integers(0, 400), min_size=1))
def test_half_of_the_bookings_lie_between(days: list[int]) -> None:
    found = rules.lead(days)

    assert found is not None
    assert min(days) <= found.fewest <= found.middle <= found.most <= max(days)
    assert sum(day <= found.middle for day in days) * 2 >= len(days)
    assert sum(found.fewest <= day <= found.most for day in days) * 2 >= len(days)


def test_where_nobody_booked_there_is_nothing_to_say() -> None:
    assert rules.lead([]) is None
    assert rules.busiest({MONDAY: Use(0, 5)}) is None


def test_the_earliest_of_the_busiest_weeks_is_named() -> None:
    weeks = {MONDAY + timedelta(weeks=nth): Use(taken, 10) for nth, taken in enumerate([3, 9, 9])}

    assert rules.busiest(weeks) == MONDAY + timedelta(weeks=1)


def test_who_missed_is_counted_among_those_of_whom_it_is_known() -> None:
    found = rules.visits(["came", "came", "missed", "otherwise", "", ""])

    assert (found.noted, found.missed_percent, found.not_noted) == (4, 25, 2)
