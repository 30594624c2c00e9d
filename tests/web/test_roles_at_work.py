"""Who may see and do what at work: every route there, for every role, at one's own place and at another's."""

from typing import NamedTuple

import pytest
from litestar.handlers import HTTPRouteHandler

from hoanhap.app import ROUTES
from hoanhap.organizations import MemberRole
from tests.journeys import sign_in, sign_in_as
from tests.makers import employ
from tests.pages import Browser, Site
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
    "number of places": workers(capacity=OK),
    "preview of the number of places": workers(capacity=WRONG),
    "set the number of places": workers(capacity=WRONG),
    "day list": workers(driver=OK, desk=OK, capacity=OK),
    "note on the day list": workers(driver=SEEN, desk=SEEN, capacity=SEEN),
    "print the day": workers(driver=OK, desk=OK, capacity=OK),
    "day entry": workers(driver=MISSING, desk=MISSING, capacity=MISSING),
    "note attendance": workers(driver=MISSING, desk=MISSING, capacity=MISSING),
    "write a note": workers(driver=MISSING, desk=MISSING, capacity=MISSING),
    "desk": workers(desk=OK, capacity=OK),
    "desk times": workers(desk=WRONG, capacity=WRONG),
    "desk who": workers(desk=MISSING, capacity=MISSING),
    "book at the desk": workers(desk=MISSING, capacity=MISSING),
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
    if account in ROLES:
        place = town.never if role == "elsewhere" else town.therapy
        site.database.write_now(employ, place, account, ROLES[account])
    if role == "person":
        await sign_in(browser)
    elif role != "visitor":
        await sign_in_as(browser, account)
    return browser


async def _ask(browser: Browser, route: HTTPRouteHandler, town: Town) -> int:
    """Ask a route about the place where therapy is given, with the browser's cookies as they were."""
    cookies = list(browser.http.cookies.jar)
    path = min(route.paths).replace("{slug:str}", town.therapy.location_slug)
    path = path.replace("{closure_id:int}", "1")
    method = next(iter(route.http_methods))
    response = await browser.request(method, path, fields={} if method == "POST" else None)
    browser.http.cookies.jar.clear()
    for each in cookies:
        browser.http.cookies.jar.set_cookie(each)
    return int(response.status_code)
