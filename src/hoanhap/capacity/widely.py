"""The pages of whoever closes days at many places at once: what it would do at each of them, then one deed for all."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.base.clock import local_day
from hoanhap.base.db import Database
from hoanhap.capacity import forms, showing, wide
from hoanhap.capacity.changes import Change
from hoanhap.capacity.wide import Area, Scope, WideClosure, WidePreview
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, actor, seen
from hoanhap.web.security import WORKERS
from hoanhap.web.visitor import Asked

AT = "/organization/closures"


class WidePage(msgspec.Struct, frozen=True):
    """What is closed at several places, and where days can be closed; `done` is what was made just now."""

    closed: list[WideClosure]
    scopes: list[Scope]
    done: str = ""


class WidePreviewPage(msgspec.Struct, frozen=True):
    """What a change would do at many places, and the form that makes it.

    `changed` are the places where it is not as it was shown, None where nothing was shown before.
    """

    kind: str
    action: str
    back: str
    typed: dict[str, str]
    preview: WidePreview
    change: Any
    scope: Scope | None = None
    changed: list[str] | None = None


@get(AT, audience=WORKERS, name="closures of many places")
async def closures(request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]) -> Page:
    """What is closed together, today and to come, and the form to close more."""
    form, page = pages.asked(request), await _wide_page(request, db, now)
    return Page("capacity/wide.html", msgspec.structs.replace(page, done=form.value("done")), form=form)


@get(f"{AT}/preview", audience=WORKERS, name="preview of closing widely")
async def preview_closing(request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]) -> Page:
    """What closing these days would do at each place."""
    form, area = pages.asked(request), await db.read(wide.area, by=actor(request))
    closing = forms.wide_closing(form, area.offerings, today=local_day(now))
    if closing is None:
        return pages.invalid("capacity/wide.html", await _wide_page(request, db, now), form)
    return _closing_page(area, closing, await _look(request, db, closing, now), form)


@post(AT, audience=WORKERS, name="close days widely", doing=N_("Đóng một số ngày ở nhiều nơi."))
async def close(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Page | Response[bytes]:
    """Close days at all places as it was shown; what has changed meanwhile is shown first."""
    form, area = pages.posted(request), await db.read(wide.area, by=actor(request))
    closing = forms.wide_closing(form, area.offerings, today=local_day(now))
    if closing is None:
        return pages.invalid("capacity/wide.html", await _wide_page(request, db, now), form)
    closing = msgspec.structs.replace(closing, note=forms.note(form))
    found = await _look(request, db, closing, now)
    if not form.ok or _is_stale(found, form):
        return _closing_page(area, closing, found, form)
    await db.write(wide.make, closing, form.value("version"), by=actor(request), now=now)
    return seen(f"{AT}?done=closed")


@get(f"{AT}/{{closure_id:int}}/opening", audience=WORKERS, name="preview of opening widely")
async def preview_opening(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], closure_id: FromPath[int]
) -> Page:
    """What opening these days again would do at each place."""
    change = await db.read(wide.reopening, closure_id, by=actor(request))
    return _opening_page(change, await _look(request, db, change, now), pages.asked(request))


@post(
    f"{AT}/{{closure_id:int}}/opening",
    audience=WORKERS,
    name="open days again widely",
    doing=N_("Mở lại những ngày đã đóng ở nhiều nơi."),
)
async def reopen(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], closure_id: FromPath[int]
) -> Page | Response[bytes]:
    """Open days again at all places as it was shown."""
    form, change = pages.posted(request), await db.read(wide.reopening, closure_id, by=actor(request))
    found = await _look(request, db, change, now)
    if _is_stale(found, form):
        return _opening_page(change, found, form)
    await db.write(wide.make, change, form.value("version"), by=actor(request), now=now)
    return seen(f"{AT}?done=opened")


async def _wide_page(request: Asked, db: Database, now: datetime) -> WidePage:
    area = await db.read(wide.area, by=actor(request))
    return WidePage(await db.read(wide.closed, by=actor(request), now=now), area.scopes)


async def _look(request: Asked, db: Database, change: Change, now: datetime) -> WidePreview:
    return await db.read(wide.preview, change, by=actor(request), now=now)


def _is_stale(found: WidePreview, form: Form) -> bool:
    return not found.is_made and found.proposal.version != form.value("version")


def _closing_page(area: Area, change: Change, found: WidePreview, form: Form) -> Page:
    scope = next(each for each in area.scopes if each.value == form.value("what"))
    back = showing.with_typed(AT, form)
    return _page(WidePreviewPage("closing", AT, back, showing.typed(form), found, change, scope), form)


def _opening_page(change: Change, found: WidePreview, form: Form) -> Page:
    return _page(WidePreviewPage("opening", "", AT, {}, found, change), form)


def _page(page: WidePreviewPage, form: Form) -> Page:
    """The page; where a form was sent and all is not as it was shown, with the places where it is otherwise."""
    is_stale = form.has("version") and _is_stale(page.preview, form)
    if is_stale:
        shown = set(form.value("shown").split())
        changed = [each.place.name for each in page.preview.shown if each.mark not in shown]
        page = msgspec.structs.replace(page, changed=changed)
    status = 409 if is_stale else 200 if form.ok else 422
    return Page("capacity/wide_preview.html", page, form=form, status=status)


ROUTES = [closures, preview_closing, close, preview_opening, reopen]
