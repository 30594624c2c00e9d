"""The holidays of a year as those see them who confirm them."""

from datetime import date, datetime

import msgspec
from sqlalchemy import bindparam, func, select

from hoanhap import people
from hoanhap.base.clock import local_day
from hoanhap.base.db import AnyRow, Db
from hoanhap.catalogue import Offering
from hoanhap.holidays import rules
from hoanhap.schedule import IS_ON_HOLIDAYS, Holiday, Slot, SlotUnit, WorkingDay


class Confirmation(msgspec.Struct, frozen=True):
    """Who confirmed a day, and when; nobody, where a program brought it in."""

    at: datetime
    role: str | None
    phone: str | None


class DayOff(msgspec.Struct, frozen=True):
    """A holiday that counts; `places` is how many places have people coming on it."""

    local_date: date
    name: str
    confirmed: Confirmation
    places: int


class MadeUp(msgspec.Struct, frozen=True):
    """A working day, and the day off that it makes up for."""

    local_date: date
    instead_of: date
    name: str
    confirmed: Confirmation


class Year(msgspec.Struct, frozen=True):
    """A year: the days that are reckoned and that nobody confirmed, the days off, and the days that make up."""

    year: int
    today: date
    reckoned: dict[date, str]
    days_off: list[DayOff]
    working_days: list[MadeUp]

    @property
    def to_confirm(self) -> dict[date, str]:
        """What is reckoned and still to come."""
        return {day: name for day, name in self.reckoned.items() if day > self.today}

    @property
    def confirmations(self) -> list[tuple[Confirmation, list[DayOff]]]:
        """The days off by who confirmed them at once, the first of them first."""
        found: dict[Confirmation, list[DayOff]] = {}
        for each in self.days_off:
            found.setdefault(each.confirmed, []).append(each)
        return list(found.items())

    @property
    def may_be_made_up(self) -> list[DayOff]:
        """The days off of the week that no other day makes up for yet."""
        made_up = {each.instead_of for each in self.working_days}
        return [
            each for each in self.days_off if not rules.is_weekend(each.local_date) and each.local_date not in made_up
        ]


_DAYS_OFF = (
    select(Holiday.local_date, Holiday.name, Holiday.confirmed_at, people.Account.role, people.Account.phone)
    .join(people.Account, people.Account.id == Holiday.confirmed_by, isouter=True)
    .where(Holiday.local_date.between(bindparam("first"), bindparam("last")))
    .order_by(Holiday.local_date)
)
_MADE_UP = (
    select(WorkingDay.local_date, WorkingDay.instead_of, Holiday.name, WorkingDay.confirmed_at)
    .add_columns(people.Account.role, people.Account.phone)
    .join(Holiday, Holiday.local_date == WorkingDay.instead_of)
    .join(people.Account, people.Account.id == WorkingDay.confirmed_by, isouter=True)
    .where(WorkingDay.instead_of.between(bindparam("first"), bindparam("last")))
    .order_by(WorkingDay.local_date)
)
_EXPECTED = (
    select(Slot.local_date, func.count(Offering.location_id.distinct()).label("places"))
    .join(SlotUnit, SlotUnit.slot_id == Slot.id)
    .join(Offering, Offering.id == Slot.offering_id)
    .where(Slot.local_date.between(bindparam("first"), bindparam("last")), SlotUnit.taken > 0)
    .where(Slot.local_date.in_(select(Holiday.local_date)), ~IS_ON_HOLIDAYS)
    .group_by(Slot.local_date)
)
_WAITING = (
    select(func.count(Slot.local_date.distinct()))
    .join(SlotUnit, SlotUnit.slot_id == Slot.id)
    .join(Offering, Offering.id == Slot.offering_id)
    .where(Offering.location_id == bindparam("of_location"), SlotUnit.taken > 0)
    .where(Slot.starts_at > bindparam("now"), Slot.local_date.in_(select(Holiday.local_date)), ~IS_ON_HOLIDAYS)
)


def year(db: Db, number: int, *, now: datetime) -> Year:
    """A year's holidays, as many questions for many as for few."""
    days, today = {"first": date(number, 1, 1), "last": date(number, 12, 31)}, local_day(now)
    to_come = days | {"first": max(days["first"], today)}
    expected = {row.local_date: row.places for row in db.execute(_EXPECTED, to_come)}
    found = [
        DayOff(row.local_date, row.name, _confirmation(row), expected.get(row.local_date, 0))
        for row in db.execute(_DAYS_OFF, days)
    ]
    known = {each.local_date for each in found}
    made_up = [
        MadeUp(row.local_date, row.instead_of, row.name, _confirmation(row)) for row in db.execute(_MADE_UP, days)
    ]
    reckoned = {day: name for day, name in rules.reckoned(number).items() if day not in known}
    return Year(number, today, reckoned, found, made_up)


def waiting_at(db: Db, location_id: int, now: datetime) -> int:
    """On how many holidays to come people are expected at a place, which has to decide what becomes of them."""
    return int(db.execute(_WAITING, {"of_location": location_id, "now": now}).scalar_one())


def _confirmation(row: AnyRow) -> Confirmation:
    return Confirmation(row.confirmed_at, row.role, row.phone)
