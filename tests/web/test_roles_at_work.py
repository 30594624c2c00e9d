"""Who may see and do what at work: every route there, for every role, at one's own place and at another's."""

from typing import NamedTuple

import pytest
from litestar.handlers import HTTPRouteHandler

from hoanhap import catalogue
from hoanhap.app import ROUTES
from hoanhap.base.db import Db
from hoanhap.events import Actor
from hoanhap.organizations import MemberRole
from hoanhap.staff import invitations, queries
from tests.journeys import sign_in, sign_in_as
from tests.makers import NOON, employ
from tests.pages import Browser, Site
from tests.staffing import invited
from tests.town import Town
from tests.web.test_roles import is_at_work

OK, SEEN, FORBIDDEN, MISSING, WRONG, REFUSED = 200, 303, 403, 404, 422, 409
AT_WORK = [route for route in ROUTES if is_at_work(route)]
ROLES = {
    "driver": MemberRole.DRIVER,
    "desk": MemberRole.DESK,
    "capacity": MemberRole.CAPACITY,
    "organization-admin": MemberRole.ADMIN,
}
"""The sample accounts, and what they are at the place."""
A_MEMBER = AN_INVITATION = 1
"""The driver who works there, and somebody who is invited to."""


class Expected(NamedTuple):
    """The status each role gets at the place where it works; `elsewhere` administers another organisation."""

    visitor: int
    person: int
    driver: int
    desk: int
    capacity: int
    manager: int
    elsewhere: int
    agency: int
    admin: int


def workers(
    *, driver: int = FORBIDDEN, desk: int = FORBIDDEN, capacity: int, agency: int = FORBIDDEN, ok: int | None = None
) -> Expected:
    """What each role gets; whoever administers the organisation or the house gets what the capacity manager gets."""
    most = capacity if ok is None else ok
    return Expected(SEEN, FORBIDDEN, driver, desk, capacity, most, FORBIDDEN, agency, most)


def every_worker(status: int) -> Expected:
    """The same for everybody who works here."""
    return Expected(SEEN, FORBIDDEN, status, status, status, status, status, status, status)


def appointers(status: int) -> Expected:
    """What those get who appoint at the place: whoever administers the organisation or the house."""
    return workers(capacity=FORBIDDEN, ok=status)


def everywhere(status: int) -> Expected:
    """What those get who speak for all organisations; nobody else gets anything."""
    return Expected(SEEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, status, status)


def widely(status: int) -> Expected:
    """What those get who close days at many places: administrators of their organisations, and the agency."""
    return Expected(SEEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, status, status, status, status)


OF_CREDENTIALS = (
    "own passkey",
    "add a passkey",
    "own password",
    "change one's password",
    "own authenticator",
    "change one's authenticator",
    "recovery codes",
    "make recovery codes",
)
EVERYWHERE = everywhere(OK)
"""Only for those who see all organisations."""
MATRIX = {
    "workplaces": Expected(SEEN, FORBIDDEN, SEEN, SEEN, SEEN, SEEN, SEEN, OK, OK),
    "workplace": workers(driver=OK, desk=OK, capacity=OK, agency=OK),
    "needs you": workers(desk=OK, capacity=OK),
    "somebody who needs you": workers(desk=MISSING, capacity=MISSING),
    "move by agreement": workers(desk=MISSING, capacity=MISSING),
    "cancel by the place": workers(desk=MISSING, capacity=MISSING),
    "closures": workers(capacity=OK),
    "days to close": workers(capacity=OK),
    "preview of closing": workers(capacity=WRONG),
    "close days": workers(capacity=WRONG),
    "preview of opening": workers(capacity=MISSING),
    "open days again": workers(capacity=MISSING),
    "out of order": workers(capacity=OK),
    "preview of what does not work": workers(capacity=SEEN),  # nothing is known of the place that could fail
    "say what does not work": workers(capacity=SEEN),
    "preview of what works again": workers(capacity=MISSING),
    "say what works again": workers(capacity=MISSING),
    "number of places": workers(capacity=OK),
    "preview of the number of places": workers(capacity=WRONG),
    "set the number of places": workers(capacity=WRONG),
    "day list": workers(driver=OK, desk=OK, capacity=OK),
    "news of the day": workers(driver=OK, desk=OK, capacity=OK),
    "note on the day list": workers(driver=SEEN, desk=SEEN, capacity=SEEN),
    "print the day": workers(driver=OK, desk=OK, capacity=OK),
    "day entry": workers(driver=MISSING, desk=MISSING, capacity=MISSING),
    "slip of the place": workers(driver=MISSING, desk=MISSING, capacity=MISSING),
    "note attendance": workers(driver=MISSING, desk=MISSING, capacity=MISSING),
    "write a note": workers(driver=MISSING, desk=MISSING, capacity=MISSING),
    "whether somebody may be moved": workers(desk=MISSING, capacity=MISSING),
    "note whether somebody may be moved": workers(desk=MISSING, capacity=MISSING),
    "requests": workers(desk=OK, capacity=OK),
    **dict.fromkeys(
        ["request", "accept a request", "ask before declining", "decline a request", "question", "ask back"],
        workers(desk=MISSING, capacity=MISSING),
    ),
    "note an answer": workers(desk=MISSING, capacity=MISSING),
    "staff account": every_worker(OK),
    "end sign-ins": every_worker(MISSING),  # none was named
    "remove a passkey": every_worker(MISSING),
    **dict.fromkeys(OF_CREDENTIALS, every_worker(MISSING)),  # a sample account has none
    "people of a place": appointers(OK),
    "whom to invite": appointers(OK),
    "invite somebody": appointers(WRONG),
    "ask before letting somebody go": appointers(OK),
    "let somebody go": appointers(SEEN),
    "ask before inviting anew": appointers(MISSING),  # they were let go a moment ago
    "invite anew": appointers(MISSING),
    "withdraw an invitation": appointers(SEEN),
    "weeks": workers(capacity=OK),
    "plan of weeks": workers(capacity=MISSING),
    "end of weeks": workers(capacity=MISSING),
    "weeks to come": workers(capacity=MISSING),
    "plan weeks": workers(capacity=MISSING),
    "weeks to import": workers(capacity=OK),
    "file of weeks": workers(capacity=OK),
    "import weeks": workers(capacity=WRONG),
    "resources": workers(capacity=OK),
    "add a resource": workers(capacity=WRONG),
    "retire a resource": workers(capacity=MISSING),
    "skills": workers(capacity=MISSING),
    "say the skills": workers(capacity=MISSING),
    "offerings": workers(capacity=OK),
    "what else to offer": workers(capacity=OK),
    "offer a service": workers(capacity=WRONG),
    "way to a place": workers(capacity=OK),
    "tell the way": workers(capacity=WRONG),
    "photos of a place": workers(capacity=OK),
    "add a photo": workers(capacity=WRONG),
    "photo of a place": workers(capacity=MISSING),
    "describe a photo": workers(capacity=MISSING),
    "move a photo": workers(capacity=MISSING),
    "ask before removing a photo": workers(capacity=MISSING),
    "remove a photo": workers(capacity=SEEN),
    "offering": workers(capacity=OK),
    "topic of an offering": workers(capacity=OK),
    "say a topic": workers(capacity=WRONG),
    "publish": workers(capacity=SEEN),
    "pause": workers(capacity=SEEN),
    "deletion of a draft": workers(capacity=SEEN),
    "delete a draft": workers(capacity=MISSING),
    "desk": workers(desk=OK, capacity=OK),
    "desk times": workers(desk=WRONG, capacity=WRONG),
    "desk who": workers(desk=MISSING, capacity=MISSING),
    "book at the desk": workers(desk=MISSING, capacity=MISSING),
    "figures of a place": workers(capacity=OK, agency=OK),
    "file of a place's figures": workers(capacity=OK, agency=OK),
    "closures of many places": widely(OK),
    **dict.fromkeys(["preview of closing widely", "close days widely"], widely(WRONG)),
    **dict.fromkeys(["preview of opening widely", "open days again widely"], widely(MISSING)),
    "figures of all places": EVERYWHERE,
    "file of all figures": EVERYWHERE,
    "holidays": EVERYWHERE,
    **dict.fromkeys(["confirm holidays", "add a day off", "add a working day"], everywhere(WRONG)),
    "ask before taking a day away": everywhere(MISSING),
    "take a day away": everywhere(SEEN),
}


