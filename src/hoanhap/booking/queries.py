"""Bookings, read for verbs and for those who choose times: each query loads all that is needed at once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import and_, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from hoanhap import catalogue
from hoanhap.base.db import AnyRow, Db
from hoanhap.base.errors import Missing
from hoanhap.booking import rules
from hoanhap.booking.model import Booking, Claim, Leg, Request
from hoanhap.booking.rules import Life, state_of
from hoanhap.catalogue import Offering, OfferingView, Party, Unit
from hoanhap.schedule import Slot, Want, Wanted


class Step(msgspec.Struct, frozen=True):
    """One step of the time somebody chose."""

    slot_id: int
    starts_at: datetime
    ends_at: datetime


class Stretch(msgspec.Struct, frozen=True):
    """The steps of an appointment in order: its own, and those after it that are kept free."""

    steps: list[Step]
    own: int
    """How many of them are its own."""

    @property
    def starts_at(self) -> datetime:
        """When it begins."""
        return self.steps[0].starts_at

    @property
    def ends_at(self) -> datetime:
        """When it ends, as people are told: what is kept free after it is nobody's time."""
        return self.steps[self.own - 1].ends_at

    @property
    def slots(self) -> tuple[int, ...]:
        """Its slots, in order."""
        return tuple(step.slot_id for step in self.steps)


class Chosen(Stretch, frozen=True):
    """The time somebody chose, with the rules of the offering that bear on it.

    `sent_before` is the token of the booking that the same choice on the same form has led to already.
    """

    steps_needed: int
    sent_before: str | None
    unit: str
    takes_wheelchairs: bool
    party_max: int
    notice_minutes: int
    horizon_days: int
    needs_approval: bool
    answer_days: int
    cancel_minutes: int
    is_open: bool
    texts: dict[str, Any]

    @property
    def cost(self) -> dict[str, str]:
        """What the place itself says of its price, by language."""
        return catalogue.own_costs(self.texts)

    @property
    def is_whole(self) -> bool:
        """Whether the opening lasts as long as the booking."""
        return len(self.steps) == self.steps_needed


class Kept(Stretch, frozen=True):
    """What a booking has of the calendar: its steps, and how many of each unit in each of them."""

    demand: dict[str, int]


class ClaimView(msgspec.Struct, frozen=True):
    """A claim as verbs need it."""

    id: int
    slot_id: int
    unit: str
    quantity: int
    is_public: bool
    participant: int
    state: Life
    held_until: datetime | None
    is_supported: bool = True
    changed_at: datetime | None = None

    @property
    def is_displaced(self) -> bool:
        """Whether it is promised, and there is no place for it any more."""
        return self.state in rules.TO_COME and not self.is_supported

    @property
    def want(self) -> Want:
        """The places it takes."""
        return Want(self.slot_id, self.unit, self.quantity, self.is_public)


class Draft(msgspec.Struct, frozen=True):
    """A booking as verbs need it, confirmed or not, with its claims."""

    id: int
    token: str
    reference: str | None
    journey: str
    account_id: int | None
    person_id: int | None
    full_name: str
    phone: str
    code_request: str | None
    language: str
    leg_id: int
    offering_id: int
    starts_at: datetime
    ends_at: datetime
    extra_minutes: int
    needs: list[str]
    needs_approval: bool
    answer_days: int
    cancel_minutes: int
    claims: list[ClaimView]

    @property
    def state(self) -> Life:
        """The state of the whole."""
        return state_of({claim.state for claim in self.claims})

    @property
    def is_displaced(self) -> bool:
        """Whether somebody of it has no place any more: still a promise, and theirs to change until the end."""
        return any(claim.is_displaced for claim in self.claims)

    @property
    def has_lapsed(self) -> bool:
        """Whether places of it were let go, because nobody came back in time or there were fewer."""
        return any(claim.state is Life.LAPSED for claim in self.claims)

    @property
    def party(self) -> Party:
        """Who comes, as counted."""
        return msgspec.structs.replace(party_of(self.claims), extra_minutes=self.extra_minutes)

    @property
    def held_until(self) -> datetime | None:
        """When the first of its places lapses."""
        ends = [claim.held_until for claim in self.claims if claim.held_until]
        return min(ends) if ends else None


