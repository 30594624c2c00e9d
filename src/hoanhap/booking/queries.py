"""Bookings, read for pages and verbs: each query loads all that is needed at once."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import and_, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from hoanhap import catalogue
from hoanhap.base.db import AnyRow, Db
from hoanhap.base.errors import Missing
from hoanhap.booking import rules
from hoanhap.booking.model import Booking, Claim, Leg
from hoanhap.booking.rules import Life, state_of
from hoanhap.catalogue import OFFERING_COLUMNS, Location, Offering, OfferingView, Party, Service, Unit
from hoanhap.organizations import Organization
from hoanhap.schedule import Slot, Want, Wanted


class Step(msgspec.Struct, frozen=True):
    """One step of the time somebody chose."""

    slot_id: int
    starts_at: datetime
    ends_at: datetime


class Chosen(msgspec.Struct, frozen=True):
    """The time somebody chose, with the rules of the offering that bear on it."""

    steps: list[Step]
    unit: str
    takes_wheelchairs: bool
    party_max: int
    duration_minutes: int
    step_minutes: int
    notice_minutes: int
    horizon_days: int

    @property
    def is_whole(self) -> bool:
        """Whether the opening lasts as long as the booking."""
        return len(self.steps) == self.duration_minutes // self.step_minutes

    @property
    def starts_at(self) -> datetime:
        """When it begins."""
        return self.steps[0].starts_at

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        return self.steps[-1].ends_at


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
    claims: list[ClaimView]

    @property
    def state(self) -> Life:
        """The state of the whole."""
        return state_of({claim.state for claim in self.claims})

    @property
    def party(self) -> Party:
        """Who comes, as counted."""
        return party_of(self.claims)

    @property
    def held_until(self) -> datetime | None:
        """When the first of its places lapses."""
        ends = [claim.held_until for claim in self.claims if claim.held_until]
        return min(ends) if ends else None


class BookingView(msgspec.Struct, frozen=True):
    """A booking as pages show it."""

    id: int
    token: str
    journey: str
    reference: str | None
    account_id: int | None
    full_name: str
    phone: str
    language: str
    booked_at: datetime | None
    starts_at: datetime
    ends_at: datetime
    service_slug: str
    service_texts: dict[str, Any]
    offering: OfferingView
    state: Life
    party: Party
    held_until: datetime | None

    def service_name(self, language: str) -> str:
        """What it is for, in the reader's language."""
        return str(self.service_texts[language]["name"])

    def bring(self, language: str) -> list[str]:
        """What to bring, in the reader's language."""
        return list(self.service_texts[language]["bring"])


