"""The pages of those who plan a place's days: what is closed, closing and opening days, another number of places."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.base.clock import local_day
from hoanhap.base.db import Database
from hoanhap.capacity import forms, previews
from hoanhap.capacity.changes import Change, Closing, NewPlaces
from hoanhap.capacity.previews import Closed, Person, Planned, Preview
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, actor, seen
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


class Shift(msgspec.Struct, frozen=True):
    """What is not as it was when somebody last looked: who loses their places besides, and how many do no more."""

    added: list[Person]
    gone: int


class PreviewPage(msgspec.Struct, frozen=True):
    """What a change would do, and the form that makes it; `shift` where something has changed meanwhile."""

    kind: str
    action: str
    back: str
    typed: dict[str, str]
    preview: Preview
    change: Any
    shift: Shift | None = None


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
    return await _preview(request, db, slug, closing, form=form, now=now)


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
        return await _preview(request, db, slug, closing, form=form, now=now)
    return await _make(request, db, slug, closing, form=form, now=now, done="closures?done=closed")


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
    return await _preview(request, db, slug, change, form=pages.asked(request), now=now)


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
    return await _make(request, db, slug, change, form=pages.posted(request), now=now, done="closures?done=opened")


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
    return await _preview(request, db, slug, change, form=form, now=now)


@post(f"{AT}/capacity", audience=WORKERS, name="set the number of places", doing=N_("Đổi số chỗ của một số ngày."))
async def set_capacity(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Have another number of places as it was shown."""
    form, page = pages.posted(request), await _form_page(request, db, slug)
    change = forms.new_places(form, page.planned.units, today=local_day(now))
    if change is None:
        return pages.invalid("capacity/number.html", page, form)
    return await _make(request, db, slug, change, form=form, now=now, done="capacity?done=set")


async def _form_page(request: Asked, db: Database, slug: str) -> FormPage:
    language = visitor(request).language
    found = await db.read(previews.planned, slug, language=language, by=actor(request))
    return FormPage(found, request.query_params.get("done", ""))


async def _preview(request: Asked, db: Database, slug: str, change: Change, *, form: Form, now: datetime) -> Page:
    found = await _look(request, db, slug, change, now)
    return _page(slug, change, found, form, status=200 if form.ok else 422)


async def _make(
    request: Asked, db: Database, slug: str, change: Change, *, form: Form, now: datetime, done: str
) -> Page | Response[bytes]:
    """Make a change where all is still as it was shown; else show what it would do now, what changed first."""
    found = await _look(request, db, slug, change, now)
    if not found.is_made and found.proposal.version != form.value("version"):
        shift = _shift(found, form.value("shown").split())
        return _page(slug, change, found, form, shift=shift, status=409)
    await db.write(previews.make, slug, change, form.value("version"), by=actor(request), now=now)
    return seen(f"/organization/places/{slug}/{done}")


async def _look(request: Asked, db: Database, slug: str, change: Change, now: datetime) -> Preview:
    language = visitor(request).language
    return await db.write(previews.preview, slug, change, language=language, by=actor(request), now=now)


def _shift(found: Preview, shown: list[str]) -> Shift:
    """What is not as it was when these were shown."""
    now = {each.reference for each in found.proposal.displaced}
    return Shift([each for each in found.displaced if each.reference not in shown], len(set(shown) - now))


def _page(slug: str, change: Change, found: Preview, form: Form, *, shift: Shift | None = None, status: int) -> Page:
    at, typed = f"/organization/places/{slug}", {name: form.value(name) for name in forms.SAID if form.has(name)}
    if isinstance(change, Closing):
        page = PreviewPage("closing", f"{at}/closures", f"{at}/closures/new?{urlencode(typed)}", typed, found, change)
    elif isinstance(change, NewPlaces):
        page = PreviewPage("number", f"{at}/capacity", f"{at}/capacity?{urlencode(typed)}", typed, found, change)
    else:
        page = PreviewPage("opening", "", f"{at}/closures", typed, found, change)
    return Page("capacity/preview.html", msgspec.structs.replace(page, shift=shift), form=form, status=status)


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
