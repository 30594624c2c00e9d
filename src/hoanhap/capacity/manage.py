"""The pages of those who solve what needs somebody: who waits at a place, one of them, and what was decided."""

from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.base.db import Database
from hoanhap.base.text import ungrouped
from hoanhap.capacity import forms, solving
from hoanhap.capacity.solving import One
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, actor, seen
from hoanhap.web.paging import AT_ONCE, Part, part_of
from hoanhap.web.security import WORKERS
from hoanhap.web.visitor import Asked, visitor

AT = "/organization/places/{slug:str}/needs-you"


class ListPage(msgspec.Struct, frozen=True):
    """A part of those who wait at a place; `done` is what was decided just now."""

    found: solving.Waiters
    part: Part[int]
    done: str


class OnePage(msgspec.Struct, frozen=True):
    """Somebody who waits, and the forms of what can be decided."""

    one: One


@get(AT, audience=WORKERS, name="needs you")
async def needs_you(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """Who waits at a place, longest first; the look is written down."""
    count = await db.read(solving.waiting_count, slug, by=actor(request))
    part = part_of(request, range(count), without=("done",))
    first, language = part.items[0] if part.items else 0, visitor(request).language
    found = await db.write(
        solving.look_at_list, slug, first=first, at_most=AT_ONCE, language=language, by=actor(request), now=now
    )
    return Page("capacity/needs_you.html", ListPage(found, part, request.query_params.get("done", "")))


@get(f"{AT}/{{reference:str}}", audience=WORKERS, name="somebody who needs you")
async def one(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    reference: FromPath[str],
) -> Page:
    """Somebody who waits, and other times for them; the look is written down."""
    page = await _one(request, db, slug, reference, now=now)
    return Page("capacity/one.html", page, form=Form({}, pages.translate(request)))


@post(f"{AT}/{{reference:str}}/times", audience=WORKERS, name="move by agreement", doing=N_("Đổi giờ cho một người."))
async def move(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    reference: FromPath[str],
) -> Page | Response[bytes]:
    """Move somebody who waits to the time they agreed to."""
    form = pages.posted(request)
    choice = forms.agreed(form)
    if not form.ok:
        return pages.invalid("capacity/one.html", await _one(request, db, slug, reference, now=now), form)
    await db.write(solving.move, slug, ungrouped(reference), choice, by=actor(request), now=now)
    return seen(f"/organization/places/{slug}/needs-you?done=moved")


@post(
    f"{AT}/{{reference:str}}/cancellation",
    audience=WORKERS,
    name="cancel by the place",
    doing=N_("Hủy lịch hẹn của một người."),
)
async def cancel(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    reference: FromPath[str],
) -> Page | Response[bytes]:
    """End the booking of somebody who waits; they are told why."""
    form, unsaid = pages.posted(request), await db.read(solving.unsaid, slug, ungrouped(reference), by=actor(request))
    ending = forms.ending(form, unsaid=unsaid)
    if ending is None:
        return pages.invalid("capacity/one.html", await _one(request, db, slug, reference, now=now), form)
    await db.write(solving.cancel, slug, ungrouped(reference), *ending, by=actor(request), now=now)
    return seen(f"/organization/places/{slug}/needs-you?done=cancelled")


async def _one(request: Asked, db: Database, slug: str, reference: str, *, now: datetime) -> OnePage:
    language = visitor(request).language
    look = solving.look_at_one
    return OnePage(await db.write(look, slug, ungrouped(reference), language=language, by=actor(request), now=now))


ROUTES = [needs_you, one, move, cancel]
