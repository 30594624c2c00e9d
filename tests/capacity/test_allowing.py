"""Whoever waits for a time and allows it now has the nearest that fits at once; where none fits, they wait on."""

from typing import Any

import pytest
from sqlalchemy import select

from hoanhap import booking, capacity, people
from hoanhap.base.clock import whole_days
from hoanhap.base.db import Database, Db
from hoanhap.booking import MayMove, Reason, SaidHow
from hoanhap.booking.refusals import SlotFull
from hoanhap.capacity import Failing, allowing
from hoanhap.catalogue import Offering
from hoanhap.events import Actor
from tests import makers
from tests.capacity.test_moving import FRIDAY, SAME_DAY, SATURDAY, THREE_DAYS, Moving
from tests.capacity.test_proposals import HOUR
from tests.concurrency.deeds import Book
from tests.concurrency.meanwhile import meanwhile
from tests.makers import NOON


class Waiting(Moving):
    """The same place, of which Friday is closed: whoever is displaced says something afterwards."""

    def waits(self, number: int = 3, **choice: Any) -> tuple[str, int]:
        """Somebody has booked on Friday and waits since it closed."""
        account_id = self.account()
        reference = self.book(number, account_id=account_id, **choice)
        self.make(self.closing())
        return reference, account_id

    def allows(self, reference: str, account_id: int, may: MayMove, *, also_later: bool = False) -> None:
        """They say that they may be moved."""
        self.database.write_now(self.allow(reference, account_id, may, also_later=also_later))

    def allow(self, reference: str, account_id: int, may: MayMove, *, also_later: bool = False) -> Any:
        """The same as something to do later."""
        said: dict[str, Any] = {"account_id": account_id, "by": Actor(account_id, people.PERSON_ROLE), "now": NOON}
        return lambda db: allowing.say(db, reference, may, also_later=also_later, **said)

    @property
    def location_id(self) -> int:
        """Where it is."""
        with self.database.reading() as db:
            its = select(Offering.location_id).where(Offering.id == self.offering.id)
            return int(db.execute(its).scalar_one())


def test_whoever_waits_and_allows_it_now_has_the_nearest_time_at_once(database: Database) -> None:
    """Told why, as by a change; sent twice it moves once, and no deadline binds them there."""
    place = Waiting(database, buffer=60, cancel=24 * 60)
    reference, account_id = place.waits(2)

    for _ in range(2):
        place.allows(reference, account_id, THREE_DAYS)

    assert (place.at(reference), place.supported(reference)) == (4, {True})
    assert [place.taken(number) for number in range(8)] == [0, 0, 0, 0, 1, 1, 0, 0]
    assert place.told(reference) == ["booked", "displaced", "moved-as-allowed"]
    assert place.events("BookingMoved") == 1
    place.cancel(reference, account_id, now=place.starts[4] - HOUR)
    assert place.breaches() == []


def test_where_nothing_fits_they_wait_on_and_have_it_once_they_allow_more(database: Database) -> None:
    place = Waiting(database)
    reference, account_id = place.waits()

    place.allows(reference, account_id, SAME_DAY)
    assert (place.at(reference), place.supported(reference)) == (3, {False})
    place.allows(reference, account_id, THREE_DAYS)

    assert (place.at(reference), place.supported(reference)) == (4, {True})
    assert place.breaches() == []


def test_what_they_need_must_work_there(database: Database) -> None:
    place = Waiting(database)
    database.write_now(makers.has_lift, place.offering)
    place.make(Failing(place.location_id, "lift", 0, whole_days(SATURDAY, SATURDAY), Reason.BROKEN))
    reference, account_id = place.waits(needs=("step-free",))

    place.allows(reference, account_id, THREE_DAYS)

    assert place.supported(reference) == {False}
    assert place.breaches() == []


def test_a_request_that_waits_is_asked_anew_at_its_new_time(database: Database) -> None:
    place = Waiting(database, needs_approval=True)
    account_id = place.account()
    reference = place.request(3, account_id=account_id)
    place.make(place.closing())

    place.allows(reference, account_id, THREE_DAYS)

    assert (place.lives(reference), place.at(reference)) == (["requested"], 4)
    assert place.told(reference)[-1] == "request-moved-as-allowed"
    assert place.breaches() == []


def test_their_own_time_comes_first_unless_somebody_waited_for_it_longer(database: Database) -> None:
    """Three at one time, then one place, then none who has it: it is the second's, whoever speaks first."""
    place = Waiting(database, capacity=3)
    accounts = [place.account() for _ in range(3)]
    first, second, third = (
        place.book(0, account_id=each, now=NOON - HOUR * (3 - nth)) for nth, each in enumerate(accounts)
    )
    place.make(place.fewer(1))
    place.cancel(first, accounts[0])

    place.allows(third, accounts[2], SAME_DAY)
    place.allows(second, accounts[1], SAME_DAY)

    assert (place.at(second), place.at(third)) == (0, 1)
    assert (place.told(second)[-1], place.told(third)[-1]) == ("supported", "moved-as-allowed")
    assert place.breaches() == []


def test_what_is_usual_moves_whatever_had_it_from_there(database: Database) -> None:
    place = Waiting(database)
    account_id = place.account()
    place.allows(place.book(4, account_id=account_id), account_id, SAME_DAY, also_later=True)
    waits = place.book(3, account_id=account_id)
    place.make(place.closing())
    with database.reading() as db:
        (usual,) = booking.usual_consents(db, account_id)

    by = Actor(account_id, people.PERSON_ROLE)
    said = {usual.person_id: THREE_DAYS}
    database.write_now(allowing.say_usual, said, account_id=account_id, by=by, now=NOON)

    assert (place.at(waits), place.supported(waits)) == (5, {True})
    assert place.breaches() == []


def test_what_staff_write_down_moves_as_well(database: Database) -> None:
    place = Waiting(database)
    reference, _ = place.waits()
    said: dict[str, Any] = {"location_id": place.location_id, "by": Actor(7, "desk"), "now": NOON}

    database.write_now(capacity.note_consent, reference, THREE_DAYS, SaidHow.PHONE, **said)

    assert place.at(reference) == 4
    assert place.breaches() == []


@pytest.mark.postgres
@pytest.mark.parametrize("is_first", [True, False])
def test_the_last_place_is_theirs_or_somebody_elses_and_nothing_fails(postgres: Database, *, is_first: bool) -> None:
    """Friday's people may go to Saturday, where one place is left: whoever comes later waits on, or is told so."""
    place = Waiting(postgres)
    reference, account_id = place.waits()
    for number in (5, 6, 7):
        place.book(number)
    allow, book = place.allow(reference, account_id, THREE_DAYS), Book(place.choice(4), place.account()).run

    came_too_late = meanwhile(postgres, *((allow, book) if is_first else (book, allow)))

    assert (came_too_late is SlotFull) is is_first
    assert (place.at(reference), place.supported(reference)) == ((4, {True}) if is_first else (3, {False}))
    assert place.taken(4) == 1
    assert place.breaches() == []


@pytest.mark.postgres
def test_whoever_allows_it_while_the_day_is_closing_is_moved_all_the_same(postgres: Database) -> None:
    place = Waiting(postgres)
    account_id = place.account()
    reference = place.book(3, account_id=account_id)

    def close(db: Db) -> None:
        makers.close_day(db, place.offering, day=FRIDAY)

    meanwhile(postgres, close, place.allow(reference, account_id, THREE_DAYS))

    assert (place.at(reference), place.supported(reference)) == (4, {True})
    assert place.breaches() == []
