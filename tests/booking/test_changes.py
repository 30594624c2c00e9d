"""What can be done with a promise once it is made: it moves, it is taken back, and neither is lost on the way."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from hoanhap import booking, events
from hoanhap.base.db import Database
from hoanhap.base.errors import Missing
from hoanhap.booking import Booking, Leg, history, rules
from hoanhap.booking.refusals import (
    CannotBeMoved,
    NoSuchTime,
    OverlappingChange,
    SlotFull,
    TooLate,
    TooLateToMove,
)
from hoanhap.catalogue import Unit
from hoanhap.events import Actor
from tests.makers import LATER, NOON, SOMEBODY, Place

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


class Booked(Place):
    """A place where somebody has booked a time."""

    def __init__(
        self, database: Database, number: int = 0, *, people: int = 1, wheelchairs: int = 0, **offering: object
    ):
        super().__init__(database, **offering)
        self.account_id = self.account()
        self.reference = self.book(number, account_id=self.account_id, people=people, wheelchairs=wheelchairs)

    def goes_to(self, number: int, **how: object) -> None:
        """Move it."""
        self.move(self.reference, number, self.account_id, **how)  # type: ignore[arg-type]

    def ends(self, **how: object) -> None:
        """Cancel it."""
        self.cancel(self.reference, self.account_id, **how)  # type: ignore[arg-type]

    def comes_back(self, **how: object) -> None:
        """Take it back."""
        self.restore(self.reference, self.account_id, **how)  # type: ignore[arg-type]

    @property
    def time(self) -> int:
        """The number of the slot at which it begins."""
        with self.database.reading() as db:
            begins = select(Leg.starts_at).join(Booking, Booking.id == Leg.booking_id)
            return self.starts.index(db.execute(begins.where(Booking.reference == self.reference)).scalar_one())

    @property
    def all_taken(self) -> list[int]:
        """How many places each slot has taken."""
        return [self.taken(number, self.offering.unit) for number in range(len(self.slots))]


Offer = Callable[..., Booked]


@pytest.fixture
def booked(database: Database) -> Offer:
    return lambda *number, **how: Booked(database, *number, **how)


# --- moving ------------------------------------------------------------------------------------------


def test_moving_takes_the_new_place_and_frees_the_old_one(booked: Offer) -> None:
    place = booked(capacity=1)

    place.goes_to(2)

    assert (place.time, place.all_taken) == (2, [0, 0, 1, 0])
    assert place.lives(place.reference) == ["booked"]
    assert place.breaches() == []


def test_a_full_time_refuses_a_move_and_the_old_time_stays(booked: Offer) -> None:
    place = booked()
    place.book(2)

    with pytest.raises(SlotFull) as refused:
        place.goes_to(2)

    assert (place.time, place.all_taken) == (0, [1, 0, 1, 0])
    assert [place.slots.index(start.slot_id) for start in refused.value.nearest] == [1, 3]
    assert (refused.value.all_days, refused.value.nearest_day) == (
        f"/bookings/{place.reference}/times",
        f"/bookings/{place.reference}/times?day=2026-11-26",
    )
    assert place.breaches() == []


def test_moving_half_an_hour_later_needs_only_what_is_new(booked: Offer) -> None:
    place = booked(duration=60, step=30, closes=10 * 60)

    place.goes_to(1)

    assert (place.time, place.all_taken) == (1, [0, 1, 1, 0])
    assert place.breaches() == []


def test_moving_there_and_back_leaves_everything_as_it_was(booked: Offer) -> None:
    place = booked(1, duration=90, step=30)
    before = place.all_taken

    for number in (0, 3, 2, 1):
        place.goes_to(number)

    assert (place.time, place.all_taken) == (1, before)
    assert place.breaches() == []


def test_the_party_moves_as_a_whole(database: Database) -> None:
    place = Place(database, unit=Unit.SEAT, capacity=4, wheelchairs=1, duration=60, step=30)
    account_id = place.account()
    reference = place.book(0, account_id=account_id, people=3, wheelchairs=1)

    place.move(reference, 1, account_id)

    assert [place.taken(number, Unit.SEAT) for number in range(4)] == [0, 2, 2, 0]
    assert [place.taken(number, Unit.WHEELCHAIR) for number in range(4)] == [0, 1, 1, 0]
    assert place.lives(reference) == ["booked"] * 6
    assert place.breaches() == []


def test_a_party_that_does_not_fit_stays_where_it_is(database: Database) -> None:
    place = Place(database, unit=Unit.SEAT, capacity=4, wheelchairs=1)
    account_id = place.account()
    reference = place.book(0, account_id=account_id, people=2, wheelchairs=1)
    place.book(2, people=1, wheelchairs=1)

    with pytest.raises(SlotFull):
        place.move(reference, 2, account_id)

    assert place.taken(0, Unit.SEAT) == place.taken(0, Unit.WHEELCHAIR) == 1
    assert place.breaches() == []


def test_the_same_move_sent_again_changes_nothing(booked: Offer) -> None:
    place = booked()
    place.goes_to(2)

    place.goes_to(2, now=NOON + HOUR)

    assert place.all_taken == [0, 0, 1, 0]
    assert place.events("BookingMoved") == 1


def test_moving_to_the_time_it_has_changes_nothing_however_late(booked: Offer) -> None:
    place = booked(cancel=3 * 24 * 60)

    place.goes_to(0)

    assert place.events("BookingMoved") == 0
    assert place.all_taken == [1, 0, 0, 0]


def test_a_lapsed_hold_does_not_stand_in_the_way_of_a_move(booked: Offer) -> None:
    place = booked()
    token = place.hold(1)

    place.goes_to(1, now=NOON + LATER)

    assert (place.time, place.lives(token)) == (1, ["lapsed"])
    assert place.breaches() == []


def test_the_last_moment_to_move_is_the_deadline_for_cancelling(booked: Offer) -> None:
    place = booked(cancel=60)
    deadline = place.starts[0] - HOUR

    with pytest.raises(TooLateToMove) as refused:
        place.goes_to(3, now=deadline + SECOND)
    place.goes_to(3, now=deadline)

    assert refused.value.phone == place.offering.phone
    assert place.time == 3


def test_a_time_too_near_to_book_is_too_near_to_move_to(booked: Offer) -> None:
    place = booked(3, notice=60)

    with pytest.raises(TooLate):
        place.goes_to(0, now=place.starts[0] - HOUR + SECOND)
    place.goes_to(0, now=place.starts[0] - HOUR)

    assert place.time == 0


def test_a_time_beyond_the_horizon_cannot_be_moved_to(booked: Offer) -> None:
    place = booked(horizon=7)
    week_before = place.starts[1] - timedelta(days=7)

    with pytest.raises(NoSuchTime):
        place.goes_to(1, now=week_before)
    place.goes_to(1, now=week_before + SECOND)

    assert place.time == 1


@pytest.mark.parametrize("number", [2, 3])
def test_a_start_whose_steps_go_beyond_closing_cannot_be_moved_to(booked: Offer, number: int) -> None:
    place = booked(duration=90, step=30, opens=8 * 60, closes=10 * 60)

    with pytest.raises(NoSuchTime):
        place.goes_to(number)

    assert place.all_taken == [1, 1, 1, 0]


def test_a_time_of_another_place_cannot_be_moved_to(booked: Offer) -> None:
    place, other = booked(), Place(booked().database)

    with pytest.raises(NoSuchTime):
        place.database.write_now(
            booking.move, place.reference, other.slots[0], account_id=place.account_id, by=SOMEBODY, now=NOON
        )


def test_somebody_elses_booking_can_be_neither_moved_nor_taken_back(booked: Offer) -> None:
    place = booked()
    stranger = place.account()

    with pytest.raises(Missing):
        place.move(place.reference, 1, stranger)
    place.ends()
    with pytest.raises(Missing):
        place.restore(place.reference, stranger)

    assert place.all_taken == [0, 0, 0, 0]


def test_what_is_cancelled_or_has_begun_cannot_be_moved(booked: Offer) -> None:
    place = booked()

    with pytest.raises(CannotBeMoved):
        place.goes_to(2, now=place.starts[0])
    place.ends()
    with pytest.raises(CannotBeMoved):
        place.goes_to(2)
    with pytest.raises(CannotBeMoved):
        place.goes_to(0)


def test_moving_onto_another_booking_of_the_same_person_asks_first(booked: Offer) -> None:
    place = booked()
    other = Place(place.database)
    other.book(2, account_id=place.account_id)

    with pytest.raises(OverlappingChange) as refused:
        place.goes_to(2)
    assert place.time == 0
    place.goes_to(2, knowingly=True)

    assert refused.value.back == f"/bookings/{place.reference}/times"
    assert place.time == 2
    assert place.breaches() == []


def test_a_booking_does_not_overlap_with_itself(booked: Offer) -> None:
    place = booked(duration=60, step=30, capacity=2)

    place.goes_to(1)

    assert place.time == 1


# --- taking back -------------------------------------------------------------------------------------


def test_what_was_cancelled_is_taken_back_with_its_places(booked: Offer) -> None:
    place = booked(duration=60, step=30)
    place.ends()

    place.comes_back()

    assert place.lives(place.reference) == ["booked", "booked"]
    assert place.all_taken[:3] == [1, 1, 0]
    assert place.breaches() == []


def test_taking_back_twice_takes_once(booked: Offer) -> None:
    place = booked(capacity=3)
    place.ends()

    place.comes_back()
    place.comes_back()

    assert place.all_taken == [1, 0, 0, 0]
    assert place.events("BookingRestored") == 1


def test_what_others_have_taken_cannot_be_taken_back(booked: Offer) -> None:
    place = booked()
    place.ends()
    place.book(0)

    with pytest.raises(SlotFull) as refused:
        place.comes_back()

    assert place.lives(place.reference) == ["cancelled"]
    assert [place.slots.index(start.slot_id) for start in refused.value.nearest] == [1, 2, 3]
    assert refused.value.address.startswith("/services/")
    assert place.breaches() == []


def test_a_lapsed_hold_does_not_stand_in_the_way_of_taking_back(booked: Offer) -> None:
    place = booked()
    place.ends()
    place.hold(0)

    place.comes_back(now=NOON + LATER)

    assert place.lives(place.reference) == ["booked"]
    assert place.breaches() == []


def test_the_last_moment_to_take_back_is_the_notice_before_the_start(booked: Offer) -> None:
    place = booked(notice=60)
    place.ends()
    last = place.starts[0] - HOUR

    with pytest.raises(TooLate):
        place.comes_back(now=last + SECOND)
    place.comes_back(now=last)

    assert place.lives(place.reference) == ["booked"]


def test_taking_back_onto_another_booking_of_the_same_person_asks_first(booked: Offer) -> None:
    place = booked()
    place.ends()
    Place(place.database).book(0, account_id=place.account_id)

    with pytest.raises(OverlappingChange):
        place.comes_back()
    place.comes_back(knowingly=True)

    assert place.lives(place.reference) == ["booked"]


def test_what_was_moved_and_cancelled_comes_back_at_its_last_time(booked: Offer) -> None:
    place = booked()
    place.goes_to(2)
    place.ends()

    place.comes_back()

    assert (place.time, place.all_taken) == (2, [0, 0, 1, 0])
    assert place.breaches() == []


# --- what the log tells ------------------------------------------------------------------------------


def test_the_log_tells_what_was_done_when_and_by_whom_the_latest_first(booked: Offer) -> None:
    place = booked()
    helper, desk = Actor(place.account(), "person"), Actor(place.account(), "desk")
    mine = Actor(place.account_id, "person")
    for by, number, hours in ((mine, 1, 1), (desk, 2, 2)):
        place.database.write_now(
            booking.move,
            place.reference,
            place.slots[number],
            account_id=place.account_id,
            by=by,
            now=NOON + hours * HOUR,
        )
    place.database.write_now(
        booking.cancel, place.reference, account_id=place.account_id, by=helper, now=NOON + 3 * HOUR
    )

    with place.database.reading() as db:
        booking_id = db.execute(select(Booking.id).where(Booking.reference == place.reference)).scalar_one()
        told = history.changes(db, booking_id, seen_by=place.account_id)

    assert [(each.kind, each.who, each.at) for each in told] == [
        ("cancelled", rules.Who.HELPER, NOON + 3 * HOUR),
        ("moved", rules.Who.PLACE, NOON + 2 * HOUR),
        ("moved", rules.Who.YOU, NOON + HOUR),
        ("made", rules.Who.HOUSE, NOON),
    ]
    assert (told[1].from_, told[1].to, told[1].from_slot) == (place.starts[1], place.starts[2], place.slots[1])


def test_the_log_of_one_booking_tells_nothing_of_another(booked: Offer) -> None:
    place = booked()
    place.book(3)

    with place.database.reading() as db:
        booking_id = db.execute(select(Booking.id).where(Booking.reference == place.reference)).scalar_one()
        assert [each.kind for each in events.history(db, booking_id)] == ["BookingMade"]
