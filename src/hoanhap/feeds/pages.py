"""What people take along: calendar files for machines, and the pages of the calendar and the slip."""

from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.base import ids
from hoanhap.base.db import Database
from hoanhap.base.errors import Missing
from hoanhap.base.squares import SquareCode, square_code
from hoanhap.booking import BookingView, Life
from hoanhap.feeds import queries, verbs
from hoanhap.web import pages
from hoanhap.web.pages import Page, seen, who
from hoanhap.web.security import PUBLIC, SIGNED_IN
from hoanhap.web.visitor import Asked, settings_of, visitor

SUFFIX = ".ics"


class CalendarPage(msgspec.Struct, frozen=True):
    """The calendar address of this account, if there is one, and what was just done."""

    seed: str
    address: str | None
    done: str

    @property
    def subscription(self) -> str:
        """The same address as calendars take it by one press."""
        return f"webcal://{(self.address or '').partition('://')[2]}"


class SlipPage(msgspec.Struct, frozen=True):
    """A slip to print: the booking, the way there, and the code that leads to its page."""

    booking: BookingView
    directions: str
    needs: list[str]
    code: SquareCode


@get("/bookings/{reference:str}/calendar.ics", audience=SIGNED_IN, name="calendar of a booking")
async def calendar_of_booking(
    request: Asked, db: NamedDependency[Database], reference: FromPath[str]
) -> Response[bytes]:
    """One booking as a file; read again after a change, it changes what the phone has."""
    found = await db.read(
        queries.calendar_of_booking,
        _checked(reference),
        who(request).account_id,
        language=visitor(request).language,
        base_url=settings_of(request).base_url,
    )
    return _calendar(request, found, {"content-disposition": f'attachment; filename="hoa-nhap-{reference}.ics"'})


@get("/calendar/{file:str}", audience=PUBLIC, name="calendar feed")
async def feed(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], file: FromPath[str]
) -> Response[bytes]:
    """An account's bookings for the calendars that know its secret address."""
    if not file.endswith(SUFFIX):
        raise Missing
    token = file.removesuffix(SUFFIX)
    found = await db.read(queries.calendar_of_feed, token, base_url=settings_of(request).base_url, now=now)
    return _calendar(request, found, {})


@get("/calendar", audience=SIGNED_IN, name="calendar")
async def calendar(request: Asked, db: NamedDependency[Database]) -> Page:
    """What a calendar address is, and this account's own."""
    settings = settings_of(request)
    found = await db.read(queries.feed, who(request).account_id, secret=settings.secret_key)
    token = found.token if found else None
    page = CalendarPage(
        found.seed if found else "",
        f"{settings.base_url}/calendar/{token}{SUFFIX}" if token else None,
        pages.asked(request).value("done"),
    )
    return Page("feeds/calendar.html", page)


@post("/calendar", audience=SIGNED_IN, name="make a calendar address")
async def begin(request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]) -> Response[bytes]:
    """Make an address, in place of the one there was."""
    login = who(request)
    await db.write(
        verbs.begin,
        login.account_id,
        instead_of=pages.posted(request).value("instead_of"),
        language=visitor(request).language,
        secret=settings_of(request).secret_key,
        by=pages.actor(request),
        now=now,
    )
    return seen("/calendar?done=made")


@post("/calendar/ending", audience=SIGNED_IN, name="end the calendar address")
async def end(request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]) -> Response[bytes]:
    """End the address; what calendars have of it stays until they ask again."""
    login = who(request)
    await db.write(verbs.end, login.account_id, by=pages.actor(request), now=now)
    return seen("/calendar?done=ended")


@get("/bookings/{reference:str}/slip", audience=SIGNED_IN, name="slip")
async def slip(request: Asked, db: NamedDependency[Database], reference: FromPath[str]) -> Page | Response[bytes]:
    """A slip in large print; what was cancelled or declined, or has no place at its time, has none."""
    language = visitor(request).language
    found = await db.read(queries.slip, _checked(reference), who(request).account_id, language=language)
    if found.booking.state in (Life.CANCELLED, Life.DECLINED) or found.booking.is_displaced:
        return seen(f"/bookings/{reference}")
    code = square_code(f"{settings_of(request).base_url}/bookings/{reference}")
    return Page("feeds/slip.html", SlipPage(found.booking, found.directions, found.needs, code))


def _checked(reference: str) -> str:
    if not ids.is_reference(reference):
        raise Missing
    return reference


def _calendar(request: Asked, body: bytes, headers: dict[str, str]) -> Response[bytes]:
    """A calendar, or 304 for whoever has this very one already."""
    tag = f'"{ids.digest(body.decode())[:32]}"'
    headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "Cookie", **headers}
    if tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, media_type="text/calendar", headers=headers)
    return Response(body, media_type="text/calendar", headers=headers)


ROUTES = [calendar_of_booking, feed, calendar, begin, end, slip]
