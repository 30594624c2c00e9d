"""The pages on which people say whether they may be moved: one booking, and whatever they book later."""

from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap import booking
from hoanhap.base import ids
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Missing
from hoanhap.booking import BookingView, Consent, Usual
from hoanhap.capacity import allowing, forms
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, seen, who
from hoanhap.web.security import SIGNED_IN
from hoanhap.web.visitor import Asked


class MayMovePage(msgspec.Struct, frozen=True):
    """One booking, and what was said of moving it."""

    booking: BookingView
    consent: Consent


class UsualPage(msgspec.Struct, frozen=True):
    """What everybody behind the account has said of whatever they book later."""

    usual: list[Usual]
    is_saved: bool


@get("/bookings/{reference:str}/moving", audience=SIGNED_IN, name="whether a booking may be moved")
async def may_move(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], reference: FromPath[str]
) -> Page | Response[bytes]:
    """Ask what to do where there is no place for the booking any more; no answer is chosen for anybody."""
    page = await db.read(_may_move_page, reference, who(request).account_id)
    if not booking.is_to_come(page.booking.state, page.booking.starts_at, now=now):
        return seen(f"/bookings/{reference}")
    filled = {"may": page.consent.may.value} if page.consent.said_at else {}
    return Page("capacity/may_move.html", page, form=Form(filled, pages.translate(request)))


@post(
    "/bookings/{reference:str}/moving",
    audience=SIGNED_IN,
    name="say whether a booking may be moved",
    doing=N_("Nói cách làm khi nơi hẹn phải đóng cửa."),
)
async def say_may_move(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], reference: FromPath[str]
) -> Page | Response[bytes]:
    """Note what somebody says of their booking, and of later ones where they tick that too."""
    form, account_id = pages.posted(request), who(request).account_id
    may = forms.may_move(form)
    if may is None:
        page = await db.read(_may_move_page, reference, account_id)
        return pages.invalid("capacity/may_move.html", page, form)
    also_later, by = form.value("later-too") == "yes", pages.actor(request)
    await db.write(allowing.say, reference, may, account_id=account_id, also_later=also_later, by=by, now=now)
    return seen(f"/bookings/{reference}?done=consent")


@get("/settings/moving", audience=SIGNED_IN, name="whether later bookings may be moved")
async def usual(request: Asked, db: NamedDependency[Database]) -> Page:
    """What everybody behind the account has said of whatever they book later; it can be taken back here."""
    page = await _usual_page(request, db)
    filled = {forms.usual_field(each.person_id): each.may.value for each in page.usual if each.may}
    return Page("capacity/usually.html", page, form=Form(filled, pages.translate(request)))


@post(
    "/settings/moving",
    audience=SIGNED_IN,
    name="say whether later bookings may be moved",
    doing=N_("Nói cách làm khi nơi hẹn phải đóng cửa."),
)
async def say_usual(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Page | Response[bytes]:
    """Note what is said of later bookings; of whom nothing is said, nothing changes."""
    form, page = pages.posted(request), await _usual_page(request, db)
    said = forms.usually(form, [each.person_id for each in page.usual])
    if not form.ok:
        return pages.invalid("capacity/usually.html", page, form)
    await db.write(allowing.say_usual, said, account_id=who(request).account_id, by=pages.actor(request), now=now)
    return seen("/settings/moving?saved=yes")


async def _usual_page(request: Asked, db: Database) -> UsualPage:
    found = await db.read(booking.usual_consents, who(request).account_id)
    return UsualPage(found, pages.asked(request).value("saved") == "yes")


def _may_move_page(db: Db, reference: str, account_id: int) -> MayMovePage:
    if not ids.is_reference(reference):
        raise Missing
    found = booking.own_view(db, reference, account_id)
    return MayMovePage(found, booking.consent_of(db, found.id))


ROUTES = [may_move, say_may_move, usual, say_usual]
