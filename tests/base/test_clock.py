"""Time: between midnight and seven in the morning, the local day is one ahead of the day in UTC."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap import booking, schedule
from hoanhap.base.clock import Span, at_local, local, local_day, whole_days
from hoanhap.base.db import Database
from hoanhap.catalogue import Party
from tests import makers
from tests.makers import Place

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 11, 25, 16, 59, 59, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2026, 11, 25, 17, 0, tzinfo=UTC), date(2026, 11, 26)),
        (datetime(2026, 11, 25, 23, 59, tzinfo=UTC), date(2026, 11, 26)),
        (datetime(2028, 2, 28, 17, 0, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2026, 12, 31, 17, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_local_day_begins_at_seventeen_utc(instant: datetime, day: date) -> None:
    assert local_day(instant) == day


@given(DAYS, st.integers(0, 24 * 60 - 1))
def test_a_minute_of_a_day_is_in_that_day(day: date, minutes: int) -> None:
    instant = at_local(day, minutes)

    assert local_day(instant) == day
    assert local(instant).hour * 60 + local(instant).minute == minutes
    assert instant.utcoffset() == timedelta(0)


@given(DAYS)
def test_the_end_of_a_day_is_the_beginning_of_the_next(day: date) -> None:
    assert at_local(day, 24 * 60) == at_local(day + timedelta(days=1), 0)


MIDNIGHT = at_local(date(2026, 11, 25), 0)


def hours(begins: int, ends: int | None) -> Span:
    """From one hour to another, counted from a midnight."""
    return Span(MIDNIGHT + timedelta(hours=begins), None if ends is None else MIDNIGHT + timedelta(hours=ends))


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int]:
    """The first hour of a stretch of time, and the first after it."""
    begins = draw(st.integers(0, 60))
    return begins, draw(st.integers(begins + 1, 61))


@given(spans(), spans(), st.booleans())
def test_two_times_meet_where_they_have_a_moment_in_common(
    one: tuple[int, int], other: tuple[int, int], is_open: bool
) -> None:
    ends = 100 if is_open else one[1]
    common = set(range(one[0], ends)) & set(range(*other))

    first, second = hours(one[0], None if is_open else ends), hours(*other)
    assert first.meets(second) == second.meets(first) == bool(common)


@given(DAYS, st.integers(0, 9))
def test_whole_days_begin_with_the_first_and_end_with_the_last(first: date, more: int) -> None:
    last = first + timedelta(days=more)
    span = whole_days(first, last)

    assert (span.first_on, span.last_on) == (first, last)
    assert span.begins_with_its_day
    assert span.ends_with_its_day
    assert whole_days(first).last_on is None


@given(spans())
def test_hours_are_no_whole_days_unless_they_are_all_of_them(hour: tuple[int, int]) -> None:
    span = hours(*hour)

    assert (span.begins_with_its_day, span.ends_with_its_day) == (hour[0] % 24 == 0, hour[1] % 24 == 0)
    assert span.first_on == local_day(span.begins_at)


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Ho_Chi_Minh", "Pacific/Kiritimati"])
def test_the_zone_of_the_machine_changes_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        place = Place(database, opens=0, closes=60)
        view = place.database.write_now(lambda db: schedule.starts(db, wanted(place)))
        booked = place.ready()
        place.confirm(booked, now=makers.NOON)
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()

    assert [(start.local_date, start.minute, start.starts_at) for start in view] == [
        (makers.TOMORROW, 0, datetime(2026, 11, 25, 17, 0, tzinfo=UTC))
    ]
    assert place.starts == [datetime(2026, 11, 25, 17, 0, tzinfo=UTC)]
    assert place.lives(booked) == ["booked"]


def wanted(place: Place) -> schedule.Wanted:
    return booking.wanted_at(place.offering, Party(), now=makers.NOON)
