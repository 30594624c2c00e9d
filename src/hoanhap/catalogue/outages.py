"""What does not work at a place, or is not there, for some time: features, and what a service is given by or with."""

from collections.abc import Collection
from datetime import date, datetime

import msgspec
from sqlalchemy import bindparam, insert, or_, select, update

from hoanhap.base.db import Db
from hoanhap.base.errors import Missing
from hoanhap.catalogue.model import Offering, Outage, Resource
from hoanhap.catalogue.rules import Out


class OutageView(msgspec.Struct, frozen=True):
    """What does not work or is not there: a feature, or a resource by its name; why, and the note on it."""

    id: int
    feature: str | None
    resource_id: int | None
    resource: str | None
    first_on: date
    last_on: date | None
    reason: str
    note: str
    ended_at: datetime | None

    def covers(self, day: date) -> bool:
        """Whether it is so on a day."""
        return self.first_on <= day and (self.last_on is None or day <= self.last_on)

    def is_same(self, other: "OutageView") -> bool:
        """Whether it says the same of the same thing."""
        return (self.feature, self.resource_id, self.first_on, self.last_on, self.reason) == (
            other.feature,
            other.resource_id,
            other.first_on,
            other.last_on,
            other.reason,
        )


_NOT_OVER = Outage.ended_at.is_(None), or_(Outage.last_on.is_(None), Outage.last_on >= bindparam("since"))
_OUTAGES = (
    select(Outage.id, Outage.feature_code, Outage.resource_id, Resource.name, Outage.first_on, Outage.last_on)
    .add_columns(Outage.reason, Outage.note, Outage.ended_at)
    .join(Resource, Resource.id == Outage.resource_id, isouter=True)
    .where(Outage.location_id == bindparam("at_location"))
    .order_by(Outage.first_on, Outage.id)
)
_TO_COME = _OUTAGES.where(*_NOT_OVER)
_ONE = _OUTAGES.where(Outage.id == bindparam("of_outage"))
_FEATURES_OUT = (
    select(Offering.id, Outage.feature_code, Outage.first_on, Outage.last_on, Outage.id)
    .join(Outage, Outage.location_id == Offering.location_id)
    .where(Offering.id.in_(bindparam("of_offerings", expanding=True)))
    .where(Outage.feature_code.is_not(None), Outage.ended_at.is_(None))
    .order_by(Outage.id)
)
_RESOURCES = (
    select(Resource.id, Resource.kind, Resource.name)
    .where(Resource.location_id == bindparam("at_location"), Resource.is_active)
    .order_by(Resource.name)
)
_ENDED = update(Outage).where(Outage.id == bindparam("of_outage")).values(ended_at=bindparam("now"))


class ResourceView(msgspec.Struct, frozen=True):
    """Somebody or something that a service is given by or with."""

    id: int
    kind: str
    name: str


def resources(db: Db, location_id: int) -> list[ResourceView]:
    """What services at a place are given by and with, by name."""
    return [ResourceView(*row) for row in db.execute(_RESOURCES, {"at_location": location_id})]


def outages_at(db: Db, location_id: int, *, since: date) -> list[OutageView]:
    """What does not work at a place, on this day or later; the earliest first."""
    return [OutageView(*row) for row in db.execute(_TO_COME, {"at_location": location_id, "since": since})]


def outage(db: Db, location_id: int, outage_id: int) -> OutageView:
    """One of them, over or not; `Missing` if there is none such at the place."""
    row = db.execute(_ONE, {"at_location": location_id, "of_outage": outage_id}).one_or_none()
    if row is None:
        raise Missing
    return OutageView(*row)


def features_out(db: Db, offering_ids: Collection[int]) -> dict[int, tuple[Out, ...]]:
    """The features that do not work, now or some time, where each of these offerings is given; in one question."""
    found: dict[int, tuple[Out, ...]] = dict.fromkeys(offering_ids, ())
    for row in db.execute(_FEATURES_OUT, {"of_offerings": list(found)}):
        found[row[0]] += (Out(str(row[1]), *row[2:]),)
    return found


def begin_outage(db: Db, location_id: int, found: OutageView, *, now: datetime) -> None:
    """Write down that something does not work."""
    values = {
        "location_id": location_id,
        "feature_code": found.feature,
        "resource_id": found.resource_id,
        "first_on": found.first_on,
        "last_on": found.last_on,
        "reason": found.reason,
        "note": found.note,
        "said_at": now,
    }
    db.execute(insert(Outage), values)


def end_outage(db: Db, outage_id: int, *, now: datetime) -> None:
    """It works again, or is there again."""
    db.execute(_ENDED, {"of_outage": outage_id, "now": now})
