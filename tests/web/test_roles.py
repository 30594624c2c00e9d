"""Who may see and do what: every route, for every role, with somebody's own things and with other people's."""

from typing import NamedTuple

import pytest
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import select

from hoanhap.app import ROUTES
from hoanhap.base import ids
from hoanhap.feedback import Feedback
from hoanhap.organizations import Organization
from hoanhap.web.security import WORKERS
from tests import journeys, makers
from tests.journeys import OTHER_PHONE, PHONE, book, choose, give_feedback, path_of, sign_in, sign_in_as
from tests.pages import Browser, Site
from tests.town import Town


class Expected(NamedTuple):
    """The status each role gets for the things of one owner."""

    visitor: int
    owner: int
    other: int
    admin: int


def everybody(status: int) -> Expected:
    """The same for all."""
    return Expected(status, status, status, status)


OK, SEEN, FORBIDDEN, MISSING, WRONG, REFUSED = 200, 303, 403, 404, 422, 409
MATRIX = {
    "display settings": everybody(OK),
    "save display settings": everybody(WRONG),
    "help": everybody(OK),
    "ask to be called back": everybody(OK),
    "be called back": everybody(WRONG),
    "callback": everybody(OK),  # whoever knows its token asked for it
    "call list": Expected(SEEN, FORBIDDEN, FORBIDDEN, OK),
    "note a call": Expected(SEEN, FORBIDDEN, FORBIDDEN, MISSING),  # no line was named
    "accessibility": everybody(OK),
    "feedback form": everybody(OK),
    "give feedback": everybody(WRONG),
    "feedback": everybody(OK),  # whoever knows its token gave it
    "feedback list": Expected(SEEN, FORBIDDEN, FORBIDDEN, OK),
    "feedback to answer": Expected(SEEN, FORBIDDEN, FORBIDDEN, OK),
    "answer feedback": Expected(SEEN, FORBIDDEN, FORBIDDEN, WRONG),
    "components": everybody(OK),
    "static file": everybody(OK),
    "file of a sign video": everybody(MISSING),  # there is none
    "file of a photo": everybody(MISSING),  # there is none
    "page read aloud": everybody(MISSING),  # whoever has its address opened the page
    "live": everybody(OK),
    "ready": everybody(OK),
    "home": everybody(OK),
    "services": everybody(OK),
    "service": everybody(OK),
    "needs": Expected(OK, OK, SEEN, SEEN),  # those of whom nobody is known yet are asked for whom
    "say needs": everybody(SEEN),
    "forget needs": everybody(SEEN),
    "for whom": Expected(SEEN, OK, OK, OK),
    "choose for whom": Expected(SEEN, WRONG, WRONG, WRONG),
    "earlier needs": Expected(SEEN, OK, SEEN, SEEN),
    "organizations": everybody(OK),
    "organization": everybody(OK),
    "place": everybody(OK),
    "where somebody is": everybody(OK),
    "times": everybody(SEEN),  # to the places: none was chosen
    "choose a time": everybody(SEEN),
    "check": everybody(OK),  # whoever knows the journey's token is on the journey
    "confirm": everybody(WRONG),
    "needs of a booking": everybody(OK),
    "say needs of a booking": everybody(SEEN),
    "confirm by code": everybody(MISSING),  # before a phone was given
    "check the booking's code": everybody(MISSING),
    "ask for another code": everybody(REFUSED),
    "my bookings": Expected(SEEN, OK, OK, OK),
    "booking": Expected(SEEN, OK, MISSING, MISSING),
    "ask before cancelling": Expected(SEEN, OK, MISSING, MISSING),
    "answer a question": Expected(SEEN, SEEN, MISSING, MISSING),  # nothing was asked
    "cancel": Expected(SEEN, SEEN, MISSING, MISSING),
    "times to move to": Expected(SEEN, OK, MISSING, MISSING),
    "move": Expected(SEEN, OK, MISSING, MISSING),  # no time was chosen
    "restore": Expected(SEEN, SEEN, MISSING, MISSING),
    "whether a booking may be moved": Expected(SEEN, OK, MISSING, MISSING),
    "say whether a booking may be moved": Expected(SEEN, WRONG, MISSING, MISSING),
    "whether later bookings may be moved": Expected(SEEN, OK, OK, OK),
    "say whether later bookings may be moved": everybody(SEEN),  # nothing was said
    "unfinished form": everybody(SEEN),  # there is none
    "calendar of a booking": Expected(SEEN, OK, MISSING, MISSING),
    "slip": Expected(SEEN, OK, MISSING, MISSING),
    "calendar": Expected(SEEN, OK, OK, OK),
    "make a calendar address": everybody(SEEN),
    "end the calendar address": everybody(SEEN),
    "calendar feed": everybody(OK),  # whoever knows its secret address
    "sign in": everybody(OK),
    "ask for a code": everybody(WRONG),
    "enter the code": everybody(OK),
    "check the code": everybody(WRONG),
    "sign out": everybody(SEEN),
    "staff sign-in": everybody(OK),
    "check a password": everybody(WRONG),
    "second step": everybody(REFUSED),  # before a first one
    "check a second step": everybody(WRONG),
    "sign in with a passkey": everybody(FORBIDDEN),  # nothing was signed
    "invitation": everybody(MISSING),  # whoever knows its token was given it
    "answer an invitation": everybody(MISSING),
    "code of an invitation": everybody(MISSING),
    "check the code of an invitation": everybody(MISSING),
    "first password": everybody(REFUSED),
    "choose a first password": everybody(REFUSED),
    "first authenticator": everybody(REFUSED),
    "set up a first authenticator": everybody(REFUSED),
    "sign in to a sample account": everybody(MISSING),  # none was named
    "demo outbox": everybody(OK),
    "overview": Expected(SEEN, FORBIDDEN, FORBIDDEN, OK),
}


