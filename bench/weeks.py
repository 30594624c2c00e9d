"""A year of slots for two hundred offerings: how long it takes to make them, and to see that all of them are there."""

import time
from datetime import date, timedelta

import msgspec
from sqlalchemy import Connection, RowMapping, func, insert, select

from bench.stage import Pace, Stage, table
from hoanhap import schedule
from hoanhap.base.clock import local_day, utc_now
from hoanhap.base.db import Database
from hoanhap.catalogue import Location, Offering
from hoanhap.schedule import Schedule, ScheduleUnit, Slot

OFFERINGS, DAYS = 200, 365
QUICK_OFFERINGS, QUICK_DAYS = 130, 70
MOST_SECONDS, MOST_AGAIN_SECONDS = 60.0, 5.0


class Made(msgspec.Struct, frozen=True):
    """How many slots there are in the end, how long they took, and how long it took again."""

    name: str
    slots: int
    seconds: float
    again: float

    @property
    def is_within(self) -> bool:
        """Whether it keeps to its budgets."""
        return self.seconds <= MOST_SECONDS and self.again <= MOST_AGAIN_SECONDS


def main(stage: Stage, pace: Pace) -> tuple[str, list[Made]]:
    """Measure on both databases."""
    offerings, days = (QUICK_OFFERINGS, QUICK_DAYS) if pace.is_quick else (OFFERINGS, DAYS)
    found = [
        _measure(name, Database(url), offerings, days)
        for name, url in (("SQLite", stage.sqlite()), ("PostgreSQL", stage.postgres()))
    ]
    return _section(found, offerings, days), found


def _measure(name: str, database: Database, offerings: int, days: int) -> Made:
    today = local_day(utc_now())
    database.write_now(_add_offerings, offerings)
    seconds, again = (_make(database, today, days) for _ in range(2))
    with database.reading() as db:
        slots = db.execute(select(func.count(Slot.id)).where(Slot.local_date >= today)).scalar_one()
    database.close()
    return Made(name, slots, seconds, again)


def _make(database: Database, today: date, days: int) -> float:
    """How many seconds it takes to make what is missing of a year."""
    began = time.perf_counter()
    database.write_now(schedule.make_openings, first=today, last=today + timedelta(days=days))
    return time.perf_counter() - began


def _add_offerings(db: Connection, count: int) -> None:
    """Copy offerings with their weekly rules, each at a place of its own, until there are so many."""
    places, offerings = Location.__table__, Offering.__table__
    known = db.execute(select(*offerings.c).order_by(Offering.id)).mappings().all()
    place = db.execute(select(*places.c).limit(1)).mappings().one()
    for number in range(count - len(known)):
        here = insert(Location).values(_copy(place, slug=f"bench-{number}", name=f"Place {number}"))
        location_id = db.execute(here.returning(Location.id)).scalar_one()
        of = known[number % len(known)]
        copy = insert(Offering).values(_copy(of, location_id=location_id))
        _copy_rules(db, of["id"], db.execute(copy.returning(Offering.id)).scalar_one())


def _copy_rules(db: Connection, from_offering: int, to_offering: int) -> None:
    rules, units = Schedule.__table__, ScheduleUnit.__table__
    for rule in db.execute(select(*rules.c).where(Schedule.offering_id == from_offering)).mappings().all():
        copy = insert(Schedule).values(_copy(rule, offering_id=to_offering))
        schedule_id = db.execute(copy.returning(Schedule.id)).scalar_one()
        of_rule = db.execute(select(*units.c).where(ScheduleUnit.schedule_id == rule["id"])).mappings().all()
        db.execute(insert(ScheduleUnit), [{**unit, "schedule_id": schedule_id} for unit in of_rule])


def _said(made: Made) -> str:
    return "yes" if made.is_within else "no"


def _copy(row: RowMapping, **other: object) -> dict[str, object]:
    """A row without its key, and with other values in some of its columns."""
    return {str(name): value for name, value in row.items() if name != "id"} | other


def _section(found: list[Made], offerings: int, days: int) -> str:
    rows = [
        [each.name, f"{each.slots:,}", f"{each.seconds:.1f} s", f"{each.again:.2f} s", _said(each)] for each in found
    ]
    goal = f"≤ {MOST_SECONDS:.0f} s, ≤ {MOST_AGAIN_SECONDS:.0f} s"
    columns = ["Database", "Slots", "Made in", "Again, nothing new", goal]
    return (
        f"## Weeks\n\nThe weekly rules of {offerings} offerings made into the slots of {days} days by one call, in one "
        f"transaction, and called again.\n\n{table(columns, rows)}"
    )
