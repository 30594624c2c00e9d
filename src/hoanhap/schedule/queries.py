"""What can be booked when. Every question is answered from the index on offering and start."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from hoanhap.base.clock import Span, at_local, local_day
from hoanhap.base.db import Db, Instant
from hoanhap.catalogue import Outage, Resource, ResourceFeature
from hoanhap.schedule.model import Closure, Holiday, Opening, Schedule, ScheduleUnit, Slot, SlotUnit, WorkingDay
from hoanhap.schedule.rules import EVENING, NOON

A_WEEK = timedelta(weeks=1)
WHATEVER_LIMIT = 1_000_000
"""More than any place has: so far beyond the public limit, only the total counts."""
_CLOSURES = (
    select(Closure.id, Closure.offering_id, Closure.first_on, Closure.last_on)
    .add_columns(Closure.reason, Closure.note, Closure.opened_at)
    .order_by(Closure.first_on, Closure.id)
)
_OF_THE_RULE = ScheduleUnit.capacity, ScheduleUnit.public_limit
_IS_PLANNED = and_(
    Slot.starts_at >= Opening.starts_at,
    Slot.ends_at <= Opening.ends_at,
    or_(Schedule.valid_until.is_(None), Slot.local_date <= Schedule.valid_until),
)
"""A rule may end, or have other hours than when the opening was made: then a step stays, and none is planned for it."""
IS_OUT = (
    exists()
    .where(Outage.resource_id == Schedule.resource_id, Outage.ended_at.is_(None))
    .where(or_(Outage.offering_id.is_(None), Outage.offering_id == Slot.offering_id))
    .where(Outage.begins_at < Slot.ends_at, or_(Outage.until.is_(None), Outage.until > Slot.starts_at))
    .correlate(Schedule, Slot)
)
"""Whether what a step is served by is not there at its time, or not for what is given then."""
_COUNTED = (
    select(Slot.id, Slot.offering_id, Slot.local_date, Slot.starts_at, Slot.ends_at)
    .add_columns(SlotUnit.unit, SlotUnit.capacity, SlotUnit.public_limit, SlotUnit.taken, SlotUnit.public_taken)
    .add_columns(*(case((_IS_PLANNED, func.coalesce(each, 0)), else_=0) for each in _OF_THE_RULE))
    .add_columns(Schedule.resource_id, Schedule.on_holidays, IS_OUT.label("is_out"))
    .join(SlotUnit, SlotUnit.slot_id == Slot.id)
    .join(Opening, Opening.id == Slot.opening_id)
    .join(Schedule, Schedule.id == Opening.schedule_id)
    .join(
        ScheduleUnit,
        and_(ScheduleUnit.schedule_id == Opening.schedule_id, ScheduleUnit.unit == SlotUnit.unit),
        isouter=True,
    )
    .where(Slot.offering_id.in_(bindparam("of_offerings", expanding=True)))
    .where(Slot.local_date.between(bindparam("first"), bindparam("last")))
    .order_by(Slot.starts_at, Slot.id, SlotUnit.unit)
)
_FREE = (
    select(Slot.offering_id, Slot.opening_id, Slot.ordinal, Slot.id, Slot.starts_at, Slot.ends_at, SlotUnit.unit)
    .add_columns(
        case(
            (
                SlotUnit.capacity - SlotUnit.taken < SlotUnit.public_limit - SlotUnit.public_taken,
                SlotUnit.capacity - SlotUnit.taken,
            ),
            else_=SlotUnit.public_limit - SlotUnit.public_taken,
        ).label("left")
    )
    .add_columns(Schedule.resource_id)
    .join(SlotUnit, SlotUnit.slot_id == Slot.id)
    .join(Opening, Opening.id == Slot.opening_id)
    .join(Schedule, Schedule.id == Opening.schedule_id)
    .where(Slot.offering_id.in_(bindparam("of_offerings", expanding=True)))
    .where(Slot.starts_at >= bindparam("earliest"), Slot.starts_at < bindparam("until"))
    .order_by(Slot.opening_id, Slot.ordinal, SlotUnit.unit)
)
_HOLIDAYS = (
    select(Holiday.local_date, Holiday.name)
    .where(Holiday.local_date.between(bindparam("first"), bindparam("last")))
    .order_by(Holiday.local_date)
)
_WORKING_DAYS = (
    select(WorkingDay.local_date, WorkingDay.instead_of)
    .where(WorkingDay.local_date.between(bindparam("first"), bindparam("last")))
    .order_by(WorkingDay.local_date)
)
IS_ON_HOLIDAYS = (
    exists()
    .where(Opening.id == Slot.opening_id, Opening.schedule_id == Schedule.id, Schedule.on_holidays)
    .correlate(Slot)
)
"""Whether a step is of an opening for which somebody decided that a holiday does not matter."""
IS_ABLE = (
    exists()
    .where(Opening.id == Slot.opening_id, Opening.schedule_id == Schedule.id)
    .where(Schedule.resource_id.in_(bindparam("by_resources", expanding=True)))
    .correlate(Slot)
)
"""Whether a step is of an opening in which one of those serves who have or can do what is needed."""
_SKILLS = (
    select(Schedule.offering_id, Resource.id, ResourceFeature.feature_code)
    .select_from(Schedule)
    .join(Resource, Resource.id == Schedule.resource_id)
    .join(ResourceFeature, ResourceFeature.resource_id == Resource.id)
    .where(Schedule.offering_id.in_(bindparam("of_offerings", expanding=True)), Resource.is_active)
    .where(or_(Schedule.valid_until.is_(None), Schedule.valid_until >= bindparam("day")))
    .distinct()
)
_TAKEN = (
    select(Slot.local_date)
    .join(SlotUnit, SlotUnit.slot_id == Slot.id)
    .where(Slot.local_date.in_(bindparam("of_days", expanding=True)), SlotUnit.taken > 0)
    .distinct()
)
_MADE_UP = (
    select(Slot.id)
    .join(Opening, Opening.id == Slot.opening_id)
    .join(Schedule, Schedule.id == Opening.schedule_id)
    .where(Opening.local_date == bindparam("of_day"), Schedule.weekday != bindparam("of_weekday"))
)
Shape = tuple[tuple[str, ...], int, bool, int, int, bool]
"""The units in a fixed order, the number of steps, whether a booking is to move, how many times are left out, how many
of the steps do not matter for these, and whether only some of those who serve will do."""


class Start(msgspec.Struct, frozen=True):
    """A time at which a booking can start. `left` is what is left once the party has its places.

    Where several openings stand side by side, it is one time: `slot_id` is in one that has room, and `left` counts all.
    """

    slot_id: int
    local_date: date
    minute: int
    starts_at: datetime
    left: int


class DayCount(msgspec.Struct, frozen=True):
    """How many starts a day has in the morning, in the afternoon and in the evening."""

    local_date: date
    morning: int
    afternoon: int
    evening: int
    holiday: str | None = None
    """What the day is called, if it is one and open all the same."""

    @property
    def total(self) -> int:
        """All starts of the day."""
        return self.morning + self.afternoon + self.evening


class Counted(msgspec.Struct, frozen=True):
    """The places of one unit of one slot: how many there are, have been taken, and the weekly rule gives."""

    slot_id: int
    offering_id: int
    local_date: date
    starts_at: datetime
    ends_at: datetime
    unit: str
    capacity: int
    public_limit: int
    taken: int
    public_taken: int
    planned_capacity: int
    planned_public_limit: int
    resource_id: int | None
    on_holidays: bool
    is_out: bool
    """Whether what serves it is not there: then there are no places, whatever is planned."""


class Free(msgspec.Struct, frozen=True):
    """What is left of one unit of one step, for the public."""

    offering_id: int
    opening_id: int
    ordinal: int
    slot_id: int
    starts_at: datetime
    ends_at: datetime
    unit: str
    left: int
    resource_id: int | None = None


class ClosureView(msgspec.Struct, frozen=True):
    """Days on which an offering does not open, and why; or did not, until it was opened again."""

    id: int
    offering_id: int | None
    first_on: date
    last_on: date
    reason: str
    note: str
    opened_at: datetime | None


class ClosedDays(msgspec.Struct, frozen=True):
    """The holidays by their names, and the days that were closed of each offering; under None those of everybody."""

    holidays: dict[date, str]
    closures: dict[int | None, set[date]]

    @property
    def for_everybody(self) -> set[date]:
        """The days on which nobody works."""
        return self.closures[None] | self.holidays.keys()

    def of(self, offering_id: int, *, on_holidays: bool = False) -> set[date]:
        """The days on which an offering does not open; by a rule that counts on holidays it opens on these."""
        closed = self.closures[None] | self.closures.get(offering_id, set())
        return closed if on_holidays else closed | self.holidays.keys()


class HolidayView(msgspec.Struct, frozen=True):
    """A day on which nobody opens, and what it is called."""

    local_date: date
    name: str


class Wanted(msgspec.Struct, frozen=True):
    """What is looked for: places for a party at an offering, for a number of steps, within a time.

    `own` are the slots of a booking that is to move, in order: there it needs no second place, and it does not
    look for the time it has.
    """

    offering_id: int
    demand: dict[str, int]
    span: int
    earliest: datetime
    until: datetime
    own: tuple[int, ...] = ()
    is_public: bool = True
    """Whether the public limit binds; staff may give every place there is."""
    not_during: tuple[Span, ...] = ()
    """When what is needed is not there."""
    after: int = 0
    """How many of the steps are kept free after it: then nothing needs to be there."""
    by: frozenset[int] | None = None
    """Those who have or can do what is needed, where not everybody does: only where they serve is looked."""

    @property
    def values(self) -> dict[str, Any]:
        """The values of the statement's parameters."""
        needs = {f"need_{unit}": count for unit, count in self.demand.items()}
        return {
            "offering_id": self.offering_id,
            "earliest": self.earliest,
            "until": self.until,
            "steps_until": self._steps_until,
            **needs,
            **({} if self.is_public else {"beyond": WHATEVER_LIMIT}),
            **({"own_slots": self.own, "own_start": self.own[0]} if self.own else {}),
            **({} if self.by is None else {"by_resources": sorted(self.by)}),
            **{f"out_from_{number}": span.begins_at for number, span in enumerate(self._left_out)},
            **{f"out_until_{number}": span.until or self._steps_until for number, span in enumerate(self._left_out)},
        }

    @property
    def _steps_until(self) -> datetime:
        """The end of the last day: the steps of the last start lie after it, but within the day of their opening."""
        last_day = local_day(self.until - timedelta.resolution)
        return at_local(last_day + timedelta(days=1), 0)

    @property
    def shape(self) -> Shape:
        """What decides the statement."""
        left_out = len(self._left_out)
        after = self.after if left_out else 0
        return tuple(sorted(self.demand)), self.span, bool(self.own), left_out, after, self.by is not None

    @property
    def _left_out(self) -> list[Span]:
        """What of that lies within the time that is looked at."""
        looked_at = Span(self.earliest, self._steps_until)
        return [each for each in self.not_during if each.meets(looked_at)]


