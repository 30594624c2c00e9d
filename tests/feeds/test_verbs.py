"""Calendars on both databases: whose they are, what they hold, and how often a booking changed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import func, select

from hoanhap import events, feeds
from hoanhap.base.db import Database
from hoanhap.base.errors import Missing
from hoanhap.booking import Booking
from hoanhap.events import Event
from hoanhap.feeds import Feed, queries
from tests.makers import NOON, SECRET, SOMEBODY, Place

URL = "https://hoanhap.example"


class BookingMoved(events.Fact, frozen=True):
    """A change that another part of the house records."""


def begin(database: Database, account_id: int, *, instead_of: str = "") -> None:
    database.write_now(
        feeds.begin, account_id, instead_of=instead_of, language="vi", secret=SECRET, by=SOMEBODY, now=NOON
    )


def seed_of(database: Database, account_id: int) -> str:
    with database.reading() as db:
        found = queries.feed(db, account_id, secret=SECRET)
    assert found is not None
    return found.seed


def shown(database: Database, account_id: int, seed: str = "", *, now: datetime = NOON) -> list[Any]:
    """The appointments that a calendar sees at an account's address, or at the one it had with this seed."""
    token = queries.token_of(SECRET, account_id, seed or seed_of(database, account_id))
    with database.reading() as db:
        return list(Calendar.from_ical(queries.calendar_of_feed(db, token, base_url=URL, now=now)).events)


def test_a_calendar_holds_what_its_account_booked_latest_first(database: Database) -> None:
    place = Place(database)
    mine, somebody_elses = place.account(), place.account()
    references = [place.book(0, account_id=mine), place.book(1, account_id=mine)]
    place.book(2, account_id=somebody_elses)
    begin(database, mine)

    found = shown(database, mine)

    assert [str(each["uid"]) for each in found] == [f"{reference}@hoanhap" for reference in references[::-1]]


def test_the_sequence_counts_every_change_of_the_booking_and_nothing_else(database: Database) -> None:
    place = Place(database)
    account_id = place.account()
    reference = place.book(account_id=account_id)
    begin(database, account_id)
    with database.reading() as db:
        booking_id = db.execute(select(Booking.id)).scalar_one()
    hours = iter(range(1, 9))

    def record(fact: events.Fact) -> None:
        at = NOON + timedelta(hours=next(hours))
        database.write_now(lambda db: events.record(db, fact, by=SOMEBODY, at=at, booking_id=booking_id))

    record(BookingMoved())
    record(feeds.CalendarBegun())
    place.cancel(reference, account_id, now=NOON + timedelta(hours=3))

    (one,) = shown(database, account_id)
    assert (one["sequence"], str(one["status"])) == (2, "CANCELLED")
    assert one["last-modified"].dt == NOON + timedelta(hours=3)


def test_of_two_addresses_only_the_newer_leads_anywhere(database: Database) -> None:
    account_id = Place(database).account()
    begin(database, account_id)
    old = seed_of(database, account_id)

    begin(database, account_id, instead_of=old)

    assert shown(database, account_id) == []
    with pytest.raises(Missing):
        shown(database, account_id, old)


@pytest.mark.parametrize("instead_of", ["", "another"])
def test_a_form_sent_before_changes_nothing(database: Database, instead_of: str) -> None:
    account_id = Place(database).account()
    begin(database, account_id)
    before = seed_of(database, account_id)

    begin(database, account_id, instead_of=instead_of)

    assert seed_of(database, account_id) == before
    assert recorded(database, "CalendarBegun") == 1


def test_an_end_is_noted_once(database: Database) -> None:
    account_id = Place(database).account()
    begin(database, account_id)
    seed = seed_of(database, account_id)

    for _ in range(2):
        database.write_now(feeds.end, account_id, by=SOMEBODY, now=NOON)

    assert recorded(database, "CalendarEnded") == 1
    with database.reading() as db:
        assert db.execute(select(func.count(Feed.id))).scalar_one() == 0
    with pytest.raises(Missing):
        shown(database, account_id, seed)


def test_a_token_sealed_with_another_secret_opens_nothing(database: Database) -> None:
    account_id = Place(database).account()
    begin(database, account_id)
    forged = queries.token_of("another secret", account_id, seed_of(database, account_id))

    with database.reading() as db, pytest.raises(Missing):
        queries.calendar_of_feed(db, forged, base_url=URL, now=NOON)


def test_what_ended_a_month_ago_is_left_out_to_the_second(database: Database) -> None:
    place = Place(database)
    account_id = place.account()
    place.book(account_id=account_id)
    begin(database, account_id)
    ended_at = place.starts[1]

    assert len(shown(database, account_id, now=ended_at + timedelta(days=30))) == 1
    assert shown(database, account_id, now=ended_at + timedelta(days=30, seconds=1)) == []


def recorded(database: Database, kind: str) -> int:
    with database.reading() as db:
        return db.execute(select(func.count(Event.id)).where(Event.kind == kind)).scalar_one()
