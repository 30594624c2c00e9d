"""A lift or a therapist fails: those who depend on it lose their places, and have them back, the oldest first."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, update

from hoanhap import booking, capacity, catalogue, schedule
from hoanhap.base.clock import Span, at_local, whole_days
from hoanhap.base.db import Database
from hoanhap.booking import Booking, Claim, Reason
from hoanhap.booking.refusals import NoLongerUsable, NotUsableThen, SlotFull
from hoanhap.capacity import Change, Failing, Mending, NewPlaces, Proposal, StaleProposal
from hoanhap.catalogue import Gap, Lacking, LocationFeature, Offering, OfferingView
from hoanhap.events import Actor
from hoanhap.schedule import Schedule, Slot
from tests import makers
from tests.makers import LATER, NOON, TODAY, TOMORROW, Place

MANAGER = Actor(7, "capacity")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
UPSTAIRS = ("step-free",)
"""Needs an entrance without steps, and the lift."""


class Upstairs(Place):
    """A place with a lift, open tomorrow and the same day in a week; things fail there."""

    def __init__(self, database: Database, **offering: Any) -> None:
        super().__init__(database, **{"capacity": 4} | offering)
        database.write_now(makers.has_lift, self.offering)
        database.write_now(makers.make_schedule, self.offering.id, day=TOMORROW + 7 * DAY, units={"place": (4, 4)})
        database.write_now(schedule.make_openings, first=TODAY, last=TODAY + 14 * DAY)
        with database.reading() as db:
            its = select(Offering.location_id).where(Offering.id == self.offering.id)
            self.location_id = db.execute(its).scalar_one()
            self.slots = makers.slots(db, self.offering)
            self.starts = [makers.starts_at(db, each) for each in self.slots]

    def failing(self, *, first: date = TOMORROW, last: date | None = TOMORROW) -> Failing:
        """The lift does not work tomorrow, all day."""
        return Failing(self.location_id, "lift", 0, whole_days(first, last), Reason.BROKEN)

    def hour(self, number: int, *, lasts: int = 1) -> Span:
        """The hour of a slot, or so many from there on."""
        return Span(self.starts[number], self.starts[number] + lasts * HOUR)

    def propose(self, change: Change) -> Proposal:
        """What it would do."""
        with self.database.reading() as db:
            return capacity.propose(db, change, now=NOON)

    def apply(self, change: Change, version: str = "") -> Proposal:
        """Do it, as it was proposed."""
        version = version or self.propose(change).version
        return self.database.write_now(capacity.apply, change, version, by=MANAGER, now=NOON)

    def mending(self) -> Mending:
        """What failed works again."""
        with self.database.reading() as db:
            first, *_ = catalogue.outages_at(db, self.location_id, since=NOON)
        return Mending(self.location_id, first.id)

    def displaced(self) -> set[str]:
        """Who has no place."""
        with self.database.reading() as db:
            its = select(Booking.reference).join(Claim, Claim.booking_id == Booking.id)
            return {str(each) for each in db.scalars(its.where(~Claim.is_supported))}

    def gaps(self, reference: str) -> list[Gap]:
        """The same, with how long it is missing."""
        with self.database.reading() as db:
            found = db.execute(select(Booking.gaps).where(Booking.reference == reference)).scalar_one()
        return msgspec.convert(found, list[Gap])

    def missing(self, token_or_reference: str) -> list[str]:
        """What somebody knows that they will not find."""
        with self.database.reading() as db:
            its = select(Booking.gaps).where(
                (Booking.token == token_or_reference) | (Booking.reference == token_or_reference)
            )
            return [gap["feature"] for gap in db.execute(its).scalar_one()]


def test_the_lift_fails_and_only_those_who_need_it_lose_their_places(database: Database) -> None:
    """Field case 35: by what they need, on the days on which it fails, and not those who knew."""
    place = Upstairs(database)
    needs_it, next_week = (place.book(number, needs=UPSTAIRS) for number in (0, 4))
    does_not = [place.book(0), place.book(1, needs=("large-print",))]
    on_the_way = place.hold(2, needs=UPSTAIRS)

    shown = place.propose(place.failing())
    assert [each.reference for each in shown.displaced] == [needs_it]
    assert (shown.let_go, sum(each.places_after - each.places_before for each in shown.days)) == (1, 0)
    place.apply(place.failing(), shown.version)
    place.apply(place.failing(), shown.version)

    assert place.displaced() == {needs_it}
    assert place.lives(on_the_way) == ["lapsed"]
    assert {place.lives(each)[0] for each in (next_week, *does_not)} == {"booked"}
    assert (place.events("OutageBegun"), place.events("BookingDisplaced")) == (1, 1)
    assert place.breaches() == []


def test_whoever_books_while_it_is_out_is_told_and_stays(database: Database) -> None:
    place = Upstairs(database)
    place.apply(place.failing(last=None))

    knowing, next_week = (place.book(number, needs=UPSTAIRS) for number in (0, 4))
    assert place.missing(knowing) == place.missing(next_week) == ["lift"]
    assert place.propose(place.failing(first=TOMORROW + DAY, last=None)).displaced == []

    place.apply(place.mending())
    assert place.missing(place.book(1, needs=UPSTAIRS)) == []
    assert place.displaced() == set()
    assert place.breaches() == []


def test_who_booked_before_the_service_was_paused_depends_on_it_too(database: Database) -> None:
    place = Upstairs(database)
    reference = place.book(0, needs=UPSTAIRS)
    database.write_now(lambda db: db.execute(update(Offering).values(is_open=False)))

    place.apply(place.failing())

    assert place.displaced() == {reference}


def test_when_it_works_again_the_oldest_come_back_first(database: Database) -> None:
    place = Upstairs(database, capacity=2)
    first, second = (place.book(0, needs=UPSTAIRS, now=NOON + timedelta(minutes=each)) for each in (0, 1))
    place.apply(place.failing())
    place.book(0)

    unrelated = NewPlaces(place.offering.id, TOMORROW, TOMORROW, "place", 3, 3)
    assert place.propose(unrelated).restored == []  # there are places, and still no lift
    shown = place.propose(place.mending())
    assert [each.reference for each in shown.restored] == [first]
    assert [each.reference for each in shown.still_displaced] == [second]
    place.apply(place.mending())

    assert place.displaced() == {second}
    assert place.events("BookingSupported") == 1
    assert place.breaches() == []


def test_a_preview_that_is_not_so_any_more_is_refused(database: Database) -> None:
    """Somebody who depends on it books, or it fails for another reason: both are shown first (field case 32)."""
    place = Upstairs(database)
    version = place.propose(place.failing()).version
    place.book(0, needs=UPSTAIRS)

    with pytest.raises(StaleProposal):
        place.apply(place.failing(), version)

    assert place.displaced() == set()
    assert place.events("OutageBegun") == 0


def test_nobody_is_moved_to_a_day_without_what_they_need(database: Database) -> None:
    place = Upstairs(database)
    account_id = place.account()
    reference = place.book(0, needs=UPSTAIRS, account_id=account_id)
    place.apply(place.failing())

    with pytest.raises(NotUsableThen):
        place.move(reference, 1, account_id)
    with pytest.raises(NotUsableThen):
        place.move(reference, 0, account_id)
    with database.reading() as db:
        booking_id = db.execute(select(Booking.id).where(Booking.reference == reference)).scalar_one()
        wanted = booking.wanted_by_displaced(db, booking_id, place.offering, now=NOON)
        assert {each.local_date for each in schedule.starts(db, wanted)} == {TOMORROW + 7 * DAY}
    place.move(reference, 4, account_id)

    assert place.displaced() == set()
    assert place.breaches() == []


def test_a_cancelled_booking_is_not_taken_back_without_what_it_needs(database: Database) -> None:
    place = Upstairs(database)
    account_id = place.account()
    reference = place.book(0, needs=UPSTAIRS, account_id=account_id)
    place.cancel(reference, account_id)
    place.apply(place.failing())

    with pytest.raises(NotUsableThen):
        place.restore(reference, account_id)


def test_whoever_was_on_the_way_is_asked_before_it_is_promised(database: Database) -> None:
    place = Upstairs(database)
    token = place.ready(0, needs=UPSTAIRS)
    place.apply(place.failing())

    with pytest.raises(NoLongerUsable) as refused:
        place.confirm(token)
    assert refused.value.missing == [Lacking("Thang máy không dùng được", place.failing().span)]
    reference = place.confirm(token, knowingly=True)

    assert place.missing(reference) == ["lift"]
    assert place.breaches() == []


def test_whoever_was_away_a_while_is_not_asked_where_all_works(database: Database) -> None:
    place = Upstairs(database)
    token = place.ready(0, needs=UPSTAIRS)
    database.write_now(booking.release_lapsed, now=NOON + LATER)

    assert place.missing(place.confirm(token, now=NOON + LATER)) == []


def test_a_therapist_is_ill_and_the_other_one_works(database: Database) -> None:
    """Only what one of two serves has no places; a day that is opened later has none of theirs either."""
    place = Upstairs(database)
    ill = database.write_now(_resource, place, "Cô Hồng")
    with_them, with_another = place.book(0), place.book(4)
    out = Failing(place.location_id, "", ill, whole_days(TOMORROW), Reason.STAFF_ILL)

    shown = place.propose(out)
    assert [each.reference for each in shown.displaced] == [with_them]
    place.apply(out)
    database.write_now(makers.make_schedule, place.offering.id, day=TOMORROW + DAY)
    database.write_now(lambda db: db.execute(update(Schedule).values(resource_id=ill)))
    database.write_now(schedule.make_openings, first=TOMORROW, last=TOMORROW + DAY)

    with database.reading() as db:
        new = db.scalars(select(Slot.id).where(Slot.local_date == TOMORROW + DAY)).first()
    assert new is not None
    with pytest.raises(SlotFull):
        database.write_now(makers.hold, makers.make_choice(place.offering, new))
    assert place.displaced() == {with_them}
    assert place.lives(with_another) == ["booked"]

    place.apply(place.mending())
    assert place.displaced() == set()
    database.write_now(makers.hold, makers.make_choice(place.offering, new))
    assert place.breaches() == []


def test_what_is_not_there_gets_no_places_by_another_change(database: Database) -> None:
    place = Upstairs(database)
    ill = database.write_now(_resource, place, "Cô Hồng")
    place.apply(Failing(place.location_id, "", ill, whole_days(TOMORROW, TOMORROW), Reason.STAFF_ILL))

    place.apply(NewPlaces(place.offering.id, TOMORROW, TOMORROW, "place", 9, 9))
    database.write_now(makers.close_day, place.offering)
    database.write_now(makers.open_day, place.offering)

    assert not [each for each in place.free() if place.starts[each] < at_local(TOMORROW + DAY, 0)]


def test_only_the_hours_count_at_which_it_does_not_work(database: Database) -> None:
    """An outage of an hour displaces whoever is there then, and is told only to whoever comes then."""
    place = Upstairs(database)
    account_id = place.account()
    at_nine, at_ten = place.book(1, needs=UPSTAIRS), place.book(2, needs=UPSTAIRS, account_id=account_id)
    out = msgspec.structs.replace(place.failing(), span=place.hour(1))

    assert [each.reference for each in place.propose(out).displaced] == [at_nine]
    place.apply(out)
    with pytest.raises(NotUsableThen):
        place.move(at_ten, 1, account_id)
    with database.reading() as db:
        booking_id = db.execute(select(Booking.id).where(Booking.reference == at_nine)).scalar_one()
        wanted = booking.wanted_by_displaced(db, booking_id, place.offering, now=NOON)
        assert {each.starts_at for each in schedule.starts(db, wanted)}.isdisjoint({place.starts[1]})
        assert len(schedule.starts(db, wanted)) == len(place.slots) - 1
    told, not_told = place.book(1, needs=UPSTAIRS), place.book(3, needs=UPSTAIRS)

    assert (place.gaps(told), place.gaps(not_told)) == ([Gap("lift", is_known=True, out=place.hour(1))], [])
    assert place.lives(at_ten) == ["booked"]
    place.apply(place.mending())
    assert place.displaced() == set()
    assert place.breaches() == []


def test_a_therapist_is_away_for_an_hour(database: Database) -> None:
    """The other hours have their places; of two absences that overlap, one that ends gives back only its own."""
    place = Upstairs(database)
    ill = database.write_now(_resource, place, "Cô Hồng")
    with_them, after = place.book(1), place.book(2)
    for hours in (place.hour(0, lasts=2), place.hour(1)):
        place.apply(Failing(place.location_id, "", ill, hours, Reason.STAFF_ILL))

    assert place.displaced() == {with_them}
    assert {each for each in place.free() if each < 4} == {2, 3}
    place.apply(NewPlaces(place.offering.id, TOMORROW, TOMORROW, "place", 9, 9))
    assert {each for each in place.free() if each < 4} == {2, 3}
    place.apply(place.mending())
    assert {each for each in place.free() if each < 4} == {0, 2, 3}
    assert place.lives(after) == ["booked"]
    place.apply(place.mending())
    assert place.displaced() == set()
    assert place.breaches() == []


def test_it_may_fail_in_one_service_only(database: Database) -> None:
    """Whoever needs the same in another service at the place keeps it, and is told nothing."""
    place = Upstairs(database)
    other = database.write_now(_beside, place)
    here = place.book(0, needs=UPSTAIRS)
    there = database.write_now(makers.book, makers.make_choice(other, _first_slot(database, other), needs=UPSTAIRS))
    out = msgspec.structs.replace(place.failing(), offering_id=place.offering.id)

    shown = place.propose(out)
    assert [each.reference for each in shown.displaced] == [here]
    place.apply(out)

    assert place.displaced() == {here}
    new = database.write_now(makers.book, makers.make_choice(other, _first_slot(database, other), needs=UPSTAIRS))
    assert place.missing(there) == place.missing(new) == []
    assert place.missing(place.book(1, needs=UPSTAIRS)) == ["lift"]
    assert place.breaches() == []


def test_what_was_never_there_is_not_said_to_come_back(database: Database) -> None:
    place = Upstairs(database)
    place.apply(place.failing())
    database.write_now(lambda db: db.execute(update(LocationFeature).values(has=False)))

    assert place.gaps(place.book(0, needs=UPSTAIRS)) == [Gap("lift", is_known=True), Gap("step-free", is_known=True)]


def test_nothing_is_done_twice(database: Database) -> None:
    place = Upstairs(database)
    version = place.propose(place.failing()).version
    for _ in range(2):
        place.apply(place.failing(), version)
    change = place.mending()
    for _ in range(2):
        place.apply(change)

    assert (place.events("OutageBegun"), place.events("OutageEnded")) == (1, 1)


def _resource(db: Any, place: Upstairs, name: str) -> int:
    """Somebody who serves tomorrow, and nobody else."""
    found = makers.make_resource(db, place.location_id, name)
    db.execute(
        update(Schedule)
        .where(Schedule.offering_id == place.offering.id, Schedule.valid_from == TOMORROW)
        .values(resource_id=found)
    )
    return found


def _beside(db: Any, place: Upstairs) -> OfferingView:
    """Another service at the same place, open tomorrow too."""
    other = makers.make_offering(db, service="am-ngu-tri-lieu", capacity=4)
    db.execute(update(Offering).where(Offering.id == other.id).values(location_id=place.location_id))
    return catalogue.offering(db, other.id)


def _first_slot(database: Database, offering: OfferingView) -> int:
    with database.reading() as db:
        return makers.slots(db, offering)[0]
