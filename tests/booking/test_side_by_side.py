"""Openings side by side are one choice of times; whoever takes it has a place in one of them."""

import pytest
from sqlalchemy import select

from hoanhap import booking, schedule
from hoanhap.base.db import Database
from hoanhap.booking import Booking, Claim, Leg
from hoanhap.booking.refusals import SlotFull
from hoanhap.catalogue import Party, Unit
from hoanhap.schedule import Slot
from tests import makers
from tests.concurrency.crew import PROCESSES, Crew
from tests.concurrency.deeds import Book
from tests.makers import LATER, NOON, TOMORROW, Place


class Pair(Place):
    """A place with two openings at the same time, from 8:00 to 10:00 in steps of half an hour."""

    def __init__(self, database: Database, *, second: int = 1, **offering: int) -> None:
        super().__init__(database, closes=10 * 60, step=30, **offering)
        units: dict[str, tuple[int, int]] = {Unit.PLACE: (second, second)}
        database.write_now(makers.make_schedule, self.offering.id, units=units, opens=8 * 60, closes=10 * 60)
        database.write_now(schedule.make_openings, first=TOMORROW, last=TOMORROW)
        with database.reading() as db:
            found = select(Slot.id, Slot.starts_at).where(Slot.offering_id == self.offering.id)
            rows = db.execute(found.order_by(Slot.opening_id, Slot.ordinal)).all()
        self.slots, self.starts = [row.id for row in rows], [row.starts_at for row in rows]

    def opening_of(self, reference: str) -> set[int]:
        """The openings in which a booking has its places."""
        found = select(Slot.opening_id).join(Claim, Claim.slot_id == Slot.id).join(Booking)
        with self.database.reading() as db:
            return set(db.scalars(found.where(Booking.reference == reference)))

    def begins(self, reference: str) -> object:
        """When a booking begins, as its leg says."""
        found = select(Leg.starts_at).join(Booking).where(Booking.reference == reference)
        with self.database.reading() as db:
            return db.scalar(found)


@pytest.fixture
def pair(database: Database) -> Pair:
    return Pair(database, duration=60)


def test_two_openings_at_the_same_moment_are_one_time_with_the_places_of_both(pair: Pair) -> None:
    """Field case 15: overlapping and identical openings add up."""
    assert pair.free() == {0: 1, 1: 1, 2: 1}

    pair.book(0)

    assert pair.free() == {4: 0, 5: 0, 2: 1}


def test_the_earliest_time_counts_the_places_of_both(pair: Pair) -> None:
    with pair.database.reading() as db:
        found = schedule.earliest(db, [pair.offering.id], Party(), now=NOON)[pair.offering.id]

    assert (found.slot_id, found.left) == (pair.slots[0], 1)


def test_a_day_counts_each_moment_once(pair: Pair) -> None:
    wanted = booking.wanted_at(pair.offering, Party(), now=NOON)
    with pair.database.reading() as db:
        (day,) = schedule.day_counts(db, wanted)

    assert (day.morning, day.total) == (3, 3)


def test_a_time_chosen_by_two_goes_to_both_while_both_have_room(pair: Pair) -> None:
    first, second = pair.book(0), pair.book(0)

    assert len(pair.opening_of(first) | pair.opening_of(second)) == 2
    assert pair.begins(first) == pair.begins(second) == pair.starts[0]
    assert pair.breaches() == []
    with pytest.raises(SlotFull):
        pair.book(0)


def test_a_booking_in_the_middle_of_each_opening_leaves_no_hour_in_either(pair: Pair) -> None:
    """Field case 19: a booking in the middle breaks the run, in each opening for itself."""
    pair.book(1)
    pair.book(5)

    assert pair.free() == {}
    with pytest.raises(SlotFull):
        pair.book(0)


def test_a_party_comes_to_one_opening_that_has_room_for_all(database: Database) -> None:
    pair = Pair(database, second=2, duration=60)

    assert pair.free(people=2) == {4: 0, 5: 0, 6: 0}
    assert len(pair.opening_of(pair.book(0, people=2))) == 1


def test_the_same_form_sent_again_is_the_same_booking_wherever_it_went(pair: Pair) -> None:
    pair.book(0)
    account_id, choice = pair.account(), pair.choice(0, journey="one-form")
    once = pair.database.write_now(makers.book, choice, account_id=account_id)

    again = pair.database.write_now(makers.book, choice, account_id=account_id)

    assert again == once
    assert sum(pair.taken(number) for number in (0, 4)) == 2


def test_a_hold_that_lapsed_is_taken_again_in_the_other_opening(pair: Pair) -> None:
    token = pair.ready(0)
    pair.book(0, now=NOON + LATER)

    reference = pair.confirm(token, now=NOON + LATER)

    assert pair.begins(reference) == pair.starts[0]
    assert pair.breaches() == []


def test_a_booking_moves_to_whichever_opening_has_room_at_the_new_time(pair: Pair) -> None:
    pair.book(2)
    account_id = pair.account()
    reference = pair.book(0, account_id=account_id)

    pair.move(reference, 2, account_id)

    assert pair.begins(reference) == pair.starts[2]
    assert pair.breaches() == []
    assert pair.taken(0) == pair.taken(1) == 0


def test_a_booking_is_not_offered_the_time_it_has_in_the_other_opening(pair: Pair) -> None:
    reference = pair.book(0)
    with pair.database.reading() as db:
        booking_id = db.execute(select(Booking.id).where(Booking.reference == reference)).scalar_one()
        kept = booking.queries.kept(db, booking_id)
        wanted = booking.queries.wanted_instead(pair.offering, kept, is_displaced=False, now=NOON)
        found = schedule.starts(db, wanted)

    assert [start.starts_at for start in found] == pair.starts[1:3]


def test_a_cancelled_booking_comes_back_in_the_other_opening(pair: Pair) -> None:
    account_id = pair.account()
    reference = pair.book(0, account_id=account_id)
    pair.cancel(reference, account_id)
    pair.book(0)

    pair.restore(reference, account_id)

    assert pair.begins(reference) == pair.starts[0]
    assert pair.breaches() == []


def test_of_many_at_once_exactly_as_many_as_there_are_places_have_one(
    database: Database, database_url: str, crew: Crew
) -> None:
    pair = Pair(database, second=2, duration=60)
    tasks = [[Book(pair.choice(turn % 3), pair.account()) for turn in range(6)] for _ in range(PROCESSES)]

    results = crew.at_once(database_url, *tasks)

    faults = [outcome.fault for outcomes in results for outcome in outcomes]
    assert set(faults) == {"", "SlotFull"}
    assert sum(pair.taken(number) for number in range(8)) == 2 * faults.count("")
    assert pair.free() == {}
    assert pair.breaches() == []
