"""Time: between midnight and seven in the morning, the local day is one ahead of the day in UTC."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap import booking, schedule
from hoanhap.base.clock import at_local, local, local_day
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
