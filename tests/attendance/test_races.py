"""Two people at two desks press the same button at the same moment: it is one deed, and the second is told."""

from functools import partial

import pytest
from sqlalchemy import select

from hoanhap import booking
from hoanhap.base.db import Database, Db
from hoanhap.booking import Booking, Claim, Deed, NotedOtherwise, Noting
from hoanhap.booking.facts import AttendanceNoted
from hoanhap.events import record
from tests.attendance.days import MORNING, Run
from tests.concurrency.meanwhile import meanwhile


def noting(place: Run, reference: str, deed: Deed) -> partial[bool]:
    """Note something of a booking, in a transaction of somebody's own."""
    said = Noting(deed, 1, booking.Absence.ILL if deed is Deed.MISS else None)
    return partial(_attend, place, reference, said)


@pytest.mark.postgres
def test_two_who_note_the_same_at_once_note_it_once(postgres: Database) -> None:
    place = Run(postgres)
    reference = place.book(0)
    arrive = noting(place, reference, Deed.ARRIVE)

    assert meanwhile(postgres, arrive, arrive) is False

    assert place.participants(reference) == ["arrived"]
    assert len(place.facts("AttendanceNoted")) == 1
    assert place.breaches() == []


@pytest.mark.postgres
def test_of_two_who_note_different_things_the_second_is_refused(postgres: Database) -> None:
    place = Run(postgres)
    reference = place.book(0)

    second = noting(place, reference, Deed.MISS)
    assert meanwhile(postgres, noting(place, reference, Deed.ARRIVE), second) is NotedOtherwise

    assert place.participants(reference) == ["arrived"]
    assert len(place.facts("AttendanceNoted")) == 1


@pytest.mark.postgres
def test_without_waiting_the_same_is_noted_twice(postgres: Database) -> None:
    """The control: what the locks are for."""
    place = Run(postgres)
    reference = place.book(0)
    unguarded = partial(_attend_unguarded, place, reference)

    meanwhile(postgres, unguarded, unguarded)

    assert len(place.facts("AttendanceNoted")) == 2


def _attend(place: Run, reference: str, said: Noting, db: Db) -> bool:
    location_id = place.location_id
    return booking.attend(db, reference, said, location_id=location_id, by=place.by, now=MORNING)


def _attend_unguarded(place: Run, reference: str, db: Db) -> None:
    its = select(Claim.state).join(Booking, Booking.id == Claim.booking_id).where(Booking.reference == reference)
    if db.execute(its).scalar_one() == "booked":
        record(db, AttendanceNoted(reference, "arrive", 1), by=place.by, at=MORNING)
