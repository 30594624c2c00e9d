"""Consequences first: what a change would do is shown, and what has changed since then before anything is done."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response

from hoanhap.base.db import Database
from hoanhap.capacity import forms, previews
from hoanhap.capacity.changes import Change
from hoanhap.capacity.previews import Person, Preview
from hoanhap.web.forms import Form
from hoanhap.web.pages import Page, actor, seen
from hoanhap.web.visitor import Asked, visitor


class Deed(msgspec.Struct, frozen=True):
    """A change of a place as its pages speak of it.

    `action` is where its form goes, if not to the same address; `back` is the page that it came from, and `done` the
    page that says that it was made, both below the place. `what` is what does not work, or works again.
    """

    slug: str
    kind: str
    change: Any
    back: str
    done: str
    action: str = ""
    what: str = ""

    def path(self, below: str) -> str:
        """An address below the place."""
        return f"/organization/places/{self.slug}/{below}"


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
    what: str
    shift: Shift | None = None


async def preview(request: Asked, db: Database, deed: Deed, *, form: Form, now: datetime) -> Page:
    """The page of what a change would do; the look at the names is written down."""
    found = await _look(request, db, deed.slug, deed.change, now)
    return _page(deed, found, form, status=200 if form.ok else 422)


async def make(request: Asked, db: Database, deed: Deed, *, form: Form, now: datetime) -> Page | Response[bytes]:
    """Make a change where all is still as it was shown; else show what it would do now, what changed first."""
    found = await _look(request, db, deed.slug, deed.change, now)
    if not found.is_made and found.proposal.version != form.value("version"):
        shift = _shift(found, form.value("shown").split())
        return _page(deed, found, form, shift=shift, status=409)
    await db.write(previews.make, deed.slug, deed.change, form.value("version"), by=actor(request), now=now)
    return seen(deed.path(deed.done))


def typed(form: Form) -> dict[str, str]:
    """What was said of the change: it is in the address of its preview."""
    return {name: form.value(name) for name in forms.SAID if form.has(name)}


def with_typed(path: str, form: Form) -> str:
    """An address below the place with what was typed."""
    return f"{path}?{urlencode(typed(form))}"


async def _look(request: Asked, db: Database, slug: str, change: Change, now: datetime) -> Preview:
    language = visitor(request).language
    return await db.write(previews.preview, slug, change, language=language, by=actor(request), now=now)


def _shift(found: Preview, shown: list[str]) -> Shift:
    """What is not as it was when these were shown."""
    concerned = [*found.proposal.displaced, *(each.standing for each in found.proposal.moved)]
    now = {each.reference for each in concerned}
    return Shift([each for each in found.displaced if each.reference not in shown], len(set(shown) - now))


def _page(deed: Deed, found: Preview, form: Form, *, shift: Shift | None = None, status: int) -> Page:
    action = deed.action and deed.path(deed.action)
    page = PreviewPage(deed.kind, action, deed.path(deed.back), typed(form), found, deed.change, deed.what, shift)
    return Page("capacity/preview.html", page, form=form, status=status)