_FIRST = aliased(Slot, name="first")
_CHOSEN = (
    select(
        Slot.id,
        Slot.starts_at,
        Slot.ends_at,
        Offering.unit,
        Offering.takes_wheelchairs,
        Offering.party_max,
        Offering.notice_minutes,
        Offering.horizon_days,
        Offering.needs_approval,
        Offering.answer_days,
        Offering.cancel_minutes,
        Offering.is_open,
        Offering.texts,
        Offering.duration_minutes,
        Offering.step_minutes,
        Offering.buffer_minutes,
        select(Booking.token)
        .where(Booking.journey == bindparam("of_journey"), Booking.choice == bindparam("of_choice"))
        .scalar_subquery()
        .label("sent_before"),
    )
    .join(_FIRST, and_(_FIRST.opening_id == Slot.opening_id, _FIRST.ordinal <= Slot.ordinal))
    .join(Offering, Offering.id == Slot.offering_id)
    .where(_FIRST.id == bindparam("first_slot"), _FIRST.offering_id == bindparam("of_offering"))
    .where(Slot.ordinal < _FIRST.ordinal + catalogue.steps_taken(bindparam("extra")))
    .order_by(Slot.ordinal)
)
_STEPS_FROM = (
    select(Slot.id, Slot.starts_at, Slot.ends_at)
    .join(_FIRST, and_(_FIRST.opening_id == Slot.opening_id, _FIRST.ordinal <= Slot.ordinal))
    .where(_FIRST.id == bindparam("first_slot"), _FIRST.offering_id == bindparam("of_offering"))
    .where(Slot.ordinal < _FIRST.ordinal + bindparam("count"))
    .order_by(Slot.ordinal)
)
_STEPS_OF = (
    select(Slot.id, Slot.starts_at, Slot.ends_at, (Slot.starts_at < Leg.ends_at).label("is_own"))
    .join(Leg, Leg.booking_id == bindparam("of_booking"))
    .where(Slot.id.in_(select(Claim.slot_id).where(Claim.booking_id == bindparam("of_booking"))))
    .order_by(Slot.starts_at, Slot.id)
)
_DEMAND_OF = (
    select(Claim.unit, func.sum(Claim.quantity))
    .where(Claim.booking_id == bindparam("of_booking"), Claim.slot_id == bindparam("in_slot"))
    .group_by(Claim.unit)
)
_DRAFTS = (
    select(
        Booking.id,
        Booking.token,
        Booking.reference,
        Booking.journey,
        Booking.account_id,
        Booking.person_id,
        Booking.full_name,
        Booking.phone,
        Booking.code_request,
        Booking.language,
        Leg.id,
        Leg.offering_id,
        Leg.starts_at,
        Leg.ends_at,
        Booking.extra_minutes,
        Booking.needs,
        Offering.needs_approval,
        Offering.answer_days,
        Leg.cancel_minutes,
    )
    .join(Leg, Leg.booking_id == Booking.id)
    .join(Offering, Offering.id == Leg.offering_id)
    .with_for_update(of=Booking)
)
_DRAFT_BY_TOKEN = _DRAFTS.where(Booking.token == bindparam("of_token"))
# Its leg is locked too: whoever waits for a move must then see the time it left.
_DRAFT_BY_REFERENCE = _DRAFTS.where(
    Booking.reference == bindparam("of_reference"), Booking.account_id == bindparam("of_account")
).with_for_update(of=[Booking, Leg])
_DRAFT_AT_PLACE = _DRAFTS.where(
    Booking.reference == bindparam("of_reference"), Offering.location_id == bindparam("at_location")
).with_for_update(of=[Booking, Leg])
_OUTCOME = select(Request.outcome).where(Request.booking_id == bindparam("of_booking"))
_DRAFT_OF_ANYBODY = _DRAFTS.where(Booking.reference == bindparam("of_reference")).with_for_update(of=[Booking, Leg])
_AT = (
    select(Offering.location_id)
    .join(Slot, Slot.offering_id == Offering.id)
    .where(Slot.id.in_(bindparam("of_slots", expanding=True)))
)
_OF_JOURNEY = (
    select(Booking.choice, Booking.token).where(Booking.journey == bindparam("of_journey")).order_by(Booking.id)
)
_NEEDS_ON = (
    select(Booking.needs, Booking.extra_minutes)
    .where(Booking.journey == bindparam("of_journey"), Booking.booked_at.is_(None))
    .order_by(Booking.id.desc())
    .limit(1)
)
_CLAIMS = (
    select(
        Claim.id,
        Claim.slot_id,
        Claim.unit,
        Claim.quantity,
        Claim.is_public,
        Claim.participant,
        Claim.state,
        Claim.held_until,
        Claim.is_supported,
        Claim.changed_at,
    )
    .where(Claim.booking_id == bindparam("of_booking"))
    .order_by(Claim.id)
    .with_for_update()
)
_HAS_LAPSED = select(Claim.id).where(Claim.state == "held", Claim.held_until <= bindparam("now")).limit(1)
_OVERLAPPING = select(
    exists().where(
        and_(
            Booking.person_id == bindparam("of_person"),
            Booking.id != bindparam("but_booking"),
            Leg.booking_id == Booking.id,
            Leg.starts_at < bindparam("until"),
            Leg.ends_at > bindparam("from_"),
            Claim.leg_id == Leg.id,
            Claim.state.in_([Life.REQUESTED.value, Life.BOOKED.value, Life.ARRIVED.value]),
        )
    )
)