@pytest.mark.parametrize("role", Expected._fields)
async def test_every_role_gets_what_it_may_on_every_route_at_work(role: str, site: Site, town: Town) -> None:
    browser = await _browser_of(role, site, town)

    got = {route.name: await _ask(browser, route, town) for route in AT_WORK}

    assert got == {name: getattr(expected, role) for name, expected in MATRIX.items()}


def test_every_route_at_work_has_its_line() -> None:
    assert [route.name for route in AT_WORK if route.name not in MATRIX] == []


@pytest.mark.parametrize("role", ["desk", "elsewhere", "admin"])
async def test_looking_at_work_changes_nothing(role: str, site: Site, town: Town) -> None:
    browser = await _browser_of(role, site, town)
    before = site.rows()

    for route in AT_WORK:
        if "GET" in route.http_methods:
            await _ask(browser, route, town)

    assert site.rows() == before


async def _browser_of(role: str, site: Site, town: Town) -> Browser:
    browser = site.browser()
    account = {"manager": "organization-admin", "elsewhere": "organization-admin"}.get(role, role)
    member = site.database.write_now(employ, town.therapy, "driver", MemberRole.DRIVER)
    site.database.write_now(_invite, town)
    assert member == A_MEMBER
    if account in ROLES:
        place = town.never if role == "elsewhere" else town.therapy
        site.database.write_now(employ, place, account, ROLES[account])
    if role == "person":
        await sign_in(browser)
    elif role != "visitor":
        await sign_in_as(browser, account)
    return browser


def _invite(db: Db, town: Town) -> None:
    place = catalogue.workplace(db, town.therapy.location_slug)
    whom = invited(place.organization_id)
    invitations.invite(db, whom, base_url="", by=Actor(A_MEMBER, "admin"), now=NOON)
    found = [each.id for each in queries.open_invitations(db, place.organization_id, place.location_id, now=NOON)]
    assert found == [AN_INVITATION]


async def _ask(browser: Browser, route: HTTPRouteHandler, town: Town) -> int:
    """Ask a route about the place where therapy is given, with the browser's cookies as they were."""
    cookies = list(browser.http.cookies.jar)
    path = min(route.paths)
    known = {
        "slug:str": town.therapy.location_slug,
        "member:int": A_MEMBER,
        "invitation:int": AN_INVITATION,
        "closure_id:int": 1,
        "outage_id:int": 1,
        "resource_id:int": 1,
        "photo_id:int": 1,
        "kind:str": "csv",
        "year:str": "2027",
        "day:str": "2026-12-25",
        "offering_id:int": town.therapy.id,
        "topic:str": "time",
    }
    for name, value in known.items():
        path = path.replace(f"{{{name}}}", str(value))
    method = next(iter(route.http_methods))
    response = await browser.request(method, path, fields={} if method == "POST" else None)
    browser.http.cookies.jar.clear()
    for each in cookies:
        browser.http.cookies.jar.set_cookie(each)
    return int(response.status_code)
