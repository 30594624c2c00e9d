"""Promises for which there are no places any more, and again some: who stands where, and what is written of it.

A displaced promise is still a promise. Nobody is cancelled here, nobody is moved who did not allow it, and whoever is
displaced or moved hears of it.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Select, bindparam, delete, func, select, text, update

from hoanhap import schedule
from hoanhap.base.db import AnyRow, Db
from hoanhap.booking import asking, rules
from hoanhap.booking.facts import (
    HOUSE,
    BookingDisplaced,
    BookingMoved,
    BookingsHurried,
    BookingSupported,
    HoldsLapsed,
)
from hoanhap.booking.model import Booking, Claim, Leg, MoveConsent
from hoanhap.booking.rules import Life, MayMove, state_of
from hoanhap.events import Actor, record, record_all
from hoanhap.schedule import Slot, Want


class Standing(msgspec.Struct, frozen=True):
    """What one booking has of some openings: the whole party together, for who comes together stays together."""

    booking_id: int
    reference: str | None
    account_id: int | None
    person_id: int | None
    full_name: str
    phone: str
    needs: list[str]
    knows_missing: frozenset[str]
    """Features of which they were told that they are not there, before they booked."""
    may_move: MayMove
    """Whether they may be moved without being asked, and how far."""
    leg_id: int
    cancel_minutes: int
    offering_id: int
    starts_at: datetime
    ends_at: datetime
    state: Life
    is_supported: bool
    since: datetime
    """When it was promised, or begun."""
    claims: list[int]
    wants: list[Want]
    """What each of the claims of its own time takes, in order."""
    claims_after: list[int] = []
    after: list[Want] = []
    """What is kept free after it."""

    @property
    def slots(self) -> tuple[int, ...]:
        """The slots of its own time, in order."""
        return tuple(dict.fromkeys(want.slot_id for want in self.wants))

    @property
    def all_claims(self) -> list[int]:
        """Those of its own time, and those after it."""
        return [*self.claims, *self.claims_after]

    @property
    def all_wants(self) -> list[Want]:
        """Everything that it takes, or would take."""
        return [*self.wants, *self.after]


class Going(msgspec.Struct, frozen=True):
    """A booking that is moved as its person allowed, and what it takes there, with what is kept free after it."""

    standing: Standing
    slots: tuple[int, ...]
    starts_at: datetime
    ends_at: datetime

    @property
    def is_back(self) -> bool:
        """Whether it is the very time that it had, with all that is kept free after it."""
        return set(self.slots) == {want.slot_id for want in self.standing.all_wants}


class Busy(msgspec.Struct, frozen=True):
    """When somebody has something booked."""

    person_id: int
    booking_id: int
    starts_at: datetime
    ends_at: datetime


_SLOTS = select(Slot.id).where(
    Slot.offering_id.in_(bindparam("of_offerings", expanding=True)),
    Slot.local_date.between(bindparam("first"), bindparam("last")),
)
_IS_COUNTED = Claim.state.in_(sorted(rules.COUNTED))
_COUNTED = Claim.slot_id.in_(_SLOTS), _IS_COUNTED
_EVERY_BOOKING = (
    select(Booking.id, Booking.reference, Booking.account_id, Booking.person_id, Booking.full_name, Booking.phone)
    .add_columns(Booking.needs, Booking.gaps)
    .add_columns(func.coalesce(Booking.booked_at, Booking.created_at).label("since"))
    .order_by(Booking.id)
)
_BOOKINGS = _EVERY_BOOKING.where(Booking.id.in_(select(Claim.booking_id).where(*_COUNTED)))
_EVERY_CLAIM = (
    select(Claim.id, Claim.booking_id, Claim.state, Claim.is_supported)
    .add_columns(Slot.offering_id, Slot.starts_at, Slot.ends_at)
    .add_columns(Claim.slot_id, Claim.unit, Claim.quantity, Claim.is_public)
    .add_columns((Slot.starts_at >= Leg.ends_at).label("is_after"))
    .add_columns(Claim.leg_id, Leg.cancel_minutes, MoveConsent.may)
    .join(Slot, Slot.id == Claim.slot_id)
    .join(Leg, Leg.id == Claim.leg_id)
    .outerjoin(MoveConsent, MoveConsent.booking_id == Claim.booking_id)
    .order_by(Claim.id)
)
_CLAIMS = _EVERY_CLAIM.where(*_COUNTED)
"""What somebody said of being moved is read here, when their booking is locked: it is said under the same lock."""
_LOCKING = _BOOKINGS.with_for_update(), _CLAIMS.with_for_update(of=Claim)
_AMONG: BindParameter[Any] = bindparam("of_bookings", expanding=True)
_LOCKING_THESE = (
    _EVERY_BOOKING.where(Booking.id.in_(_AMONG)).with_for_update(),
    _EVERY_CLAIM.where(Claim.booking_id.in_(_AMONG), _IS_COUNTED).with_for_update(of=Claim),
)
_MARK = (
    update(Claim)
    .where(Claim.id.in_(bindparam("of_claims", expanding=True)))
    .values(is_supported=bindparam("supported"), changed_at=bindparam("now"))
)
_NOTHING_AFTER = delete(Claim).where(Claim.id.in_(bindparam("of_claims", expanding=True)))
_KEEP_FREE = text(
    "INSERT INTO claim (booking_id, leg_id, slot_id, participant, unit, quantity, is_public, state, changed_at) "
    "SELECT booking_id, leg_id, :in_slot, participant, unit, quantity, is_public, state, changed_at "
    "FROM claim WHERE leg_id = :of_leg AND slot_id = :as_in"
)
_TO_SLOT = (
    update(Claim)
    .where(Claim.id == bindparam("of_claim"))
    .values(slot_id=bindparam("to_slot"), changed_at=bindparam("now"))
)
_TO_TIME = (
    update(Leg)
    .where(Leg.id == bindparam("of_leg"))
    .values(starts_at=bindparam("from_"), ends_at=bindparam("until"), cancel_minutes=0)
)
_WAITED_FOR = (
    select(Claim.booking_id, Claim.slot_id, Claim.unit, Claim.quantity, Claim.is_public)
    .where(Claim.slot_id.in_(_SLOTS), Claim.state.in_(sorted(rules.TO_COME)), ~Claim.is_supported)
    .order_by(Claim.id)
)
_BUSY = (
    select(Booking.person_id, Booking.id, Leg.starts_at, Leg.ends_at)
    .join(Leg, Leg.booking_id == Booking.id)
    .where(Booking.person_id.in_(bindparam("of_persons", expanding=True)))
    .where(Leg.starts_at < bindparam("until"), Leg.ends_at > bindparam("from_"))
    .where(
        select(Claim.id).where(Claim.leg_id == Leg.id, Claim.state.in_(sorted({*rules.TO_COME, Life.ARRIVED}))).exists()
    )
    .order_by(Leg.id)
)
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
    where = {"of_offerings": list(offering_ids), "first": first, "last": last}
    return _standings(db, *(_LOCKING if to_change else (_BOOKINGS, _CLAIMS)), where)


def still_displaced(db: Db, booking_ids: Collection[int], *, now: datetime) -> list[Standing]:
    """Those of these bookings that are displaced, and whose time has not begun: locked as by `standing`."""
    found = _standings(db, *_LOCKING_THESE, {"of_bookings": list(booking_ids)})
    return [each for each in found if not each.is_supported and each.starts_at > now]


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
    assert schedule.take_all(db, wants)  # whoever calls has counted, under locks
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
        _leave_nothing_after(db, found)
        schedule.free(db, [want for each in found for want in each.after])
        record(db, BookingsHurried([each.booking_id for each in found]), by=by, at=now)


def _leave_nothing_after(db: Db, found: Iterable[Standing]) -> None:
    claims = [claim for each in found for claim in each.claims_after]
    if claims:
        db.execute(_NOTHING_AFTER, {"of_claims": claims})


def waited_for(db: Db, offering_ids: Collection[int], *, first: date, last: date) -> list[tuple[int, Want]]:
    """The places that displaced bookings wait for at offerings on these days, each with its booking."""
    rows = db.execute(_WAITED_FOR, {"of_offerings": list(offering_ids), "first": first, "last": last})
    return [(row.booking_id, Want(row.slot_id, row.unit, row.quantity, row.is_public)) for row in rows]


def busy(db: Db, person_ids: Collection[int], *, from_: datetime, until: datetime) -> list[Busy]:
    """When these people have something booked within some time."""
    rows = db.execute(_BUSY, {"of_persons": list(person_ids), "from_": from_, "until": until})
    return [Busy(int(row.person_id or 0), row.id, row.starts_at, row.ends_at) for row in rows]


def move_allowed(db: Db, found: Iterable[Going], *, reason: str, by: Actor, now: datetime) -> None:
    """Give promises the times to which their people allowed them to be moved; each is told.

    Their old places must be free by now, and the new ones be there: whoever was displaced has these again. No deadline
    binds them from now on: they did not choose this time. A place that was asked for has its days to answer again.
    """
    going = list(found)
    if not going:
        return
    assert schedule.take_all(db, [want for each in going for want in _there(each)])  # counted before, under locks
    _leave_nothing_after(db, (each.standing for each in going))
    _mark(db, (each.standing for each in going if not each.standing.is_supported), is_supported=True, now=now)
    db.execute(_TO_SLOT, [row for each in going for row in _moved_claims(each, now)])
    if after := [row for each in going for row in _kept_free(each)]:
        db.execute(_KEEP_FREE, after)
    legs = [{"of_leg": each.standing.leg_id, "from_": each.starts_at, "until": each.ends_at} for each in going]
    db.execute(_TO_TIME, legs)
    asked = {each.standing.booking_id: each.starts_at for each in going if each.standing.state is Life.REQUESTED}
    asking.answer_all_anew(db, asked, now=now)
    record_all(db, ((each.standing.booking_id, _moved(each, reason)) for each in going), by=by, at=now)


def _there(going: Going) -> list[Want]:
    """The places it takes at its new time: in each step as many as in its first one."""
    first = [want for want in going.standing.wants if want.slot_id == going.standing.slots[0]]
    return [msgspec.structs.replace(want, slot_id=slot_id) for slot_id in going.slots for want in first]


def _moved_claims(going: Going, now: datetime) -> list[dict[str, object]]:
    """The claims of its own time that get another slot; where both times have a slot, they stay in it."""
    to = rules.exchanged(going.standing.slots, going.slots[: len(going.standing.slots)]).instead
    claims = zip(going.standing.claims, going.standing.wants, strict=True)
    return [
        {"of_claim": claim, "to_slot": to[want.slot_id], "now": now} for claim, want in claims if want.slot_id in to
    ]


def _kept_free(going: Going) -> list[dict[str, object]]:
    """The slots after its new time, which are taken like its first one."""
    own, leg_id = len(going.standing.slots), going.standing.leg_id
    return [{"of_leg": leg_id, "as_in": going.slots[0], "in_slot": slot_id} for slot_id in going.slots[own:]]


def _moved(going: Going, reason: str) -> BookingMoved:
    was = going.standing
    slots = was.slots[0], going.slots[0]
    return BookingMoved(str(was.reference), was.starts_at, going.starts_at, *slots, reason=reason)


def _mark(db: Db, found: Iterable[Standing], *, is_supported: bool, now: datetime) -> None:
    claims = [claim for each in found for claim in each.all_claims]
    if claims:
        db.execute(_MARK, {"of_claims": claims, "supported": is_supported, "now": now})


def _standings(db: Db, bookings_of: Select[Any], claims_of: Select[Any], where: Mapping[str, object]) -> list[Standing]:
    bookings = {row.id: row for row in db.execute(bookings_of, where)}
    rows: dict[int, list[AnyRow]] = {}
    for row in db.execute(claims_of, where):
        rows.setdefault(row.booking_id, []).append(row)
    return [_standing(bookings[key], claims) for key, claims in rows.items() if key in bookings]


def _standing(booking: AnyRow, claims: list[AnyRow]) -> Standing:
    claims = sorted(claims, key=lambda claim: (claim.starts_at, claim.id))
    first = claims[0]
    return Standing(
        booking.id,
        booking.reference,
        booking.account_id,
        booking.person_id,
        booking.full_name,
        booking.phone,
        booking.needs,
        frozenset(gap["feature"] for gap in booking.gaps),
        MayMove(first.may or MayMove.ASK),
        first.leg_id,
        first.cancel_minutes,
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
