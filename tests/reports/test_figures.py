"""Figures count what is there: places taken, days ahead, who came, who was turned away; at one place or at all."""

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from hoanhap import booking
from hoanhap.base.db import Database
from hoanhap.booking import Attendance, Booking, Claim, WhyNot
from hoanhap.catalogue import Location, Offering, OfferingView
from hoanhap.reports import downloads
from hoanhap.reports.downloads import Kind
from hoanhap.reports.figures import Figures, figures
from hoanhap.reports.rules import Period, Use, Visits
from tests import makers, plans
from tests.makers import NOON, TODAY, TOMORROW

DAY = timedelta(days=1)
WEEK = Period(TODAY - 2 * DAY, TODAY + 4 * DAY)
"""From Monday to Sunday."""


class Counted:
    """A place with four hours tomorrow, of three places each, and another place."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.offering = database.write_now(makers.make_offering, capacity=3)
        self.other = database.write_now(makers.make_offering, capacity=3)
        with database.reading() as db:
            self.slots = makers.slots(db, self.offering)

    def book(self, nth: int, *, days_ahead: int = 1, state: str = "booked") -> None:
        """Somebody books an hour so many days before it; what became of it is noted."""
        choice = makers.make_choice(self.offering, self.slots[nth])
        made = self.database.write_now(makers.book, choice, full_name=f"Người {makers.number()}")
        its = select(Booking.id).where(Booking.reference == made).scalar_subquery()
        became = update(Claim).where(Claim.booking_id == its).values(state=state)
        ahead = update(Booking).where(Booking.reference == made).values(booked_at=NOON + DAY - days_ahead * DAY)
        with self.database.writing() as db:
            db.execute(became)
            db.execute(ahead)

    def location(self, offering: OfferingView) -> int:
        """Where it is given."""
        with self.database.reading() as db:
            return db.execute(select(Offering.location_id).where(Offering.id == offering.id)).scalar_one()

    def figures(self, period: Period = WEEK, *, everywhere: bool = False, days_later: int = 0) -> Figures:
        """What is counted."""
        where = None if everywhere else self.location(self.offering)
        with self.database.reading() as db:
            return figures(db, period, "vi", location_id=where, now=NOON + days_later * DAY)


def test_use_is_counted_by_week_and_unit(database: Database) -> None:
    place = Counted(database)
    for nth in (0, 0, 1):
        place.book(nth)

    (unit,) = place.figures().units

    assert (unit.unit, unit.total) == ("place", Use(3, 12))
    assert unit.weeks == [(WEEK.first, Use(3, 12))]
    assert unit.busiest == WEEK.first
    assert [each.use for each in unit.places] == [Use(3, 12)]


def test_all_places_are_counted_together(database: Database) -> None:
    place = Counted(database)
    place.book(0)

    (unit,) = place.figures(everywhere=True).units

    assert unit.total == Use(1, 24)
    assert [each.use for each in unit.places] == [Use(1, 12), Use(0, 12)]


def test_days_outside_the_period_are_not_counted(database: Database) -> None:
    place = Counted(database)
    place.book(0)

    for period in (Period(TODAY - 9 * DAY, TODAY), Period(TOMORROW + DAY, TODAY + 9 * DAY)):
        found = place.figures(period)
        assert (found.units, found.lead, found.visits) == ([], None, Visits())


def test_closed_days_have_no_places(database: Database) -> None:
    place = Counted(database)
    database.write_now(makers.close_day, place.offering)

    assert place.figures().units == []


def test_how_early_people_book_is_counted_in_local_days(database: Database) -> None:
    place = Counted(database)
    for nth, days in ((0, 1), (0, 3), (1, 8), (1, 2), (2, 30)):
        place.book(nth, days_ahead=days)

    found = place.figures().lead

    assert found is not None
    assert (found.fewest, found.middle, found.most) == (2, 3, 8)


def test_who_came_is_counted_only_once_it_is_over(database: Database) -> None:
    place = Counted(database)
    for nth, state in ((0, "fulfilled"), (0, "noshow"), (1, "booked"), (1, "arrived")):
        place.book(nth, state=state)

    assert place.figures().visits == Visits()
    assert place.figures(days_later=2).visits == Visits(came=2, missed=1, not_noted=1)


@pytest.mark.parametrize(("absence", "found"), [("absent", (1, 0)), ("ill", (0, 1)), ("vehicle", (0, 1))])
def test_only_an_absence_that_counts_is_one(database: Database, absence: str, found: tuple[int, int]) -> None:
    place = Counted(database)
    place.book(0, state="noshow")
    with database.writing() as db:
        its = db.execute(select(Booking.id)).scalar_one()
        values = {"booking_id": its, "absence": absence, "note": "", "changed_at": NOON}
        db.execute(insert(Attendance), values)

    visits = place.figures(days_later=2).visits

    assert (visits.missed, visits.otherwise) == found


def test_cancelled_bookings_are_counted_by_themselves(database: Database) -> None:
    place = Counted(database)
    account_id = database.write_now(makers.make_account, makers.PHONE)
    choice = makers.make_choice(place.offering, place.slots[0])
    reference = database.write_now(makers.book, choice, account_id=account_id)
    database.write_now(booking.cancel, reference, account_id=account_id, by=makers.SOMEBODY, now=NOON)

    found = place.figures(days_later=2)

    assert (found.cancelled, found.lead, found.visits) == (1, None, Visits())


def test_whoever_is_turned_away_is_counted_where_and_why(database: Database) -> None:
    place = Counted(database)
    for offering, why, day in (
        (place.offering, WhyNot.FULL, TODAY),
        (place.offering, WhyNot.FULL, TOMORROW),
        (place.offering, WhyNot.TOO_LATE, TODAY),
        (place.offering, WhyNot.FULL, TODAY - 30 * DAY),
        (place.other, WhyNot.FULL, TODAY),
    ):
        database.write_now(booking.note_turned_away, offering.id, why, day=day)
    database.write_now(booking.note_too_far, place.offering.service_id, day=TODAY)
    database.write_now(booking.note_unmet, place.offering.service_id, ["lift"], day=TODAY)

    (here,), (everywhere,) = place.figures().turned, place.figures(everywhere=True).turned

    assert (here.full, here.too_late, here.too_far, here.unmet, here.total) == (2, 1, 1, 1, 5)
    assert everywhere.full == 3
    assert [(each.sentence, each.count) for each in place.figures().unmet] == [("Phải đi cầu thang", 1)]


def test_a_service_that_is_not_given_there_is_not_counted_there(database: Database) -> None:
    place = Counted(database)
    elsewhere = database.write_now(makers.make_offering, service="am-ngu-tri-lieu")
    database.write_now(booking.note_too_far, elsewhere.service_id, day=TODAY)
    database.write_now(booking.note_turned_away, elsewhere.id, WhyNot.FULL, day=TODAY)
    database.write_now(booking.note_unmet, elsewhere.service_id, ["lift"], day=TODAY)

    assert (place.figures().turned, place.figures().unmet) == ([], [])


def test_as_many_questions_are_asked_for_many_as_for_few(database: Database) -> None:
    place = Counted(database)

    def asked() -> int:
        with database.reading() as db:
            return len(plans.statements(db, figures, WEEK, "vi", location_id=None, now=NOON))

    before = asked()
    for nth in range(4):
        place.book(nth)
        database.write_now(makers.make_offering)

    assert asked() == before


# --- files -------------------------------------------------------------------------------------------


def named_badly(database: Database) -> Counted:
    """A place whose name a spreadsheet would run."""
    place = Counted(database)
    place.book(0)
    evil = update(Location).values(name='=HYPERLINK("http://x","y")')
    database.write_now(lambda db: db.execute(evil).rowcount)
    database.write_now(booking.note_turned_away, place.offering.id, WhyNot.FULL, day=TODAY)
    return place


def as_file(kind: Kind, found: Figures, *, place: str = "") -> bytes:
    return downloads.as_file(kind, found, place=place, translate=str)


@pytest.mark.parametrize("name", ["", "+Nơi này"])
def test_a_text_file_is_read_by_spreadsheets_and_runs_nothing(database: Database, name: str) -> None:
    written = as_file(Kind.CSV, named_badly(database).figures(), place=name)

    assert written.startswith(b"\xef\xbb\xbf")
    heads, *rows = csv.reader(io.StringIO(written.decode("utf-8-sig")))
    assert heads[:4] == ["Số liệu", "Tuần bắt đầu", "Nơi", "Dịch vụ"]
    used = next(row for row in rows if row[0] == "Số chỗ đã đặt")
    assert used == ["Số chỗ đã đặt", "2026-11-23", '\'=HYPERLINK("http://x","y")', "Vật lý trị liệu", "Chỗ", "1", "12"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert ["Không còn giờ trống", "1", "1"] in [row[4:] for row in rows]


def test_a_spreadsheet_has_numbers_as_numbers_and_no_formula(database: Database) -> None:
    written = as_file(Kind.XLSX, named_badly(database).figures())

    with zipfile.ZipFile(io.BytesIO(written)) as book:
        sheet, words = (book.read(f"xl/{each}.xml").decode() for each in ("worksheets/sheet1", "sharedStrings"))
    assert "<f>" not in sheet
    assert "<v>12</v>" in sheet
    assert "=HYPERLINK(" in words
    assert "hyperlink" not in sheet.lower()


def test_what_cannot_be_said_is_left_empty(database: Database) -> None:
    found: Any = Counted(database).figures(Period(TODAY - 20 * DAY, TODAY - 10 * DAY))

    _, *rows = csv.reader(io.StringIO(as_file(Kind.CSV, found).decode("utf-8-sig")))

    assert {row[0] for row in rows} == {"Kết quả lịch hẹn"}
    assert all(row[1] == "" for row in rows)
