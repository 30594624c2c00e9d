"""Bookings read for calendars and slips: however many there are, the number of statements stays the same."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, func, select

from hoanhap import booking, needs
from hoanhap.base import ids
from hoanhap.base.db import Db
from hoanhap.base.errors import Missing
from hoanhap.booking import BookingView
from hoanhap.catalogue import Location
from hoanhap.events import Event
from hoanhap.feeds import rules, texts
from hoanhap.feeds.model import Feed

TOKEN_LENGTH = 32


class FeedView(msgspec.Struct, frozen=True):
    """An account's calendar address; `token` is None when the secret it was made with is another one now."""

    seed: str
    token: str | None


class SlipView(msgspec.Struct, frozen=True):
    """What stands on a slip."""

    booking: BookingView
    directions: str
    needs: list[str]


_FEED = select(Feed.seed, Feed.token_hash).where(Feed.account_id == bindparam("of_account"))
_OWNER = select(Feed.account_id, Feed.language).where(Feed.token_hash == bindparam("hash"))
_DIRECTIONS = select(Location.slug, Location.directions).where(
    Location.slug.in_(bindparam("of_locations", expanding=True))
)
_CHANGES = (
    select(Event.booking_id, func.count(Event.id), func.max(Event.at))
    .where(Event.booking_id.in_(bindparam("of_bookings", expanding=True)), Event.kind.startswith("Booking"))
    .group_by(Event.booking_id)
)


def token_of(secret: str, account_id: int, seed: str) -> str:
    """The secret part of an account's calendar address."""
    return ids.sealed(secret, "calendar", str(account_id), seed)[:TOKEN_LENGTH]


def feed(db: Db, account_id: int, *, secret: str) -> FeedView | None:
    """The calendar address of an account, if it has one."""
    row = db.execute(_FEED, {"of_account": account_id}).one_or_none()
    if row is None:
        return None
    token = token_of(secret, account_id, row.seed)
    return FeedView(row.seed, token if ids.is_same(ids.digest(token), row.token_hash) else None)


def calendar_of_booking(db: Db, reference: str, account_id: int, *, language: str, base_url: str) -> bytes:
    """One booking as a calendar file; `Missing` if it is somebody else's."""
    views = [booking.own_view(db, reference, account_id)]
    return _calendar(db, views, language=language, base_url=base_url)


def calendar_of_feed(db: Db, token: str, *, base_url: str, now: datetime) -> bytes:
    """Everything an account has booked, from some time back on; `Missing` for an address that is none, or no more."""
    owner = db.execute(_OWNER, {"hash": ids.digest(token)}).one_or_none()
    if owner is None:
        raise Missing
    views = booking.of_account_since(db, owner.account_id, since=now - rules.KEPT)
    return _calendar(db, views, language=owner.language, base_url=base_url)


def slip(db: Db, reference: str, account_id: int, *, language: str) -> SlipView:
    """An account's booking with the way there; `Missing` if it is somebody else's."""
    view = booking.own_view(db, reference, account_id)
    directions = _directions(db, [view], language).get(view.offering.location_slug, "")
    return SlipView(view, directions, needs.words_of(db, view.needs, language))


def _calendar(db: Db, views: list[BookingView], *, language: str, base_url: str) -> bytes:
    directions = _directions(db, views, language)
    changes = {each[0]: each[1:] for each in db.execute(_CHANGES, {"of_bookings": [view.id for view in views]})}
    appointments = [
        texts.appointment(
            view,
            sequence=changes[view.id][0] - 1,
            changed_at=changes[view.id][1],
            directions=directions.get(view.offering.location_slug, ""),
            language=language,
            link=f"{base_url}/bookings/{view.reference}",
        )
        for view in views
    ]
    return rules.calendar_file(appointments, name=texts.calendar_name(language))


def _directions(db: Db, views: Iterable[BookingView], language: str) -> dict[str, str]:
    """How to get to each place, in words."""
    slugs = sorted({view.offering.location_slug for view in views})
    return {slug: texts_of.get(language, "") for slug, texts_of in db.execute(_DIRECTIONS, {"of_locations": slugs})}
