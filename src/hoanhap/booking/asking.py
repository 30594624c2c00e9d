"""Asking a place for a time: by when it answers, noted with every request and anew whenever it changes."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import bindparam, insert, select, update

from hoanhap import schedule
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.booking import rules
from hoanhap.booking.facts import BookingRequested
from hoanhap.booking.model import Leg, Request
from hoanhap.catalogue import Offering
from hoanhap.events import Actor, record

_PLACE = (
    select(Offering.location_id)
    .join(Leg, Leg.offering_id == Offering.id)
    .where(Leg.booking_id == bindparam("of_booking"))
    .scalar_subquery()
)
_NEW = insert(Request).values(
    booking_id=bindparam("of_booking"), location_id=_PLACE, asked_at=bindparam("now"), answer_by=bindparam("by_then")
)
_AGAIN = (
    update(Request)
    .where(Request.booking_id == bindparam("of_booking"), Request.outcome.is_(None))
    .values(answer_by=bindparam("by_then"))
)
_DAYS = (
    select(Leg.booking_id, Offering.answer_days)
    .join(Offering, Offering.id == Leg.offering_id)
    .where(Leg.booking_id.in_(bindparam("of_bookings", expanding=True)))
)


def request(
    db: Db, booking_id: int, reference: str, starts_at: datetime, *, answer_days: int, by: Actor, now: datetime
) -> None:
    """Note that a booking asks a place, for the first time or again after it was withdrawn."""
    by_then = answer_by(db, starts_at, answer_days=answer_days, now=now)
    if not _note(db, booking_id, by_then):
        db.execute(_NEW, {"of_booking": booking_id, "now": now, "by_then": by_then})
    record(db, BookingRequested(reference), by=by, at=now, booking_id=booking_id)


def answer_anew(db: Db, booking_id: int, starts_at: datetime, *, answer_days: int, now: datetime) -> None:
    """From now on the place has its days again: the time was changed, something was asked or answered."""
    _note(db, booking_id, answer_by(db, starts_at, answer_days=answer_days, now=now))


def answer_all_anew(db: Db, starts: Mapping[int, datetime], *, now: datetime) -> None:
    """The same for many bookings at once, by when each begins now; in as many questions for many as for one."""
    if not starts:
        return
    closed, days = _closed(db, now), dict(db.execute(_DAYS, {"of_bookings": list(starts)}).all())
    by_then = {
        number: rules.answer_by(now, starts_at, working_days=days[number], closed=closed)
        for number, starts_at in starts.items()
    }
    db.execute(_AGAIN, [{"of_booking": number, "by_then": moment} for number, moment in by_then.items()])


def answer_by(db: Db, starts_at: datetime, *, answer_days: int, now: datetime) -> datetime:
    """By when a place answers what it is asked now."""
    return rules.answer_by(now, starts_at, working_days=answer_days, closed=_closed(db, now))


def _closed(db: Db, now: datetime) -> set[date]:
    """The days on which no office works."""
    today = local_day(now)
    return schedule.closed_days(db, first=today, last=today + rules.LOOKED_AHEAD).for_everybody


def _note(db: Db, booking_id: int, by_then: datetime) -> bool:
    return db.execute(_AGAIN, {"of_booking": booking_id, "by_then": by_then}).rowcount > 0
