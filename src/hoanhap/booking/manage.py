"""The pages of what is booked: my bookings, one booking, cancelling it."""

from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.base import ids
from hoanhap.base.db import Database
from hoanhap.base.errors import Missing
from hoanhap.booking import queries, rules, verbs
from hoanhap.booking.queries import BookingView
from hoanhap.booking.rules import Life
from hoanhap.events import Actor
from hoanhap.web import pages
from hoanhap.web.pages import Page, seen, who
from hoanhap.web.security import SIGNED_IN
from hoanhap.web.visitor import Asked, visitor

FEW = 3


class BookingsPage(msgspec.Struct, frozen=True):
    """What is to come, what is past, and how many are left out for those who want short lists."""

    upcoming: list[BookingView]
    past: list[BookingView]
    left_out: int = 0

    def briefly(self) -> "BookingsPage":
        """Only the first few of each."""
        upcoming, past = self.upcoming[:FEW], self.past[:FEW]
        left_out = len(self.upcoming) + len(self.past) - len(upcoming) - len(past)
        return BookingsPage(upcoming, past, left_out)


class BookingPage(msgspec.Struct, frozen=True):
    """One booking: what was promised, and what can still be done."""

    booking: BookingView
    is_new: bool
    cancel_until: datetime
    can_cancel: bool
    is_past: bool

    @property
    def is_cancelled(self) -> bool:
        """Whether it is no longer a promise."""
        return self.booking.state is Life.CANCELLED


@get("/bookings", audience=SIGNED_IN, name="my bookings")
async def bookings(request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]) -> Page:
    """What this account has booked, next first."""
    upcoming, past = await db.read(queries.of_account, who(request).account_id, now=now)
    page = BookingsPage(upcoming, past)
    is_brief = visitor(request).is_brief and pages.asked(request).value("all") != "yes"
    return Page("booking/bookings.html", page.briefly() if is_brief else page)


@get("/bookings/{reference:str}", audience=SIGNED_IN, name="booking")
async def booking(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], reference: FromPath[str]
) -> Page | Response[bytes]:
    """One booking; somebody else's is as if it were not there."""
    plain = "".join(reference.split())
    if plain != reference and ids.is_reference(plain):
        return seen(f"/bookings/{plain}")
    return Page("booking/booking.html", await _booking_page(request, db, now, reference))


@get("/bookings/{reference:str}/cancellation", audience=SIGNED_IN, name="ask before cancelling")
async def cancellation(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], reference: FromPath[str]
) -> Page | Response[bytes]:
    """Ask once more before cancelling."""
    page = await _booking_page(request, db, now, reference)
    return Page("booking/cancellation.html", page) if page.can_cancel else seen(f"/bookings/{reference}")


@post("/bookings/{reference:str}/cancellation", audience=SIGNED_IN, name="cancel")
async def cancel(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], reference: FromPath[str]
) -> Response[bytes]:
    """Cancel, and give the places back."""
    login = who(request)
    by = Actor(login.account_id, login.role)
    await db.write(verbs.cancel, reference, account_id=login.account_id, by=by, now=now)
    return seen(f"/bookings/{reference}")


async def _booking_page(request: Asked, db: Database, now: datetime, reference: str) -> BookingPage:
    if not ids.is_reference(reference):
        raise Missing
    view = await db.read(queries.own_view, reference, who(request).account_id)
    until = rules.cancel_until(view.starts_at, cancel_minutes=view.offering.cancel_minutes)
    return BookingPage(
        view,
        is_new=pages.asked(request).value("new") == "yes" and view.state is Life.BOOKED and now < view.ends_at,
        cancel_until=until,
        can_cancel=view.state is Life.BOOKED and now <= until,
        is_past=view.ends_at <= now and view.state is not Life.CANCELLED,
    )


ROUTES = [bookings, booking, cancellation, cancel]
