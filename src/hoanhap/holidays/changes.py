"""Days on which the weeks count after all, as a change of capacity: places come back, and nobody loses one."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import bindparam, delete, insert, select
from typing_extensions import override

from hoanhap import schedule
from hoanhap.base.db import Db
from hoanhap.capacity import Change, Limit, Place, Settlement, Where
from hoanhap.events import Actor
from hoanhap.schedule import Counted, Holiday, Opening, WorkingDay

_OPEN_ON = select(Opening.offering_id).where(Opening.local_date == bindparam("of_day")).distinct()
_END = delete(Holiday).where(Holiday.local_date == bindparam("of_day"))


class Counting(Change, frozen=True):
    """The weekly rules count on a day: as many places as they give, or as there are if these are more.

    What was planned for a holiday stays as it is, and the same hands are not in two places.
    """

    day: date

    @override
    def where(self, db: Db, *, today: date) -> Where:
        """Everything that has an opening on that day already."""
        found = sorted(db.scalars(_OPEN_ON, {"of_day": self.day}))
        return Where(tuple(found), self.day, self.day)

    @override
    def is_made(self, db: Db) -> bool:
        """Never: whoever asks has looked already."""
        return False

    @override
    def limits(self, db: Db, where: Where, counted: Iterable[Counted]) -> Mapping[Place, Limit]:
        """What the rules give, where nothing else closes the day and what serves is there."""
        closed = {each.offering_id for each in schedule.closures(db, where.offering_ids, first=self.day, last=self.day)}
        counted = list(counted)
        planned = [each for each in counted if each.on_holidays]
        return {
            Place(each.slot_id, each.unit): Limit(
                max(each.capacity, each.planned_capacity), max(each.public_limit, each.planned_public_limit)
            )
            for each in counted
            if each.offering_id not in closed
            and not (each.is_out or each.on_holidays or any(_same_hands(each, other) for other in planned))
        }

    def make_openings(self, db: Db, where: Where) -> None:
        """Make what the rules give on that day and is not there yet, as far ahead as anything is open."""
        if self.day <= (schedule.last_opening_on(db) or date.min):
            schedule.make_openings(db, first=self.day, last=self.day)
            schedule.complete(db, where.offering_ids, first=self.day, last=self.day)


def _same_hands(one: Counted, other: Counted) -> bool:
    """Whether two steps are given by the same hands at the same time."""
    same = one.resource_id == other.resource_id and (
        one.resource_id is not None or one.offering_id == other.offering_id
    )
    return same and one.starts_at < other.ends_at and other.starts_at < one.ends_at


class HolidayEnded(Counting, frozen=True):
    """A day is no holiday after all."""

    @override
    def write_down(self, db: Db, where: Where, settlement: Settlement, *, by: Actor, now: datetime) -> None:
        """Take it from the list."""
        db.execute(_END, {"of_day": self.day})
        self.make_openings(db, where)


class WorkingDayBegun(Counting, frozen=True):
    """A day makes up for a day off: it opens as that day would have."""

    instead_of: date

    @override
    def limits(self, db: Db, where: Where, counted: Iterable[Counted]) -> Mapping[Place, Limit]:
        """What the rules of the other day give; the day's own plan stays as it is."""
        made_up = set(schedule.slots_made_up(db, self.day))
        return {place: limit for place, limit in super().limits(db, where, counted).items() if place.slot_id in made_up}

    @override
    def write_down(self, db: Db, where: Where, settlement: Settlement, *, by: Actor, now: datetime) -> None:
        """Put it on the list."""
        values = {"local_date": self.day, "instead_of": self.instead_of, "confirmed_at": now}
        db.execute(insert(WorkingDay), values | {"confirmed_by": by.account_id})
        self.make_openings(db, where)
