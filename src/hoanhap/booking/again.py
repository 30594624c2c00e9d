"""The shortest way of somebody who has been before: the same service at the same place, by one press."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, func, select

from hoanhap import catalogue, needs
from hoanhap.base import ids
from hoanhap.base.db import Db
from hoanhap.booking.model import Booking, Claim, Leg
from hoanhap.booking.rules import Life
from hoanhap.booking.short_way import Soon, places_at
from hoanhap.catalogue import DomainView, ServiceView
from hoanhap.web.login import Speaker

_KEPT = [each.value for each in (Life.BOOKED, Life.ARRIVED, Life.FULFILLED)]
FEW = 5
"""Of so many places at which somebody was last, one is offered."""
_LATEST = (
    select(Leg.offering_id)
    .join(Booking, Booking.id == Leg.booking_id)
    .where(Booking.account_id == bindparam("of_account"), Booking.reference.is_not(None))
    .where(select(Claim.id).where(Claim.booking_id == Booking.id, Claim.state.in_(_KEPT)).exists())
    .group_by(Leg.offering_id)
    .order_by(func.max(Booking.id).desc())
    .limit(FEW)
)


class Again(msgspec.Struct, frozen=True):
    """The earliest time at a place where somebody has been."""

    service: ServiceView
    soon: Soon
    journey: str


class HomePage(msgspec.Struct, frozen=True):
    """The domains of life, and what somebody known may want again."""

    domains: list[DomainView]
    again: Again | None


def home_page(db: Db, speaking: Speaker, language: str, *, now: datetime) -> HomePage:
    """Where everybody begins."""
    return HomePage(catalogue.domains(db, language), again(db, speaking, language, now=now))


def again(db: Db, speaking: Speaker, language: str, *, now: datetime) -> Again | None:
    """What to offer whoever is signed in: of the places of theirs, the latest that has a time and all they need."""
    if speaking.account_id is None:
        return None
    latest = list(db.scalars(_LATEST, {"of_account": speaking.account_id}))
    offerings = catalogue.open_offerings(db, latest) if latest else []
    if not offerings:
        return None
    asking = needs.asking(db, speaking, language)
    places = places_at(db, offerings, asking, near=asking.home, now=now)
    fitting = [Soon(each, each.first) for each in places if each.first is not None and not each.gaps]
    if not fitting:
        return None
    soon = min(fitting, key=lambda each: latest.index(each.place.id))
    service, _ = catalogue.service(db, soon.place.offering.service_slug, language)
    return Again(service, soon, ids.token())
