"""The kinds of changes: several offerings closed in one, another number of places, and why, as people are told it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from hoanhap import capacity, notify, schedule
from hoanhap.base.db import Database
from hoanhap.booking import Booking, Reason
from hoanhap.capacity import Change, Closing, NewPlaces, Proposal, Reopening, previews
from hoanhap.catalogue import Unit
from hoanhap.events import Actor
from tests import makers, plans
from tests.capacity.test_proposals import MANAGER, Managed
from tests.makers import NOON, TOMORROW

HOUR = timedelta(hours=1)
NOTE = "Chị Hoa gọi báo lúc sáng sớm"


def made(database: Database, change: Change) -> Proposal:
    """Propose a change and make it."""
    with database.reading() as db:
        version = capacity.propose(db, change, now=NOON).version
    return database.write_now(capacity.apply, change, version, by=MANAGER, now=NOON)


def fewer(place: Managed, capacity: int, *, public: int | None = None) -> NewPlaces:
    """Tomorrow has another number of places."""
    limit = capacity if public is None else public
    return NewPlaces(place.offering.id, TOMORROW, TOMORROW, Unit.PLACE, capacity, limit, Reason.STAFF_ILL)


# --- several offerings at once -----------------------------------------------------------------------


def test_everything_at_a_place_closes_in_one_change_and_opens_in_one(database: Database) -> None:
    one, other = Managed(database), Managed(database)
    references = [one.book(0), other.book(2)]
    both = (one.offering.id, other.offering.id)

    closed = made(database, Closing(both, TOMORROW, TOMORROW, Reason.FLOOD))

    assert [each.reference for each in closed.displaced] == references
    assert (one.free(), other.free()) == ({}, {})
    assert one.events("DaysClosed") == 1
    again = Reopening((one.closure_id, other.closure_id))
    assert [each.reference for each in made(database, again).restored] == references
    assert one.breaches() == []


def test_what_is_closed_in_part_already_is_closed_in_the_rest(database: Database) -> None:
    one, other = Managed(database), Managed(database)
    one.close()

    made(database, Closing((one.offering.id, other.offering.id), TOMORROW, TOMORROW, Reason.FLOOD))

    with database.reading() as db:
        found = schedule.closures(db, [one.offering.id, other.offering.id], first=TOMORROW, last=TOMORROW)
    assert [each.offering_id for each in found] == [one.offering.id, other.offering.id]


def test_opening_again_sent_twice_opens_once(database: Database) -> None:
    place = Managed(database)
    reference = place.book(0)
    place.close()
    again = Reopening((place.closure_id,))
    made(database, again)

    made(database, again)

    assert place.events("DaysOpened") == 1
    assert place.told(reference) == ["booked", "displaced", "supported"]


def test_many_offerings_ask_as_many_questions_as_one(database: Database) -> None:
    """Field case 31: several services, and the preview is read in as many questions."""

    def asked(*places: Managed) -> int:
        closing = Closing(tuple(each.offering.id for each in places), TOMORROW, TOMORROW, Reason.FLOOD)
        with makers.undone(database) as db:
            return len(plans.statements(db, capacity.propose, closing, now=NOON))

    places = [Managed(database) for _ in range(4)]
    for place in places:
        place.book(0)

    assert asked(*places[:1]) == asked(*places)


def test_a_preview_asks_as_many_questions_for_many_people_as_for_few(database: Database) -> None:
    place = Managed(database, capacity=40)
    closing = place.closing()
    admin = Actor(7, "admin")

    def asked() -> int:
        asking = {"language": "vi", "by": admin, "now": NOON}
        with makers.undone(database) as db:
            return len(plans.statements(db, previews.preview, place.offering.location_slug, closing, **asking))

    place.book(0)
    few = asked()
    for _ in range(20):
        place.book(0)

    assert asked() == few


# --- another number of places ------------------------------------------------------------------------


def test_a_cut_from_three_to_two_takes_the_place_of_who_came_last(database: Database) -> None:
    """Field case 28: what is promised goes before what is held, then the oldest first."""
    place = Managed(database, capacity=3)
    last, first = place.book(0, now=NOON), place.book(0, now=NOON - HOUR)
    place.hold(0)

    kept = made(database, fewer(place, 2))
    assert (kept.displaced, kept.let_go) == ([], 1)
    cut = made(database, fewer(place, 1))

    assert [each.reference for each in cut.displaced] == [last]
    assert (place.supported(first), place.supported(last)) == ({True}, {False})
    assert place.taken(0) == 1
    assert place.breaches() == []


def test_more_places_take_back_the_oldest_first(database: Database) -> None:
    """Field case 29."""
    place = Managed(database, capacity=3)
    third, second, first = (place.book(0, now=NOON - HOUR * number) for number in range(3))
    made(database, fewer(place, 1))

    more = made(database, fewer(place, 2))

    assert [each.reference for each in more.restored] == [second]
    assert [each.reference for each in more.still_displaced] == [third]
    assert place.supported(first) == {True}
    assert place.breaches() == []


def test_a_day_that_is_closed_does_not_open_by_having_places(database: Database) -> None:
    place = Managed(database)
    reference = place.book(0)
    place.close()

    made(database, fewer(place, 5))

    assert place.free() == {}
    assert place.supported(reference) == {False}


def test_the_public_may_take_fewer_than_there_are(database: Database) -> None:
    place = Managed(database, capacity=3)
    old, young = place.book(0, now=NOON - HOUR), place.book(0, now=NOON)

    made(database, fewer(place, 3, public=1))

    assert (place.supported(old), place.supported(young)) == ({True}, {False})


# --- why ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("reason", "said"), [(Reason.STAFF_ILL, "Lý do: người phục vụ nghỉ."), (Reason.OTHER, None)])
def test_people_are_told_why_and_never_the_own_words(database: Database, reason: Reason, said: str | None) -> None:
    place = Managed(database)
    reference = place.book(0)

    made(database, Closing((place.offering.id,), TOMORROW, TOMORROW, reason, NOTE))

    assert place.told(reference) == ["booked", "displaced"]
    with database.reading() as db:
        its = select(notify.Message.body).join(Booking, Booking.id == notify.Message.booking_id)
        body = db.scalars(its.where(notify.Message.kind == "displaced")).one()
    assert NOTE not in body
    assert "  " not in body
    assert (said in body) if said else ("Lý do" not in body)