ENDING = {"cancel", "make a calendar address", "end the calendar address"}
NOT_ZIPPED = {"accept-encoding": "identity"}


def is_at_work(route: HTTPRouteHandler) -> bool:
    """Whether it is for those who work for organisations: `test_roles_at_work` has its line."""
    return bool(route.opt["audience"] == WORKERS)


class Things(NamedTuple):
    """What the addresses of routes speak of."""

    reference: str
    journey: str
    code_request: str
    callback: str
    feedback: str
    feedback_reference: str
    feed: str
    file: str
    slugs: dict[str, str]


@pytest.mark.parametrize("role", Expected._fields)
async def test_every_role_gets_what_it_may_on_every_route(role: str, site: Site, town: Town) -> None:
    owner = site.browser()
    things = await _things(site, town, owner)
    browser = await _browser_of(role, site, owner)

    got = {route.name: await _ask(browser, route, things) for route in _in_order() if not is_at_work(route)}

    assert got == {name: getattr(expected, role) for name, expected in MATRIX.items()}


def test_every_route_has_its_line() -> None:
    assert [route.name for route in ROUTES if not is_at_work(route) and route.name not in MATRIX] == []


@pytest.mark.parametrize("role", Expected._fields)
async def test_looking_changes_nothing(role: str, site: Site, town: Town) -> None:
    owner = site.browser()
    things = await _things(site, town, owner)
    browser = await _browser_of(role, site, owner)
    before = site.rows()

    for route in ROUTES:
        if "GET" in route.http_methods:
            await _ask(browser, route, things)

    assert site.rows() == before


@pytest.mark.parametrize("page", ["", "/cancellation", "/times", "/moving", "/calendar.ics", "/slip"])
@pytest.mark.parametrize("role", ["other", "admin"])
async def test_somebody_elses_booking_looks_like_none(role: str, page: str, site: Site, town: Town) -> None:
    owner = site.browser()
    reference = path_of(await book(owner, town.therapy)).rpartition("/")[2]
    unknown = ids.reference()
    browser = await _browser_of(role, site, owner)

    theirs = await browser.request("GET", f"/bookings/{reference}{page}", headers=NOT_ZIPPED)
    nobodys = await browser.request("GET", f"/bookings/{unknown}{page}", headers=NOT_ZIPPED)

    assert theirs.status_code == nobodys.status_code == MISSING
    assert theirs.content.replace(reference.encode(), b"R") == nobodys.content.replace(unknown.encode(), b"R")
    assert theirs.headers == nobodys.headers