def chosen(db: Db, offering_id: int, first_slot: int, party: Party, *, journey: str, fingerprint: str) -> Chosen | None:
    """The steps from a slot on that a party takes, fewer where the opening ends; None for no slot of the offering."""
    values: dict[str, Any] = {"first_slot": first_slot, "of_offering": offering_id, "extra": party.extra_minutes}
    values |= {"of_journey": journey, "of_choice": fingerprint}
    rows = db.execute(_CHOSEN, values).all()
    if not rows:
        return None
    *offering_rules, duration, step, buffer, sent_before = rows[0][3:]
    lengths = {"duration_minutes": duration, "step_minutes": step}
    own, needed = (catalogue.steps(party, **lengths, buffer_minutes=after) for after in (0, buffer))
    steps = [Step(row.id, row.starts_at, row.ends_at) for row in rows]
    return Chosen(steps, own, needed, sent_before, *offering_rules)


def steps_from(db: Db, offering_id: int, first_slot: int, *, count: int) -> list[Step]:
    """So many steps from a slot on, fewer where the opening ends; none for no slot of the offering."""
    values = {"first_slot": first_slot, "of_offering": offering_id, "count": count}
    return [Step(*row) for row in db.execute(_STEPS_FROM, values)]


def stretch_from(db: Db, offering: OfferingView, first_slot: int, *, own: int) -> Stretch | None:
    """So many steps of an appointment's own from a slot on, with those that are kept free after it today.

    None where the opening does not last so long, and for no slot of the offering.
    """
    count = own + offering.buffer_steps
    steps = steps_from(db, offering.id, first_slot, count=count)
    return Stretch(steps, own) if len(steps) == count else None


def kept(db: Db, booking_id: int) -> Kept:
    """What a booking has of the calendar."""
    rows = db.execute(_STEPS_OF, {"of_booking": booking_id}).all()
    counted = db.execute(_DEMAND_OF, {"of_booking": booking_id, "in_slot": rows[0].id})
    demand = {unit: int(quantity) for unit, quantity in counted}
    return Kept([Step(*row[:3]) for row in rows], sum(row.is_own for row in rows), demand)


def draft(db: Db, token: str) -> Draft:
    """The booking on its way under this token, locked; `Missing` if there is none."""
    return _draft(db, db.execute(_DRAFT_BY_TOKEN, {"of_token": token}).one_or_none())


def own(db: Db, reference: str, account_id: int) -> Draft:
    """An account's booking, locked; `Missing` if there is none or it is somebody else's."""
    values = {"of_reference": reference, "of_account": account_id}
    return _draft(db, db.execute(_DRAFT_BY_REFERENCE, values).one_or_none())


