"""What somebody needs travels with the booking: into the places it takes, into its time, and into what it says."""

import pytest
from sqlalchemy import insert, select

from hoanhap import booking, catalogue
from hoanhap.base.db import Database
from hoanhap.booking import Booking, verbs
from hoanhap.booking.refusals import NoSuchTime, SlotFull
from hoanhap.catalogue import LocationFeature, Offering, Party, Unit
from tests import makers
from tests.makers import NOON, Place

CHAIR, QUIET, COMPANION = "wheelchair", "quiet-room", "companion"
ALONE = Party()


@pytest.fixture
def van(database: Database) -> Place:
    """A ride with three seats and one space for a wheelchair, in steps of half an hour."""
    return Place(
        database, service="xe-dua-don", unit=Unit.SEAT, capacity=3, wheelchairs=1, party_max=3, duration=60, step=30
    )


@pytest.fixture
def room(database: Database) -> Place:
    """Therapy for one person at a time; nobody knows yet what its place has."""
    return Place(database, capacity=1, party_max=1)


def hold(place: Place, number: int, *needs: str, party: Party = ALONE, journey: str = "one") -> str:
    choice = booking.Choice(journey, place.offering.id, place.slots[number], party, needs)
    return place.database.write_now(booking.hold, choice, language="vi", now=NOON)


def say(place: Place, token: str, *needs: str, extra: int = 0) -> str:
    return place.database.write_now(verbs.say_needs, token, needs, extra, language="vi", now=NOON)


def said(place: Place, token: str) -> tuple[list[str], list[tuple[str, bool]], int]:
    columns = select(Booking.needs, Booking.gaps, Booking.extra_minutes).where(Booking.token == token)
    with place.database.reading() as db:
        needs, gaps, extra = db.execute(columns).one()
    return needs, [(gap["feature"], gap["is_known"]) for gap in gaps], extra


def has(place: Place, feature: str, *, there: bool) -> None:
    with place.database.writing() as db:
        location = db.scalar(select(Offering.location_id).where(Offering.id == place.offering.id))
        values = {"location_id": location, "feature_code": feature, "has": there, "known_on": makers.TODAY}
        db.execute(insert(LocationFeature), values)


def test_a_booking_knows_what_is_needed_and_what_of_it_is_missing(room: Place) -> None:
    has(room, "step-free", there=True)
    has(room, QUIET, there=False)

    token = hold(room, 0, CHAIR, QUIET, "plain-words")

    assert said(room, token) == ([CHAIR, QUIET, "plain-words"], [("plain-words", False), (QUIET, True)], 0)


def test_who_needs_nothing_misses_nothing(room: Place) -> None:
    assert said(room, hold(room, 0)) == ([], [], 0)


def test_another_time_keeps_the_needs_that_were_said_on_the_way(room: Place) -> None:
    token = say(room, hold(room, 0), QUIET)

    assert said(room, token)[0] == [QUIET]
    assert said(room, hold(room, 1, CHAIR))[0] == [QUIET]


def test_the_usual_needs_do_not_undo_that_this_time_there_are_none(room: Place) -> None:
    say(room, hold(room, 0, QUIET))

    assert said(room, hold(room, 1, QUIET))[0] == []


def test_staying_in_the_wheelchair_takes_its_space_instead_of_a_seat(van: Place) -> None:
    token = say(van, hold(van, 0), CHAIR)

    assert [van.taken(0, unit) for unit in (Unit.SEAT, Unit.WHEELCHAIR)] == [0, 1]
    assert van.breaches() == []

    say(van, token)

    assert [van.taken(0, unit) for unit in (Unit.SEAT, Unit.WHEELCHAIR)] == [1, 0]
    assert van.breaches() == []


def test_a_companion_has_a_place_too(van: Place) -> None:
    say(van, hold(van, 0), COMPANION)

    assert van.taken(0, Unit.SEAT) == 2


def test_more_minutes_take_the_next_step_too(van: Place) -> None:
    token = say(van, hold(van, 0), extra=10)

    assert [van.taken(number, Unit.SEAT) for number in range(4)] == [1, 1, 1, 0]
    assert said(van, token)[2] == 10


def test_what_is_changed_for_one_booking_changes_it_only_once_however_often_it_is_sent(van: Place) -> None:
    first = hold(van, 0)

    assert say(van, first, CHAIR, extra=20) == say(van, first, CHAIR, extra=20)
    assert van.taken(0, Unit.WHEELCHAIR) == 1


def test_needs_that_find_no_place_leave_everything_as_it_was(van: Place) -> None:
    hold(van, 0, party=Party(1, 1), journey="somebody else")
    token = hold(van, 0)

    with pytest.raises(SlotFull) as refused:
        say(van, token, CHAIR)

    assert refused.value.party == Party(1, 1)
    assert said(van, token) == ([], [], 0)
    assert [van.taken(0, unit) for unit in (Unit.SEAT, Unit.WHEELCHAIR)] == [1, 1]


def test_minutes_that_reach_beyond_the_opening_are_refused(van: Place) -> None:
    with pytest.raises(NoSuchTime):
        say(van, hold(van, len(van.slots) - 2), extra=10)


def test_what_is_booked_stays_as_it_is(van: Place) -> None:
    token = van.ready(0)
    van.confirm(token)

    assert say(van, token, CHAIR) == token
    assert said(van, token)[0] == []


def test_every_need_can_be_said_of_a_booking(room: Place) -> None:
    with room.database.reading() as db:
        codes = [need.code for need in catalogue.needs(db, "vi")]

    assert said(room, say(room, hold(room, 0), *codes))[0] == sorted(codes)
