"""Bookings, read for pages: each query loads all that its page shows."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import bindparam, func, select

from hoanhap.base.db import AnyRow, Db
from hoanhap.base.errors import Missing
from hoanhap.booking import rules
from hoanhap.booking.model import Booking, Claim, Leg
from hoanhap.booking.rules import TO_COME, Life, state_of
from hoanhap.catalogue import (
    OFFERING_COLUMNS,
    Gap,
    Location,
    Offering,
    OfferingView,
    Party,
    Said,
    Service,
    Unit,
    own_words,
)
from hoanhap.organizations import Organization


class When(StrEnum):
    """To come, or past."""

    UPCOMING = "upcoming"
    PAST = "past"


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
    extra_minutes: int
    needs: list[str]
    gaps: list[Gap]
    cancel_minutes: int
    """How long before its beginning it could be cancelled without a call when it was booked: that stays."""
    cost: dict[str, str]
    """What the place itself said of its price when it was booked, by language; empty where it said nothing."""
    offering: OfferingView
    state: Life
    party: Party
    held_until: datetime | None
    is_displaced: bool
    """Whether it is promised, and there is no place for it any more."""

    def can_change(self, now: datetime) -> bool:
        """Whether it can be moved or cancelled without a call."""
        return rules.can_change(
            self.state,
            self.starts_at,
            cancel_minutes=self.cancel_minutes,
            is_displaced=self.is_displaced,
            now=now,
        )

    def service_name(self, language: str) -> str:
        """What it is for, in the reader's language."""
        return str(self.service_texts[language]["name"])

    def bring(self, language: str) -> Said:
        """What to bring: the place's own words of today, else those of the service."""
        usual = Said(tuple(self.service_texts[language]["bring"]), language)
        return self.offering.own("bring", language) or usual

    def price(self, language: str) -> Said | None:
        """What it costs in the place's own words, as promised when it was booked; None where it said nothing."""
        return own_words({spoken: {"cost": words} for spoken, words in self.cost.items()}, "cost", language)


class Shelf(msgspec.Struct, frozen=True):
    """One page of bookings, and whether there are more."""

    bookings: list[BookingView]
    number: int
    has_more: bool


ON_A_PAGE, BRIEFLY = 20, 5
"""How many bookings a page shows, and how many for those who want short lists."""
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
        Booking.extra_minutes,
        Booking.needs,
        Booking.gaps,
        Leg.cancel_minutes,
        Leg.cost,
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
_VIEWS_BY_ID = _VIEW.where(Booking.id.in_(bindparam("of_bookings", expanding=True)))
_OF_ACCOUNT = _VIEW.where(Booking.account_id == bindparam("of_account"), Booking.booked_at.is_not(None))
_UPCOMING = _OF_ACCOUNT.where(Leg.ends_at > bindparam("now")).order_by(Leg.starts_at, Booking.id)
_PAST = _OF_ACCOUNT.where(Leg.ends_at <= bindparam("now")).order_by(Leg.starts_at.desc(), Booking.id)
_PAGE_OF = {
    When.UPCOMING: _UPCOMING.offset(bindparam("skipped")).limit(bindparam("at_most")),
    When.PAST: _PAST.offset(bindparam("skipped")).limit(bindparam("at_most")),
}
_SINCE = _OF_ACCOUNT.where(Leg.ends_at >= bindparam("since")).order_by(Leg.starts_at.desc(), Booking.id).limit(100)
_PARTIES = (
    select(
        Claim.booking_id,
        Claim.participant,
        Claim.unit,
        Claim.state,
        Claim.is_supported,
        func.min(Claim.held_until).label("held_until"),
    )
    .where(Claim.booking_id.in_(bindparam("of_bookings", expanding=True)))
    .group_by(Claim.booking_id, Claim.participant, Claim.unit, Claim.state, Claim.is_supported)
)


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


def several(db: Db, booking_ids: Sequence[int]) -> list[BookingView]:
    """These bookings, in their order."""
    found = {each.id: each for each in _views(db, list(db.execute(_VIEWS_BY_ID, {"of_bookings": booking_ids})))}
    return [found[each] for each in booking_ids]


def of_account(db: Db, account_id: int, when: When, *, number: int = 1, is_brief: bool = False, now: datetime) -> Shelf:
    """A page of what an account has booked: to come, next first; or past, latest first."""
    size = BRIEFLY if is_brief else ON_A_PAGE
    values = {"of_account": account_id, "now": now, "skipped": (number - 1) * size, "at_most": size + 1}
    rows = list(db.execute(_PAGE_OF[when], values))
    return Shelf(_views(db, rows[:size]), number, has_more=len(rows) > size)


def of_account_since(db: Db, account_id: int, *, since: datetime) -> list[BookingView]:
    """What an account has booked for a moment on or later, cancelled or not, latest first; no more than 100."""
    return _views(db, list(db.execute(_SINCE, {"of_account": account_id, "since": since})))


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
    party = Party(len({each.participant for each in parts}), len(wheelchairs), row.extra_minutes)
    state = state_of({Life(each.state) for each in parts})
    held_until = min((each.held_until for each in parts if each.held_until), default=None)
    offering = OfferingView(*row[18:])
    gaps = msgspec.convert(row.gaps, list[Gap])
    is_displaced = any(each.state in TO_COME and not each.is_supported for each in parts)
    plain: tuple[Any, ...] = (*row[:15], gaps, *row[16:18], offering, state, party, held_until, is_displaced)
    return BookingView(*plain)