def day_counts(db: Db, wanted: Wanted) -> list[DayCount]:
    """The days with at least one start, soonest first."""
    return [DayCount(*row) for row in db.execute(_day_counts(wanted.shape), wanted.values)]


def starts(db: Db, wanted: Wanted) -> list[Start]:
    """Every start in the time wanted, soonest first."""
    return _found(db, _starts_in_order, wanted)


def soonest(db: Db, wanted: Wanted, *, limit: int) -> list[Start]:
    """The first few starts in the time wanted; a week is looked through first, for it mostly has them all."""
    found = list[Start]()
    for until in sorted({min(wanted.until, wanted.earliest + A_WEEK), wanted.until}):
        found = _found(db, _soonest, msgspec.structs.replace(wanted, until=until), limit=limit)
        if len(found) == limit:
            break
    return found


def starts_at(db: Db, slot_id: int, offering_id: int) -> datetime | None:
    """When a slot of an offering begins; None if there is no such slot."""
    its = select(Slot.starts_at).where(Slot.id == slot_id, Slot.offering_id == offering_id)
    return db.execute(its).scalar_one_or_none()


def nearest(db: Db, wanted: Wanted, *, around: datetime, limit: int) -> list[Start]:
    """The few starts nearest to an instant, before or after it, in order of time."""
    later = soonest(db, msgspec.structs.replace(wanted, earliest=max(around, wanted.earliest)), limit=limit)
    before = msgspec.structs.replace(wanted, until=min(around, wanted.until))
    earlier = _found(db, _latest, before, limit=limit)
    found = sorted([*earlier, *later], key=lambda start: abs(start.starts_at - around))[:limit]
    return sorted(found, key=lambda start: start.starts_at)


