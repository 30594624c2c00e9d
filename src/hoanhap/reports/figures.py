"""The figures of a place, or of all places: how much is used, how early people book, who missed, who was turned away.

However many places, weeks and bookings there are, the number of statements stays the same.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Select, bindparam, case, func, select

from hoanhap import catalogue
from hoanhap.base.clock import at_local, local_day
from hoanhap.base.db import AnyRow, Db
from hoanhap.booking import (
    COUNTED,
    Absence,
    Attendance,
    Booking,
    Claim,
    Leg,
    Life,
    TooFar,
    TurnedAway,
    UnmetNeed,
    WhyNot,
    is_counted,
)
from hoanhap.catalogue import Location, Offering, Service
from hoanhap.reports import rules
from hoanhap.reports.rules import Lead, Period, Use, UseRow, Visits
from hoanhap.schedule import Slot, SlotUnit


class Given(msgspec.Struct, frozen=True):
    """A service at a place."""

    service: str
    place: str


class Named(msgspec.Struct, frozen=True):
    """Something with a name, and how much of it was used."""

    name: str
    use: Use


class UnitUse(msgspec.Struct, frozen=True):
    """How much of one unit was used: in all, in each week, for each service, at each place."""

    unit: str
    total: Use
    weeks: list[tuple[date, Use]]
    services: list[Named]
    places: list[Named]
    busiest: date | None


class Turned(msgspec.Struct, frozen=True):
    """How often people got nothing of a service, and why: at these places, or wherever in the province it is given."""

    service: str
    full: int = 0
    too_late: int = 0
    too_far: int = 0
    unmet: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.full + self.too_late + self.too_far + self.unmet


class Unmet(msgspec.Struct, frozen=True):
    """A need that no place met, in a sentence, and how often."""

    service: str
    sentence: str
    count: int


class Figures(msgspec.Struct, frozen=True):
    """Everything the pages of figures show, and what their files hold."""

    period: Period
    given: dict[int, Given]
    rows: list[UseRow]
    units: list[UnitUse]
    lead: Lead | None
    visits: Visits
    cancelled: int
    turned: list[Turned]
    unmet: list[Unmet]

    @property
    def turned_total(self) -> int:
        """How often people got nothing."""
        return sum(each.total for each in self.turned)


_GIVEN = (
    select(Offering.id, Offering.service_id, Service.texts, Location.name)
    .join(Service, Service.id == Offering.service_id)
    .join(Location, Location.id == Offering.location_id)
    .where(~Offering.is_draft)
    .order_by(Offering.id)
)
_IN_TIME = (
    Slot.offering_id.in_(bindparam("of_offerings", expanding=True)),
    Slot.starts_at.between(bindparam("begins"), bindparam("ends")),
)
_USED = (
    select(Slot.local_date, Slot.offering_id, SlotUnit.unit)
    .add_columns(func.sum(SlotUnit.taken), func.sum(SlotUnit.capacity))
    .join(SlotUnit, SlotUnit.slot_id == Slot.id)
    .where(*_IN_TIME)
    .group_by(Slot.local_date, Slot.offering_id, SlotUnit.unit)
)


_KEPT_FREE = (
    select(Slot.local_date, Slot.offering_id, Claim.unit, func.sum(Claim.quantity))
    .join(Claim, Claim.slot_id == Slot.id)
    .join(Leg, Leg.id == Claim.leg_id)
    .where(*_IN_TIME, Slot.starts_at >= Leg.ends_at, Claim.state.in_(sorted(COUNTED)), Claim.is_supported)
    .group_by(Slot.local_date, Slot.offering_id, Claim.unit)
)
"""What was kept free after appointments: nobody had it, and nobody could have had it."""


def _any(*states: Life) -> Any:
    return func.max(case((Claim.state.in_(sorted(states)), 1), else_=0))


_VISITS = (
    select(Leg.id, Booking.booked_at, Leg.starts_at, Leg.ends_at, Attendance.absence)
    .add_columns(
        _any(Life.ARRIVED, Life.FULFILLED).label("came"),
        _any(Life.NOSHOW).label("missed"),
        _any(Life.BOOKED).label("booked"),
    )
    .join(Claim, Claim.leg_id == Leg.id)
    .join(Slot, Slot.id == Claim.slot_id)
    .join(Booking, Booking.id == Leg.booking_id)
    .outerjoin(Attendance, Attendance.booking_id == Booking.id)
    .where(*_IN_TIME, Booking.booked_at.is_not(None))
    .group_by(Leg.id, Booking.booked_at, Leg.starts_at, Leg.ends_at, Attendance.absence)
)


def _counted(*columns: Any, of: Any) -> Select[Any]:
    """How often, by these columns, on the days of the period."""
    of_period = of.local_date.between(bindparam("first"), bindparam("last"))
    return select(*columns, func.sum(of.count)).where(of_period).group_by(*columns).order_by(*columns)


_TURNED_AWAY = _counted(TurnedAway.offering_id, TurnedAway.reason, of=TurnedAway)
_TOO_FAR = _counted(TooFar.service_id, of=TooFar)
_UNMET = _counted(UnmetNeed.service_id, UnmetNeed.feature_code, of=UnmetNeed)


def figures(db: Db, period: Period, language: str, *, location_id: int | None, now: datetime) -> Figures:
    """The figures of a place in a period; without one, of all places."""
    offerings = _GIVEN if location_id is None else _GIVEN.where(Location.id == location_id)
    found = list(db.execute(offerings))
    given = {row.id: Given(str(row.texts[language]["name"]), row.name) for row in found}
    within = {
        "of_offerings": list(given),
        "begins": at_local(period.first, 0),
        "ends": at_local(period.last + timedelta(days=1), 0) - timedelta(microseconds=1),
    }
    kept_free = {tuple(row[:3]): int(row[3]) for row in db.execute(_KEPT_FREE, within)}
    rows = _used(db.execute(_USED, within), kept_free)
    visited = list(db.execute(_VISITS, within))
    promised = [row for row in visited if row.came or row.missed or row.booked]
    services = {row.service_id: given[row.id].service for row in found}
    unmet = _unmet(db, period, services, language)
    return Figures(
        period,
        given,
        rows,
        [_of_unit(unit, rows, given, period) for unit in sorted({row.unit for row in rows})],
        rules.lead([(local_day(row.starts_at) - local_day(row.booked_at)).days for row in promised]),
        rules.visits(_outcome(row) for row in promised if row.ends_at <= now),
        len(visited) - len(promised),
        _turned(db, period, found, services, unmet),
        unmet,
    )


def _used(found: Iterable[AnyRow], kept_free: Mapping[tuple[Any, ...], int]) -> list[UseRow]:
    """What was used, day by day, as weeks; where there were no places there is no row."""

    def used(row: AnyRow) -> Use:
        return rules.use(int(row[3]), int(row[4]), kept_free.get(tuple(row[:3]), 0))

    by_day = (UseRow(rules.monday_of(row[0]), row[1], row[2], used(row)) for row in found)
    summed = rules.summed(by_day, lambda row: (row.week, row.offering_id, row.unit))
    return [UseRow(*key, use) for key, use in sorted(summed.items()) if use.capacity]


def _of_unit(unit: str, rows: list[UseRow], given: dict[int, Given], period: Period) -> UnitUse:
    of_unit = [row for row in rows if row.unit == unit]
    by_week = rules.summed(of_unit, lambda row: row.week)
    by_service = rules.summed(of_unit, lambda row: given[row.offering_id].service)
    by_place = rules.summed(of_unit, lambda row: given[row.offering_id].place)
    return UnitUse(
        unit,
        sum(by_week.values(), Use()),
        [(week, by_week.get(week, Use())) for week in rules.weeks(period)],
        _most_used(by_service),
        _most_used(by_place),
        rules.busiest(by_week),
    )


def _most_used(found: dict[str, Use]) -> list[Named]:
    named = [Named(name, use) for name, use in found.items()]
    return sorted(named, key=lambda each: (-(each.use.percent or 0), each.name))


def _outcome(row: AnyRow) -> str:
    """What is noted of a booking; whoever of a party came, they came."""
    if row.came:
        return "came"
    if not row.missed:
        return ""
    return "missed" if row.absence is None or is_counted(Absence(row.absence)) else "otherwise"


def _unmet(db: Db, period: Period, services: dict[int, str], language: str) -> list[Unmet]:
    said = catalogue.features(db, language)
    found = db.execute(_UNMET, {"first": period.first, "last": period.last})
    unmet = [Unmet(services[row[0]], said[row[1]].lacks, int(row[2])) for row in found if row[0] in services]
    return sorted(unmet, key=lambda each: (-each.count, each.service, each.sentence))


def _turned(db: Db, period: Period, given: list[AnyRow], services: dict[int, str], unmet: list[Unmet]) -> list[Turned]:
    """Whoever got nothing, by service; services at which nobody was turned away are left out."""
    days = {"first": period.first, "last": period.last}
    service_of = {row.id: services[row.service_id] for row in given}
    counted = {name: {"full": 0, "too_late": 0, "too_far": 0, "unmet": 0} for name in services.values()}
    for offering_id, reason, count in db.execute(_TURNED_AWAY, days):
        if offering_id in service_of:
            counted[service_of[offering_id]]["full" if reason == WhyNot.FULL else "too_late"] += int(count)
    for service_id, count in db.execute(_TOO_FAR, days):
        if service_id in services:
            counted[services[service_id]]["too_far"] += int(count)
    for each in unmet:
        counted[each.service]["unmet"] += each.count
    turned = [Turned(service, **counts) for service, counts in counted.items()]
    return sorted((each for each in turned if each.total), key=lambda each: (-each.total, each.service))
