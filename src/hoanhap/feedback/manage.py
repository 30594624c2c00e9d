"""The pages of those who answer: what waits and what was answered, one piece of feedback, and its answer."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.base.clock import local_day
from hoanhap.base.db import Database
from hoanhap.base.text import ungrouped
from hoanhap.feedback import forms, queries, verbs
from hoanhap.feedback.queries import FeedbackView
from hoanhap.feedback.verbs import Shelf
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, seen
from hoanhap.web.paging import AT_ONCE, Part, part_of
from hoanhap.web.security import ADMINS
from hoanhap.web.visitor import Asked

OF_THIS_PAGE = ("noted", "reference")
"""What the address of the list says of one page alone."""


class ListPage(msgspec.Struct, frozen=True):
    """A part of one of the two lists; `is_noted` when an answer was noted just now."""

    shelf: str
    part: Part[int]
    feedback: Sequence[FeedbackView]
    now: datetime
    is_noted: bool


class OnePage(msgspec.Struct, frozen=True):
    """One piece of feedback, to be answered or answered."""

    feedback: FeedbackView
    now: datetime


@get("/staff/feedback", audience=ADMINS, name="feedback list")
async def feedback_list(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Page | Response[bytes]:
    """What waits for an answer, longest first; or what was answered; or the way to what a reference names."""
    asked = pages.asked(request)
    if reference := ungrouped(asked.value("reference")):
        if await db.read(queries.is_there, reference):
            return seen(f"/staff/feedback/{reference}")
        asked.wrong("reference", asked.translate(N_("Không có góp ý nào mang mã này. Nhập lại đủ 8 chữ số.")))
    shelf = Shelf.ANSWERED if asked.value("list") == Shelf.ANSWERED else Shelf.OPEN
    count = await db.read(queries.open_count if shelf is Shelf.OPEN else queries.answered_count)
    part = part_of(request, range(count), without=OF_THIS_PAGE)
    first = part.items[0] if part.items else 0
    found = await db.write(verbs.look_at_list, shelf, first=first, at_most=AT_ONCE, by=pages.actor(request), now=now)
    page = ListPage(shelf, part, found, now, is_noted=asked.ok and asked.value("noted") == "yes")
    return Page("feedback/list.html", page, form=asked, status=200 if asked.ok else 422)


@get("/staff/feedback/{reference:str}", audience=ADMINS, name="feedback to answer")
async def one(
    request: Asked, db: NamedDependency[Database], reference: FromPath[str], now: NamedDependency[datetime]
) -> Page:
    """One piece of feedback with its answer, or with the form to answer it; the look is written down."""
    found = await db.write(verbs.look_at_one, ungrouped(reference), by=pages.actor(request), now=now)
    return Page("feedback/one.html", OnePage(found, now), form=Form({}, pages.translate(request)))


@post(
    "/staff/feedback/{reference:str}",
    audience=ADMINS,
    name="answer feedback",
    doing=N_("Trả lời một góp ý."),
)
async def answer(
    request: Asked, db: NamedDependency[Database], reference: FromPath[str], now: NamedDependency[datetime]
) -> Page | Response[bytes]:
    """Answer what waits for an answer."""
    form = pages.posted(request)
    answering = forms.answering(form, today=local_day(now))
    if answering is None:
        found = await db.write(verbs.look_at_one, ungrouped(reference), by=pages.actor(request), now=now)
        return pages.invalid("feedback/one.html", OnePage(found, now), form)
    await db.write(verbs.answer, ungrouped(reference), answering, by=pages.actor(request), now=now)
    return seen("/staff/feedback?noted=yes")


ROUTES = [feedback_list, one, answer]