def counted(db: Db, offering_ids: Collection[int], *, first: date, last: date) -> list[Counted]:
    """The places of offerings on these days, in the order of time."""
    values = {"of_offerings": list(offering_ids), "first": first, "last": last}
    return [Counted(*row) for row in db.execute(_COUNTED, values)]


def free_steps(db: Db, offering_ids: Collection[int], *, earliest: datetime, until: datetime) -> list[Free]:
    """What is left of every step of offerings within some time, opening by opening, in order."""
    values = {"of_offerings": list(offering_ids), "earliest": earliest, "until": until}
    return [Free(*row) for row in db.execute(_FREE, values)]


def skills(db: Db, offering_ids: Collection[int], *, on: date) -> dict[int, dict[int, frozenset[str]]]:
    """What those can do by whom each offering is given, on a day or later; where nobody does anything of note, none."""
    found: dict[int, dict[int, frozenset[str]]] = {}
    for offering_id, resource_id, feature in db.execute(_SKILLS, {"of_offerings": list(offering_ids), "day": on}):
        of_offering = found.setdefault(offering_id, {})
        of_offering[resource_id] = of_offering.get(resource_id, frozenset()) | {feature}
    return found


def closures_of(db: Db, closure_ids: Collection[int]) -> list[ClosureView]:
    """These closures, whether they still count or not; the earliest first."""
    return [ClosureView(*row) for row in db.execute(_CLOSURES.where(Closure.id.in_(list(closure_ids))))]


