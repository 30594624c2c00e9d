"""The page on which staff write down what somebody said, at the desk or on the phone, of moving their booking."""

from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.attendance import forms, verbs
from hoanhap.attendance.pages import ENTRY
from hoanhap.attendance.queries import Entry
from hoanhap.base.db import Database
from hoanhap.booking import Consent
from hoanhap.catalogue import Workplace
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, seen
from hoanhap.web.security import WORKERS
from hoanhap.web.visitor import Asked, visitor


class MayMovePage(msgspec.Struct, frozen=True):
    """One booking, and what was said of moving it."""

    place: Workplace
    entry: Entry
    consent: Consent

    @property
    def back(self) -> str:
        """The booking on its day."""
        return f"/organization/places/{self.place.slug}/day/{self.entry.reference}"


@get(f"{ENTRY}/moving", audience=WORKERS, name="whether somebody may be moved")
async def may_move(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    reference: FromPath[str],
) -> Page:
    """Ask what somebody said of moving their booking; the look is written down, and no answer is chosen for them."""
    page = await _page(request, db, slug, reference, now=now)
    filled = {"may": page.consent.may.value} if page.consent.said_at else {}
    return Page("attendance/may_move.html", page, form=Form(filled, pages.translate(request)))


@post(
    f"{ENTRY}/moving",
    audience=WORKERS,
    name="note whether somebody may be moved",
    doing=N_("Ghi điều một người muốn khi phải đóng cửa."),
)
async def note_may_move(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    reference: FromPath[str],
) -> Page | Response[bytes]:
    """Note what somebody said of moving their booking."""
    form = pages.posted(request)
    said = forms.consent(form)
    if said is None:
        return pages.invalid("attendance/may_move.html", await _page(request, db, slug, reference, now=now), form)
    await db.write(verbs.note_consent, slug, reference, *said, by=pages.actor(request), now=now)
    return seen(f"/organization/places/{slug}/day/{reference}?noted=consent")


async def _page(request: Asked, db: Database, slug: str, reference: str, *, now: datetime) -> MayMovePage:
    language, by = visitor(request).language, pages.actor(request)
    found = await db.write(verbs.look_at_consent, slug, reference, language, by=by, now=now)
    return MayMovePage(found.place, found.entry, found.consent)


ROUTES = [may_move, note_may_move]