@pytest.mark.parametrize("change", ["cancellation", "times", "restoration", "moving"])
async def test_changing_somebody_elses_booking_looks_like_changing_none(change: str, site: Site, town: Town) -> None:
    owner, other = site.browser(), site.browser()
    reference = path_of(await book(owner, town.therapy)).rpartition("/")[2]
    unknown = ids.reference()
    await sign_in(other, phone=OTHER_PHONE)

    theirs = await other.request("POST", f"/bookings/{reference}/{change}", fields={"slot": "1"})
    nobodys = await other.request("POST", f"/bookings/{unknown}/{change}", fields={"slot": "1"})

    assert theirs.status_code == nobodys.status_code == MISSING
    assert theirs.content.replace(reference.encode(), b"R") == nobodys.content.replace(unknown.encode(), b"R")
    assert (await owner.open(f"/bookings/{reference}/cancellation")).h1 == "Hủy lịch hẹn này?"


async def test_a_visitor_cannot_tell_a_booking_from_none(site: Site, town: Town) -> None:
    reference = path_of(await book(site.browser(), town.therapy)).rpartition("/")[2]
    unknown = ids.reference()
    visitor = site.browser()

    theirs = await visitor.request("GET", f"/bookings/{reference}")
    nobodys = await visitor.request("GET", f"/bookings/{unknown}")

    assert theirs.status_code == nobodys.status_code == SEEN
    assert theirs.headers["location"].replace(reference, "R") == nobodys.headers["location"].replace(unknown, "R")


def _in_order() -> list[HTTPRouteHandler]:
    """Every route; those that end something last."""
    return sorted(ROUTES, key=lambda route: (route.name == "sign out", route.name in ENDING))


async def _browser_of(role: str, site: Site, owner: Browser) -> Browser:
    if role == "owner":
        return owner
    browser = site.browser()
    if role == "other":
        await sign_in(browser, phone=OTHER_PHONE)
    elif role == "admin":
        await sign_in_as(browser, "admin")
    return browser


async def _things(site: Site, town: Town, owner: Browser) -> Things:
    booked = await book(owner, town.therapy)
    on_the_way = await choose(owner, town.single)
    visitor = site.browser()
    asked = await visitor.open("/sign-in")
    code_page = await visitor.send(asked.form("phone"), phone=journeys.PHONE)
    visitors_form = (await visitor.open("/help/callback")).form("full_name")
    callback = await visitor.send(visitors_form, full_name=makers.NAME, phone=PHONE, suits="any", way="call")
    given = await give_feedback(visitor)
    calendar = await owner.open("/calendar")
    with_feed = await owner.send(calendar.form("instead_of"))
    feed = with_feed.shown("address").rpartition("/")[2]
    file = site.app.state.assets.path("app.css").removeprefix("/static/")
    pages = (booked, on_the_way, code_page, callback, given)
    reference, journey, code_request, asked_for, feedback = (path_of(each).rpartition("/")[2] for each in pages)
    with site.database.reading() as db:
        organization = db.execute(select(Organization.slug).limit(1)).scalar_one()
        of_feedback = db.execute(select(Feedback.reference)).scalar_one()
    slugs = {"organizations": organization, "places": town.therapy.location_slug}
    return Things(reference, journey, code_request, asked_for, feedback, of_feedback, feed, file, slugs)


async def _ask(browser: Browser, route: HTTPRouteHandler, things: Things) -> int:
    """Ask a route with the browser's cookies as they were, so that no answer changes the next one."""
    cookies = list(browser.http.cookies.jar)
    path = min(route.paths)
    tokens = {"/sign-in": things.code_request, "/help": things.callback, "/accessibility": things.feedback}
    token = next((known for start, known in tokens.items() if path.startswith(start)), things.journey)
    values = {
        "token:str": token,
        "code_token:str": token,
        "member:int": "0",
        "invitation:int": "0",
        "reference:str": things.feedback_reference if path.startswith("/staff") else things.reference,
        "file:str": things.feed,
        "path:path": things.file,
    }
    slug = things.slugs.get(path.split("/")[1], "vat-ly-tri-lieu")
    for name, value in {**values, "slug:str": slug}.items():
        path = path.replace(f"{{{name}}}", value)
    method = next(iter(route.http_methods))
    response = await browser.request(method, path, fields={} if method == "POST" else None)
    browser.http.cookies.jar.clear()
    for each in cookies:
        browser.http.cookies.jar.set_cookie(each)
    return int(response.status_code)
