"""The pages one comes to first at work: one's places, and the work at one of them."""

from datetime import datetime

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.base.db import Database
from hoanhap.catalogue import Workplace
from hoanhap.organizations import Duty
from hoanhap.web.pages import Page, actor, seen
from hoanhap.web.paging import Part, part_of
from hoanhap.web.security import WORKERS
from hoanhap.web.visitor import Asked
from hoanhap.workplace import queries


class PlacesPage(msgspec.Struct, frozen=True):
    """A part of the places where somebody works; and what they do for all places at once."""

    part: Part[Workplace]
    for_many: frozenset[Duty]


@get("/organization", audience=WORKERS, name="workplaces")
async def places(request: Asked, db: NamedDependency[Database]) -> Page | Response[bytes]:
    """Where one works; whoever works at one place only goes there at once."""
    found, for_many = await db.read(queries.places_and_reach, actor(request))
    if len(found) == 1:
        return seen(f"/organization/places/{found[0].slug}")
    return Page("workplace/places.html", PlacesPage(part_of(request, found), for_many))


@get("/organization/places/{slug:str}", audience=WORKERS, name="workplace")
async def work(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """Everything that one can do at a place, and how much of it waits."""
    return Page("workplace/work.html", await db.read(queries.work, slug, actor(request), now=now))


ROUTES = [places, work]
