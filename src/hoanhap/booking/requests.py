"""The pages of those who decide: what waits for an answer, one request, accepting, declining, asking back."""

from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap import needs
from hoanhap.base.db import Database, Db
from hoanhap.base.text import ungrouped
from hoanhap.booking import deciding, forms, queue
from hoanhap.booking.deciding import request_page
from hoanhap.booking.journey import said_gaps
from hoanhap.booking.queue import RequestView
from hoanhap.booking.rules import Deciding, Outcome
from hoanhap.catalogue import Lacking, Workplace
from hoanhap.events import Actor
from hoanhap.schedule import Start
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, actor, seen
from hoanhap.web.paging import AT_ONCE, Part, part_of
from hoanhap.web.security import WORKERS
from hoanhap.web.visitor import Asked, visitor

OF_THIS_PAGE = ("done",)
"""What the address of the list says of one page alone."""


class QueuePage(msgspec.Struct, frozen=True):
    """A part of what a place has to answer; `done` is what was decided just now."""

    place: Workplace
    part: Part[int]
    requests: list[RequestView]
    now: datetime
    done: str


class RequestPage(msgspec.Struct, frozen=True):
    """One request: who asks, what they need, what is missing, and what can be done."""

    place: Workplace
    request: RequestView
    needs: list[str]
    gaps: list[Lacking]
    next_times: list[Start]
    now: datetime
    done: str = ""

    @property
    def address(self) -> str:
        """Where it stands."""
        return request_page(self.place.slug, str(self.request.booking.reference))


@get("/organization/places/{slug:str}/requests", audience=WORKERS, name="requests")
async def requests(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """What waits for an answer: what is near first, then the oldest; the look is written down."""
    by = actor(request)
    place, count = await db.read(_place_and_count, slug, by)
    part = part_of(request, range(count), without=OF_THIS_PAGE)
    first = part.items[0] if part.items else 0
    found = await db.write(deciding.look_at_queue, slug, first=first, at_most=AT_ONCE, by=by, now=now)
    return Page("booking/requests.html", QueuePage(place, part, found, now, pages.asked(request).value("done")))


@get("/organization/places/{slug:str}/requests/{reference:str}", audience=WORKERS, name="request")
async def one(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    reference: FromPath[str],
) -> Page:
    """One request, with what can be done; the look is written down."""
    found = await _read(request, db, slug, reference, now)
    return Page("booking/request.html", found, form=Form({}, pages.translate(request)))


@post(
    "/organization/places/{slug:str}/requests/{reference:str}/acceptance",
    audience=WORKERS,
    name="accept a request",
    doing=N_("Nhận một yêu cầu đặt lịch."),
)
async def accept(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    reference: FromPath[str],
) -> Response[bytes]:
    """Accept what was shown."""
    decision, version = Deciding(Outcome.ACCEPTED), pages.posted(request).value("seen")
    await db.write(deciding.decide, slug, ungrouped(reference), decision, version, by=actor(request), now=now)
    return seen(f"/organization/places/{slug}/requests?done=accepted")


@get("/organization/places/{slug:str}/requests/{reference:str}/decline", audience=WORKERS, name="ask before declining")
async def ask_before_declining(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    reference: FromPath[str],
) -> Page:
    """Why it is declined, in a reason and in words."""
    found = await _read(request, db, slug, reference, now)
    return Page("booking/decline.html", found, form=Form({}, pages.translate(request)))


@post(
    "/organization/places/{slug:str}/requests/{reference:str}/decline",
    audience=WORKERS,
    name="decline a request",
    doing=N_("Trả lời là không nhận được một yêu cầu."),
)
async def decline(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    reference: FromPath[str],
) -> Page | Response[bytes]:
    """Decline what was shown."""
    form = pages.posted(request)
    decision = forms.declining(form)
    if decision is None:
        return pages.invalid("booking/decline.html", await _read(request, db, slug, reference, now), form)
    version = form.value("seen")
    await db.write(deciding.decide, slug, ungrouped(reference), decision, version, by=actor(request), now=now)
    return seen(f"/organization/places/{slug}/requests?done=declined")


@get("/organization/places/{slug:str}/requests/{reference:str}/question", audience=WORKERS, name="question")
async def question(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    reference: FromPath[str],
) -> Page:
    """What to ask before deciding."""
    found = await _read(request, db, slug, reference, now)
    return Page("booking/question.html", found, form=Form({}, pages.translate(request)))


@post(
    "/organization/places/{slug:str}/requests/{reference:str}/question",
    audience=WORKERS,
    name="ask back",
    doing=N_("Hỏi thêm người đặt lịch."),
)
async def ask_back(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    reference: FromPath[str],
) -> Page | Response[bytes]:
    """Ask it."""
    form = pages.posted(request)
    words = forms.words(form, missing=form.translate(N_("Viết điều quý vị muốn hỏi.")))
    if not form.ok:
        return pages.invalid("booking/question.html", await _read(request, db, slug, reference, now), form)
    await db.write(deciding.ask_back, slug, ungrouped(reference), words, by=actor(request), now=now)
    return seen(f"{request_page(slug, ungrouped(reference))}?done=asked")


@post(
    "/organization/places/{slug:str}/requests/{reference:str}/answer",
    audience=WORKERS,
    name="note an answer",
    doing=N_("Ghi lại câu trả lời qua điện thoại."),
)
async def note_answer(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    slug: FromPath[str],
    reference: FromPath[str],
) -> Page | Response[bytes]:
    """Note what the person said on the phone."""
    form = pages.posted(request)
    words = forms.words(form, missing=form.translate(N_("Viết câu trả lời quý vị nghe được.")))
    if not form.ok:
        return pages.invalid("booking/request.html", await _read(request, db, slug, reference, now), form)
    await db.write(deciding.note_answer, slug, ungrouped(reference), words, by=actor(request), now=now)
    return seen(f"{request_page(slug, ungrouped(reference))}?done=answered")


async def _read(request: Asked, db: Database, slug: str, reference: str, now: datetime) -> RequestPage:
    done = pages.asked(request).value("done")
    language = visitor(request).language
    return await db.write(_look, slug, ungrouped(reference), language, by=actor(request), now=now, done=done)


def _look(db: Db, slug: str, reference: str, language: str, *, by: Actor, now: datetime, done: str) -> RequestPage:
    place, found, next_times = deciding.look_at_one(db, slug, reference, by=by, now=now)
    words = needs.words_of(db, found.booking.needs, language)
    gaps = said_gaps(db, found.booking.gaps, language)
    return RequestPage(place, found, words, gaps, next_times, now, done)


def _place_and_count(db: Db, slug: str, by: Actor) -> tuple[Workplace, int]:
    place, _ = deciding.at_work(db, slug, by)
    return place, queue.waiting_count(db, place.location_id)


ROUTES = [requests, one, accept, ask_before_declining, decline, question, ask_back, note_answer]
