"""Places as those see them who work there."""

import msgspec
from sqlalchemy import ColumnElement, bindparam, or_, select, true

from hoanhap.base.db import Db
from hoanhap.base.errors import Missing
from hoanhap.catalogue.model import Location, Offering
from hoanhap.organizations import Organization, Reach


class Workplace(msgspec.Struct, frozen=True):
    """A place where somebody works, and for whom."""

    location_id: int
    organization_id: int
    slug: str
    name: str
    organization: str


_WORKPLACES = (
    select(Location.id, Location.organization_id, Location.slug, Location.name, Organization.name)
    .join(Organization, Organization.id == Location.organization_id)
    .order_by(Location.name, Location.id)
)
_WORKPLACE = _WORKPLACES.where(Location.slug == bindparam("of_slug"))


class Given(msgspec.Struct, frozen=True):
    """An offering, open or not, and the place where it is given."""

    offering_id: int
    place: Workplace
    commune_code: str


_GIVEN = (
    _WORKPLACES.add_columns(Offering.id, Location.commune_code)
    .join(Offering, Offering.location_id == Location.id)
    .order_by(None)
    .order_by(Location.name, Location.id, Offering.id)
)


def given_within(db: Db, reach: Reach) -> list[Given]:
    """Everything that is given within somebody's reach, by the names of the places."""
    return [Given(row[5], Workplace(*row[:5]), row[6]) for row in db.execute(_GIVEN.where(_is_within(reach)))]


def workplace(db: Db, slug: str) -> Workplace:
    """The place of this slug; `Missing` if there is none."""
    row = db.execute(_WORKPLACE, {"of_slug": slug}).one_or_none()
    if row is None:
        raise Missing
    return Workplace(*row)


def workplaces(db: Db, reach: Reach) -> list[Workplace]:
    """The places within somebody's reach, by their names."""
    return [Workplace(*row) for row in db.execute(_WORKPLACES.where(_is_within(reach)))]


def _is_within(reach: Reach) -> ColumnElement[bool]:
    is_reached = or_(Location.organization_id.in_(reach.organizations), Location.id.in_(reach.locations))
    return true() if reach.is_everywhere else is_reached
