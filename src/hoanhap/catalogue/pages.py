"""The pages of what is offered: home, all services, one service."""

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.base.db import Database, Db
from hoanhap.base.text import tidy
from hoanhap.catalogue import queries
from hoanhap.catalogue.needs_queries import Asking, asking
from hoanhap.catalogue.queries import DomainView, OfferingView, ServiceView
from hoanhap.web.login import Speaker
from hoanhap.web.pages import Page
from hoanhap.web.security import PUBLIC
from hoanhap.web.visitor import Asked, speaker, visitor

LONGEST_SEARCH = 200


class Card(msgspec.Struct, frozen=True):
    """A card that leads somewhere."""

    title: str
    note: str
    href: str
    icon: str


class HomePage(msgspec.Struct, frozen=True):
    """The domains as cards."""

    cards: list[Card]


class Shelf(msgspec.Struct, frozen=True):
    """A domain with those of its services that are shown."""

    domain: DomainView
    services: list[ServiceView]


class ServicesPage(msgspec.Struct, frozen=True):
    """All services, or those that match the words."""

    words: str
    shelves: list[Shelf]

    @property
    def count(self) -> int:
        """How many services are shown."""
        return sum(len(shelf.services) for shelf in self.shelves)


class ServicePage(msgspec.Struct, frozen=True):
    """Everything a person must know of a service, and where it is given."""

    service: ServiceView
    domain: DomainView
    offerings: list[OfferingView]
    asking: Asking


@get("/", audience=PUBLIC, name="home")
async def home(request: Asked, db: NamedDependency[Database]) -> Page:
    """What this is, and where to begin."""
    domains = await db.read(queries.domains, visitor(request).language)
    return Page(
        "catalogue/home.html",
        HomePage([Card(each.text.name, each.text.summary, f"/services#{each.slug}", each.icon) for each in domains]),
    )


@get("/services", audience=PUBLIC, name="services")
async def services(request: Asked, db: NamedDependency[Database]) -> Page:
    """All services by domain, or those that match the words asked for."""
    words = tidy(str(request.query_params.get("q", "")))[:LONGEST_SEARCH]
    return Page("catalogue/services.html", await db.read(_services_page, words, visitor(request).language))


@get("/services/{slug:str}", audience=PUBLIC, name="service", asks_who=True)
async def service(request: Asked, db: NamedDependency[Database], slug: FromPath[str]) -> Page:
    """One service in plain words."""
    page = await db.read(_service_page, slug, visitor(request).language, speaker(request))
    return Page("catalogue/service.html", page)


def _services_page(db: Db, words: str, language: str) -> ServicesPage:
    domains = queries.domains(db, language)
    names = {each.slug: each.text.name for each in domains}
    found = queries.matching(queries.services(db, language), words, names.__getitem__)
    shelves = [Shelf(each, [one for one in found if one.domain_slug == each.slug]) for each in domains]
    return ServicesPage(words, [shelf for shelf in shelves if shelf.services])


def _service_page(db: Db, slug: str, language: str, speaking: Speaker) -> ServicePage:
    service, domain = queries.service(db, slug, language)
    return ServicePage(service, domain, queries.offerings(db, service.id), asking(db, speaking, language))


ROUTES = [home, services, service]
