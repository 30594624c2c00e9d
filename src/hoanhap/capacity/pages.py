"""The pages of those who plan a place's days: what is closed, closing and opening days, another number of places."""

from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.base.clock import local_day
from hoanhap.base.db import Database
from hoanhap.capacity import forms, previews, showing
from hoanhap.capacity.changes import Closing, NewPlaces, Reopening
from hoanhap.capacity.previews import Closed, Planned
from hoanhap.capacity.showing import Deed
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, actor
from hoanhap.web.security import WORKERS
from hoanhap.web.visitor import Asked, visitor

AT = "/organization/places/{slug:str}"


class ClosuresPage(msgspec.Struct, frozen=True):
    """What is closed at a place; `done` is what was made just now."""

    closed: Closed
    done: str


class FormPage(msgspec.Struct, frozen=True):
    """A form about the days of a place; `done` is what was made just now."""

    planned: Planned
    done: str = ""


@get(f"{AT}/closures", audience=WORKERS, name="closures")
async def closures(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """What is closed at a place, today and to come."""
    language = visitor(request).language
    found = await db.read(previews.closed, slug, language=language, by=actor(request), now=now)
    return Page("capacity/closures.html", ClosuresPage(found, pages.asked(request).value("done")))


@get(f"{AT}/closures/new", audience=WORKERS, name="days to close")
async def new_closure(request: Asked, db: NamedDependency[Database], slug: FromPath[str]) -> Page:
    """The form to close days."""
    return Page("capacity/close.html", await _form_page(request, db, slug), form=pages.asked(request))


@get(f"{AT}/closures/preview", audience=WORKERS, name="preview of closing")
async def preview_closing(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """What closing these days would do; the look at the names is written down."""
    form, page = pages.asked(request), await _form_page(request, db, slug)
    closing = forms.closing(form, page.planned.offering_ids, today=local_day(now))
    if closing is None:
        return pages.invalid("capacity/close.html", page, form)
    return await showing.preview(request, db, _closing(slug, closing, form), form=form, now=now)


@post(f"{AT}/closures", audience=WORKERS, name="close days", doing=N_("Đóng một số ngày."))
async def close(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Close days as it was shown; what has changed meanwhile is shown first."""
    form, page = pages.posted(request), await _form_page(request, db, slug)
    closing = forms.closing(form, page.planned.offering_ids, today=local_day(now))
    if closing is None:
        return pages.invalid("capacity/close.html", page, form)
    closing = msgspec.structs.replace(closing, note=forms.note(form))
    if not form.ok:
        return await showing.preview(request, db, _closing(slug, closing, form), form=form, now=now)
    return await showing.make(request, db, _closing(slug, closing, form), form=form, now=now)


@get(f"{AT}/closures/{{closure_id:int}}/opening", audience=WORKERS, name="preview of opening")
async def preview_opening(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    closure_id: FromPath[int],
) -> Page:
    """What opening these days again would do, and who has a place again."""
    change = await db.read(previews.reopening, slug, closure_id, by=actor(request))
    return await showing.preview(request, db, _opening(slug, change), form=pages.asked(request), now=now)


@post(
    f"{AT}/closures/{{closure_id:int}}/opening",
    audience=WORKERS,
    name="open days again",
    doing=N_("Mở lại những ngày đã đóng."),
)
async def reopen(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    closure_id: FromPath[int],
) -> Page | Response[bytes]:
    """Open days again as it was shown."""
    change = await db.read(previews.reopening, slug, closure_id, by=actor(request))
    return await showing.make(request, db, _opening(slug, change), form=pages.posted(request), now=now)


@get(f"{AT}/capacity", audience=WORKERS, name="number of places")
async def new_capacity(request: Asked, db: NamedDependency[Database], slug: FromPath[str]) -> Page:
    """The form to have another number of places on some days."""
    return Page("capacity/number.html", await _form_page(request, db, slug), form=pages.asked(request))


@get(f"{AT}/capacity/preview", audience=WORKERS, name="preview of the number of places")
async def preview_capacity(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """What another number of places would do."""
    form, page = pages.asked(request), await _form_page(request, db, slug)
    change = forms.new_places(form, page.planned.units, today=local_day(now))
    if change is None:
        return pages.invalid("capacity/number.html", page, form)
    return await showing.preview(request, db, _number(slug, change, form), form=form, now=now)


@post(f"{AT}/capacity", audience=WORKERS, name="set the number of places", doing=N_("Đổi số chỗ của một số ngày."))
async def set_capacity(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Have another number of places as it was shown."""
    form, page = pages.posted(request), await _form_page(request, db, slug)
    change = forms.new_places(form, page.planned.units, today=local_day(now))
    if change is None:
        return pages.invalid("capacity/number.html", page, form)
    return await showing.make(request, db, _number(slug, change, form), form=form, now=now)


async def _form_page(request: Asked, db: Database, slug: str) -> FormPage:
    language = visitor(request).language
    found = await db.read(previews.planned, slug, language=language, by=actor(request))
    return FormPage(found, request.query_params.get("done", ""))


def _closing(slug: str, change: Closing, form: Form) -> Deed:
    back = showing.with_typed("closures/new", form)
    return Deed(slug, "closing", change, back, "closures?done=closed", action="closures")


def _opening(slug: str, change: Reopening) -> Deed:
    return Deed(slug, "opening", change, "closures", "closures?done=opened")


def _number(slug: str, change: NewPlaces, form: Form) -> Deed:
    return Deed(slug, "number", change, showing.with_typed("capacity", form), "capacity?done=set", action="capacity")


ROUTES = [
    closures,
    new_closure,
    preview_closing,
    close,
    preview_opening,
    reopen,
    new_capacity,
    preview_capacity,
    set_capacity,
]
