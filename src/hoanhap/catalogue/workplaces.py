"""Places as those see them who work there."""

import msgspec
from sqlalchemy import bindparam, or_, select, true

from hoanhap.base.db import Db
from hoanhap.base.errors import Missing
from hoanhap.catalogue.model import Location
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


def workplace(db: Db, slug: str) -> Workplace:
    """The place of this slug; `Missing` if there is none."""
    row = db.execute(_WORKPLACE, {"of_slug": slug}).one_or_none()
    if row is None:
        raise Missing
    return Workplace(*row)


def workplaces(db: Db, reach: Reach) -> list[Workplace]:
    """The places within somebody's reach, by their names."""
    is_reached = or_(Location.organization_id.in_(reach.organizations), Location.id.in_(reach.locations))
    rows = db.execute(_WORKPLACES.where(true() if reach.is_everywhere else is_reached))
    return [Workplace(*row) for row in rows]
