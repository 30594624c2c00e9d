"""Promises for which there are no places any more, and again some: who stands where, and what is written of it.

A displaced promise is still a promise. Nobody is cancelled here, and whoever is displaced hears of it.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime

import msgspec
from sqlalchemy import bindparam, delete, func, select, update

from hoanhap import schedule
from hoanhap.base.db import AnyRow, Db
from hoanhap.booking import rules
from hoanhap.booking.facts import HOUSE, BookingDisplaced, BookingsHurried, BookingSupported, HoldsLapsed
from hoanhap.booking.model import Booking, Claim, Leg
from hoanhap.booking.rules import Life, state_of
from hoanhap.events import Actor, record, record_all
from hoanhap.schedule import Slot, Want


class Standing(msgspec.Struct, frozen=True):
    """What one booking has of some openings: the whole party together, for who comes together stays together."""

    booking_id: int
    reference: str | None
    account_id: int | None
    full_name: str
    phone: str
    needs: list[str]
    knows_missing: frozenset[str]
    """Features of which they were told that they are not there, before they booked."""
    offering_id: int
    starts_at: datetime
    ends_at: datetime
    state: Life
    is_supported: bool
    since: datetime
    """When it was promised, or begun."""
    claims: list[int]
    wants: list[Want]
    claims_after: list[int] = []
    after: list[Want] = []
    """What is kept free after it."""

    @property
    def all_claims(self) -> list[int]:
        """Those of its own time, and those after it."""
        return [*self.claims, *self.claims_after]

    @property
    def all_wants(self) -> list[Want]:
        """Everything that it takes, or would take."""
        return [*self.wants, *self.after]


_SLOTS = select(Slot.id).where(
    Slot.offering_id.in_(bindparam("of_offerings", expanding=True)),
    Slot.local_date.between(bindparam("first"), bindparam("last")),
)
_COUNTED = Claim.slot_id.in_(_SLOTS), Claim.state.in_(sorted(rules.COUNTED))
_BOOKINGS = (
    select(Booking.id, Booking.reference, Booking.account_id, Booking.full_name, Booking.phone)
    .add_columns(Booking.needs, Booking.gaps)
    .add_columns(func.coalesce(Booking.booked_at, Booking.created_at).label("since"))
    .where(Booking.id.in_(select(Claim.booking_id).where(*_COUNTED)))
    .order_by(Booking.id)
)
_CLAIMS = (
    select(Claim.id, Claim.booking_id, Claim.state, Claim.is_supported)
    .add_columns(Slot.offering_id, Slot.starts_at, Slot.ends_at)
    .add_columns(Claim.slot_id, Claim.unit, Claim.quantity, Claim.is_public)
    .add_columns((Slot.starts_at >= Leg.ends_at).label("is_after"))
    .join(Slot, Slot.id == Claim.slot_id)
    .join(Leg, Leg.id == Claim.leg_id)
    .where(*_COUNTED)
    .order_by(Claim.id)
)
_LOCKING = _BOOKINGS.with_for_update(), _CLAIMS.with_for_update(of=Claim)
_MARK = (
    update(Claim)
    .where(Claim.id.in_(bindparam("of_claims", expanding=True)))
    .values(is_supported=bindparam("supported"), changed_at=bindparam("now"))
)
_NOTHING_AFTER = delete(Claim).where(Claim.id.in_(bindparam("of_claims", expanding=True)))
_LET_GO = (
    update(Claim)
    .where(Claim.id.in_(bindparam("of_claims", expanding=True)))
    .values(state=Life.LAPSED.value, held_until=None, changed_at=bindparam("now"))
)


def standing(
    db: Db, offering_ids: Collection[int], *, first: date, last: date, to_change: bool = False
) -> list[Standing]:
    """Everybody who has or is promised places at offerings on these days; in two questions, however many they are.

    Whoever is going to change it has them locked, in the order of all verbs: bookings, then claims; and waits for the
    slots after that.
    """
    bookings_of, claims_of = _LOCKING if to_change else (_BOOKINGS, _CLAIMS)
    where = {"of_offerings": list(offering_ids), "first": first, "last": last}
    bookings = {row.id: row for row in db.execute(bookings_of, where)}
    rows: dict[int, list[AnyRow]] = {}
    for row in db.execute(claims_of, where):
        rows.setdefault(row.booking_id, []).append(row)
    return [_standing(bookings[key], claims) for key, claims in rows.items() if key in bookings]


def displace(db: Db, found: Iterable[Standing], *, reason: str, by: Actor, now: datetime) -> None:
    """Take the places of promises that cannot have them any more; each is told."""
    found = list(found)
    _mark(db, found, is_supported=False, now=now)
    schedule.free(db, [want for each in found for want in each.all_wants])
    facts = ((each.booking_id, BookingDisplaced(str(each.reference), reason)) for each in found)
    record_all(db, facts, by=by, at=now)


def support(db: Db, found: Iterable[Standing], *, by: Actor, now: datetime) -> None:
    """Give displaced promises places again, which must be there; each is told."""
    found = list(found)
    wants = [want for each in found for want in each.all_wants]
    assert schedule.take(db, wants)  # whoever calls has counted, under locks
    _mark(db, found, is_supported=True, now=now)
    facts = ((each.booking_id, BookingSupported(str(each.reference))) for each in found)
    record_all(db, facts, by=by, at=now)


def let_go(db: Db, found: Iterable[Standing], *, now: datetime) -> None:
    """Take places that were kept for somebody filling in the form; what they typed stays."""
    found = list(found)
    claims = [claim for each in found for claim in each.all_claims]
    if claims:
        db.execute(_LET_GO, {"of_claims": claims, "now": now})
        schedule.free(db, [want for each in found for want in each.all_wants])
        record(db, HoldsLapsed(len(claims)), by=HOUSE, at=now)


def hurry(db: Db, found: Iterable[Standing], *, by: Actor, now: datetime) -> None:
    """Keep nothing free after these any more; they themselves keep their time, and hear nothing of it."""
    found = list(found)
    if found:
        db.execute(_NOTHING_AFTER, {"of_claims": [claim for each in found for claim in each.claims_after]})
        schedule.free(db, [want for each in found for want in each.after])
        record(db, BookingsHurried([each.booking_id for each in found]), by=by, at=now)


def _mark(db: Db, found: Iterable[Standing], *, is_supported: bool, now: datetime) -> None:
    claims = [claim for each in found for claim in each.all_claims]
    if claims:
        db.execute(_MARK, {"of_claims": claims, "supported": is_supported, "now": now})


def _standing(booking: AnyRow, claims: list[AnyRow]) -> Standing:
    first = min(claims, key=lambda claim: (claim.starts_at, claim.id))
    return Standing(
        booking.id,
        booking.reference,
        booking.account_id,
        booking.full_name,
        booking.phone,
        booking.needs,
        frozenset(gap["feature"] for gap in booking.gaps),
        first.offering_id,
        first.starts_at,
        max(claim.ends_at for claim in claims if not claim.is_after),
        state_of({Life(claim.state) for claim in claims}),
        all(claim.is_supported for claim in claims),
        booking.since,
        [claim.id for claim in claims if not claim.is_after],
        [_want(claim) for claim in claims if not claim.is_after],
        [claim.id for claim in claims if claim.is_after],
        [_want(claim) for claim in claims if claim.is_after],
    )


def _want(claim: AnyRow) -> Want:
    return Want(claim.slot_id, claim.unit, claim.quantity, claim.is_public)
