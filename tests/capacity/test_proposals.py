"""Days are closed and opened again: the consequences are shown first, nobody is cancelled, and nobody is forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from hoanhap import capacity, events, notify, schedule
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Missing
from hoanhap.booking import Booking, Claim, Reason
from hoanhap.capacity import Closing, DaysPast, DaysReversed, Proposal, Reopening, StaleProposal, TooManyDays
from hoanhap.catalogue import Unit
from hoanhap.events import Actor
from hoanhap.listeners import LISTENERS
from tests import makers, plans
from tests.makers import NOON, TODAY, TOMORROW, Place

MANAGER = Actor(7, "capacity")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHY = Reason.FLOOD


class Managed(Place):
    """A place whose days somebody closes and opens."""

    def closing(self, *, days: int = 1, reason: Reason = WHY) -> Closing:
        """Tomorrow and the days after it."""
        return Closing((self.offering.id,), TOMORROW, TOMORROW + DAY * (days - 1), reason)

    def propose(self, change: Closing | Reopening) -> Proposal:
        """What it would do."""
        with self.database.reading() as db:
            return capacity.propose(db, change, now=NOON)

    def apply(self, change: Closing | Reopening, version: str) -> Proposal:
        """Do it."""
        return self.database.write_now(capacity.apply, change, version, by=MANAGER, now=NOON)

    def close(self) -> Proposal:
        """Close tomorrow, as it was proposed."""
        return self.apply(self.closing(), self.propose(self.closing()).version)

    def reopen(self) -> Proposal:
        """Open it again, as it was proposed."""
        again = Reopening((self.closure_id,))
        return self.apply(again, self.propose(again).version)

    @property
    def closure_id(self) -> int:
        """The only closure."""
        with self.database.reading() as db:
            (found,) = schedule.closures(db, [self.offering.id], first=TODAY, last=TOMORROW + DAY * 400)
        return found.id

    def supported(self, reference: str) -> set[bool]:
        """Whether the claims of a booking have their places."""
        with self.database.reading() as db:
            its = select(Claim.is_supported).join(Booking, Booking.id == Claim.booking_id)
            return set(db.scalars(its.where(Booking.reference == reference)))

    def told(self, reference: str) -> list[str]:
        """What the people of a booking were told, once the worker has been there."""
        self.database.write_now(self._tell)
        with self.database.reading() as db:
            its = select(notify.Message.kind).join(Booking, Booking.id == notify.Message.booking_id)
            return list(db.scalars(its.where(Booking.reference == reference).order_by(notify.Message.id)))

    def _tell(self, db: Db) -> None:
        for due in events.due(db, limit=100, now=NOON):
            for reaction in LISTENERS.get(due.kind, []):
                reaction(db, due, now=NOON)
            events.delivered(db, due.id, now=NOON)


def test_a_proposal_says_what_would_be_and_does_nothing(database: Database) -> None:
    place = Managed(database, capacity=2)
    first, second = place.book(0), place.book(0)
    place.hold(1)

    proposal = place.propose(place.closing())

    (day,) = proposal.days
    assert (day.local_date, day.places_before, day.places_after) == (TOMORROW, 8, 0)
    assert (day.kept, day.displaced, day.restored) == (0, 2, 0)
    assert [each.reference for each in proposal.displaced] == [first, second]
    assert proposal.let_go == 1
    assert place.taken(0) == 2
    assert place.supported(first) == {True}
    assert place.free()


def test_closing_a_day_cancels_nobody_and_tells_everybody(database: Database) -> None:
    """Field case 36: of those who come to the same hour each is told."""
    place = Managed(database, capacity=2)
    references = [place.book(number) for number in (0, 0, 3)]

    place.close()

    for reference in references:
        assert place.lives(reference) == ["booked"]
        assert place.supported(reference) == {False}
        assert place.told(reference) == ["booked", "displaced"]
    assert [place.taken(number) for number in range(4)] == [0, 0, 0, 0]
    assert place.free() == {}
    assert place.events("DaysClosed") == 1
    assert place.breaches() == []


def test_who_is_filling_in_the_form_is_shown_other_times(database: Database) -> None:
    place = Managed(database)
    token = place.hold(1)

    place.close()

    assert place.lives(token) == ["lapsed"]
    assert place.breaches() == []


def test_a_day_that_opens_again_gives_everybody_their_places_back(database: Database) -> None:
    place = Managed(database, capacity=2)
    references = [place.book(0), place.book(0)]
    place.close()

    proposal = place.reopen()

    assert [each.reference for each in proposal.restored] == references
    for reference in references:
        assert place.supported(reference) == {True}
        assert place.told(reference) == ["booked", "displaced", "supported"]
    assert place.taken(0) == 2
    assert set(place.free()) == {1, 2, 3}
    assert place.breaches() == []


def test_no_openings_are_made_on_days_that_are_closed(database: Database) -> None:
    place = Managed(database)
    later = TOMORROW + DAY * 7
    closing = Closing((place.offering.id,), later, later + DAY * 30, WHY)
    place.apply(closing, place.propose(closing).version)

    with database.reading() as db:
        closed = schedule.closed_days(db, first=later, last=later)

    assert closed.of(place.offering.id) == {later}


def test_openings_that_were_never_made_are_made_when_days_open_again(database: Database) -> None:
    """But for those that are past by then."""
    place = Managed(database, day=TOMORROW + DAY)
    place.database.write_now(makers.make_schedule, place.offering.id, day=TODAY, weeks=None)
    closing = Closing((place.offering.id,), TODAY, TODAY + DAY * 21, WHY)
    place.apply(closing, place.propose(closing).version)
    Managed(database, day=TODAY + DAY * 30)  # the horizon goes on while these days are closed
    place.database.write_now(schedule.make_openings, first=TODAY, last=TODAY + DAY * 30)
    again = Reopening((place.closure_id,))

    later = NOON + DAY * 7
    with place.database.reading() as db:
        version = capacity.propose(db, again, now=later).version
    place.database.write_now(capacity.apply, again, version, by=MANAGER, now=later)

    with place.database.reading() as db:
        made = select(schedule.Opening.local_date).where(schedule.Opening.offering_id == place.offering.id)
        days = sorted(set(db.scalars(made)))
    assert days == [TOMORROW + DAY, *(TODAY + DAY * number for number in (7, 14, 21, 28))]


def test_a_long_booking_is_displaced_whole(database: Database) -> None:
    place = Managed(database, unit=Unit.SEAT, capacity=4, wheelchairs=1, duration=60, step=30)
    reference = place.book(1, people=3, wheelchairs=1)

    proposal = place.close()

    assert len(proposal.displaced) == 1
    assert place.supported(reference) == {False}
    assert place.breaches() == []


# --- what was shown must still be so -----------------------------------------------------------------


def test_a_proposal_that_somebody_booked_into_is_refused(database: Database) -> None:
    """Field case 32: one was shown, and more would have been displaced."""
    place = Managed(database, capacity=5)
    place.book(0)
    version = place.propose(place.closing()).version
    reference = place.book(0)

    with pytest.raises(StaleProposal):
        place.apply(place.closing(), version)

    assert place.supported(reference) == {True}
    assert place.events("DaysClosed") == 0
    assert place.propose(place.closing()).version != version


def test_a_proposal_is_stale_when_somebody_has_cancelled(database: Database) -> None:
    place = Managed(database, capacity=5)
    account_id = place.account()
    reference = place.book(0, account_id=account_id)
    version = place.propose(place.closing()).version
    place.cancel(reference, account_id)

    with pytest.raises(StaleProposal):
        place.apply(place.closing(), version)


def test_a_proposal_is_stale_when_there_are_other_places(database: Database) -> None:
    place = Managed(database, capacity=5)
    version = place.propose(place.closing()).version
    place.database.write_now(
        schedule.set_capacity, place.slots[0], Unit.PLACE, capacity=3, public_limit=3, by=MANAGER, now=NOON
    )

    with pytest.raises(StaleProposal):
        place.apply(place.closing(), version)


def test_a_hold_does_not_make_a_proposal_stale(database: Database) -> None:
    """In a busy week somebody is always filling in a form; nobody is promised anything yet."""
    place = Managed(database, capacity=5)
    version = place.propose(place.closing()).version
    place.hold(0)

    place.apply(place.closing(), version)

    assert place.events("DaysClosed") == 1
    assert place.breaches() == []


def test_what_happens_elsewhere_does_not_make_a_proposal_stale(database: Database) -> None:
    place, other = Managed(database), Managed(database)
    version = place.propose(place.closing()).version
    reference = other.book(0)

    place.apply(place.closing(), version)

    assert other.supported(reference) == {True}


def test_the_same_closing_sent_again_changes_nothing(database: Database) -> None:
    """Field case 33: twice in a row displaces and tells nobody twice."""
    place = Managed(database)
    reference = place.book(0)
    version = place.propose(place.closing()).version
    place.apply(place.closing(), version)

    place.apply(place.closing(), version)

    assert (place.events("DaysClosed"), place.events("BookingDisplaced")) == (1, 1)
    assert place.told(reference) == ["booked", "displaced"]


def test_closing_asks_as_many_questions_for_many_as_for_few(database: Database) -> None:
    def asked(people: int) -> int:
        place = Managed(database, capacity=40)
        for _ in range(people):
            place.book(0)
        version = place.propose(place.closing()).version
        with makers.undone(database) as db:
            return len(plans.statements(db, capacity.apply, place.closing(), version, by=MANAGER, now=NOON))

    assert asked(2) == asked(20)


# --- what was displaced ------------------------------------------------------------------------------


def test_the_oldest_comes_back_first(database: Database) -> None:
    """Field case 29: the day opens again with fewer places than before."""
    place = Managed(database, capacity=2)
    younger, older = place.book(0, now=NOON + HOUR), place.book(0, now=NOON)
    place.close()
    place.database.write_now(lambda db: db.execute(update(schedule.ScheduleUnit).values(capacity=1, public_limit=1)))

    proposal = place.reopen()

    assert [each.reference for each in proposal.restored] == [older]
    assert [each.reference for each in proposal.still_displaced] == [younger]
    assert (place.supported(older), place.supported(younger)) == ({True}, {False})
    assert place.breaches() == []


def test_a_displaced_booking_is_cancelled_and_frees_nothing(database: Database) -> None:
    """Even after the deadline: it does not bind people whose place was taken from them."""
    place = Managed(database, cancel=24 * 60)
    account_id = place.account()
    reference = place.book(0, account_id=account_id)
    place.close()

    place.cancel(reference, account_id, now=place.starts[0] - HOUR)

    assert place.lives(reference) == ["cancelled"]
    assert place.taken(0) == 0
    assert place.breaches() == []


def test_a_displaced_booking_moves_and_has_its_places(database: Database) -> None:
    place = Managed(database, cancel=24 * 60, duration=60, step=30, closes=10 * 60)
    account_id = place.account()
    reference = place.book(0, account_id=account_id)
    place.close()
    place.database.write_now(open_from, place, 1)

    place.move(reference, 1, account_id, now=place.starts[0] - HOUR)

    assert place.supported(reference) == {True}
    assert [place.taken(number) for number in range(4)] == [0, 1, 1, 0]
    assert place.breaches() == []


def test_a_displaced_booking_takes_the_time_it_had_when_there_is_room(database: Database) -> None:
    place = Managed(database)
    account_id = place.account()
    reference = place.book(0, account_id=account_id)
    place.close()
    place.database.write_now(open_from, place, 0)

    place.move(reference, 0, account_id)

    assert place.supported(reference) == {True}
    assert place.told(reference) == ["booked", "displaced", "supported"]
    assert place.breaches() == []


def test_a_displaced_booking_that_was_cancelled_comes_back_only_where_there_is_room(database: Database) -> None:
    place = Managed(database)
    account_id = place.account()
    reference = place.book(0, account_id=account_id)
    place.close()
    place.cancel(reference, account_id)
    place.database.write_now(open_from, place, 0)

    place.restore(reference, account_id)

    assert place.supported(reference) == {True}
    assert place.taken(0) == 1
    assert place.breaches() == []


def test_what_has_begun_is_not_taken_away(database: Database) -> None:
    place = Managed(database, day=TODAY, opens=11 * 60, closes=15 * 60)
    running = place.book(0, now=NOON - 2 * HOUR)
    coming = place.book(3)
    closing = Closing((place.offering.id,), TODAY, TODAY, WHY)

    place.apply(closing, place.propose(closing).version)

    assert (place.supported(running), place.supported(coming)) == ({True}, {False})
    assert place.breaches() == []


def test_what_has_begun_keeps_its_last_step_when_the_day_opens_again_with_fewer_places(database: Database) -> None:
    place = Managed(database, day=TODAY, opens=11 * 60, closes=15 * 60, duration=180, step=60)
    running = place.book(0, now=NOON - 2 * HOUR)
    closing = Closing((place.offering.id,), TODAY, TODAY, WHY)
    place.apply(closing, place.propose(closing).version)
    place.database.write_now(lambda db: db.execute(update(schedule.ScheduleUnit).values(capacity=0, public_limit=0)))
    again = Reopening((place.closure_id,))

    place.apply(again, place.propose(again).version)

    assert place.supported(running) == {True}
    assert place.taken(2) == 1
    assert place.breaches() == []


# --- what cannot be ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [
        (TOMORROW, TODAY, DaysReversed),
        (TODAY - DAY, TOMORROW, DaysPast),
        (TODAY, TODAY + DAY * 366, TooManyDays),
    ],
)
def test_days_that_cannot_be_closed_are_refused(
    sqlite_database: Database, first: object, last: object, refusal: type[Exception]
) -> None:
    place = Managed(sqlite_database)

    with pytest.raises(refusal):
        place.propose(Closing((place.offering.id,), first, last, WHY))  # type: ignore[arg-type]


def test_a_closure_that_is_not_there_is_missing(sqlite_database: Database) -> None:
    place = Managed(sqlite_database)

    with pytest.raises(Missing):
        place.propose(Reopening((4,)))
    with pytest.raises(Missing):
        place.propose(Closing((99_999_999,), TOMORROW, TOMORROW, WHY))


def open_from(db: Db, place: Managed, number: int) -> None:
    """There is one place again from a slot on, without anybody having been settled."""
    schedule.set_places(db, [schedule.Places(slot_id, Unit.PLACE, 1, 1) for slot_id in place.slots[number:]])
