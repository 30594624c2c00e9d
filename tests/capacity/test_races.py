"""A day is closed while others book, cancel and close it, there and where people are moved: nobody is left with a
place that is not there.
"""

import pytest
from sqlalchemy import func, select

from hoanhap.base.db import Database, Db
from hoanhap.booking import Booking, Claim, MayMove, consents
from hoanhap.booking.refusals import SlotFull
from hoanhap.capacity import StaleProposal
from hoanhap.catalogue import Offering
from hoanhap.events import Actor
from tests import makers
from tests.capacity.test_moving import FRIDAY, THREE_DAYS, Moving
from tests.concurrency.crew import PROCESSES, Crew
from tests.concurrency.deeds import (
    Book,
    BreakLift,
    BreakLiftUnguarded,
    Cancel,
    CloseDay,
    CloseDayUncounted,
    CloseDayUnguarded,
)
from tests.concurrency.meanwhile import meanwhile
from tests.makers import TOMORROW, Place


def test_whoever_booked_before_the_day_was_closed_is_displaced(
    database: Database, database_url: str, crew: Crew
) -> None:
    """Field case 10, from real processes: some book before, some come too late, and every promise is accounted for."""
    place = Place(database, capacity=20)
    closing = [CloseDay(place.offering.id, TOMORROW) for _ in range(30)]
    tasks = [[Book(place.choice(), place.account()) for _ in range(7)] for _ in range(PROCESSES - 1)]

    results = crew.at_once(database_url, closing, *tasks)

    assert {each.fault for each in results[0]} <= {"", "StaleProposal"}
    assert results[0][-1].answer == "closed"
    assert place.events("DaysClosed") == 1
    assert {each.fault for outcomes in results[1:] for each in outcomes} <= {"", "SlotFull"}
    assert place.events("BookingDisplaced") == place.events("BookingMade") == displaced(place)
    assert place.taken() == 0
    assert place.breaches() == []


def test_a_day_that_four_close_at_once_is_closed_once(database: Database, database_url: str, crew: Crew) -> None:
    place = Place(database, capacity=9)
    for _ in range(9):
        place.book()

    results = crew.at_once(database_url, *[[CloseDay(place.offering.id, TOMORROW)]] * PROCESSES)

    assert {each.fault for (each,) in results} <= {"", "StaleProposal"}
    assert (place.events("DaysClosed"), place.events("BookingDisplaced")) == (1, 9)
    assert place.breaches() == []


def test_whoever_booked_before_the_lift_failed_is_displaced_and_whoever_came_later_knows(
    database: Database, database_url: str, crew: Crew
) -> None:
    """Field cases 10 and 35, from real processes: half of them need the lift, and nobody finds out at the door."""
    place, location_id = upstairs(database, capacity=30)
    failing = [BreakLift(location_id, TOMORROW) for _ in range(30)]
    needs = [("step-free",) if number % 2 else () for number in range(7)]
    tasks = [[Book(place.choice(needs=each), place.account()) for each in needs] for _ in range(PROCESSES - 1)]

    results = crew.at_once(database_url, failing, *tasks)

    assert results[0][-1].answer == "broken"
    assert place.events("OutageBegun") == 1
    assert {each.fault for outcomes in results[1:] for each in outcomes} == {""}
    assert place.events("BookingDisplaced") == displaced(place) <= 3 * (PROCESSES - 1)
    assert place.breaches() == []


@pytest.mark.postgres
def test_a_lift_that_is_just_failing_is_waited_for(postgres: Database) -> None:
    """Whoever came second is told, in the same breath in which they book."""
    place, location_id = upstairs(postgres)
    book = Book(place.choice(needs=("step-free",)), place.account())

    meanwhile(postgres, BreakLift(location_id, TOMORROW).run, book.run)

    assert place.breaches() == []


@pytest.mark.postgres
def test_without_waiting_somebody_books_a_lift_that_does_not_work(postgres: Database) -> None:
    """The control: what the guard is for."""
    place, location_id = upstairs(postgres)
    book = Book(place.choice(needs=("step-free",)), place.account())

    assert meanwhile(postgres, book.run, BreakLiftUnguarded(location_id, TOMORROW).run) == "broken"

    assert [each.invariant[:1] for each in place.breaches()] == ["5"]


@pytest.mark.postgres
def test_a_booking_under_way_is_waited_for_and_makes_the_proposal_stale(postgres: Database) -> None:
    place = Place(postgres)

    close = CloseDay(place.offering.id, TOMORROW)
    assert meanwhile(postgres, Book(place.choice(), place.account()).run, close.run) is StaleProposal

    assert place.taken() == 1
    assert place.breaches() == []


@pytest.mark.postgres
def test_a_day_that_is_being_closed_is_waited_for(postgres: Database) -> None:
    place = Place(postgres)

    close = CloseDay(place.offering.id, TOMORROW)
    assert meanwhile(postgres, close.run, Book(place.choice(), place.account()).run) is SlotFull
    assert place.breaches() == []


