"""What does not work at a place, or is not there, for some time: features, and what a service is given by or with."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import bindparam, insert, or_, select, update

from hoanhap.base.clock import Span
from hoanhap.base.db import AnyRow, Db
from hoanhap.base.errors import Missing
from hoanhap.catalogue.model import Offering, Outage, Resource
from hoanhap.catalogue.rules import Out


class OutageView(msgspec.Struct, frozen=True):
    """What does not work or is not there: a feature, or a resource by its name; where, when, why, the note on it."""

    id: int
    offering_id: int | None
    """The only offering in which it is so; none where it is so in all that is given there."""
    feature: str | None
    resource_id: int | None
    resource: str | None
    span: Span
    reason: str
    note: str
    ended_at: datetime | None

    def is_same(self, other: "OutageView") -> bool:
        """Whether it says the same of the same thing."""
        return (self.offering_id, self.feature, self.resource_id, self.span, self.reason) == (
            other.offering_id,
            other.feature,
            other.resource_id,
            other.span,
            other.reason,
        )


_NOT_OVER = Outage.ended_at.is_(None), or_(Outage.until.is_(None), Outage.until > bindparam("since"))
_OUTAGES = (
    select(Outage.id, Outage.offering_id, Outage.feature_code, Outage.resource_id, Resource.name, Outage.begins_at)
    .add_columns(Outage.until, Outage.reason, Outage.note, Outage.ended_at)
    .join(Resource, Resource.id == Outage.resource_id, isouter=True)
    .where(Outage.location_id == bindparam("at_location"))
    .order_by(Outage.begins_at, Outage.id)
)
_TO_COME = _OUTAGES.where(*_NOT_OVER)
_ONE = _OUTAGES.where(Outage.id == bindparam("of_outage"))
_FEATURES_OUT = (
    select(Offering.id, Outage.feature_code, Outage.begins_at, Outage.until, Outage.id)
    .join(Outage, Outage.location_id == Offering.location_id)
    .where(Offering.id.in_(bindparam("of_offerings", expanding=True)))
    .where(or_(Outage.offering_id.is_(None), Outage.offering_id == Offering.id))
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


def outages_at(db: Db, location_id: int, *, since: datetime) -> list[OutageView]:
    """What does not work at a place, at this moment or later; the earliest first."""
    return [_view(row) for row in db.execute(_TO_COME, {"at_location": location_id, "since": since})]


def outage(db: Db, location_id: int, outage_id: int) -> OutageView:
    """One of them, over or not; `Missing` if there is none such at the place."""
    row = db.execute(_ONE, {"at_location": location_id, "of_outage": outage_id}).one_or_none()
    if row is None:
        raise Missing
    return _view(row)


def features_out(db: Db, offering_ids: Collection[int]) -> dict[int, tuple[Out, ...]]:
    """The features that do not work, now or some time, where each of these offerings is given; in one question."""
    found: dict[int, tuple[Out, ...]] = dict.fromkeys(offering_ids, ())
    for row in db.execute(_FEATURES_OUT, {"of_offerings": list(found)}):
        found[row[0]] += (Out(str(row[1]), Span(*row[2:4]), row[4]),)
    return found


def begin_outage(db: Db, location_id: int, found: OutageView, *, now: datetime) -> None:
    """Write down that something does not work."""
    values = {
        "location_id": location_id,
        "offering_id": found.offering_id,
        "feature_code": found.feature,
        "resource_id": found.resource_id,
        "begins_at": found.span.begins_at,
        "until": found.span.until,
        "reason": found.reason,
        "note": found.note,
        "said_at": now,
    }
    db.execute(insert(Outage), values)


def end_outage(db: Db, outage_id: int, *, now: datetime) -> None:
    """It works again, or is there again."""
    db.execute(_ENDED, {"of_outage": outage_id, "now": now})


def _view(row: AnyRow) -> OutageView:
    plain: tuple[Any, ...] = (*row[:5], Span(*row[5:7]), *row[7:])
    return OutageView(*plain)