def at_place(db: Db, reference: str, location_id: int) -> Draft:
    """A booking at a place, locked; `Missing` if there is none there."""
    values = {"of_reference": reference, "at_location": location_id}
    return _draft(db, db.execute(_DRAFT_AT_PLACE, values).one_or_none())


def of_anybody(db: Db, reference: str) -> Draft:
    """Anybody's booking, locked, for those who work where it is; `Missing` if there is none."""
    return _draft(db, db.execute(_DRAFT_OF_ANYBODY, {"of_reference": reference}).one_or_none())


def locations_of(db: Db, slots: Iterable[int]) -> set[int]:
    """The places that slots are at."""
    return set(db.scalars(_AT, {"of_slots": list(slots)}))


def restored_as(db: Db, booking_id: int) -> Life:
    """What a cancelled booking is once it holds again: what was never accepted is asked for again."""
    row = db.execute(_OUTCOME, {"of_booking": booking_id}).one_or_none()
    return Life.BOOKED if row is None or row.outcome == rules.Outcome.ACCEPTED else Life.REQUESTED


def of_journey(db: Db, journey: str) -> dict[str, str]:
    """The token of every booking this journey has led to so far, by what was chosen, oldest first."""
    return dict(db.execute(_OF_JOURNEY, {"of_journey": journey}).all())


def needs_on(db: Db, journey: str) -> tuple[list[str], int] | None:
    """What was said on a journey of needs and of more minutes; None where nothing was chosen on it yet."""
    row = db.execute(_NEEDS_ON, {"of_journey": journey}).one_or_none() if journey else None
    return (row.needs, row.extra_minutes) if row else None


def claims(db: Db, booking_id: int) -> list[ClaimView]:
    """The claims of a booking, locked: whoever releases what has lapsed waits, or passes them by."""
    rows = db.execute(_CLAIMS, {"of_booking": booking_id})
    return [ClaimView(*row[:6], Life(row.state), row.held_until, row.is_supported, row.changed_at) for row in rows]


def has_lapsed(db: Db, now: datetime) -> bool:
    """Whether some hold has lapsed and still has its places."""
    return db.execute(_HAS_LAPSED, {"now": now}).first() is not None


def is_overlapping(db: Db, person_id: int, booking_id: int, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether the person has something else booked in this time."""
    values = {"of_person": person_id, "but_booking": booking_id, "from_": starts_at, "until": ends_at}
    return bool(db.execute(_OVERLAPPING, values).scalar_one())


def wanted_at(offering: OfferingView, party: Party, *, now: datetime, is_public: bool = True) -> Wanted:
    """What a party looks for at an offering, within the time it takes bookings for; notice binds only the public."""
    return Wanted(
        offering.id,
        catalogue.demand(party, offering.unit),
        offering.steps(party),
        rules.earliest_start(now, notice_minutes=offering.notice_minutes if is_public else 0),
        rules.latest_start(now, horizon_days=offering.horizon_days),
        is_public=is_public,
        after=offering.buffer_steps,
    )


def wanted_instead(offering: OfferingView, kept: Kept, *, is_displaced: bool, now: datetime) -> Wanted:
    """What a booking that is to move looks for: another time for the same places, as long as it is now.

    What is kept free after it is as much as after any appointment today.
    A displaced one has no places of its own, so it needs them everywhere, and may have its own time again.
    """
    own = () if is_displaced else kept.slots
    wanted = wanted_at(offering, Party(), now=now)
    return msgspec.structs.replace(wanted, demand=kept.demand, span=kept.own + offering.buffer_steps, own=own)


def party_of(found: list[ClaimView]) -> Party:
    """The party that claims speak of."""
    wheelchairs = {claim.participant for claim in found if claim.unit == Unit.WHEELCHAIR.value}
    return Party(len({claim.participant for claim in found}), len(wheelchairs))


def _draft(db: Db, row: AnyRow | None) -> Draft:
    if row is None:
        raise Missing
    plain: tuple[Any, ...] = (*row, claims(db, row[0]))
    return Draft(*plain)
