"""The page of those who call: the list of people to be called, and the calls they made."""

from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency

from hoanhap.base.db import Database
from hoanhap.hotline import forms, verbs
from hoanhap.hotline.queries import CallList
from hoanhap.web import pages
from hoanhap.web.pages import Page, seen
from hoanhap.web.security import ADMINS
from hoanhap.web.visitor import Asked


class CallsPage(msgspec.Struct, frozen=True):
    """Everybody who must be called; `is_noted` when a call was noted just now."""

    calls: CallList
    now: datetime
    is_noted: bool


@get("/staff/calls", audience=ADMINS, name="call list")
async def calls(request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]) -> Page:
    """Everybody who must be called, longest waiting first; the look is written down."""
    is_noted = pages.asked(request).value("noted") == "yes"
    found = await db.write(verbs.look_at_calls, by=pages.actor(request), now=now)
    return Page("hotline/calls.html", CallsPage(found, now, is_noted))


@post("/staff/calls", audience=ADMINS, name="note a call")
async def note_call(request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]) -> Response[bytes]:
    """The person of this line was called."""
    line = forms.line(pages.posted(request))
    await db.write(verbs.note_call, line, by=pages.actor(request), now=now)
    return seen("/staff/calls?noted=yes")


ROUTES = [calls, note_call]
