"""Whoever waits has a place as soon as somebody lets one go: the oldest first, and never at anybody's cost."""

from collections.abc import Callable
from datetime import datetime

import pytest

from hoanhap import capacity, events
from hoanhap.base.clock import whole_days
from hoanhap.base.db import Database, Db
from hoanhap.booking import Reason
from hoanhap.booking.refusals import SlotFull
from hoanhap.capacity import Failing, StaleProposal
from hoanhap.events import Due
from hoanhap.listeners import LISTENERS
from hoanhap.worker import Worker
from tests import makers, plans
from tests.capacity.test_allowing import Waiting
from tests.capacity.test_moving import FRIDAY, THREE_DAYS
from tests.capacity.test_proposals import DAY
from tests.concurrency.deeds import Book
from tests.concurrency.meanwhile import meanwhile
from tests.makers import LATER, NOON
from tests.test_worker import NOTHING_SAID, Phones

A_DAY_LATER = NOON + DAY


class GivingBack(Waiting):
    """The same place, where several come at a time on Friday until there are fewer places."""

    def coming(self, count: int, number: int = 0) -> list[tuple[str, int]]:
        """So many people who come at the same time, and their accounts."""
        accounts = [self.account() for _ in range(count)]
        return [(self.book(number, account_id=account_id), account_id) for account_id in accounts]

    def work(self, *, now: datetime = NOON) -> None:
        """Let every event be told to its listeners, and those that follow from it; nothing is done now and then."""
        while self.database.write_now(_carry, now=now):
            pass

    def gives_back(self) -> Callable[[Db], None]:
        """What follows once somebody has cancelled."""
        with self.database.writing() as db:
            (event,) = [each for each in events.due(db, limit=100, now=NOON) if each.kind == "BookingCancelled"]
        return lambda db: capacity.give_back(db, event, now=NOON)


def _carry(db: Db, *, now: datetime) -> int:
    due = events.due(db, limit=100, now=now)
    for each in due:
        for reaction in LISTENERS.get(each.kind, []):
            reaction(db, each, now=now)
        events.delivered(db, each.id, now=now)
    return len(due)


def test_a_booking_that_is_cancelled_lets_in_who_waits_for_its_time(database: Database) -> None:
    """Field case 29: cancelling a supported booking lets an orphan in; the oldest first."""
    place = GivingBack(database, capacity=4)
    (first, account_id), _, (third, _), (fourth, _) = place.coming(4)
    place.make(place.fewer(2))
    assert (place.supported(third), place.supported(fourth)) == ({False}, {False})

    place.cancel(first, account_id)
    place.work()

    assert (place.supported(third), place.supported(fourth)) == ({True}, {False})
    assert place.told(third) == ["booked", "displaced", "supported"]
    assert place.told(fourth) == ["booked", "displaced"]
    assert place.taken(0) == 2
    assert place.breaches() == []


def test_whoever_may_be_moved_has_the_time_that_somebody_gave_up(database: Database) -> None:
    place = GivingBack(database)
    others = [other for number in (4, 5, 6, 7) for other in place.coming(1, number)]
    reference, account_id = place.waits()
    place.allows(reference, account_id, THREE_DAYS)
    place.work()
    assert place.supported(reference) == {False}

    place.cancel(*others[1])
    place.work()

    assert (place.at(reference), place.supported(reference)) == (5, {True})
    assert place.told(reference) == ["booked", "displaced", "moved-as-allowed"]
    assert place.breaches() == []


def test_a_booking_that_moves_away_lets_in_who_waits(database: Database) -> None:
    place = GivingBack(database, capacity=2)
    (first, account_id), (second, _) = place.coming(2)
    place.make(place.fewer(1))

    place.move(first, 4, account_id)
    place.work()

    assert place.supported(second) == {True}
    assert place.breaches() == []


def test_who_waits_for_another_reason_waits_on(database: Database) -> None:
    """A closed day stays closed, and what does not work does not work, whoever cancels."""
    place = GivingBack(database, capacity=2)
    database.write_now(makers.has_lift, place.offering)
    upstairs = place.book(0, needs=("step-free",))
    account_id = place.account()
    beside = place.book(0, account_id=account_id)
    place.make(Failing(place.location_id, "lift", 0, whole_days(FRIDAY, FRIDAY), Reason.BROKEN))
    assert place.supported(upstairs) == {False}

    place.cancel(beside, account_id)
    place.work()

    assert place.supported(upstairs) == {False}


def test_nobody_is_called_back_too_late_to_hear_of_it(database: Database) -> None:
    """They were told not to come: a place that comes free the day before helps nobody by itself."""
    place = GivingBack(database, capacity=2)
    (first, account_id), (second, _) = place.coming(2)
    place.make(place.fewer(1))

    place.cancel(first, account_id, now=A_DAY_LATER)
    place.work(now=A_DAY_LATER)

    assert place.supported(second) == {False}
    assert place.breaches() == []


def test_what_is_let_go_at_another_place_helps_nobody_here(database: Database) -> None:
    place, other = GivingBack(database, capacity=2), GivingBack(database)
    _, (second, _) = place.coming(2)
    place.make(place.fewer(1))
    ((elsewhere, account_id),) = other.coming(1)

    other.cancel(elsewhere, account_id)
    other.work()

    assert place.supported(second) == {False}


def test_the_same_event_told_twice_gives_back_once(database: Database) -> None:
    place = GivingBack(database, capacity=3)
    (first, account_id), _, (third, _) = place.coming(3)
    place.make(place.fewer(2))
    place.cancel(first, account_id)

    again = place.gives_back()
    for _ in range(2):
        database.write_now(again)

    assert place.supported(third) == {True}
    assert place.events("BookingSupported") == 1
    assert place.breaches() == []


def test_now_and_then_everybody_who_waits_is_looked_at_again(database: Database) -> None:
    """Somebody was filling in the form for the only place, and did not come back."""
    place = GivingBack(database, capacity=2)
    (first, account_id), (second, _) = place.coming(2)
    place.make(place.fewer(1))
    place.cancel(first, account_id)
    place.hold(0)
    place.work()
    assert place.supported(second) == {False}

    Worker(database, Phones(), lambda: NOON + LATER, aloud=NOTHING_SAID).run_once()

    assert place.supported(second) == {True}
    assert place.breaches(now=NOON + LATER) == []


def test_where_nobody_waits_one_question_is_asked(db: Db) -> None:
    event = Due(1, "BookingCancelled", NOON, 1, {}, 0)

    assert len(plans.statements(db, capacity.give_back, event, now=NOON)) == 1


@pytest.mark.postgres
@pytest.mark.parametrize("is_first", [True, False])
def test_the_place_is_theirs_or_somebody_elses_and_never_both(postgres: Database, *, is_first: bool) -> None:
    place = GivingBack(postgres, capacity=2)
    (first, account_id), (second, _) = place.coming(2)
    place.make(place.fewer(1))
    place.cancel(first, account_id)
    gives, books = place.gives_back(), Book(place.choice(0), place.account()).run

    answer = meanwhile(postgres, gives, books) if is_first else meanwhile(postgres, books, gives)

    assert answer is (SlotFull if is_first else StaleProposal)
    assert place.supported(second) == {is_first}
    assert place.taken(0) == 1
    assert place.breaches() == []