def closures(db: Db, offering_ids: Collection[int], *, first: date, last: date) -> list[ClosureView]:
    """Every closure of these offerings' own that touches these days and counts, the earliest first."""
    touching = _CLOSURES.where(Closure.first_on <= last, Closure.last_on >= first, Closure.opened_at.is_(None))
    return [ClosureView(*row) for row in db.execute(touching.where(Closure.offering_id.in_(list(offering_ids))))]


def closed_together(db: Db, closure_id: int, offering_ids: Collection[int]) -> list[int]:
    """All that was closed of these offerings in the same way as this, and opened again with it if it was.

    None where it is no closure of theirs.
    """
    one = aliased(Closure)
    alike = (Closure.first_on == one.first_on, Closure.last_on == one.last_on, Closure.reason == one.reason)
    same = select(Closure.id).join(one, and_(*alike, Closure.note == one.note))
    opened = Closure.opened_at.is_not_distinct_from(one.opened_at)
    theirs = [each.offering_id.in_(list(offering_ids)) for each in (one, Closure)]
    return list(db.scalars(same.where(one.id == closure_id, opened, *theirs).order_by(Closure.id)))


def holidays(db: Db, *, first: date, last: date) -> list[HolidayView]:
    """The holidays within these days, the earliest first."""
    return [HolidayView(*row) for row in db.execute(_HOLIDAYS, {"first": first, "last": last})]


def holidays_among(db: Db, days: Collection[date]) -> dict[date, str]:
    """Those of some days that are holidays, by what they are called."""
    found = holidays(db, first=min(days), last=max(days)) if days else []
    return {each.local_date: each.name for each in found if each.local_date in days}


def working_days(db: Db, *, first: date, last: date) -> dict[date, date]:
    """The days within these that make up for a day off, each with that day."""
    rows = db.execute(_WORKING_DAYS, {"first": first, "last": last})
    return {row.local_date: row.instead_of for row in rows}


def days_taken(db: Db, days: Collection[date], *, of: Collection[int] = ()) -> set[date]:
    """Those of the days on which somebody has a place; `of` some offerings only, by their weeks."""
    statement = _TAKEN.where(Slot.offering_id.in_(list(of)), ~IS_ON_HOLIDAYS) if of else _TAKEN
    return set(db.scalars(statement, {"of_days": list(days)}))


def slots_made_up(db: Db, day: date) -> list[int]:
    """The slots of a working day that another day's rules made."""
    return list(db.scalars(_MADE_UP, {"of_day": day, "of_weekday": day.weekday()}))


def closed_days(db: Db, *, first: date, last: date, but: Collection[int] = ()) -> ClosedDays:
    """The closed days of each offering, as if some closures did not count."""
    closed: dict[int | None, set[date]] = {None: set()}
    overlapping = select(Closure.offering_id, Closure.first_on, Closure.last_on).where(
        Closure.first_on <= last, Closure.last_on >= first, Closure.opened_at.is_(None), Closure.id.not_in(list(but))
    )
    for offering_id, first_on, last_on in db.execute(overlapping):
        from_day, to_day = max(first, first_on).toordinal(), min(last, last_on).toordinal()
        closed.setdefault(offering_id, set()).update(map(date.fromordinal, range(from_day, to_day + 1)))
    return ClosedDays({each.local_date: each.name for each in holidays(db, first=first, last=last)}, closed)


def schedules(db: Db, *, valid_on_or_after: date) -> Sequence[Any]:
    """Every weekly rule that still makes openings."""
    return db.execute(
        select(Schedule).where(or_(Schedule.valid_until.is_(None), Schedule.valid_until >= valid_on_or_after))
    ).all()


