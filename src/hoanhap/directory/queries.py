"""Places and those who run them, read for their own pages."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from hoanhap.base.db import AnyRow, Db
from hoanhap.base.errors import Missing
from hoanhap.catalogue import Known, Location, LocationFeature
from hoanhap.organizations import Commune, Organization, commune


class OrganizationView(msgspec.Struct, frozen=True):
    """An organisation in the reader's language."""

    slug: str
    name: str
    kind: str
    phone: str
    street: str
    commune_code: str
    summary: str

    @property
    def commune(self) -> Commune:
        """Where its office is."""
        return commune(self.commune_code)

    @property
    def address(self) -> str:
        """The address as people write it."""
        return self.commune.address(self.street)


class PlaceView(msgspec.Struct, frozen=True):
    """A place, how to get there, and who runs it."""

    id: int
    slug: str
    name: str
    street: str
    commune_code: str
    latitude: float
    longitude: float
    phone: str
    directions: str
    organization: OrganizationView

    @property
    def address(self) -> str:
        """The address as people write it."""
        return commune(self.commune_code).address(self.street)


_OF_ORGANIZATION = (
    Organization.slug,
    Organization.name,
    Organization.kind,
    Organization.phone,
    Organization.street,
    Organization.commune_code,
    Organization.summaries,
)
_ORGANIZATIONS = select(*_OF_ORGANIZATION).order_by(Organization.name, Organization.id)
_ORGANIZATION = _ORGANIZATIONS.where(Organization.slug == bindparam("slug"))
_PLACES = (
    select(
        Location.id,
        Location.slug,
        Location.name,
        Location.street,
        Location.commune_code,
        Location.latitude,
        Location.longitude,
        Location.phone,
        Location.directions,
        *_OF_ORGANIZATION,
    )
    .join(Organization, Organization.id == Location.organization_id)
    .order_by(Location.name, Location.id)
)
_PLACE = _PLACES.where(Location.slug == bindparam("slug"))
_PLACES_OF = _PLACES.where(Organization.slug == bindparam("slug"))
_FEATURES = select(LocationFeature.feature_code, LocationFeature.has, LocationFeature.known_on).where(
    LocationFeature.location_id == bindparam("location_id")
)


def organizations(db: Db, language: str) -> list[OrganizationView]:
    """Every organisation, by its name."""
    rows: Iterable[AnyRow] = db.execute(_ORGANIZATIONS)
    return [_organization(row, language) for row in rows]


def organization(db: Db, slug: str, language: str) -> OrganizationView:
    """One organisation; `Missing` if there is none of this slug."""
    row: AnyRow | None = db.execute(_ORGANIZATION, {"slug": slug}).one_or_none()
    if row is None:
        raise Missing
    return _organization(row, language)


def places_of(db: Db, slug: str, language: str) -> list[PlaceView]:
    """The places of an organisation, by their names."""
    rows: Iterable[AnyRow] = db.execute(_PLACES_OF, {"slug": slug})
    return [_place(row, language) for row in rows]


def place(db: Db, slug: str, language: str) -> PlaceView:
    """One place; `Missing` if there is none of this slug."""
    row: AnyRow | None = db.execute(_PLACE, {"slug": slug}).one_or_none()
    if row is None:
        raise Missing
    return _place(row, language)


def features_of(db: Db, place: PlaceView) -> dict[str, Known]:
    """What is known of the bare place, whatever is given there."""
    rows = db.execute(_FEATURES, {"location_id": place.id})
    return {feature: Known(has, known_on) for feature, has, known_on in rows}


def _organization(row: Any, language: str) -> OrganizationView:
    slug, name, kind, phone, street, code, summaries = row
    return OrganizationView(slug, name, kind, phone, street, code, summaries[language])


def _place(row: Any, language: str) -> PlaceView:
    plain: tuple[Any, ...] = (*row[:8], row[8].get(language, ""), _organization(row[9:], language))
    return PlaceView(*plain)
