"""What fails at a place, as a change of capacity: it takes their places from those who depend on it, and no one else.

A feature that does not work displaces whoever needs it and did not know that it would be missing. A resource that is
not there displaces whoever it would have served.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import msgspec
from sqlalchemy import bindparam, select
from typing_extensions import override

from hoanhap import catalogue, schedule
from hoanhap.base.db import Db
from hoanhap.booking import Reason
from hoanhap.capacity.changes import Change, Outages, Where, days_of
from hoanhap.capacity.rules import Limit, Place, Settlement
from hoanhap.catalogue import Offering, Out, OutageView
from hoanhap.events import Actor, Fact, record
from hoanhap.schedule import Counted, Schedule

_SERVED = select(Schedule.offering_id).where(Schedule.resource_id == bindparam("by_resource")).distinct()
_SERVING = (
    select(Schedule.resource_id)
    .join(Offering, Offering.id == Schedule.offering_id)
    .where(Offering.location_id == bindparam("at_location"), Schedule.resource_id.is_not(None))
    .distinct()
)


class OutageBegun(Fact, frozen=True):
    """Something at a place does not work; the words of those who said so are not part of the log."""

    announced = False
    location_id: int
    feature: str
    resource_id: int
    first_on: date
    last_on: date | None
    reason: str
    displaced: int


class OutageEnded(Fact, frozen=True):
    """It works again."""

    announced = False
    location_id: int
    outage_id: int
    restored: int


class Failing(Change, frozen=True):
    """A feature of a place does not work, or a resource is not there; without a last day until somebody says otherwise.

    Of `feature` and `resource_id` there is one. `note` is for those who work there and leaves it never.
    """

    location_id: int
    feature: str
    resource_id: int
    first_on: date
    last_on: date | None
    reason: Reason
    note: str = ""

    @override
    def why(self) -> str:
        """The reason that it does not work."""
        return self.reason

    @override
    def where(self, db: Db, *, today: date) -> Where:
        """All that is given at the place, or by the resource, on these days as far as there are openings."""
        last = self.last_on or max(self.first_on, schedule.last_opening_on(db) or self.first_on)
        return days_of(db, _offerings(db, self.location_id, self.resource_id), self.first_on, last, today=today)

    @override
    def is_made(self, db: Db) -> bool:
        """Whether the same was said already."""
        found = catalogue.outages_at(db, self.location_id, since=self.first_on)
        return any(each.is_same(self._view) for each in found)

    @override
    def limits(self, db: Db, where: Where, counted: Iterable[Counted]) -> Mapping[Place, Limit]:
        """None where the resource would have served; a feature has no places of its own."""
        served = [each for each in counted if self.resource_id and each.resource_id == self.resource_id]
        return {Place(each.slot_id, each.unit): Limit(0, 0) for each in served}

    @override
    def out_of_order(self, known: Outages) -> Outages:
        """Whatever does not work already, and the feature."""
        if not self.feature:
            return known
        out = Out(self.feature, self.first_on, self.last_on)
        return {number: (*outs, out) for number, outs in known.items()}

    @override
    def write_down(self, db: Db, where: Where, settlement: Settlement, *, by: Actor, now: datetime) -> None:
        """Whoever looks for it from now on reads that it is not there."""
        catalogue.begin_outage(db, self.location_id, self._view, now=now)
        what = (self.location_id, self.feature, self.resource_id, self.first_on, self.last_on, self.reason.value)
        record(db, OutageBegun(*what, len(settlement.displaced)), by=by, at=now)

    @property
    def _view(self) -> OutageView:
        thing = self.feature or None, self.resource_id or None, None
        return OutageView(0, *thing, self.first_on, self.last_on, self.reason.value, self.note, None)


class Mending(Change, frozen=True):
    """What did not work at a place works again, or is there again."""

    location_id: int
    outage_id: int

    @override
    def where(self, db: Db, *, today: date) -> Where:
        """The days on which it would not have worked, from today on; `Missing` where there is no such outage."""
        found = self._outage(db)
        first = max(found.first_on, today)
        last = found.last_on or schedule.last_opening_on(db) or first
        return Where(_offerings(db, self.location_id, found.resource_id or 0), first, max(first, last))

    @override
    def is_made(self, db: Db) -> bool:
        """Whether it works again already."""
        return self._outage(db).ended_at is not None

    @override
    def limits(self, db: Db, where: Where, counted: Iterable[Counted]) -> Mapping[Place, Limit]:
        """As many as the weekly rules give where it serves again; days that are closed keep what they have."""
        found = self._outage(db)
        if found.resource_id is None:
            return {}
        closed = schedule.closed_days(db, first=where.first_on, last=where.last_on)
        others = [each for each in catalogue.outages_at(db, self.location_id, since=where.first_on) if each != found]
        still_out = [each for each in others if each.resource_id == found.resource_id]
        return {
            Place(each.slot_id, each.unit): Limit(each.planned_capacity, each.planned_public_limit)
            for each in counted
            if each.resource_id == found.resource_id
            and each.local_date not in closed[None] | closed.get(each.offering_id, set())
            and not any(other.covers(each.local_date) for other in still_out)
        }

    @override
    def out_of_order(self, known: Outages) -> Outages:
        """Whatever else does not work."""
        return {
            number: tuple(each for each in outs if each.outage_id != self.outage_id) for number, outs in known.items()
        }

    @override
    def write_down(self, db: Db, where: Where, settlement: Settlement, *, by: Actor, now: datetime) -> None:
        """It counts no more, and stays written."""
        catalogue.end_outage(db, self.outage_id, now=now)
        record(db, OutageEnded(self.location_id, self.outage_id, len(settlement.restored)), by=by, at=now)

    def _outage(self, db: Db) -> OutageView:
        return catalogue.outage(db, self.location_id, self.outage_id)


class Thing(msgspec.Struct, frozen=True):
    """What can fail at a place: a feature that is there, or a resource; `value` is it in one word of a form."""

    feature: str = ""
    resource_id: int = 0
    kind: str = ""
    name: str = ""

    @property
    def value(self) -> str:
        """It, in one word of a form."""
        return f"feature-{self.feature}" if self.feature else f"resource-{self.resource_id}"


def things(db: Db, location_id: int, language: str) -> list[Thing]:
    """All that can fail at a place: the features that it has, in their order, then what serves there, by name."""
    known = catalogue.known_features(db, catalogue.every_offering_at(db, location_id))
    having = {feature for found in known.values() for feature, each in found.items() if each.has and each.known_on}
    features = [
        Thing(feature=code, name=said.has) for code, said in catalogue.features(db, language).items() if code in having
    ]
    serving = set(db.scalars(_SERVING, {"at_location": location_id}))
    served = [each for each in catalogue.resources(db, location_id) if each.id in serving]
    return features + [Thing(resource_id=each.id, kind=each.kind, name=each.name) for each in served]


def _offerings(db: Db, location_id: int, resource_id: int) -> tuple[int, ...]:
    """What is given at a place, or what a resource gives of it."""
    if resource_id:
        return tuple(sorted(db.scalars(_SERVED, {"by_resource": resource_id})))
    return tuple(each.id for each in catalogue.every_offering_at(db, location_id))