@pytest.mark.postgres
def test_a_cancellation_under_way_is_waited_for(postgres: Database) -> None:
    place = Place(postgres)
    account_id = place.account()
    reference = place.book(account_id=account_id)

    close = CloseDay(place.offering.id, TOMORROW)
    assert meanwhile(postgres, Cancel(reference, account_id).run, close.run) is StaleProposal

    assert place.lives(reference) == ["cancelled"]
    assert place.breaches() == []


@pytest.mark.postgres
def test_whoever_cancels_while_the_day_is_closed_frees_nothing_twice(postgres: Database) -> None:
    place = Place(postgres)
    account_id = place.account()
    reference = place.book(account_id=account_id)

    close = CloseDay(place.offering.id, TOMORROW)
    meanwhile(postgres, close.run, Cancel(reference, account_id).run)

    assert place.lives(reference) == ["cancelled"]
    assert place.taken() == 0
    assert place.breaches() == []


@pytest.mark.postgres
def test_two_who_close_the_same_day_close_it_once(postgres: Database) -> None:
    place = Place(postgres)
    place.book()

    close = CloseDay(place.offering.id, TOMORROW)
    assert meanwhile(postgres, close.run, close.run) is StaleProposal
    assert place.events("BookingDisplaced") == 1
    assert place.breaches() == []


@pytest.mark.postgres
def test_without_waiting_somebody_has_a_place_on_a_closed_day(postgres: Database) -> None:
    """The control: what the guard is for."""
    makers.drop_checks(postgres, "slot_unit")
    place = Place(postgres)

    close = CloseDayUnguarded(place.offering.id, TOMORROW)
    assert meanwhile(postgres, Book(place.choice(), place.account()).run, close.run) == "closed"

    assert "1 nothing is over its capacity or public limit" in [each.invariant for each in place.breaches()]


def test_whoever_is_moved_and_whoever_books_never_have_the_same_place(
    database: Database, database_url: str, crew: Crew
) -> None:
    """From real processes: four are to be moved to the four times of Saturday, which others book meanwhile."""
    place = Moving(database)
    for number in range(4):
        place.books(number, THREE_DAYS)
    closing = [CloseDay(place.offering.id, FRIDAY) for _ in range(30)]
    tasks = [[Book(place.choice(4 + nth % 4), place.account()) for nth in range(4)] for _ in range(PROCESSES - 1)]

    results = crew.at_once(database_url, closing, *tasks)

    assert {each.fault for each in results[0]} <= {"", "StaleProposal"}
    assert results[0][-1].answer == "closed"
    assert {each.fault for outcomes in results[1:] for each in outcomes} <= {"", "SlotFull"}
    assert place.events("BookingMoved") + place.events("BookingDisplaced") == 4
    assert [place.taken(number) for number in range(8)] == [0, 0, 0, 0, 1, 1, 1, 1]
    assert place.breaches() == []


@pytest.mark.postgres
@pytest.mark.parametrize("is_first", [True, False])
def test_the_last_place_is_had_by_whoever_is_moved_or_by_whoever_books(postgres: Database, *, is_first: bool) -> None:
    place = Moving(postgres)
    moved = place.books(3, THREE_DAYS)
    close, book = CloseDay(place.offering.id, FRIDAY).run, Book(place.choice(4), place.account()).run

    came_too_late = meanwhile(postgres, *((close, book) if is_first else (book, close)))

    assert came_too_late is (SlotFull if is_first else StaleProposal)
    assert (place.at(moved), place.taken(4)) == ((4, 1) if is_first else (3, 1))
    assert place.breaches() == []


@pytest.mark.postgres
def test_whoever_takes_it_back_while_the_day_is_closed_is_heard_first_or_was_moved(postgres: Database) -> None:
    place = Moving(postgres)
    account_id = place.account()
    moved = place.books(3, THREE_DAYS, account_id=account_id)
    by = Actor(account_id, "person")

    def take_back(db: Db) -> None:
        consents.say(db, moved, MayMove.ASK, account_id=account_id, by=by, now=makers.NOON)

    assert meanwhile(postgres, take_back, CloseDay(place.offering.id, FRIDAY).run) is StaleProposal
    assert place.at(moved) == 3


@pytest.mark.postgres
def test_without_the_guard_two_have_the_place_to_which_somebody_is_moved(postgres: Database) -> None:
    """The control: what the guard is for."""
    makers.drop_checks(postgres, "slot_unit")
    place = Moving(postgres)
    place.books(3, THREE_DAYS)

    close = CloseDayUncounted(place.offering.id, FRIDAY)
    assert meanwhile(postgres, Book(place.choice(4), place.account()).run, close.run) == "closed"

    assert place.taken(4) == 2
    assert "1 nothing is over its capacity or public limit" in [each.invariant for each in place.breaches()]


def upstairs(database: Database, **offering: int) -> tuple[Place, int]:
    """A place with a lift, and its number."""
    place = Place(database, **offering)
    database.write_now(makers.has_lift, place.offering)
    with database.reading() as db:
        return place, db.execute(select(Offering.location_id).where(Offering.id == place.offering.id)).scalar_one()


def displaced(place: Place) -> int:
    """How many bookings have no place any more."""
    with place.database.reading() as db:
        its = select(func.count(Booking.id.distinct())).join(Claim, Claim.booking_id == Booking.id)
        return db.execute(its.where(~Claim.is_supported)).scalar_one()
