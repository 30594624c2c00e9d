"""The pages of places and of those who run them: what is there, how to get there, and whether one can get in."""

from datetime import date, datetime

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap import catalogue, organizations, schedule
from hoanhap.base.clock import local_day
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Missing
from hoanhap.catalogue import Fact, FeatureText, OfferingView, OutageView, PhotoView
from hoanhap.directory import queries
from hoanhap.directory.queries import OrganizationView, PlaceView
from hoanhap.organizations import Commune, OrganizationKind
from hoanhap.web.pages import Page
from hoanhap.web.paging import AT_ONCE, Part, part_of
from hoanhap.web.security import PUBLIC
from hoanhap.web.visitor import Asked, near_of, visitor

FEWER_AT_ONCE = 5


class OrganizationNear(msgspec.Struct, frozen=True):
    """An organisation, and how far it is, if we know from where."""

    organization: OrganizationView
    kilometres: float | None


class OrganizationsPage(msgspec.Struct, frozen=True):
    """Organisations of one kind or of all, the nearest first if we know from where."""

    kind: str
    part: Part[OrganizationNear]
    count: int
    near: Commune | None


class OrganizationPage(msgspec.Struct, frozen=True):
    """An organisation and its places."""

    organization: OrganizationView
    places: list[PlaceView]
    kilometres: float | None


class PlacePage(msgspec.Struct, frozen=True):
    """A place: what can be booked there, and what is known of how usable it is."""

    place: PlaceView
    offerings: list[OfferingView]
    service_names: dict[int, str]
    facts: list[Fact]
    broken: list[OutageView]
    """Features that do not work now or some time to come."""
    feature_texts: dict[str, FeatureText]
    kilometres: float | None
    paused: list[str]
    """The names of services that take no new bookings at present."""
    photos: list[PhotoView]

    @property
    def known(self) -> tuple[date, date] | None:
        """The first and the last day on which something was found out; None if all follows from the rules."""
        days = [each.known_on for each in self.facts if each.known_on]
        return (min(days), max(days)) if days else None


@get("/organizations", audience=PUBLIC, name="organizations", shared=True)
async def all_organizations(request: Asked, db: NamedDependency[Database]) -> Page:
    """Everybody who delivers services, or those of one kind."""
    kind = str(request.query_params.get("kind", ""))
    kind = kind if kind in set(OrganizationKind) else ""
    near = _near(request)
    everybody = await db.read(queries.organizations, visitor(request).language)
    found = [OrganizationNear(each, _away(near, each.commune)) for each in everybody if kind in {"", each.kind}]
    found.sort(key=lambda each: each.kilometres or 0.0)
    at_once = FEWER_AT_ONCE if getattr(visitor(request), "is_brief", False) else AT_ONCE
    part = part_of(request, found, at_once=at_once)
    return Page("organizations/organizations.html", OrganizationsPage(kind, part, len(found), near))


@get("/organizations/{slug:str}", audience=PUBLIC, name="organization", shared=True)
async def organization(request: Asked, db: NamedDependency[Database], slug: FromPath[str]) -> Page:
    """One organisation, and where it is."""
    language, near = visitor(request).language, _near(request)
    return Page("organizations/organization.html", await db.read(_organization_page, slug, language, near))


@get("/places/{slug:str}", audience=PUBLIC, name="place", shared=True)
async def place(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], slug: FromPath[str]
) -> Page:
    """One place: can I get there, can I get in, and what can I book."""
    language, near = visitor(request).language, _near(request)
    return Page("organizations/place.html", await db.read(_place_page, slug, language, near, now))


@get("/photos/{file:str}", audience=PUBLIC, name="file of a photo")
async def photo(db: NamedDependency[Database], file: FromPath[str]) -> Response[bytes]:
    """A photo in one size, to be kept for a year: its address says what is in it."""
    content = await db.read(catalogue.photo_content, file.removesuffix(".jpg"))
    if content is None:
        raise Missing
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(content, media_type="image/jpeg", headers=headers)


def _organization_page(db: Db, slug: str, language: str, near: Commune | None) -> OrganizationPage:
    found = queries.organization(db, slug, language)
    return OrganizationPage(found, queries.places_of(db, slug, language), _away(near, found.commune))


def _place_page(db: Db, slug: str, language: str, near: Commune | None, now: datetime) -> PlacePage:
    found = queries.place(db, slug, language)
    published = [each for each in catalogue.every_offering_at(db, found.id) if not each.is_draft]
    offerings = [each for each in published if each.is_open]
    names = {each.id: each.text.name for each in catalogue.services(db, language)}
    texts = catalogue.features(db, language)
    broken = [
        each for each in catalogue.outages_at(db, found.id, since=now) if each.feature and _is_seen(each, offerings)
    ]
    # What does not work now stands by itself, and until when.
    out = {each.feature for each in broken if each.offering_id is None and each.span.begins_at <= now}
    shown = [each for each in catalogue.shown_features(texts, {each.setting for each in offerings}) if each not in out]
    known = catalogue.known_features(db, offerings)
    skills = schedule.skills(db, list(known), on=local_day(now))
    at_times = {number: frozenset().union(*each.values()) for number, each in skills.items()}
    facts = catalogue.facts(shown, queries.features_of(db, found), known, at_times)
    service_names = {each.id: names[each.service_id] for each in offerings}
    paused = [names[each.service_id] for each in published if not each.is_open]
    photos = catalogue.told_photos(db, slug)
    return PlacePage(found, offerings, service_names, facts, broken, texts, _away(near, found), paused, photos)


def _is_seen(outage: OutageView, offerings: list[OfferingView]) -> bool:
    """Whether it is so in anything that people can book."""
    return outage.offering_id is None or outage.offering_id in {each.id for each in offerings}


def _near(request: Asked) -> Commune | None:
    """The commune that this visitor wants to be near to, if they said one that there is."""
    return organizations.communes().get(near_of(request) or "")


def _away(near: Commune | None, place: organizations.Somewhere) -> float | None:
    return organizations.distance_km(near, place) if near else None


ROUTES = [all_organizations, organization, place, photo]
