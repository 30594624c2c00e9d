"""The pages of what does not work at a place, a lift or an interpreter: who depends on it, and when it works again."""

from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.base.db import Database
from hoanhap.capacity import forms, previews, showing
from hoanhap.capacity.changes import EVERYTHING
from hoanhap.capacity.failing import Failing
from hoanhap.capacity.pages import AT
from hoanhap.capacity.previews import OutOfOrder
from hoanhap.capacity.showing import Deed
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, actor, seen
from hoanhap.web.security import WORKERS
from hoanhap.web.visitor import Asked, visitor


class BrokenPage(msgspec.Struct, frozen=True):
    """What does not work at a place, and what could fail there; `done` is what was said just now."""

    found: OutOfOrder
    done: str = ""


@get(f"{AT}/out-of-order", audience=WORKERS, name="out of order")
async def out_of_order(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """What does not work at a place, today and to come, and the form to say more."""
    form, found = pages.asked(request), await _broken(request, db, slug, now)
    everywhere = {} if form.has("where") else {"where": EVERYTHING}
    return Page("capacity/out_of_order.html", BrokenPage(found, form.value("done")), form=form.filled(everywhere))


@get(f"{AT}/out-of-order/preview", audience=WORKERS, name="preview of what does not work")
async def preview_failing(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Who depends on what does not work; the look at the names is written down."""
    form, found = pages.asked(request), await _broken(request, db, slug, now)
    failing = _said(form, found, now)
    if failing is None:
        return _asked_again(found, form)
    return await showing.preview(request, db, _failing(slug, failing, found, form), form=form, now=now)


@post(
    f"{AT}/out-of-order",
    audience=WORKERS,
    name="say what does not work",
    doing=N_("Báo một điều không dùng được."),
)
async def fail(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page | Response[bytes]:
    """Say that something does not work, as it was shown; what has changed meanwhile is shown first."""
    form, found = pages.posted(request), await _broken(request, db, slug, now)
    failing = _said(form, found, now)
    if failing is None:
        return _asked_again(found, form)
    deed = _failing(slug, msgspec.structs.replace(failing, note=forms.note(form)), found, form)
    if not form.ok:
        return await showing.preview(request, db, deed, form=form, now=now)
    return await showing.make(request, db, deed, form=form, now=now)


@get(f"{AT}/out-of-order/{{outage_id:int}}/mending", audience=WORKERS, name="preview of what works again")
async def preview_mending(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    outage_id: FromPath[int],
) -> Page | Response[bytes]:
    """Who has a place again when it works."""
    deed = await _mending(request, db, slug, outage_id, now)
    if deed is None:
        return seen(f"/organization/places/{slug}/out-of-order")
    return await showing.preview(request, db, deed, form=pages.asked(request), now=now)


@post(
    f"{AT}/out-of-order/{{outage_id:int}}/mending",
    audience=WORKERS,
    name="say what works again",
    doing=N_("Báo một điều dùng lại được."),
)
async def mend(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    outage_id: FromPath[int],
) -> Page | Response[bytes]:
    """Let it work again, as it was shown."""
    deed = await _mending(request, db, slug, outage_id, now)
    if deed is None:
        return seen(f"/organization/places/{slug}/out-of-order?done=mended")
    return await showing.make(request, db, deed, form=pages.posted(request), now=now)


def _said(form: Form, found: OutOfOrder, now: datetime) -> Failing | None:
    """What somebody says that does not work."""
    return forms.failing(form, found.place.location_id, found.things, found.services, now=now)


def _asked_again(found: OutOfOrder, form: Form) -> Page | Response[bytes]:
    """The form with what is wrong on it; where nothing can fail there is no form."""
    if not found.things:
        return seen(f"/organization/places/{found.place.slug}/out-of-order")
    return pages.invalid("capacity/out_of_order.html", BrokenPage(found), form)


async def _broken(request: Asked, db: Database, slug: str, now: datetime) -> OutOfOrder:
    language = visitor(request).language
    return await db.read(previews.out_of_order, slug, language=language, by=actor(request), now=now)


async def _mending(request: Asked, db: Database, slug: str, outage_id: int, now: datetime) -> Deed | None:
    """Letting something work again; None where it does already."""
    one = (await _broken(request, db, slug, now)).one(outage_id)
    change = await db.read(previews.mending, slug, outage_id, by=actor(request))
    if one is None:
        return None
    return Deed(slug, "mending", change, "out-of-order", "out-of-order?done=mended", what=one.name)


def _failing(slug: str, change: Failing, found: OutOfOrder, form: Form) -> Deed:
    what = next(each.name for each in found.things if each.value == form.value("what"))
    back = showing.with_typed("out-of-order", form)
    return Deed(slug, "failing", change, back, "out-of-order?done=failing", action="out-of-order", what=what)


ROUTES = [out_of_order, preview_failing, fail, preview_mending, mend]