def _left(unit: type[SlotUnit], need: str, *, has_own: bool) -> ColumnElement[int]:
    """What is left of one unit once the party has what it needs: for the public, or so many `beyond` its limit."""
    in_all = unit.capacity - unit.taken
    for_public = unit.public_limit - unit.public_taken + bindparam("beyond", 0, type_=Integer)
    left = case((in_all < for_public, in_all), else_=for_public)
    if not has_own:
        return left - bindparam(need)
    return left - case((Slot.id.in_(bindparam("own_slots", expanding=True)), 0), else_=bindparam(need))


@lru_cache(maxsize=64)
def _starts(shape: Shape) -> Select[Any]:
    """Every start that leaves nobody of the party out, in each of the `span` steps of one opening."""
    units, span, has_own, left_out, after, is_by_some = shape
    counted = [(unit, aliased(SlotUnit, name=f"of_{unit}")) for unit in units]
    lefts = [_left(table, f"need_{unit}", has_own=has_own) for unit, table in counted]
    left = lefts[0]
    for other in lefts[1:]:
        left = case((other < left, other), else_=left)
    steps = select(
        Slot.id,
        Slot.local_date,
        Slot.minute,
        Slot.starts_at,
        Slot.ends_at,
        left.label("left"),
        Slot.opening_id,
        Slot.ordinal,
    ).where(
        Slot.offering_id == bindparam("offering_id"),
        Slot.starts_at >= bindparam("earliest"),
        Slot.starts_at < bindparam("steps_until"),
        *([IS_ABLE] if is_by_some else []),
    )
    for unit, table in counted:
        steps = steps.join(table, and_(table.slot_id == Slot.id, table.unit == unit))
    if span > 1:
        each = steps.subquery("each")
        window: dict[str, Any] = {
            "partition_by": each.c.opening_id,
            "order_by": each.c.ordinal,
            "rows": (0, span - 1),
        }
        steps = select(
            each.c.id,
            each.c.local_date,
            each.c.minute,
            each.c.starts_at,
            func.min(each.c.left).over(**window).label("left"),
            (func.max(each.c.ordinal).over(**window) - each.c.ordinal + 1).label("length"),
            func.count().over(**window).label("steps"),
        )
        if left_out:
            its_own = window | {"rows": (0, span - after - 1)}
            steps = steps.add_columns(func.max(each.c.ends_at).over(**its_own).label("ends_at"))
    found = steps.subquery("found")
    is_whole = and_(found.c.length == span, found.c.steps == span) if span > 1 else true()
    own_start = select(Slot.starts_at).where(Slot.id == bindparam("own_start")).scalar_subquery()
    is_another = found.c.starts_at != own_start if has_own else true()
    outs = [[bindparam(f"out_{end}_{n}", type_=Instant()) for end in ("from", "until")] for n in range(left_out)]
    works = [or_(found.c.ends_at <= from_, found.c.starts_at >= until) for from_, until in outs]
    return (
        select(
            func.min(found.c.id).label("id"),
            func.min(found.c.local_date).label("local_date"),
            func.min(found.c.minute).label("minute"),
            found.c.starts_at,
            (func.sum(found.c.left + 1) - 1).label("left"),
        )
        .where(found.c.left >= 0, found.c.starts_at < bindparam("until"), is_whole, is_another, *works)
        .group_by(found.c.starts_at)
    )


def _found(db: Db, statement: Callable[[Shape], Select[Any]], wanted: Wanted, **values: int) -> list[Start]:
    """The starts wanted; what decides the statement and its values come from one wish, for they depend on its time."""
    return [Start(*row) for row in db.execute(statement(wanted.shape), wanted.values | values)]


@lru_cache(maxsize=64)
def _starts_in_order(shape: Shape) -> Select[Any]:
    statement = _starts(shape)
    return statement.order_by(statement.selected_columns.starts_at)


@lru_cache(maxsize=64)
def _soonest(shape: Shape) -> Select[Any]:
    return _starts_in_order(shape).limit(bindparam("limit"))


@lru_cache(maxsize=64)
def _latest(shape: Shape) -> Select[Any]:
    statement = _starts(shape)
    return statement.order_by(statement.selected_columns.starts_at.desc()).limit(bindparam("limit"))


@lru_cache(maxsize=64)
def _day_counts(shape: Shape) -> Select[Any]:
    found = _starts(shape).subquery("start")
    minute = found.c.minute

    def count(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((condition, 1), else_=0))

    return (
        select(
            found.c.local_date,
            count(minute < NOON),
            count(and_(minute >= NOON, minute < EVENING)),
            count(minute >= EVENING),
            func.max(Holiday.name),
        )
        .join(Holiday, Holiday.local_date == found.c.local_date, isouter=True)
        .group_by(found.c.local_date)
        .order_by(found.c.local_date)
    )
