"""The kinds of changes: the days each is about, the places it asks for there, and what stays of it once it is made."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import msgspec
from typing_extensions import override

from hoanhap import catalogue, schedule
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.base.errors import Missing
from hoanhap.booking import Reason
from hoanhap.capacity.refusals import DaysPast, DaysReversed, TooManyDays
from hoanhap.capacity.rules import Limit, Place, Settlement
from hoanhap.catalogue import Out
from hoanhap.events import Actor, Fact, record
from hoanhap.schedule import ClosedDays, Counted

MOST_DAYS = 366
EVERYTHING = "all"
"""How a form names all that is given at a place."""
Outages = Mapping[int, tuple[Out, ...]]
"""The features that do not work for some time, by the offering where they are needed."""


class Where(msgspec.Struct, frozen=True):
    """Some offerings, on some days, the first and the last included."""

    offering_ids: tuple[int, ...]
    first_on: date
    last_on: date


class Change(msgspec.Struct, frozen=True):
    """What every kind of change says of itself; `propose` and `apply` do the rest for all of them alike."""

    def why(self) -> str:
        """The reason that those are told who lose their places by it."""
        return ""

    def where(self, db: Db, *, today: date) -> Where:
        """What it is about. Refuses what cannot be."""
        raise NotImplementedError

    def is_made(self, db: Db) -> bool:
        """Whether the same change was made already: then it is not made again."""
        raise NotImplementedError

    def limits(self, db: Db, where: Where, counted: Iterable[Counted]) -> Mapping[Place, Limit]:
        """How many places it asks for; a place that it does not name stays as it is.

        What has begun stays too, and nobody who came loses a place, whatever it asks for.
        """
        raise NotImplementedError

    def out_of_order(self, known: Outages) -> Outages:
        """What does not work once it is made, where it is made, given what does not work now."""
        return known

    def write_down(self, db: Db, where: Where, settlement: Settlement, *, by: Actor, now: datetime) -> None:
        """Let it hold from now on, and record it; people and places have been settled."""
        raise NotImplementedError


class DaysClosed(Fact, frozen=True):
    """Offerings do not open on these days; the words of those who closed them are not part of the log."""

    announced = False
    offering_ids: tuple[int, ...]
    first_on: date
    last_on: date
    reason: str
    displaced: int


class DaysOpened(Fact, frozen=True):
    """Offerings open after all on days that were closed."""

    announced = False
    offering_ids: tuple[int, ...]
    first_on: date
    last_on: date
    restored: int


class PlacesSet(Fact, frozen=True):
    """An offering has another number of places on these days."""

    announced = False
    offering_id: int
    first_on: date
    last_on: date
    unit: str
    capacity: int
    public_limit: int
    displaced: int
    restored: int


class Closing(Change, frozen=True):
    """Offerings do not open on these days, both included; `note` is for those who work there and leaves it never."""

    offering_ids: tuple[int, ...]
    first_on: date
    last_on: date
    reason: Reason
    note: str = ""

    @override
    def why(self) -> str:
        """The reason of the closing."""
        return self.reason

    @override
    def where(self, db: Db, *, today: date) -> Where:
        """The days that are closed, of offerings that are there."""
        return days_of(db, self.offering_ids, self.first_on, self.last_on, today=today)

    @override
    def is_made(self, db: Db) -> bool:
        """Whether the same days are closed already, for the same reason, everywhere."""
        return not self._to_close(db)

    @override
    def limits(self, db: Db, where: Where, counted: Iterable[Counted]) -> Mapping[Place, Limit]:
        """None of any."""
        return {Place(each.slot_id, each.unit): Limit(0, 0) for each in counted}

    @override
    def write_down(self, db: Db, where: Where, settlement: Settlement, *, by: Actor, now: datetime) -> None:
        """No openings are made on these days from now on."""
        days = {"first": self.first_on, "last": self.last_on}
        schedule.close_days(db, self._to_close(db), **days, reason=self.reason.value, note=self.note)
        what = where.offering_ids, self.first_on, self.last_on, self.reason.value
        record(db, DaysClosed(*what, len(settlement.displaced)), by=by, at=now)

    def _to_close(self, db: Db) -> list[int]:
        """Those of the offerings that are not closed in the same way already."""
        found = schedule.closures(db, self.offering_ids, first=self.first_on, last=self.last_on)
        same = {
            each.offering_id
            for each in found
            if (each.first_on, each.last_on, each.reason) == (self.first_on, self.last_on, self.reason)
        }
        return [each for each in self.offering_ids if each not in same]


class Reopening(Change, frozen=True):
    """What was closed together opens after all."""

    closure_ids: tuple[int, ...]

    @override
    def where(self, db: Db, *, today: date) -> Where:
        """The days that were closed, from today on; `Missing` where there is no such closure."""
        found = self._closures(db)
        first, last = min(each.first_on for each in found), max(each.last_on for each in found)
        return Where(tuple(each.offering_id for each in found if each.offering_id), max(first, today), last)

    @override
    def is_made(self, db: Db) -> bool:
        """Whether all of it has been opened again."""
        return all(each.opened_at for each in self._closures(db))

    @override
    def limits(self, db: Db, where: Where, counted: Iterable[Counted]) -> Mapping[Place, Limit]:
        """As many as the weekly rules give; what is not there gives none, days that stay closed keep what they have."""
        counted = list(counted)
        closed = self._still_closed(db, where)
        return {
            Place(each.slot_id, each.unit): Limit(each.planned_capacity, each.planned_public_limit)
            for each in counted
            if not each.is_out and each.local_date not in closed.of(each.offering_id, on_holidays=each.on_holidays)
        }

    @override
    def write_down(self, db: Db, where: Where, settlement: Settlement, *, by: Actor, now: datetime) -> None:
        """The weekly rules count again."""
        schedule.open_days(db, self.closure_ids, today=local_day(now), now=now)
        what = where.offering_ids, where.first_on, where.last_on
        record(db, DaysOpened(*what, len(settlement.restored)), by=by, at=now)

    def _closures(self, db: Db) -> list[schedule.ClosureView]:
        found = schedule.closures_of(db, self.closure_ids)
        if not found or len(found) < len(self.closure_ids) or not all(each.offering_id for each in found):
            raise Missing
        return found

    def _still_closed(self, db: Db, where: Where) -> ClosedDays:
        """Holidays, and what another closure covers."""
        return schedule.closed_days(db, first=where.first_on, last=where.last_on, but=self.closure_ids)


class NewPlaces(Change, frozen=True):
    """Another number of places of one unit, on these days, at every time of them that is not closed."""

    offering_id: int
    first_on: date
    last_on: date
    unit: str
    capacity: int
    public_limit: int
    reason: Reason = Reason.OTHER

    @override
    def why(self) -> str:
        """The reason that there are other places."""
        return self.reason

    @override
    def where(self, db: Db, *, today: date) -> Where:
        """The days that change."""
        return days_of(db, (self.offering_id,), self.first_on, self.last_on, today=today)

    @override
    def is_made(self, db: Db) -> bool:
        """Whether every place it asks for has that number already."""
        where = {"first": self.first_on, "last": self.last_on}
        counted = schedule.counted(db, (self.offering_id,), **where)
        asked = self.limits(db, Where((self.offering_id,), self.first_on, self.last_on), counted)
        return all(
            asked.get(Place(each.slot_id, each.unit), Limit(each.capacity, each.public_limit))
            == Limit(each.capacity, each.public_limit)
            for each in counted
        )

    @override
    def limits(self, db: Db, where: Where, counted: Iterable[Counted]) -> Mapping[Place, Limit]:
        """That many of the unit, on days that are open, where what serves it is there."""
        closed = schedule.closed_days(db, first=where.first_on, last=where.last_on)
        return {
            Place(each.slot_id, each.unit): Limit(self.capacity, self.public_limit)
            for each in counted
            if each.unit == self.unit
            and not each.is_out
            and each.local_date not in closed.of(each.offering_id, on_holidays=each.on_holidays)
        }

    @override
    def write_down(self, db: Db, where: Where, settlement: Settlement, *, by: Actor, now: datetime) -> None:
        """The places themselves are all that stays of it."""
        what = (self.offering_id, self.first_on, self.last_on, self.unit, self.capacity, self.public_limit)
        record(db, PlacesSet(*what, len(settlement.displaced), len(settlement.restored)), by=by, at=now)


def days_of(db: Db, offering_ids: tuple[int, ...], first_on: date, last_on: date, *, today: date) -> Where:
    """Days that can be changed, of offerings that are there; refuses days that are past, reversed or too many."""
    if last_on < first_on:
        raise DaysReversed
    if first_on < today:
        raise DaysPast
    if last_on - first_on >= timedelta(days=MOST_DAYS):
        raise TooManyDays
    found = catalogue.offerings_numbered(db, offering_ids)
    if not offering_ids or len(found) < len(offering_ids):
        raise Missing
    return Where(offering_ids, first_on, last_on)
