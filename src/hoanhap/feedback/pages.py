"""The pages of feedback for everybody: the statement on accessibility, the form, and what becomes of it."""

from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.base import ids
from hoanhap.base.db import Database
from hoanhap.events import Actor
from hoanhap.feedback import forms, queries, verbs
from hoanhap.feedback.queries import FeedbackView, Figures, Giver
from hoanhap.feedback.rules import Reply
from hoanhap.web import addresses, pages
from hoanhap.web.assessment import GOALS, Assessment, Cost
from hoanhap.web.filters import phone_number
from hoanhap.web.forms import Form
from hoanhap.web.pages import Page, seen
from hoanhap.web.security import PUBLIC
from hoanhap.web.visitor import Asked, settings_of, signed_in, visitor

VISITOR = Actor(None, "visitor")


class StatementPage(msgspec.Struct, frozen=True):
    """What the last assessment found, if there was one, what a booking may cost, and what became of feedback."""

    assessment: Assessment | None
    goals: dict[str, tuple[int, int]]
    figures: Figures
    is_signed: bool
    """Whether anything is told in sign language here."""

    @property
    def over(self) -> list[Cost]:
        """What costs more than it may; a switch is counted in other steps, for which there is no goal."""
        costs = self.assessment.costs if self.assessment else []
        return [each for each in costs if each.by != "switch" and _is_over(each, *self.goals[each.journey])]


class FormPage(msgspec.Struct, frozen=True):
    """The page that somebody came from, in words, and what they gave before."""

    about: str
    given: list[FeedbackView]


class FeedbackPage(msgspec.Struct, frozen=True):
    """What becomes of feedback, for whoever knows its address."""

    feedback: FeedbackView


@get("/accessibility", audience=PUBLIC, name="accessibility")
async def statement(request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]) -> Page:
    """What is done so that nobody is shut out, what was found, what is missing, and how to complain."""
    figures = await db.read(queries.figures, now=now)
    state = request.app.state
    shown = StatementPage(state.assessment, GOALS, figures, state.sign_videos.has_any)
    return Page("house/accessibility.html", shown)


@get("/accessibility/feedback", audience=PUBLIC, name="feedback form", asks_who=True)
async def feedback_form(request: Asked, db: NamedDependency[Database]) -> Page:
    """Ask what was hard; those who are signed in need not type what we know, and find what they gave before."""
    login = signed_in(request)
    known = await db.read(queries.giver, login.account_id) if login else Giver()
    came_from = pages.asked(request).value("from")
    typed = {"key": ids.token(), "from": came_from, "full_name": known.full_name, "phone": phone_number(known.phone)}
    typed |= {"reply": Reply.PAGE.value}  # what asks for nothing more costs no key press
    page = FormPage(queries.page_in_words(addresses.page_of(request, came_from)), known.given)
    return Page("feedback/form.html", page, form=Form(typed, pages.translate(request)))


@post("/accessibility/feedback", audience=PUBLIC, name="give feedback", asks_who=True)
async def give(request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]) -> Page | Response[bytes]:
    """Note what somebody found hard."""
    form, login = pages.posted(request), signed_in(request)
    page = addresses.page_of(request, form.value("from"))
    given = forms.given(form, page=page)
    if given is None:
        return pages.invalid("feedback/form.html", FormPage(queries.page_in_words(page), []), form)
    token = await db.write(
        verbs.give,
        given,
        account_id=login.account_id if login else None,
        language=visitor(request).language,
        address=pages.address_of(request),
        secret=settings_of(request).secret_key,
        by=Actor(login.account_id, login.role) if login else VISITOR,
        now=now,
    )
    return seen(f"/accessibility/feedback/{token}")


@get("/accessibility/feedback/{token:str}", audience=PUBLIC, name="feedback")
async def feedback(db: NamedDependency[Database], token: FromPath[str]) -> Page:
    """By when we answer, and the answer once there is one."""
    return Page("feedback/feedback.html", FeedbackPage(await db.read(queries.by_token, token)))


def _is_over(cost: Cost, presses: int, words: int) -> bool:
    return cost.presses > presses or cost.words > words


ROUTES = [statement, feedback_form, give, feedback]
