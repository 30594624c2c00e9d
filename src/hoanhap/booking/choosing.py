"""Days and times to choose from, as pages show them: two weeks at a time, or one for those who want short lists."""

from datetime import date, timedelta

import msgspec

from hoanhap import schedule
from hoanhap.base.clock import at_local, local_day
from hoanhap.base.db import Db
from hoanhap.schedule import DayCount, PartOfDay, Start, Wanted

DAYS_AT_ONCE, DAYS_BRIEFLY = 14, 7
Parts = list[tuple[PartOfDay, list[Start]]]


class Days(msgspec.Struct, frozen=True):
    """The days with free times from a first one on, and where as many more begin on either side."""

    days: list[DayCount]
    soonest: Start | None
    first: date
    earlier: date | None
    later: date | None


def days(db: Db, wanted: Wanted, first: date | None, *, is_brief: bool) -> Days:
    """The days of two weeks, or briefly of one; where they have none, the soonest day that has."""
    begin, end = local_day(wanted.earliest), local_day(wanted.until)
    first = min(max(first or begin, begin), end)
    at_once = timedelta(days=DAYS_BRIEFLY if is_brief else DAYS_AT_ONCE)
    after = first + at_once
    found = schedule.day_counts(db, _between(wanted, first, after))
    soonest = schedule.soonest(db, wanted, limit=1) if not found else []
    return Days(
        found,
        soonest[0] if soonest else None,
        first,
        max(first - at_once, begin) if first > begin else None,
        after if after <= end else None,
    )


def parts_of(db: Db, wanted: Wanted, day: date) -> Parts:
    """The free times of a day, by part of the day; parts without any are left out."""
    found = schedule.starts(db, _between(wanted, day, day + timedelta(days=1)))
    parts = [(part, [each for each in found if schedule.part_of_day(each.minute) is part]) for part in PartOfDay]
    return [(part, each) for part, each in parts if each]


def _between(wanted: Wanted, first: date, after: date) -> Wanted:
    return msgspec.structs.replace(
        wanted,
        earliest=max(wanted.earliest, at_local(first, 0)),
        until=min(wanted.until, at_local(after, 0)),
    )
