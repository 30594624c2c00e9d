"""Bookings that have no place any more, as those read them who work where they are."""

from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, func, or_, select, text

from hoanhap.base.db import Db, Instant
from hoanhap.booking.model import DISPLACED, Booking, Claim, Leg
from hoanhap.catalogue import Offering, Service
from hoanhap.schedule import Slot


class Waiting(msgspec.Struct, frozen=True):
    """A displaced booking, and since when it waits for somebody."""

    booking_id: int
    reference: str
    account_id: int | None
    full_name: str
    phone: str
    language: str
    needs: list[str]
    offering_id: int
    service_texts: dict[str, Any]
    starts_at: datetime
    since: datetime

    def service_name(self, language: str) -> str:
        """What it is for, in the reader's language."""
        return str(self.service_texts[language]["name"])


class ToCome(msgspec.Struct, frozen=True):
    """A displaced booking whose time has not begun: what it waits for, and on which day."""

    booking_id: int
    offering_id: int
    local_date: date


_DISPLACED = (
    select(Claim.booking_id, func.min(Claim.changed_at).label("since"))
    .join(Slot, Slot.id == Claim.slot_id)
    .join(Offering, Offering.id == Slot.offering_id)
    .where(text(DISPLACED), Offering.location_id == bindparam("at_location"))
    .group_by(Claim.booking_id)
)
"""Spelt as the index spells it, or SQLite would not use it."""
_TO_COME = (
    select(Claim.booking_id, Slot.offering_id, func.min(Slot.local_date))
    .join(Slot, Slot.id == Claim.slot_id)
    .where(text(DISPLACED))
    .group_by(Claim.booking_id, Slot.offering_id)
    .having(func.min(Slot.starts_at) > bindparam("now", type_=Instant))
    .order_by(Claim.booking_id)
)
_OFFERINGS = (
    select(Slot.offering_id)
    .where(
        or_(
            Slot.id == bindparam("of_slot"),
            Slot.id.in_(select(Claim.slot_id).where(Claim.booking_id == bindparam("of_booking"))),
        )
    )
    .distinct()
)
_FOUND = _DISPLACED.subquery("displaced")
_COUNT = select(func.count()).select_from(_FOUND)
_WAITING = (
    select(Booking.id, Booking.reference, Booking.account_id, Booking.full_name, Booking.phone, Booking.language)
    .add_columns(Booking.needs, Leg.offering_id, Service.texts, Leg.starts_at, _FOUND.c.since)
    .join(_FOUND, _FOUND.c.booking_id == Booking.id)
    .join(Leg, Leg.booking_id == Booking.id)
    .join(Offering, Offering.id == Leg.offering_id)
    .join(Service, Service.id == Offering.service_id)
    .order_by(_FOUND.c.since, Booking.booked_at, Booking.id)
)
_PART = _WAITING.offset(bindparam("first")).limit(bindparam("at_most"))
_ONE = _WAITING.where(Booking.reference == bindparam("of_reference"))


def displaced_count(db: Db, location_id: int) -> int:
    """How many bookings at a place have no place any more."""
    return int(db.execute(_COUNT, {"at_location": location_id}).scalar_one())


def waiting_to_come(db: Db, *, now: datetime) -> list[ToCome]:
    """Every displaced booking whose time has not begun, wherever it is."""
    return [ToCome(*row) for row in db.execute(_TO_COME, {"now": now})]


def offerings_of(db: Db, booking_id: int, *, slot_id: int | None) -> set[int]:
    """Where a booking has or had places, and where a slot is that it had before."""
    return set(db.scalars(_OFFERINGS, {"of_booking": booking_id, "of_slot": slot_id}))


def displaced_at(db: Db, location_id: int, *, first: int, at_most: int) -> list[Waiting]:
    """A part of them, who waits longest first."""
    values = {"at_location": location_id, "first": first, "at_most": at_most}
    return [Waiting(*row) for row in db.execute(_PART, values)]


def displaced_one(db: Db, location_id: int, reference: str) -> Waiting | None:
    """One of them; None where it is none, or not of this place."""
    row = db.execute(_ONE, {"at_location": location_id, "of_reference": reference}).one_or_none()
    return Waiting(*row) if row else None
