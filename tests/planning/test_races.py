"""Weeks change while others book and plan: nobody is left with a place that is not there, and no rule is made twice."""

import pytest
from sqlalchemy import func, select

from hoanhap.base.db import Database
from hoanhap.booking import Booking, Claim
from hoanhap.booking.refusals import SlotFull
from hoanhap.capacity import StaleProposal
from hoanhap.schedule import Schedule
from tests import makers
from tests.concurrency.crew import PROCESSES, Crew
from tests.concurrency.deeds import Book, EndWeeks, EndWeeksUnguarded
from tests.concurrency.meanwhile import meanwhile
from tests.makers import TOMORROW, Place


def ending(place: Place) -> EndWeeks:
    """End the only rule of a place, before tomorrow."""
    with place.database.reading() as db:
        rules = tuple(db.scalars(select(Schedule.id).where(Schedule.offering_id == place.offering.id)))
    return EndWeeks(place.offering.id, TOMORROW, rules)


def test_whoever_booked_before_the_rule_ended_is_displaced(database: Database, database_url: str, crew: Crew) -> None:
    place = Place(database, capacity=20)
    tasks = [[Book(place.choice(), place.account()) for _ in range(7)] for _ in range(PROCESSES - 1)]

    results = crew.at_once(database_url, [ending(place)] * 30, *tasks)

    assert {each.fault for each in results[0]} <= {"", "StaleProposal"}
    assert results[0][-1].answer == "ended"
    assert place.events("WeeksPlanned") == 1
    assert {each.fault for outcomes in results[1:] for each in outcomes} <= {"", "SlotFull"}
    assert place.events("BookingDisplaced") == place.events("BookingMade") == displaced(place)
    assert place.taken() == 0
    assert place.breaches() == []


def test_weeks_that_four_end_at_once_end_once(database: Database, database_url: str, crew: Crew) -> None:
    place = Place(database, capacity=9)
    for _ in range(9):
        place.book()

    results = crew.at_once(database_url, *[[ending(place)]] * PROCESSES)

    assert {each.fault for (each,) in results} <= {"", "StaleProposal"}
    assert (place.events("WeeksPlanned"), place.events("BookingDisplaced")) == (1, 9)
    assert place.breaches() == []


@pytest.mark.postgres
def test_a_booking_under_way_makes_the_plan_stale(postgres: Database) -> None:
    place = Place(postgres)

    assert meanwhile(postgres, Book(place.choice(), place.account()).run, ending(place).run) is StaleProposal

    assert place.taken() == 1
    assert place.breaches() == []


@pytest.mark.postgres
def test_weeks_that_are_being_ended_are_waited_for(postgres: Database) -> None:
    place = Place(postgres)

    assert meanwhile(postgres, ending(place).run, Book(place.choice(), place.account()).run) is SlotFull
    assert place.breaches() == []


@pytest.mark.postgres
def test_without_waiting_somebody_has_a_place_that_no_rule_gives(postgres: Database) -> None:
    """The control: what the guard is for."""
    makers.drop_checks(postgres, "slot_unit")
    place = Place(postgres)
    careless = EndWeeksUnguarded(place.offering.id, TOMORROW, ending(place).rules)

    assert meanwhile(postgres, Book(place.choice(), place.account()).run, careless.run) == "ended"

    assert "1 nothing is over its capacity or public limit" in [each.invariant for each in place.breaches()]


def displaced(place: Place) -> int:
    """How many bookings have no place any more."""
    with place.database.reading() as db:
        its = select(func.count(Booking.id.distinct())).join(Claim, Claim.booking_id == Booking.id)
        return db.execute(its.where(~Claim.is_supported)).scalar_one()
