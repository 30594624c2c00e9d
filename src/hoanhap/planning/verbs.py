"""What is done about those who may stand side by side at a place: add one, say what it can do, let it serve no more."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import bindparam, insert, or_, select, update

from hoanhap import booking, catalogue, schedule
from hoanhap.base.db import Db
from hoanhap.base.errors import Missing
from hoanhap.catalogue import Resource, ResourceKind, Workplace
from hoanhap.events import Actor, Fact, record
from hoanhap.planning import queries
from hoanhap.planning.refusals import SkillsChanged, StillPlanned
from hoanhap.schedule import Schedule


class ResourceAdded(Fact, frozen=True):
    """A place has one more person, room or vehicle to plan with."""

    announced = False
    resource_id: int


class ResourceRetired(Fact, frozen=True):
    """One of them serves no more."""

    announced = False
    resource_id: int


class SkillsSaid(Fact, frozen=True):
    """One of them has or can do just this."""

    announced = False
    resource_id: int
    features: tuple[str, ...]


_OF_NAME = select(Resource.id, Resource.is_active).where(
    Resource.location_id == bindparam("of_location"), Resource.name == bindparam("of_name")
)
_OF_PLACE = select(Resource.is_active).where(
    Resource.location_id == bindparam("of_location"), Resource.id == bindparam("of_resource")
)
_LOCKED = select(Resource.id).where(Resource.id == bindparam("of_resource")).with_for_update(key_share=True)
_SET = update(Resource).where(Resource.id == bindparam("of_resource"))
_PLANNED = (
    select(Schedule.id)
    .where(Schedule.resource_id == bindparam("of_resource"))
    .where(or_(Schedule.valid_until.is_(None), Schedule.valid_until >= bindparam("today")))
    .limit(1)
)


def add_resource(db: Db, location_id: int, kind: ResourceKind, name: str, *, by: Actor, now: datetime) -> None:
    """Let somebody or something serve at a place; one of the same name that served before serves again.

    Added twice, it is there once.
    """
    known = db.execute(_OF_NAME, {"of_location": location_id, "of_name": name}).one_or_none()
    if known is None:
        values = {"location_id": location_id, "kind": kind.value, "name": name, "is_active": True}
        number = db.execute(insert(Resource).returning(Resource.id), values).scalar_one()
    else:
        number = known.id
        db.execute(_SET.values(kind=kind.value, is_active=True), {"of_resource": number})
    if known is None or not known.is_active:
        record(db, ResourceAdded(number), by=by, at=now)


def retire_resource(db: Db, location_id: int, resource_id: int, *, today: date, by: Actor, now: datetime) -> None:
    """Let it serve no more; `Missing` where the place has no such. Refuses with `StillPlanned` while weeks need it."""
    is_active = db.scalar(_OF_PLACE, {"of_location": location_id, "of_resource": resource_id})
    if is_active is None:
        raise Missing
    if db.execute(_PLANNED, {"of_resource": resource_id, "today": today}).first():
        raise StillPlanned
    if is_active:
        db.execute(_SET.values(is_active=False), {"of_resource": resource_id})
        record(db, ResourceRetired(resource_id), by=by, at=now)


def say_skills(
    db: Db, place: Workplace, resource_id: int, features: Collection[str], version: str, *, by: Actor, now: datetime
) -> list[datetime]:
    """Let one of them have or be able to do just this; said twice, it is said once. `Missing` where it does not serve.

    What somebody comes for who was promised it is not taken away: then nothing changes, and it is returned when each
    of them comes. Refuses with `SkillsChanged` what somebody else has said otherwise.
    """
    db.execute(_LOCKED, {"of_resource": resource_id}).all()
    found = queries.one_of(db, place.location_id, resource_id)
    if found.skills == frozenset(features):
        return []
    if found.version != version:
        raise SkillsChanged(path_of(place, resource_id))
    if taken_away := found.skills - frozenset(features):
        # Whoever takes one of these places now is waited for, and asks again once this is done.
        schedule.wait_for_resource(db, resource_id, after=now)
        if depending := booking.depending(db, resource_id, taken_away, now=now):
            return depending
    catalogue.set_skills(db, resource_id, features)
    record(db, SkillsSaid(resource_id, tuple(sorted(features))), by=by, at=now)
    return []


def path_of(place: Workplace, resource_id: int) -> str:
    """The page on which it is said what one of them has or can do."""
    return f"/organization/places/{place.slug}/weeks/resources/{resource_id}"
