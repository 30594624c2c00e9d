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
from hoanhap.base.clock import Span, at_local
from hoanhap.base.db import Db
from hoanhap.booking import Reason
from hoanhap.capacity.changes import Change, Outages, Where, days_of
from hoanhap.capacity.rules import Limit, Place, Settlement
from hoanhap.catalogue import Offering, Out, OutageView
from hoanhap.events import Actor, Fact, record
from hoanhap.schedule import Counted, Schedule

_SERVED = select(Schedule.offering_id).where(Schedule.resource_id == bindparam("by_resource")).distinct()
_SERVING = (
    select(Schedule.resource_id, Schedule.offering_id)
    .join(Offering, Offering.id == Schedule.offering_id)
    .where(Offering.location_id == bindparam("at_location"), Schedule.resource_id.is_not(None))
    .distinct()
)


class OutageBegun(Fact, frozen=True):
    """Something at a place does not work; the words of those who said so are not part of the log."""

    announced = False
    location_id: int
    offering_id: int
    feature: str
    resource_id: int
    begins_at: datetime
    until: datetime | None
    reason: str
    displaced: int


class OutageEnded(Fact, frozen=True):
    """It works again."""

    announced = False
    location_id: int
    outage_id: int
    restored: int


class Failing(Change, frozen=True):
    """A feature of a place does not work, or a resource is not there; without an end until somebody says otherwise.

    Of `feature` and `resource_id` there is one. With an `offering_id` it is so in that one only. `note` is for those
    who work there and leaves it never.
    """

    location_id: int
    feature: str
    resource_id: int
    span: Span
    reason: Reason
    note: str = ""
    offering_id: int = 0

    @override
    def why(self) -> str:
        """The reason that it does not work."""
        return self.reason

    @override
    def where(self, db: Db, *, today: date) -> Where:
        """All that is given at the place, or by the resource, on these days as far as there are openings."""
        first = self.span.first_on
        last = self.span.last_on or max(first, schedule.last_opening_on(db) or first)
        found = _offerings(db, self.location_id, self.resource_id, self.offering_id)
        return days_of(db, found, first, last, today=today)

    @override
    def is_made(self, db: Db) -> bool:
        """Whether the same was said already."""
        found = catalogue.outages_at(db, self.location_id, since=self.span.begins_at)
        return any(each.is_same(self._view) for each in found)

    @override
    def limits(self, db: Db, where: Where, counted: Iterable[Counted]) -> Mapping[Place, Limit]:
        """None where the resource would have served; a feature has no places of its own."""
        served = [each for each in counted if self.resource_id and each.resource_id == self.resource_id]
        return {Place(each.slot_id, each.unit): Limit(0, 0) for each in served if self.span.meets(_when(each))}

    @override
    def out_of_order(self, known: Outages) -> Outages:
        """Whatever does not work already, and the feature."""
        if not self.feature:
            return known
        out = Out(self.feature, self.span)
        return {number: (*outs, out) for number, outs in known.items()}

    @override
    def write_down(self, db: Db, where: Where, settlement: Settlement, *, by: Actor, now: datetime) -> None:
        """Whoever looks for it from now on reads that it is not there."""
        catalogue.begin_outage(db, self.location_id, self._view, now=now)
        where_ = self.location_id, self.offering_id, self.feature, self.resource_id
        what = *where_, self.span.begins_at, self.span.until, self.reason.value
        record(db, OutageBegun(*what, len(settlement.displaced)), by=by, at=now)

    @property
    def _view(self) -> OutageView:
        thing = self.offering_id or None, self.feature or None, self.resource_id or None, None
        return OutageView(0, *thing, self.span, self.reason.value, self.note, None)


class Mending(Change, frozen=True):
    """What did not work at a place works again, or is there again."""

    location_id: int
    outage_id: int

    @override
    def where(self, db: Db, *, today: date) -> Where:
        """The days on which it would not have worked, from today on; `Missing` where there is no such outage."""
        found = self._outage(db)
        first = max(found.span.first_on, today)
        last = found.span.last_on or schedule.last_opening_on(db) or first
        offerings = _offerings(db, self.location_id, found.resource_id or 0, found.offering_id or 0)
        return Where(offerings, first, max(first, last))

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
        since = at_local(where.first_on, 0)
        others = [each for each in catalogue.outages_at(db, self.location_id, since=since) if each.id != found.id]
        still_out = [each for each in others if each.resource_id == found.resource_id]
        return {
            Place(each.slot_id, each.unit): Limit(each.planned_capacity, each.planned_public_limit)
            for each in counted
            if _is_out(found, each)
            and each.local_date not in closed.of(each.offering_id, on_holidays=each.on_holidays)
            and not any(_is_out(other, each) for other in still_out)
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
    """What can fail at a place: a feature that is there, or a resource; `offering_ids` are those that have it."""

    feature: str = ""
    resource_id: int = 0
    kind: str = ""
    name: str = ""
    offering_ids: frozenset[int] = frozenset()

    @property
    def value(self) -> str:
        """It, in one word of a form."""
        return f"feature-{self.feature}" if self.feature else f"resource-{self.resource_id}"


def things(db: Db, location_id: int, language: str, *, today: date) -> list[Thing]:
    """All that can fail at a place, today or later: the features that it has, in their order, then what serves there.

    What only some have or can do who serve there is a feature of it too.
    """
    known = catalogue.known_features(db, catalogue.every_offering_at(db, location_id))
    having, serving = dict[str, set[int]](), dict[int | None, set[int]]()
    for offering_id, skills in schedule.skills(db, list(known), on=today).items():
        for feature in frozenset().union(*skills.values()):
            having.setdefault(feature, set()).add(offering_id)
    for offering_id, found in known.items():
        for feature, each in found.items():
            if each.has and each.known_on:
                having.setdefault(feature, set()).add(offering_id)
    for row in db.execute(_SERVING, {"at_location": location_id}):
        serving.setdefault(row[0], set()).add(row[1])
    features = [
        Thing(feature=code, name=said.has, offering_ids=frozenset(having[code]))
        for code, said in catalogue.features(db, language).items()
        if code in having
    ]
    served = [each for each in catalogue.resources(db, location_id) if each.id in serving]
    return features + [
        Thing(resource_id=each.id, kind=each.kind, name=each.name, offering_ids=frozenset(serving[each.id]))
        for each in served
    ]


def _offerings(db: Db, location_id: int, resource_id: int, offering_id: int) -> tuple[int, ...]:
    """What is given at a place, or what a resource gives of it; only one of these, if it is said."""
    if resource_id:
        found = sorted(db.scalars(_SERVED, {"by_resource": resource_id}))
    else:
        found = [each.id for each in catalogue.every_offering_at(db, location_id)]
    return tuple(each for each in found if offering_id in {0, each})


def _when(counted: Counted) -> Span:
    return Span(counted.starts_at, counted.ends_at)


def _is_out(outage: OutageView, counted: Counted) -> bool:
    """Whether somebody or something that is not there would have served at a step."""
    is_its = outage.resource_id == counted.resource_id and outage.offering_id in {None, counted.offering_id}
    return is_its and outage.span.meets(_when(counted))
