"""What those who serve at a place have or can do, where the place as a whole does not: signing, a hoist."""

from collections.abc import Collection, Iterable

from sqlalchemy import bindparam, delete, insert, select

from hoanhap.base.db import AnyRow, Db
from hoanhap.catalogue.model import Resource, ResourceFeature

_OF_PLACE = (
    select(Resource.id, ResourceFeature.feature_code)
    .join(ResourceFeature, ResourceFeature.resource_id == Resource.id)
    .where(Resource.location_id == bindparam("at_location"), Resource.is_active)
)
_OF_SOME = select(ResourceFeature.resource_id, ResourceFeature.feature_code).where(
    ResourceFeature.resource_id.in_(bindparam("of_resources", expanding=True))
)
_NONE_OF = delete(ResourceFeature).where(ResourceFeature.resource_id == bindparam("of_resource"))


def skills_at(db: Db, location_id: int) -> dict[int, frozenset[str]]:
    """What each of those who serve at a place has or can do; who has nothing of note is not among them."""
    return _by_resource(db.execute(_OF_PLACE, {"at_location": location_id}))


def skills_of(db: Db, resource_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """The same of some of them, wherever they serve."""
    return _by_resource(db.execute(_OF_SOME, {"of_resources": list(resource_ids)}))


def set_skills(db: Db, resource_id: int, features: Collection[str]) -> None:
    """Let one of them have or be able to do just this."""
    db.execute(_NONE_OF, {"of_resource": resource_id})
    rows = [{"resource_id": resource_id, "feature_code": each} for each in sorted(features)]
    if rows:
        db.execute(insert(ResourceFeature), rows)


def _by_resource(rows: Iterable[AnyRow]) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for resource_id, feature in rows:
        found[resource_id] = found.get(resource_id, frozenset()) | {feature}
    return found
