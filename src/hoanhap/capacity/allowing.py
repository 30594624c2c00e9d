"""What people say of being moved; whoever waits for a time and allows it now has one at once, where there is one."""

from collections.abc import Collection, Mapping
from datetime import datetime

from hoanhap import booking, catalogue, events
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.booking import BookingDisplaced, MayMove, SaidHow, Standing
from hoanhap.capacity import moves
from hoanhap.capacity.changes import Where
from hoanhap.events import Actor


def say(
    db: Db, reference: str, may: MayMove, *, account_id: int, also_later: bool = False, by: Actor, now: datetime
) -> None:
    """Note what somebody says of moving their booking, and move what waits, as far as they allow it now.

    Where there is no time for it, it waits on. Refuses as `booking.say_consent` does.
    """
    said = booking.say_consent(db, reference, may, account_id=account_id, also_later=also_later, by=by, now=now)
    move_waiting(db, said, by=by, now=now)


def say_usual(db: Db, said: Mapping[int, MayMove], *, account_id: int, by: Actor, now: datetime) -> None:
    """The same of whatever people behind an account book later, by their numbers. Refuses as `booking.say_usual`."""
    followed = [
        booking_id
        for person_id, may in said.items()
        for booking_id in booking.say_usual(db, person_id, may, account_id=account_id, by=by, now=now)
    ]
    move_waiting(db, followed, by=by, now=now)


def note_consent(
    db: Db, reference: str, may: MayMove, how: SaidHow, *, location_id: int, by: Actor, now: datetime
) -> None:
    """Note for somebody what they said of moving their booking at a place. Does and refuses as `say` does."""
    noted = booking.note_consent(db, reference, may, how, location_id=location_id, by=by, now=now)
    move_waiting(db, [noted], by=by, now=now)


def move_waiting(db: Db, booking_ids: Collection[int], *, by: Actor, now: datetime) -> None:
    """Move those of these bookings that wait, the oldest first; what is free is counted when all of it is locked."""
    found = [each for each in booking.still_displaced(db, booking_ids, now=now) if moves.may_go(each)]
    if not found:
        return
    where = _where(found)
    moves.wait(db, where, found)
    outages = catalogue.features_out(db, where.offering_ids)
    losing = sorted(found, key=lambda each: (each.since, each.booking_id))
    for each in moves.find(db, losing, {}, not_waiting=booking_ids, outages=outages, now=now).going:
        if each.is_back:
            booking.support(db, [each.standing], by=by, now=now)
        else:
            booking.move_allowed(db, [each], reason=_reason(db, each.standing.booking_id), by=by, now=now)


def _where(found: Collection[Standing]) -> Where:
    days = [local_day(each.starts_at) for each in found]
    return Where(tuple(sorted({each.offering_id for each in found})), min(days), max(days))


def _reason(db: Db, booking_id: int) -> str:
    """Why a booking has no place."""
    displaced = BookingDisplaced.__name__
    return next(str(each.facts["reason"]) for each in events.history(db, booking_id) if each.kind == displaced)
