"""The pages of help: what to do on the page somebody came from, and asking to be called back."""

from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.base import ids
from hoanhap.base.db import Database
from hoanhap.events import Actor
from hoanhap.hotline import forms, queries, verbs
from hoanhap.hotline.queries import CallbackView, Caller
from hoanhap.hotline.texts import GUIDES, Guide
from hoanhap.web import addresses, pages
from hoanhap.web.filters import phone_number
from hoanhap.web.forms import Form
from hoanhap.web.pages import Page, seen
from hoanhap.web.security import PUBLIC
from hoanhap.web.visitor import Asked, settings_of, signed_in, visitor

VISITOR = Actor(None, "visitor")


class HelpPage(msgspec.Struct, frozen=True):
    """What the page somebody came from is for, and the way back to it; nothing if they came from none."""

    guide: Guide | None
    came_from: str


class CallbackPage(msgspec.Struct, frozen=True):
    """What happens next for somebody who asked to be called."""

    callback: CallbackView


@get("/help", audience=PUBLIC, name="help")
async def help_page(request: Asked) -> Page:
    """How to go on from the page somebody came from, how booking works, and whom to call."""
    came_from = pages.asked(request).value("from")
    guide = GUIDES.get(addresses.page_of(request, came_from))
    return Page("hotline/help.html", HelpPage(guide, came_from))


@get("/help/callback", audience=PUBLIC, name="ask to be called back", asks_who=True)
async def callback_form(request: Asked, db: NamedDependency[Database]) -> Page:
    """Ask who wants to be called, when and how; those who are signed in need not type what we know."""
    login = signed_in(request)
    known = await db.read(queries.caller, login.account_id) if login else Caller("", "")
    typed = {"key": ids.token(), "full_name": known.full_name, "phone": phone_number(known.phone)}
    typed |= {"suits": "any", "way": "call"}  # what most people want costs no key press
    return Page("hotline/callback_form.html", form=Form(typed, pages.translate(request)))


@post("/help/callback", audience=PUBLIC, name="be called back", asks_who=True)
async def ask(request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]) -> Page | Response[bytes]:
    """Note that somebody wants to be called."""
    form, login = pages.posted(request), signed_in(request)
    asking = forms.asking(form)
    if asking is None:
        return pages.invalid("hotline/callback_form.html", None, form)
    token = await db.write(
        verbs.ask,
        asking,
        account_id=login.account_id if login else None,
        language=visitor(request).language,
        address=pages.address_of(request),
        secret=settings_of(request).secret_key,
        by=Actor(login.account_id, login.role) if login else VISITOR,
        now=now,
    )
    return seen(f"/help/callback/{token}")


@get("/help/callback/{token:str}", audience=PUBLIC, name="callback")
async def callback(db: NamedDependency[Database], token: FromPath[str]) -> Page:
    """What happens next, and by when."""
    return Page("hotline/callback.html", CallbackPage(await db.read(queries.callback, token)))


ROUTES = [help_page, callback_form, ask, callback]
