"""The outbox of the demo, where messages are read instead of being sent."""

import msgspec
from litestar import get
from litestar.di import NamedDependency

from hoanhap.base import phone
from hoanhap.base.db import Database
from hoanhap.base.errors import Missing
from hoanhap.notify import queries
from hoanhap.notify.queries import MessageView
from hoanhap.web import pages
from hoanhap.web.pages import Page
from hoanhap.web.security import PUBLIC
from hoanhap.web.visitor import Asked, settings_of


class OutboxPage(msgspec.Struct, frozen=True):
    """The latest messages, of one phone if one was asked for."""

    phone: str | None
    messages: list[MessageView]


@get("/demo/outbox", audience=PUBLIC, name="demo outbox")
async def outbox(request: Asked, db: NamedDependency[Database]) -> Page:
    """What would have been sent; only the demo has it."""
    if not settings_of(request).is_demo:
        raise Missing
    number = phone.parse(pages.asked(request).value("phone"))
    return Page("notify/outbox.html", OutboxPage(number, await db.read(queries.latest, number)))


ROUTES = [outbox]