_FIRST = aliased(Slot, name="first")
_CHOSEN = (
    select(
        Slot.id,
        Slot.starts_at,
        Slot.ends_at,
        Offering.unit,
        Offering.takes_wheelchairs,
        Offering.party_max,
        Offering.duration_minutes,
        Offering.step_minutes,
        Offering.notice_minutes,
        Offering.horizon_days,
    )
    .join(_FIRST, and_(_FIRST.opening_id == Slot.opening_id, _FIRST.ordinal <= Slot.ordinal))
    .join(Offering, Offering.id == Slot.offering_id)
    .where(_FIRST.id == bindparam("first_slot"), _FIRST.offering_id == bindparam("of_offering"))
    .where((Slot.ordinal - _FIRST.ordinal) * Offering.step_minutes < Offering.duration_minutes)
    .order_by(Slot.ordinal)
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
    )
    .join(Leg, Leg.booking_id == Booking.id)
    .with_for_update(of=Booking)
)
_DRAFT_BY_TOKEN = _DRAFTS.where(Booking.token == bindparam("of_token"))
_DRAFT_BY_REFERENCE = _DRAFTS.where(
    Booking.reference == bindparam("of_reference"), Booking.account_id == bindparam("of_account")
)
_OF_JOURNEY = (
    select(Booking.choice, Booking.token).where(Booking.journey == bindparam("of_journey")).order_by(Booking.id)
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
    )
    .where(Claim.booking_id == bindparam("of_booking"))
    .order_by(Claim.id)
    .with_for_update()
)
_HAS_LAPSED = select(Claim.id).where(Claim.state == "held", Claim.held_until <= bindparam("now")).limit(1)
_VIEW = (
    select(
        Booking.id,
        Booking.token,
        Booking.journey,
        Booking.reference,
        Booking.account_id,
        Booking.full_name,
        Booking.phone,
        Booking.language,
        Booking.booked_at,
        Leg.starts_at,
        Leg.ends_at,
        Service.slug,
        Service.texts,
        *OFFERING_COLUMNS,
    )
    .join(Leg, Leg.booking_id == Booking.id)
    .join(Offering, Offering.id == Leg.offering_id)
    .join(Service, Service.id == Offering.service_id)
    .join(Location, Location.id == Offering.location_id)
    .join(Organization, Organization.id == Location.organization_id)
)
_VIEW_BY_TOKEN = _VIEW.where(Booking.token == bindparam("of_token"))
_VIEW_BY_REFERENCE = _VIEW.where(
    Booking.reference == bindparam("of_reference"), Booking.account_id == bindparam("of_account")
)
_VIEW_BY_ID = _VIEW.where(Booking.id == bindparam("of_booking"))
_OF_ACCOUNT = _VIEW.where(Booking.account_id == bindparam("of_account"), Booking.booked_at.is_not(None))
_UPCOMING = _OF_ACCOUNT.where(Leg.ends_at > bindparam("now")).order_by(Leg.starts_at, Booking.id).limit(50)
_PAST = _OF_ACCOUNT.where(Leg.ends_at <= bindparam("now")).order_by(Leg.starts_at.desc(), Booking.id).limit(20)
_SINCE = _OF_ACCOUNT.where(Leg.ends_at >= bindparam("since")).order_by(Leg.starts_at.desc(), Booking.id).limit(100)
_PARTIES = (
    select(
        Claim.booking_id,
        Claim.participant,
        Claim.unit,
        Claim.state,
        func.min(Claim.held_until).label("held_until"),
    )
    .where(Claim.booking_id.in_(bindparam("of_bookings", expanding=True)))
    .group_by(Claim.booking_id, Claim.participant, Claim.unit, Claim.state)
)
_OVERLAPPING = select(
    exists().where(
        and_(
            Booking.person_id == bindparam("of_person"),
            Booking.id != bindparam("but_booking"),
            Leg.booking_id == Booking.id,
            Leg.starts_at < bindparam("until"),
            Leg.ends_at > bindparam("from_"),
            Claim.leg_id == Leg.id,
            Claim.state.in_([Life.BOOKED.value, Life.ARRIVED.value]),
        )
    )
)


def chosen(db: Db, offering_id: int, first_slot: int) -> Chosen | None:
    """The steps from a slot on that a booking takes, fewer where the opening ends; None for no slot of the offering."""
    rows = db.execute(_CHOSEN, {"first_slot": first_slot, "of_offering": offering_id}).all()
    if not rows:
        return None
    offering_rules: tuple[Any, ...] = rows[0][3:]
    return Chosen([Step(row.id, row.starts_at, row.ends_at) for row in rows], *offering_rules)


def draft(db: Db, token: str) -> Draft:
    """The booking on its way under this token, locked; `Missing` if there is none."""
    return _draft(db, db.execute(_DRAFT_BY_TOKEN, {"of_token": token}).one_or_none())


def own(db: Db, reference: str, account_id: int) -> Draft:
    """An account's booking, locked; `Missing` if there is none or it is somebody else's."""
    values = {"of_reference": reference, "of_account": account_id}
    return _draft(db, db.execute(_DRAFT_BY_REFERENCE, values).one_or_none())


def of_journey(db: Db, journey: str) -> dict[str, str]:
    """The token of every booking this journey has led to so far, by what was chosen, oldest first."""
    return dict(db.execute(_OF_JOURNEY, {"of_journey": journey}).all())


