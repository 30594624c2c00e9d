"""What those who serve at a place have or can do, where the place as a whole does not: signing, a hoist."""

from collections.abc import Collection

from sqlalchemy import bindparam, delete, insert, select

from hoanhap.base.db import Db
from hoanhap.catalogue.model import Resource, ResourceFeature

_OF_PLACE = (
    select(Resource.id, ResourceFeature.feature_code)
    .join(ResourceFeature, ResourceFeature.resource_id == Resource.id)
    .where(Resource.location_id == bindparam("at_location"), Resource.is_active)
)
_NONE_OF = delete(ResourceFeature).where(ResourceFeature.resource_id == bindparam("of_resource"))


def skills_at(db: Db, location_id: int) -> dict[int, frozenset[str]]:
    """What each of those who serve at a place has or can do; who has nothing of note is not among them."""
    found: dict[int, frozenset[str]] = {}
    for resource_id, feature in db.execute(_OF_PLACE, {"at_location": location_id}):
        found[resource_id] = found.get(resource_id, frozenset()) | {feature}
    return found


def set_skills(db: Db, resource_id: int, features: Collection[str]) -> None:
    """Let one of them have or be able to do just this."""
    db.execute(_NONE_OF, {"of_resource": resource_id})
    rows = [{"resource_id": resource_id, "feature_code": each} for each in sorted(features)]
    if rows:
        db.execute(insert(ResourceFeature), rows)
