"""Days and times to choose from, as pages show them: two weeks at a time, or one for those who want short lists.

Who can only come at certain times sees only those: a part of the day, a day of the week, or both.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from hoanhap import schedule
from hoanhap.base.clock import Span, at_local, local_day
from hoanhap.base.db import Db
from hoanhap.catalogue import Lacking
from hoanhap.schedule import DayCount, PartOfDay, Start, Wanted
from hoanhap.web.forms import Form

DAYS_AT_ONCE, DAYS_BRIEFLY = 14, 7
DAYS_OF_A_WEEK = 7
Parts = list[tuple[PartOfDay, list[Start]]]


class Weekday(StrEnum):
    """A day of the week, as addresses say it; in the order of the calendar."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @classmethod
    def of(cls, day: date) -> "Weekday":
        """The day of the week of a date."""
        return list(cls)[day.weekday()]


class Only(msgspec.Struct, frozen=True):
    """What somebody asks to see only; nothing asked is everything shown."""

    part: PartOfDay | None = None
    weekday: Weekday | None = None

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return self != Only()

    @property
    def fields(self) -> dict[str, str]:
        """The same as forms and addresses say it."""
        asked = {"part": self.part, "weekday": self.weekday}
        return {name: value.value for name, value in asked.items() if value is not None}

    @property
    def any_part(self) -> "Only":
        """The same days, at any time."""
        return Only(None, self.weekday)


class Days(msgspec.Struct, frozen=True):
    """The days with free times from a first one to a last one, and where as many more begin on either side.

    Where there are none, `soonest` is the soonest day elsewhere that has some.
    """

    days: list[DayCount]
    soonest: date | None
    first: date
    last: date
    earlier: date | None
    later: date | None
    is_brief: bool = False

    @property
    def is_full(self) -> bool:
        """Whether no day has anything, here or elsewhere."""
        return not self.days and self.soonest is None


def only(asked: Form) -> Only:
    """What an address asks to see only; a word that nobody knows asks for nothing."""
    part, weekday = asked.value("part"), asked.value("weekday")
    return Only(
        PartOfDay(part) if part in list(PartOfDay) else None,
        Weekday(weekday) if weekday in list(Weekday) else None,
    )


def narrowed(days: Iterable[DayCount], only: Only) -> list[DayCount]:
    """The days that are asked for, with their starts in the part that is; those without any are left out."""
    fitting = (day for day in days if only.weekday in (None, Weekday.of(day.local_date)))
    return [left for day in fitting if (left := _in_part(day, only.part)).total]


def days(db: Db, wanted: Wanted, first: date | None, only: Only, *, is_brief: bool) -> Days:
    """The days of two weeks, or briefly of one; of one day of the week, as many of it, so of as many weeks."""
    begin, end = local_day(wanted.earliest), local_day(wanted.until)
    first = min(max(first or begin, begin), end)
    at_once = timedelta(days=DAYS_BRIEFLY if is_brief else DAYS_AT_ONCE) * (DAYS_OF_A_WEEK if only.weekday else 1)
    after = first + at_once
    found = narrowed(schedule.day_counts(db, _between(wanted, first, after)), only)
    return Days(
        found,
        None if found else _soonest(db, wanted, only),
        first,
        min(after - timedelta(days=1), end),
        max(first - at_once, begin) if first > begin else None,
        after if after <= end else None,
        is_brief,
    )


def parts_of(db: Db, wanted: Wanted, day: date) -> Parts:
    """The free times of a day, by part of the day; parts without any are left out."""
    found = schedule.starts(db, _between(wanted, day, day + timedelta(days=1)))
    parts = [(part, [each for each in found if schedule.part_of_day(each.minute) is part]) for part in PartOfDay]
    return [(part, each) for part, each in parts if each]


def holiday_on(db: Db, day: date) -> str:
    """What a day is called, if it is a holiday."""
    return "".join(each.name for each in schedule.holidays(db, first=day, last=day))


def met(lacking: Iterable[Lacking], parts: Parts, *, lasts: timedelta) -> list[Lacking]:
    """What does not work at some time that can be chosen; what fails at other hours of the day concerns nobody."""
    times = [Span(start.starts_at, start.starts_at + lasts) for _, starts in parts for start in starts]
    return [each for each in lacking if each.out is None or any(each.out.meets(time) for time in times)]


def shown(parts: Parts, only: Only) -> Parts:
    """Of the parts of a day the one that is asked for; all of them if none is."""
    return [(part, starts) for part, starts in parts if only.part in (None, part)]


def _in_part(day: DayCount, part: PartOfDay | None) -> DayCount:
    if part is None:
        return day
    counts = {each.value: getattr(day, each.value) if each is part else 0 for each in PartOfDay}
    return msgspec.structs.replace(day, **counts)


def _soonest(db: Db, wanted: Wanted, only: Only) -> date | None:
    """The first day of all that has what is asked for."""
    if only.is_set:
        found = narrowed(schedule.day_counts(db, wanted), only)
        return found[0].local_date if found else None
    starts = schedule.soonest(db, wanted, limit=1)
    return starts[0].local_date if starts else None


def _between(wanted: Wanted, first: date, after: date) -> Wanted:
    return msgspec.structs.replace(
        wanted,
        earliest=max(wanted.earliest, at_local(first, 0)),
        until=min(wanted.until, at_local(after, 0)),
    )
