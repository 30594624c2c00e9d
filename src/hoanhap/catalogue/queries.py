"""What is offered, read for pages: each query loads all that its page shows."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from hoanhap.base.db import AnyRow, Db
from hoanhap.base.errors import Missing
from hoanhap.base.text import fold
from hoanhap.catalogue.model import Domain, Location, Offering, Service
from hoanhap.organizations import Commune, Organization, commune


class DomainText(msgspec.Struct, frozen=True):
    """What a domain is called and what is in it."""

    name: str
    summary: str


class ServiceText(msgspec.Struct, frozen=True):
    """Everything a person must know of a service before booking it, in one language."""

    name: str
    summary: str
    what: str
    how_long: str
    who: str
    bring: list[str]
    cost: str
    keywords: list[str] = []


class DomainView(msgspec.Struct, frozen=True):
    """A domain in the reader's language."""

    slug: str
    icon: str
    text: DomainText


class ServiceView(msgspec.Struct, frozen=True):
    """A service in the reader's language."""

    id: int
    slug: str
    domain_slug: str
    unit: str
    takes_wheelchairs: bool
    party_max: int
    duration_minutes: int
    text: ServiceText


class OfferingView(msgspec.Struct, frozen=True):
    """An offering with the place where it is given."""

    id: int
    service_id: int
    service_slug: str
    unit: str
    takes_wheelchairs: bool
    party_max: int
    duration_minutes: int
    step_minutes: int
    notice_minutes: int
    cancel_minutes: int
    horizon_days: int
    place: str
    street: str
    commune_code: str
    phone: str
    organization: str

    @property
    def span(self) -> int:
        """How many steps of the grid a booking takes."""
        return self.duration_minutes // self.step_minutes

    @property
    def commune(self) -> Commune:
        """Where the place is."""
        return commune(self.commune_code)

    @property
    def address(self) -> str:
        """The address as people write it."""
        return f"{self.street}, {self.commune.full_name}"


_DOMAINS = select(Domain.slug, Domain.icon, Domain.texts).order_by(Domain.position)
_SERVICES = select(
    Service.id,
    Service.slug,
    Service.domain_slug,
    Service.unit,
    Service.takes_wheelchairs,
    Service.party_max,
    Service.duration_minutes,
    Service.texts,
).order_by(Service.position)
_SERVICE = _SERVICES.add_columns(Domain.icon, Domain.texts).join(Domain).where(Service.slug == bindparam("slug"))
_OFFERINGS = (
    select(
        Offering.id,
        Offering.service_id,
        Service.slug,
        Offering.unit,
        Offering.takes_wheelchairs,
        Offering.party_max,
        Offering.duration_minutes,
        Offering.step_minutes,
        Offering.notice_minutes,
        Offering.cancel_minutes,
        Offering.horizon_days,
        Location.name,
        Location.street,
        Location.commune_code,
        Location.phone,
        Organization.name,
    )
    .join(Service, Service.id == Offering.service_id)
    .join(Location, Location.id == Offering.location_id)
    .join(Organization, Organization.id == Location.organization_id)
)
_OFFERINGS_OF_SERVICE = _OFFERINGS.where(Offering.service_id == bindparam("service_id"), Offering.is_open).order_by(
    Location.name, Offering.id
)
_OFFERING = _OFFERINGS.where(Offering.id == bindparam("offering_id"))


def domains(db: Db, language: str) -> list[DomainView]:
    """Every domain in its order."""
    return [_domain(slug, icon, texts, language) for slug, icon, texts in db.execute(_DOMAINS)]


def services(db: Db, language: str) -> list[ServiceView]:
    """Every service in its order."""
    return [_service(row, language) for row in db.execute(_SERVICES)]


def service(db: Db, slug: str, language: str) -> tuple[ServiceView, DomainView]:
    """A service and its domain; `Missing` if there is none of this slug."""
    row = db.execute(_SERVICE, {"slug": slug}).one_or_none()
    if row is None:
        raise Missing
    return _service(row, language), _domain(row.domain_slug, row.icon, row[-1], language)


def offerings(db: Db, service_id: int) -> list[OfferingView]:
    """Where a service is given, by the name of the place."""
    rows: Iterable[AnyRow] = db.execute(_OFFERINGS_OF_SERVICE, {"service_id": service_id})
    return [OfferingView(*row) for row in rows]


def offering(db: Db, offering_id: int) -> OfferingView:
    """One offering; `Missing` if there is none."""
    row: AnyRow | None = db.execute(_OFFERING, {"offering_id": offering_id}).one_or_none()
    if row is None:
        raise Missing
    return OfferingView(*row)


def matching(found: list[ServiceView], words: str, domain_name: Callable[[str], str]) -> list[ServiceView]:
    """The services in whose name, summary, keywords or domain every word occurs, accents or not."""
    wanted = fold(words).split()
    return [each for each in found if _has_all(each, wanted, domain_name(each.domain_slug))]


def _has_all(each: ServiceView, wanted: list[str], domain: str) -> bool:
    text = each.text
    here = fold(" ".join([text.name, text.summary, *text.keywords, domain]))
    return all(word in here for word in wanted)


def _domain(slug: str, icon: str, texts: dict[str, Any], language: str) -> DomainView:
    return DomainView(slug, icon, msgspec.convert(texts[language], DomainText))


def _service(row: AnyRow, language: str) -> ServiceView:
    plain: tuple[Any, ...] = (*row[:7], msgspec.convert(row[7][language], ServiceText))
    return ServiceView(*plain)