def claims(db: Db, booking_id: int) -> list[ClaimView]:
    """The claims of a booking, locked: whoever releases what has lapsed waits, or passes them by."""
    rows = db.execute(_CLAIMS, {"of_booking": booking_id})
    return [ClaimView(*row[:6], Life(row.state), row.held_until) for row in rows]


def has_lapsed(db: Db, now: datetime) -> bool:
    """Whether some hold has lapsed and still has its places."""
    return db.execute(_HAS_LAPSED, {"now": now}).first() is not None


def is_overlapping(db: Db, person_id: int, booking_id: int, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether the person has something else booked in this time."""
    values = {"of_person": person_id, "but_booking": booking_id, "from_": starts_at, "until": ends_at}
    return bool(db.execute(_OVERLAPPING, values).scalar_one())


def journey_view(db: Db, token: str) -> BookingView:
    """The booking on its way, for the pages of the journey."""
    return _one_view(db, db.execute(_VIEW_BY_TOKEN, {"of_token": token}).one_or_none())


def own_view(db: Db, reference: str, account_id: int) -> BookingView:
    """An account's booking; `Missing` if there is none or it is somebody else's."""
    values = {"of_reference": reference, "of_account": account_id}
    return _one_view(db, db.execute(_VIEW_BY_REFERENCE, values).one_or_none())


def view(db: Db, booking_id: int) -> BookingView:
    """A booking, for those who tell people about it."""
    return _one_view(db, db.execute(_VIEW_BY_ID, {"of_booking": booking_id}).one_or_none())


def of_account(db: Db, account_id: int, *, now: datetime) -> tuple[list[BookingView], list[BookingView]]:
    """What an account has to come, next first, and what is past, latest first."""
    values = {"of_account": account_id, "now": now}
    upcoming, past = list(db.execute(_UPCOMING, values)), list(db.execute(_PAST, values))
    views = {each.id: each for each in _views(db, [*upcoming, *past])}
    return [views[row.id] for row in upcoming], [views[row.id] for row in past]


def of_account_since(db: Db, account_id: int, *, since: datetime) -> list[BookingView]:
    """What an account has booked for a moment on or later, cancelled or not, latest first; no more than 100."""
    return _views(db, list(db.execute(_SINCE, {"of_account": account_id, "since": since})))


def wanted_at(offering: OfferingView, party: Party, *, now: datetime) -> Wanted:
    """What a party looks for at an offering, within the time it takes bookings for."""
    return Wanted(
        offering.id,
        catalogue.demand(party, offering.unit),
        offering.span,
        rules.earliest_start(now, notice_minutes=offering.notice_minutes),
        rules.latest_start(now, horizon_days=offering.horizon_days),
    )


def party_of(found: list[ClaimView]) -> Party:
    """The party that claims speak of."""
    wheelchairs = {claim.participant for claim in found if claim.unit == Unit.WHEELCHAIR.value}
    return Party(len({claim.participant for claim in found}), len(wheelchairs))


def _draft(db: Db, row: AnyRow | None) -> Draft:
    if row is None:
        raise Missing
    plain: tuple[Any, ...] = (*row, claims(db, row[0]))
    return Draft(*plain)


def _one_view(db: Db, row: AnyRow | None) -> BookingView:
    if row is None:
        raise Missing
    return _views(db, [row])[0]


def _views(db: Db, rows: list[AnyRow]) -> list[BookingView]:
    found: dict[int, list[AnyRow]] = {row.id: [] for row in rows}
    if rows:
        for each in db.execute(_PARTIES, {"of_bookings": list(found)}):
            found[each.booking_id].append(each)
    return [_view(row, found[row.id]) for row in rows]


def _view(row: AnyRow, parts: list[AnyRow]) -> BookingView:
    wheelchairs = {each.participant for each in parts if each.unit == Unit.WHEELCHAIR.value}
    party = Party(len({each.participant for each in parts}), len(wheelchairs))
    state = state_of({Life(each.state) for each in parts})
    held_until = min((each.held_until for each in parts if each.held_until), default=None)
    offering = OfferingView(*row[13:])
    plain: tuple[Any, ...] = (*row[:13], offering, state, party, held_until)
    return BookingView(*plain)
