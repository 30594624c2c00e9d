"""Which days and times are shown to those who cannot come at any time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap import schedule
from hoanhap.base.clock import at_local
from hoanhap.base.db import Database, Db
from hoanhap.booking import choosing
from hoanhap.booking.choosing import Days, Only, Weekday, narrowed, shown
from hoanhap.booking.short_way import LIMITS, is_within
from hoanhap.schedule import DayCount, PartOfDay, Start, Wanted
from hoanhap.web.forms import Form
from tests import makers
from tests.makers import NOON, TODAY, TOMORROW

COUNTS = st.integers(0, 40)
DAYS = st.lists(
    st.builds(DayCount, st.dates(date(2026, 1, 1), date(2028, 1, 1)), COUNTS, COUNTS, COUNTS),
    max_size=30,
    unique_by=lambda day: day.local_date,
).map(lambda days: sorted((day for day in days if day.total), key=lambda day: day.local_date))
ONLY = st.builds(Only, st.none() | st.sampled_from(PartOfDay), st.none() | st.sampled_from(Weekday))
FIRST_TUESDAY, NEXT_MONDAY = date(2026, 12, 1), TODAY + timedelta(days=5)


@given(DAYS)
def test_whoever_asks_for_nothing_sees_everything(days: list[DayCount]) -> None:
    assert narrowed(days, Only()) == days


@given(DAYS, ONLY)
def test_every_day_that_is_shown_is_asked_for_and_has_something(days: list[DayCount], only: Only) -> None:
    left = narrowed(days, only)

    assert all(day.total for day in left)
    assert only.weekday is None or {Weekday.of(day.local_date) for day in left} <= {only.weekday}
    assert only.part is None or all(day.total == getattr(day, only.part) for day in left)


@given(DAYS, ONLY)
def test_no_day_that_is_asked_for_is_left_out(days: list[DayCount], only: Only) -> None:
    wanted = [
        day.local_date
        for day in days
        if (only.part is None or getattr(day, only.part)) and only.weekday in (None, Weekday.of(day.local_date))
    ]

    assert [day.local_date for day in narrowed(days, only)] == wanted


@given(DAYS, ONLY)
def test_counts_stay_as_they_are(days: list[DayCount], only: Only) -> None:
    before = {day.local_date: day for day in days}

    for day in narrowed(days, only):
        for part in PartOfDay:
            is_kept = only.part in (None, part)
            assert getattr(day, part) == (getattr(before[day.local_date], part) if is_kept else 0)


@given(DAYS, ONLY)
def test_asking_twice_is_asking_once(days: list[DayCount], only: Only) -> None:
    assert narrowed(narrowed(days, only), only) == narrowed(days, only)


@given(DAYS)
def test_the_days_of_a_week_share_all_days_among_them(days: list[DayCount]) -> None:
    shared = [day for weekday in Weekday for day in narrowed(days, Only(weekday=weekday))]

    assert sorted(shared, key=lambda day: day.local_date) == days


@given(ONLY)
def test_an_address_says_what_was_asked(only: Only) -> None:
    assert choosing.only(asked(**only.fields)) == only
    assert only.is_set == bool(only.fields)


@given(st.text(max_size=12), st.text(max_size=12))
def test_what_nobody_knows_asks_for_nothing(part: str, weekday: str) -> None:
    read = choosing.only(asked(part=part, weekday=weekday))

    assert read.fields.items() <= {"part": part, "weekday": weekday}.items()


def test_a_weekday_is_that_of_the_calendar() -> None:
    assert [Weekday.of(FIRST_TUESDAY + timedelta(days=more)).value for more in (0, 1, 6)] == [
        "tuesday",
        "wednesday",
        "monday",
    ]


def test_of_a_day_only_the_part_is_shown() -> None:
    morning, evening = (PartOfDay.MORNING, [a_start(8)]), (PartOfDay.EVENING, [a_start(19)])

    assert shown([morning, evening], Only(PartOfDay.EVENING)) == [evening]
    assert shown([morning, evening], Only(weekday=Weekday.MONDAY)) == [morning, evening]
    assert shown([morning], Only(PartOfDay.AFTERNOON)) == []


@given(st.floats(0, 400), st.sampled_from(LIMITS))
def test_how_far_is_too_far_is_the_distance_as_it_is_said(kilometres: float, limit: int) -> None:
    assert is_within(kilometres, None)
    assert is_within(None, limit)
    assert is_within(kilometres, limit) or kilometres > limit
    assert not is_within(kilometres, limit) or kilometres < limit * 1.1


def test_of_one_weekday_as_many_days_are_shown_as_of_all(database: Database, mondays: Wanted) -> None:
    everything = days_of(database, mondays, Only(weekday=Weekday.MONDAY))
    short = days_of(database, mondays, Only(weekday=Weekday.MONDAY), is_brief=True)

    assert [day.local_date for day in everything.days] == [NEXT_MONDAY + timedelta(weeks=more) for more in range(8)]
    assert (everything.earlier, everything.later) == (None, None)
    assert short.days == everything.days[:7]
    assert short.later == TODAY + timedelta(weeks=7)


def test_weeks_that_are_turned_over_leave_no_day_out(database: Database, mondays: Wanted) -> None:
    only, first, seen = Only(weekday=Weekday.MONDAY), None, []
    while True:
        page = days_of(database, mondays, only, first=first, is_brief=True)
        seen += page.days
        if page.later is None:
            break
        first = page.later

    assert seen == days_of(database, mondays, only).days


def test_the_soonest_day_is_one_that_suits(database: Database, mondays: Wanted) -> None:
    assert days_of(database, mondays, Only(PartOfDay.AFTERNOON)).soonest == NEXT_MONDAY + timedelta(weeks=2)
    assert days_of(database, mondays, Only(PartOfDay.EVENING)).soonest is None
    assert days_of(database, mondays, Only(PartOfDay.MORNING)).soonest is None  # it is on the page


@pytest.fixture
def mondays(database: Database) -> Wanted:
    """A place that is open on Monday mornings, from the third week on in the afternoons instead."""

    def make(db: Db) -> int:
        offering = makers.make_offering(db, party_max=1, day=TODAY - timedelta(days=1))
        makers.make_schedule(db, offering.id, day=NEXT_MONDAY, weeks=2)
        third = NEXT_MONDAY + timedelta(weeks=2)
        makers.make_schedule(db, offering.id, day=third, weeks=None, opens=14 * 60, closes=16 * 60)
        schedule.make_openings(db, first=TODAY, last=TODAY + schedule.HORIZON)
        return offering.id

    return Wanted(database.write_now(make), {"place": 1}, 1, NOON, at_local(TODAY + timedelta(weeks=8), 0))


def days_of(
    database: Database, wanted: Wanted, only: Only, *, first: date | None = None, is_brief: bool = False
) -> Days:
    """What a page of days shows."""
    with database.reading() as db:
        return choosing.days(db, wanted, first, only, is_brief=is_brief)


def asked(**fields: str) -> Form:
    return Form(fields, str)


def a_start(hour: int) -> Start:
    return Start(1, TOMORROW, hour * 60, at_local(TOMORROW, hour * 60), 0)
