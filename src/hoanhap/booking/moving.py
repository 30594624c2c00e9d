"""The pages of moving a booking: which day, which time; and of taking back what was cancelled."""

from datetime import date, datetime
from urllib.parse import urlencode

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.base import ids
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Missing
from hoanhap.booking import changes, choosing, forms, places, queries, usable, views
from hoanhap.booking.choosing import Days, Only, Parts
from hoanhap.booking.views import BookingView
from hoanhap.catalogue import Lacking
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, seen, who
from hoanhap.web.security import SIGNED_IN
from hoanhap.web.visitor import Asked, Visitor, visitor


class Instead(msgspec.Struct, frozen=True):
    """The booking that is to move, and what somebody asks to see only; it makes the addresses of both steps."""

    booking: BookingView
    only: Only

    @property
    def path(self) -> str:
        """The days and times to which it can move."""
        return f"/bookings/{self.booking.reference}/times"

    @property
    def chosen(self) -> dict[str, str]:
        """What forms must say beside what they ask: the path says all."""
        return {}

    @property
    def times(self) -> str:
        """The address of the days."""
        return self._address(self.only)

    @property
    def all_times(self) -> str:
        """The same for every day and every part of it."""
        return self.path

    def on(self, day: date) -> str:
        """The address of a day's times."""
        return self._address(self.only, day=day.isoformat())

    def all_day(self, day: date) -> str:
        """The address of a day's times in every part of it."""
        return self._address(self.only.any_part, day=day.isoformat())

    def first(self, day: date) -> str:
        """The address of the days from this one on."""
        return self._address(self.only, **{"from": day.isoformat()})

    def _address(self, only: Only, **more: str) -> str:
        asked = urlencode(only.fields | more)
        return f"{self.path}?{asked}" if asked else self.path


class NewDayPage(msgspec.Struct, frozen=True):
    """The days to which a booking can move."""

    way: Instead
    found: Days
    by_some: list[str]
    """What the booking needs and only some have or can do who serve there: the days are those of theirs."""


class NewTimePage(msgspec.Struct, frozen=True):
    """The times of a day to which a booking can move."""

    way: Instead
    day: date
    parts: Parts
    has_others: bool
    holiday: str
    out: list[Lacking]
    """What the booking needs and does not work at some hours of the day: no times are offered then."""
    by_some: list[str]
    """What it needs and only some have or can do who serve there: the times are those of theirs."""


class Step(msgspec.Struct, frozen=True):
    """The page to show, or None for a booking that cannot move; holds that have lapsed should go before it counts."""

    page: NewDayPage | NewTimePage | None
    has_lapsed_holds: bool


@get("/bookings/{reference:str}/times", audience=SIGNED_IN, name="times to move to")
async def times(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], reference: FromPath[str]
) -> Page | Response[bytes]:
    """Which day and which time instead."""
    return await _times(request, db, reference, now=now)


@post(
    "/bookings/{reference:str}/times",
    audience=SIGNED_IN,
    name="move",
    doing=N_("Đổi giờ một lịch hẹn."),
)
async def move(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], reference: FromPath[str]
) -> Page | Response[bytes]:
    """Give the booking the time that was chosen."""
    form, login = pages.posted(request), who(request)
    chosen = forms.chosen(form)
    if chosen is None:
        return await _times(request, db, reference, now=now, form=form)
    await db.write(
        changes.move,
        reference,
        chosen.slot_id,
        account_id=login.account_id,
        by=pages.actor(request),
        now=now,
        knowingly=form.value("knowingly") == "yes",
    )
    done = "moved-back" if form.value("back") == "yes" else "moved"
    return seen(f"/bookings/{reference}?done={done}")


@post(
    "/bookings/{reference:str}/restoration",
    audience=SIGNED_IN,
    name="restore",
    doing=N_("Lấy lại một lịch hẹn đã hủy."),
)
async def restore(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], reference: FromPath[str]
) -> Response[bytes]:
    """Let what was cancelled hold again."""
    login = who(request)
    await db.write(
        changes.restore,
        reference,
        account_id=login.account_id,
        by=pages.actor(request),
        now=now,
        knowingly=pages.posted(request).value("knowingly") == "yes",
    )
    return seen(f"/bookings/{reference}?done=restored")


async def _times(
    request: Asked, db: Database, reference: str, *, now: datetime, form: Form | None = None
) -> Page | Response[bytes]:
    """The page of the next question; holds that have lapsed count for nothing on it."""
    account_id, asked, reader = who(request).account_id, pages.asked(request), visitor(request)
    step = await db.read(_step, reference, account_id, asked, reader, now=now)
    if step.has_lapsed_holds:
        await db.write(places.release_lapsed, now=now)
        step = await db.read(_step, reference, account_id, asked, reader, now=now)
    if step.page is None:
        return seen(f"/bookings/{reference}")
    if isinstance(step.page, NewDayPage):
        asked_only = Form(step.page.way.only.fields, asked.translate)
        return Page("booking/new_day.html", step.page, form=asked_only)
    if form is not None and step.page.parts:
        return pages.invalid("booking/new_time.html", step.page, form)
    return Page("booking/new_time.html", step.page)


def _step(db: Db, reference: str, account_id: int, asked: Form, reader: Visitor, *, now: datetime) -> Step:
    if not ids.is_reference(reference):
        raise Missing
    booking = views.own_view(db, reference, account_id)
    if not booking.can_change(now):
        return Step(None, has_lapsed_holds=False)
    kept = queries.kept(db, booking.id)
    wanted = queries.wanted_instead(booking.offering, kept, is_displaced=booking.is_displaced, now=now)
    wanted, by_some = usable.leave_out_in_words(db, wanted, booking.id, booking.offering, reader.language)
    way, day = Instead(booking, choosing.only(asked)), forms.day(asked.value("day"))
    if day is not None:
        parts = choosing.parts_of(db, wanted, day)
        shown = choosing.shown(parts, way.only)
        holiday = choosing.holiday_on(db, day)
        out = usable.out_on(db, booking.id, booking.offering, day, reader.language)
        page: NewDayPage | NewTimePage = NewTimePage(way, day, shown, len(shown) < len(parts), holiday, out, by_some)
    else:
        first = forms.day(asked.value("from"))
        page = NewDayPage(way, choosing.days(db, wanted, first, way.only, is_brief=reader.is_brief), by_some)
    return Step(page, queries.has_lapsed(db, now))


ROUTES = [times, move, restore]
