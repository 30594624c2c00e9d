"""Openings: made from the weekly rules on a rolling horizon, and handed over when other rules follow."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import bindparam, case, exists, func, insert, literal, or_, select, update

from hoanhap.base.clock import at_local
from hoanhap.base.db import AnyRow, Db
from hoanhap.catalogue import Offering
from hoanhap.schedule import queries, rules
from hoanhap.schedule.model import Opening, Schedule, ScheduleUnit, Slot, SlotUnit

HORIZON = timedelta(weeks=8)
"""How far ahead openings are made: eight weeks, extended every day by the worker."""


class HandedOver(msgspec.Struct, frozen=True):
    """An opening, the rule that makes it from now on, and its hours by that rule."""

    opening_id: int
    schedule_id: int
    starts_at: datetime
    ends_at: datetime


_HAND_OVER = (
    update(Opening)
    .where(Opening.id == bindparam("of_opening"))
    .values(schedule_id=bindparam("by"), starts_at=bindparam("opens_at"), ends_at=bindparam("closes_at"))
)
_PLACES = ScheduleUnit.capacity, ScheduleUnit.public_limit
_STEPS = (
    select(Opening.id, Opening.offering_id, Opening.local_date, Schedule.opens, Schedule.closes)
    .add_columns(Offering.step_minutes, Schedule.on_holidays, Slot.minute, Slot.ordinal)
    .join(Schedule, Schedule.id == Opening.schedule_id)
    .join(Offering, Offering.id == Opening.offering_id)
    .join(Slot, Slot.opening_id == Opening.id)
    .where(Opening.offering_id.in_(bindparam("of_offerings", expanding=True)))
    .where(Opening.local_date.between(bindparam("first"), bindparam("last")))
    .where(or_(Schedule.valid_until.is_(None), Opening.local_date <= Schedule.valid_until))
    .order_by(Opening.id, Slot.ordinal)
)


def make_openings(db: Db, *, first: date, last: date, of: Collection[int] = ()) -> int:
    """Make the openings and slots that the weekly rules give from the first to the last day; `of` some offerings only.

    What exists already is left as it is, so this may run any number of times; returns how many were new.
    """
    new = [each for each in _new_openings(db, first=first, last=last) if not of or each["offering_id"] in of]
    if new:
        db.execute(insert(Opening), new)
        _make_slots(db, first=first, last=last)
        _make_units(db, first=first, last=last)
    return len(new)


def hand_over(db: Db, handed: Iterable[HandedOver]) -> None:
    """Let openings be made by other rules, with other hours: steps they have not had are made, those they have stay.

    How many places there are stays as it is too; whoever hands over sets that.
    """
    rows = [
        {"of_opening": each.opening_id, "by": each.schedule_id, "opens_at": each.starts_at, "closes_at": each.ends_at}
        for each in handed
    ]
    if rows:
        db.execute(_HAND_OVER, rows)


def complete(db: Db, offering_ids: Iterable[int], *, first: date, last: date) -> None:
    """Make every step that openings on these days should have by their rules and have not, where it is not closed."""
    closed = queries.closed_days(db, first=first, last=last)
    values = {"of_offerings": list(offering_ids), "first": first, "last": last}
    slots = [
        {
            "opening_id": opening.id,
            "offering_id": opening.offering_id,
            "ordinal": ordinal,
            "local_date": opening.local_date,
            "minute": start,
            "starts_at": at_local(opening.local_date, start),
            "ends_at": at_local(opening.local_date, end),
        }
        for opening, known in groupby(db.execute(_STEPS, values), key=_opening)
        if opening.local_date not in closed.of(opening.offering_id, on_holidays=opening.on_holidays)
        for ordinal, start, end in rules.missing_steps(
            opening.opens, opening.closes, opening.step_minutes, {row.minute: row.ordinal for row in known}
        )
    ]
    if slots:
        db.execute(insert(Slot), slots)
        _make_units(db, first=first, last=last)


def last_opening_on(db: Db) -> date | None:
    """The last day that has an opening."""
    return db.execute(select(func.max(Opening.local_date))).scalar_one()


class _Of(NamedTuple):
    """An opening with the hours of its rule."""

    id: int
    offering_id: int
    local_date: date
    opens: int
    closes: int
    step_minutes: int
    on_holidays: bool


def _opening(row: AnyRow) -> _Of:
    return _Of(*row[:7])


def _new_openings(db: Db, *, first: date, last: date) -> list[dict[str, object]]:
    made = select(Opening.schedule_id, Opening.local_date).where(Opening.local_date.between(first, last))
    existing = {(schedule_id, day) for schedule_id, day in db.execute(made)}
    return [
        {
            "offering_id": each.offering_id,
            "schedule_id": each.id,
            "local_date": day,
            "starts_at": at_local(day, each.opens),
            "ends_at": at_local(day, each.closes),
        }
        for each, day in _planned(db, first=first, last=last)
        if (each.id, day) not in existing
    ]


def _planned(db: Db, *, first: date, last: date) -> list[tuple[Any, date]]:
    """Every day on which a weekly rule opens, with the rule; on working days only for hands that are free then.

    What was planned for a holiday stands before the week, should the day be none after all.
    """
    closed = queries.closed_days(db, first=first, last=last)
    working = queries.working_days(db, first=first, last=last)
    found, made_up = list[tuple[Any, date]](), list[tuple[Any, date]]()
    for each in queries.schedules(db, valid_on_or_after=first):
        valid = {"valid_from": each.valid_from, "valid_until": each.valid_until, "every_weeks": each.every_weeks}
        shut = closed.of(each.offering_id, on_holidays=each.on_holidays)
        days = rules.opening_days(each.weekday, first=first, last=last, closed=shut, **valid)
        found += [(each, day) for day in days]
        made_up += [(each, day) for day in rules.days_made_up(each.weekday, working, closed=shut, **valid)]
    on_holidays = [(rule, day) for rule, day in found if rule.on_holidays]
    found = [
        (rule, day)
        for rule, day in found
        if rule.on_holidays or not any(_collide(rule, day, *other) for other in on_holidays)
    ]
    on_working_days = [(rule, day) for rule, day in found if day in working]
    return found + [
        (rule, day) for rule, day in made_up if not any(_collide(rule, day, *other) for other in on_working_days)
    ]


def _collide(rule: Any, day: date, other: Any, other_day: date) -> bool:
    """Whether two rules are for the same hands at the same hour of a day."""
    same = rule.resource_id == other.resource_id and (
        rule.resource_id is not None or rule.offering_id == other.offering_id
    )
    return day == other_day and same and rule.opens < other.closes and other.opens < rule.closes


def _make_slots(db: Db, *, first: date, last: date) -> None:
    """Cut every opening that has no slots yet into its steps."""
    empty = (
        select(Opening.id, Opening.offering_id, Opening.local_date)
        .add_columns(Schedule.opens, Schedule.closes, Offering.step_minutes)
        .join(Schedule, Schedule.id == Opening.schedule_id)
        .join(Offering, Offering.id == Opening.offering_id)
        .where(Opening.local_date.between(first, last))
        .where(~exists().where(Slot.opening_id == Opening.id))
    )
    slots = [
        {
            "opening_id": opening_id,
            "offering_id": offering_id,
            "ordinal": ordinal,
            "local_date": day,
            "minute": start,
            "starts_at": at_local(day, start),
            "ends_at": at_local(day, end),
        }
        for opening_id, offering_id, day, opens, closes, step in db.execute(empty)
        for ordinal, (start, end) in enumerate(rules.steps(opens, closes, step))
    ]
    if slots:
        db.execute(insert(Slot), slots)


def _make_units(db: Db, *, first: date, last: date) -> None:
    """Give every slot that has none the counted places of its schedule; none while what serves it is not there."""
    missing = (
        select(Slot.id, ScheduleUnit.unit)
        .add_columns(*(case((queries.IS_OUT, 0), else_=each) for each in _PLACES))
        .add_columns(literal(0), literal(0))
        .join(Opening, Opening.id == Slot.opening_id)
        .join(Schedule, Schedule.id == Opening.schedule_id)
        .join(ScheduleUnit, ScheduleUnit.schedule_id == Opening.schedule_id)
        .where(Slot.local_date.between(first, last))
        .where(~exists().where(SlotUnit.slot_id == Slot.id))
    )
    columns = ["slot_id", "unit", "capacity", "public_limit", "taken", "public_taken"]
    db.execute(insert(SlotUnit).from_select(columns, missing))
