"""The pages of booking at the desk: what for and how many, when, and who."""

from datetime import datetime
from urllib.parse import urlencode

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.attendance import desk, forms
from hoanhap.attendance.desk import Desk, Times
from hoanhap.attendance.queries import Wish, party_said
from hoanhap.base import ids
from hoanhap.base.clock import local_day
from hoanhap.base.db import Database
from hoanhap.catalogue import Party
from hoanhap.needs import Topic
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, seen
from hoanhap.web.security import WORKERS
from hoanhap.web.visitor import Asked, visitor

DESK = "/organization/places/{slug:str}/desk"


class DeskPage(msgspec.Struct, frozen=True):
    """What for, and how many come."""

    desk: Desk


class TimesPage(msgspec.Struct, frozen=True):
    """When; the first of these is for whoever stands at the desk."""

    times: Times
    party: Party
    needs: frozenset[str]
    now: datetime

    @property
    def path(self) -> str:
        """Where the way begins."""
        return f"/organization/places/{self.times.place.slug}/desk"

    def who(self, slot_id: int) -> str:
        """Where it is asked who comes at this time."""
        chosen = {"slot": slot_id, "key": ids.token()}
        return f"{self.path}/who?{urlencode(party_said(self.times.offering.id, self.party, self.needs) | chosen)}"


class WhoPage(msgspec.Struct, frozen=True):
    """Who; `known` are the names behind the phone, of which one may be meant."""

    times: Times
    wish: Wish
    starts_at: datetime
    topics: list[Topic]
    is_today: bool
    known: tuple[str, ...] = ()
    is_overlapping: bool = False

    def with_minutes(self, extra_minutes: int) -> "WhoPage":
        """The same for somebody who needs these minutes more."""
        party = msgspec.structs.replace(self.wish.party, extra_minutes=extra_minutes)
        return msgspec.structs.replace(self, wish=msgspec.structs.replace(self.wish, party=party))

    @property
    def back(self) -> str:
        """The times."""
        said = party_said(self.wish.offering_id, self.wish.party, self.wish.needs)
        return f"/organization/places/{self.times.place.slug}/desk/times?{urlencode(said)}"


@get(DESK, audience=WORKERS, name="desk")
async def begin(request: Asked, db: NamedDependency[Database], slug: FromPath[str]) -> Page:
    """Ask what for, and how many come."""
    found = await db.read(desk.desk, slug, visitor(request).language, by=pages.actor(request))
    first = str(found.given[0].offering_id) if found.given else ""
    return Page(
        "attendance/desk.html",
        DeskPage(found),
        form=Form({"offering": first, "people": "1", "wheelchairs": "0"}, pages.translate(request)),
    )


@get(f"{DESK}/times", audience=WORKERS, name="desk times")
async def times(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """Ask when: the next free times, or those from a day on."""
    asked, language, by = pages.asked(request), visitor(request).language, pages.actor(request)
    wish = forms.wish(asked)
    if not asked.ok:
        found = await db.read(desk.desk, slug, language, by=by)
        return pages.invalid("attendance/desk.html", DeskPage(found), asked)
    on = forms.from_day(asked, today=local_day(now))
    shown = await db.read(desk.times, slug, wish, language, by=by, now=now, on=on)
    page = TimesPage(shown, wish.party, wish.needs, now)
    if not asked.ok:
        return pages.invalid("attendance/desk_times.html", page, asked)
    return Page("attendance/desk_times.html", page, form=asked)


@get(f"{DESK}/who", audience=WORKERS, name="desk who")
async def who(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Ask who comes at the time that was chosen."""
    asked = pages.asked(request)
    page = await _who_page(request, db, slug, forms.wish(asked), now=now)
    if page is None:
        return seen(f"/organization/places/{slug}/desk")
    filled = {"come-now": "yes" if page.is_today else ""} | forms.needs_typed(page.wish, page.topics)
    return Page("attendance/desk_who.html", page, form=Form(filled, asked.translate))


@post(f"{DESK}/who", audience=WORKERS, name="book at the desk", doing=N_("Đặt lịch cho người ở quầy."))
async def book(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Book for whoever stands there or calls."""
    form = pages.posted(request)
    page = await _who_page(request, db, slug, forms.wish(form), now=now)
    if page is None:
        return seen(f"/organization/places/{slug}/desk")
    if form.value("same") == "no":
        return seen(page.back)
    wish = forms.who(form, page.wish, page.topics, is_today=page.is_today)
    if not form.ok:
        return pages.invalid("attendance/desk_who.html", page, form)
    answer = await db.write(desk.book, slug, wish, visitor(request).language, by=pages.actor(request), now=now)
    if answer.reference:
        return seen(f"/organization/places/{slug}/day/{answer.reference}?noted=booked")
    if answer.saved is not None:
        filled = forms.with_saved(form, answer.saved, wish, page.topics)
        return pages.invalid("attendance/desk_who.html", page.with_minutes(answer.saved.extra_minutes), filled)
    if answer.known:
        form.wrong("known", form.translate(N_("Số này đã có tên. Chọn một tên, hoặc chọn người khác.")))
    else:
        form.wrong("same", form.translate(N_("Người này có lịch hẹn khác cùng giờ. Chọn vẫn đặt, hoặc chọn giờ khác.")))
    again = msgspec.structs.replace(page, known=answer.known, is_overlapping=answer.is_overlapping)
    return pages.invalid("attendance/desk_who.html", again, form)


async def _who_page(request: Asked, db: Database, slug: str, wish: Wish, *, now: datetime) -> WhoPage | None:
    """The page that asks who; None where the time that was chosen is not free any more."""
    language, by = visitor(request).language, pages.actor(request)
    found = await db.read(desk.slot, slug, wish, language, by=by, now=now)
    if found is None:
        return None
    shown, starts_at, said = found
    return WhoPage(shown, wish, starts_at, said, local_day(starts_at) == local_day(now))


ROUTES = [begin, times, who, book]
