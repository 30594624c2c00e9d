"""The first start that each of many offerings has for somebody, in one statement, whatever the offerings' rules are.

For every offering the index on offering and start is walked from now on until a start fits: what is past or taken
costs little, and the number of past bookings costs nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import aliased

from hoanhap.base.db import Db, Instant, after
from hoanhap.catalogue import Offering, Party, Unit, steps_taken
from hoanhap.schedule.model import Opening, Schedule, Slot, SlotUnit
from hoanhap.schedule.queries import Start

MINUTES_A_DAY = 24 * 60
AT_ONCE: Mapping[int, datetime] = {}
BY_ANYBODY: Mapping[int, Collection[int]] = {}


def earliest(
    db: Db,
    offering_ids: Iterable[int],
    party: Party,
    *,
    now: datetime,
    not_before: Mapping[int, datetime] = AT_ONCE,
    by: Mapping[int, Collection[int]] = BY_ANYBODY,
) -> dict[int, Start]:
    """The first start at each offering that has one; an offering that has none is left out.

    One that takes fewer people is asked for as many as it takes, one that takes no wheelchairs for none; one that is
    in `not_before` begins to count then, and of one that is in `by` only what those resources serve counts.
    """
    values = msgspec.structs.asdict(party) | {"now": now, "of_offerings": list(offering_ids)}
    for number, (offering_id, begins) in enumerate(not_before.items()):
        values |= {f"later_{number}": offering_id, f"begins_{number}": begins}
    if by:
        values |= {"choosy": list(by), "able": [(number, each) for number, some in by.items() for each in some]}
    statement = _earliest(len(not_before), is_by_some=bool(by))
    return {row[0]: Start(*row[1:]) for row in db.execute(statement, values)}


@lru_cache(maxsize=64)
def _earliest(later: int, *, is_by_some: bool) -> Select[Any]:
    """The statement, with so many offerings that begin to count later than the others, for all hands or for some."""
    asked = _asked(later).subquery("asked")
    first = (
        select(Slot.id)
        .where(Slot.offering_id == asked.c.id, Slot.starts_at >= asked.c.opens, Slot.starts_at < asked.c.ends)
        .where(_is_able(Slot, asked) if is_by_some else true())
        .where(_steps_that_fit(Slot, asked) == asked.c.span)
        .order_by(Slot.starts_at, Slot.id)
        .limit(1)
        .correlate(asked)
        .scalar_subquery()
    )
    beside = aliased(Slot)
    left_beside = (
        select(func.sum(_left_from(beside, asked) + 1) - 1)
        .where(beside.offering_id == Slot.offering_id, beside.starts_at == Slot.starts_at)
        .where(_is_able(beside, asked) if is_by_some else true())
        .where(_steps_that_fit(beside, asked) == asked.c.span)
        .correlate(Slot, asked)
        .scalar_subquery()
    )
    return select(asked.c.id, Slot.id, Slot.local_date, Slot.minute, Slot.starts_at, left_beside).join_from(
        asked, Slot, Slot.id == first
    )


def _is_able(start: type[Slot], asked: Subquery) -> ColumnElement[bool]:
    """Whether a start is served by one of those who have or can do what is needed, where that is not everybody."""
    serves = tuple_(asked.c.id, Schedule.resource_id).in_(bindparam("able", expanding=True))
    by_one_of_them = (
        select(Schedule.id)
        .join(Opening, Opening.schedule_id == Schedule.id)
        .where(Opening.id == start.opening_id, serves)
        .correlate(start, asked)
        .exists()
    )
    return or_(asked.c.id.not_in(bindparam("choosy", expanding=True)), by_one_of_them)


def _steps_that_fit(start: type[Slot], asked: Subquery) -> ScalarSelect[int]:
    """How many of the steps from a start on have room for what is asked."""
    left, left_for_chairs, steps = _steps(start, asked)
    fitting = steps.where(or_(asked.c.usual == 0, left >= 0), or_(asked.c.chairs == 0, left_for_chairs >= 0))
    return fitting.with_only_columns(func.count()).scalar_subquery()


def _left_from(start: type[Slot], asked: Subquery) -> ScalarSelect[int]:
    """What is left in the scarcest of the steps from a start on, once what is asked is taken."""
    left, left_for_chairs, steps = _steps(start, asked)
    chairs_decide = or_(asked.c.usual == 0, and_(asked.c.chairs > 0, left_for_chairs < left))
    scarcest = func.min(case((chairs_decide, left_for_chairs), else_=left))
    return steps.with_only_columns(scarcest).scalar_subquery()


def _steps(start: type[Slot], asked: Subquery) -> tuple[ColumnElement[int], ColumnElement[int], Select[int]]:
    """What each of the steps from a start on has left of the usual places and of those for chairs, and these steps."""
    usual, chair, step = aliased(SlotUnit), aliased(SlotUnit), aliased(Slot)
    steps = (
        select(step.id)
        .select_from(step)
        .outerjoin(usual, and_(usual.slot_id == step.id, usual.unit == asked.c.unit))
        .outerjoin(chair, and_(chair.slot_id == step.id, chair.unit == Unit.WHEELCHAIR.value))
        .where(step.opening_id == start.opening_id)
        .where(step.ordinal >= start.ordinal, step.ordinal < start.ordinal + asked.c.span)
        .correlate(start, asked)
    )
    return _left(usual) - asked.c.usual, _left(chair) - asked.c.chairs, steps


def _asked(later: int) -> Select[Any, Any, Any, Any, Any, Any, Any]:
    """What each offering is asked for: how many of which units, for how many steps, between which instants."""
    people = _least(Offering.party_max, bindparam("people"))
    chairs = case((Offering.takes_wheelchairs, _least(bindparam("wheelchairs"), people)), else_=0)
    now = bindparam("now", type_=Instant())
    return select(
        Offering.id,
        Offering.unit,
        (people - chairs).label("usual"),
        chairs.label("chairs"),
        steps_taken(bindparam("extra_minutes")).label("span"),
        _opens(after(now, Offering.notice_minutes), later).label("opens"),
        after(now, Offering.horizon_days * MINUTES_A_DAY).label("ends"),
    ).where(Offering.id.in_(bindparam("of_offerings", expanding=True)))


def _opens(soonest: SQLColumnExpression[datetime], later: int) -> SQLColumnExpression[datetime]:
    """From when on starts count: as soon as the offering takes bookings, or later where that was said."""
    begins = [bindparam(f"begins_{number}", type_=Instant()) for number in range(later)]
    latest = [
        (and_(Offering.id == bindparam(f"later_{number}"), instant > soonest), instant)
        for number, instant in enumerate(begins)
    ]
    return case(*latest, else_=soonest) if latest else soonest


def _left(unit: type[SlotUnit]) -> ColumnElement[int]:
    return _least(unit.capacity - unit.taken, unit.public_limit - unit.public_taken)


def _least(one: SQLColumnExpression[int], other: SQLColumnExpression[int]) -> ColumnElement[int]:
    return case((one < other, one), else_=other)
