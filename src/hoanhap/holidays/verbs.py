"""What is done about holidays: days off are confirmed, added and taken away, and so are days that make up for them.

No day off takes a place from anybody: it leaves the places that people have, and each place closes it for itself.
"""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import bindparam, delete, insert, select

from hoanhap import capacity, organizations, schedule
from hoanhap.base.db import Db
from hoanhap.base.errors import Forbidden
from hoanhap.events import Actor, Fact, record
from hoanhap.holidays import rules
from hoanhap.holidays.changes import Counting, HolidayEnded, WorkingDayBegun
from hoanhap.holidays.refusals import IsMadeUp, PeopleCome
from hoanhap.organizations import Duty
from hoanhap.schedule import Holiday, WorkingDay


class HolidaysConfirmed(Fact, frozen=True):
    """Days that were reckoned are off: nobody opens on them from now on."""

    announced = False
    days: tuple[date, ...]


class DayOffAdded(Fact, frozen=True):
    """A day is off that nobody reckoned."""

    announced = False
    day: date
    name: str


class DayOffRemoved(Fact, frozen=True):
    """A day is off no more."""

    announced = False
    day: date


class WorkingDayAdded(Fact, frozen=True):
    """A day makes up for a day off."""

    announced = False
    day: date
    instead_of: date


class WorkingDayRemoved(Fact, frozen=True):
    """A day makes up for another no more."""

    announced = False
    day: date


_KNOWN = select(Holiday.local_date).where(Holiday.local_date.in_(bindparam("of_days", expanding=True)))
_WORKING = select(WorkingDay.local_date).where(WorkingDay.local_date == bindparam("of_day"))
_IS_MADE_UP = select(WorkingDay.local_date).where(WorkingDay.instead_of == bindparam("of_day"))
_END_WORKING = delete(WorkingDay).where(WorkingDay.local_date == bindparam("of_day"))


def authorize(db: Db, by: Actor) -> Actor:
    """Who speaks for the whole province. Refuses with `Forbidden`."""
    if not organizations.reach(db, by, Duty.CONFIRM_HOLIDAYS).is_everywhere:
        raise Forbidden
    return by


def confirm(db: Db, days: Collection[date], *, by: Actor, now: datetime) -> None:
    """Let days that are reckoned be off; those that are off already stay so. Refuses with `Forbidden`."""
    who = authorize(db, by)
    known = set(db.scalars(_KNOWN, {"of_days": list(days)}))
    new = {day: rules.reckoned(day.year)[day] for day in sorted(days) if day not in known}
    if new:
        _put(db, new, by=who, now=now)
        record(db, HolidaysConfirmed(tuple(new)), by=who, at=now)


def add_day_off(db: Db, day: date, name: str, *, by: Actor, now: datetime) -> None:
    """Let a day be off; one that is off already keeps its name. Refuses with `Forbidden`."""
    who = authorize(db, by)
    if not db.scalar(_KNOWN, {"of_days": [day]}):
        _put(db, {day: name}, by=who, now=now)
        record(db, DayOffAdded(day, name), by=who, at=now)


def add_working_day(db: Db, day: date, instead_of: date, *, by: Actor, now: datetime) -> None:
    """Let a day make up for a day off; one that does already goes on. Refuses with `Forbidden`."""
    who = authorize(db, by)
    if not db.scalar(_WORKING, {"of_day": day}):
        _count(db, WorkingDayBegun(day, instead_of), by=who, now=now)
        record(db, WorkingDayAdded(day, instead_of), by=who, at=now)


def remove(db: Db, day: date, *, by: Actor, now: datetime) -> None:
    """Let a day be as the week has it, whether it was off or made up for another; one that is so already stays so.

    Refuses with `IsMadeUp`, `PeopleCome` and `Forbidden`.
    """
    who = authorize(db, by)
    if db.scalar(_WORKING, {"of_day": day}):
        _end_working_day(db, day)
        record(db, WorkingDayRemoved(day), by=who, at=now)
    elif db.scalar(_KNOWN, {"of_days": [day]}):
        if db.scalar(_IS_MADE_UP, {"of_day": day}):
            raise IsMadeUp
        _count(db, HolidayEnded(day), by=who, now=now)
        record(db, DayOffRemoved(day), by=who, at=now)


def _put(db: Db, days: dict[date, str], *, by: Actor, now: datetime) -> None:
    """Nobody opens on these days; of what is open already just the places stay that people have."""
    shared = {"confirmed_at": now, "confirmed_by": by.account_id}
    db.execute(insert(Holiday), [{"local_date": day, "name": name, **shared} for day, name in days.items()])
    schedule.keep_taken(db, list(days), now=now)


def _count(db: Db, change: Counting, *, by: Actor, now: datetime) -> None:
    """Give the places back that the weeks have, the oldest who wait for one first."""
    capacity.apply(db, change, capacity.propose(db, change, now=now).version, by=by, now=now)


def _end_working_day(db: Db, day: date) -> None:
    """Its places go, where nobody has one; the day's own plan stays."""
    db.execute(_END_WORKING, {"of_day": day})
    if not schedule.take_back(db, schedule.slots_made_up(db, day)):
        raise PeopleCome
