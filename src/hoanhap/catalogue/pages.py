"""The pages of what is offered: all services, and what is found among them."""

import msgspec
from litestar import get
from litestar.di import NamedDependency

from hoanhap import organizations
from hoanhap.base.db import Database, Db
from hoanhap.base.text import fold, tidy
from hoanhap.catalogue import queries, search
from hoanhap.catalogue.queries import DomainView, ServiceView
from hoanhap.catalogue.search import Found
from hoanhap.organizations import Commune
from hoanhap.web.pages import Page
from hoanhap.web.paging import Part, part_of
from hoanhap.web.security import PUBLIC
from hoanhap.web.visitor import Asked, near_of, visitor

LONGEST_SEARCH = 200


class Shelf(msgspec.Struct, frozen=True):
    """A domain with its services."""

    domain: DomainView
    services: list[ServiceView]


class ServicesPage(msgspec.Struct, frozen=True):
    """All services, and before them what comes near to words that nothing was found for."""

    shelves: list[Shelf]
    near: Commune | None
    words: str = ""
    near_words: list[str] = []
    near_communes: list[Commune] = []
    speaks_of_a_commune: bool = False

    @property
    def vietnamese(self) -> list[str]:
        """Those near words that carry marks: on English pages too."""
        return [each for each in self.near_words if fold(each) != each.casefold()]


class PlaceFound(msgspec.Struct, frozen=True):
    """A place that was found, and how far it is, if we know from where."""

    found: Found
    kilometres: float | None


class FoundPage(msgspec.Struct, frozen=True):
    """The services, places and communes that were found; what a commune was stands beside it."""

    words: str
    services: list[Found]
    places: Part[PlaceFound]
    places_count: int
    communes: list[tuple[Commune, str]]
    near: Commune | None


@get("/services", audience=PUBLIC, name="services", shared=True)
async def services(request: Asked, db: NamedDependency[Database]) -> Page:
    """All services by domain, or what the words asked for find among services, places and communes."""
    words = tidy(str(request.query_params.get("q", "")))[:LONGEST_SEARCH]
    language, near = visitor(request).language, _near(request)
    found = await db.read(search.find, words, language) if words else []
    communes = organizations.what_they_were(words)
    if found or communes:
        return Page("catalogue/found.html", _found_page(request, words, found, communes))
    page = ServicesPage(await db.read(_shelves, language), near, words)
    if words:
        near_words = await db.read_at_length(search.near_words, words, language)
        page = _with_what_is_near(page, near_words)
    return Page("catalogue/services.html", page)


def _near(request: Asked) -> Commune | None:
    """The commune that this visitor wants to be near to, if they said one that there is."""
    return organizations.communes().get(near_of(request) or "")


def _shelves(db: Db, language: str) -> list[Shelf]:
    found = queries.services(db, language)
    shelves = [
        Shelf(each, [one for one in found if one.domain_slug == each.slug]) for each in queries.domains(db, language)
    ]
    return [shelf for shelf in shelves if shelf.services]


def _found_page(request: Asked, words: str, found: list[Found], were: dict[str, str]) -> FoundPage:
    near = _near(request)
    places = [
        PlaceFound(each, organizations.distance_km(near, each) if near else None)
        for each in found
        if each.kind == search.PLACE
    ]
    return FoundPage(
        words,
        [each for each in found if each.kind == search.SERVICE],
        part_of(request, places),
        len(places),
        [(organizations.commune(code), was) for code, was in were.items()],
        near,
    )


def _with_what_is_near(page: ServicesPage, near_words: list[str]) -> ServicesPage:
    speaks = organizations.speaks_of_a_commune(page.words)
    near_communes = organizations.near_communes(page.words) if speaks else []
    return msgspec.structs.replace(
        page,
        near_words=[] if near_communes else near_words,
        near_communes=near_communes,
        speaks_of_a_commune=speaks,
    )


ROUTES = [services]
