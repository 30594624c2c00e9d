"""What is done to time: make openings, take and free places, set how many there are."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from itertools import groupby

import msgspec
from sqlalchemy import bindparam, exists, func, insert, literal, select, update

from hoanhap.base.clock import at_local
from hoanhap.base.db import Db
from hoanhap.base.errors import N_, Refusal
from hoanhap.catalogue import Offering
from hoanhap.events import Actor, Fact, record
from hoanhap.schedule import queries, rules
from hoanhap.schedule.model import Closure, Opening, Schedule, ScheduleUnit, Slot, SlotUnit

HORIZON = timedelta(weeks=8)
"""How far ahead openings are made: eight weeks, extended every day by the worker."""


class Want(msgspec.Struct, frozen=True):
    """A number of units of one slot."""

    slot_id: int
    unit: str
    quantity: int
    is_public: bool = True


class Places(msgspec.Struct, frozen=True):
    """How many places of one unit a slot has, and how many of these the public may take."""

    slot_id: int
    unit: str
    capacity: int
    public_limit: int


class CapacityTaken(Refusal):
    """Fewer places were asked for than people already have."""

    heading = N_("Đã có người giữ chỗ")
    sentence = N_("Số chỗ mới ít hơn số chỗ đã đặt. Mời quý vị dời lịch cho người đã đặt, rồi đổi lại.")


class CapacityChanged(Fact, frozen=True):
    """A slot has another number of places."""

    slot_id: int
    unit: str
    capacity: int
    public_limit: int


_TAKE = (
    update(SlotUnit)
    .where(
        SlotUnit.slot_id == bindparam("of_slot"),
        SlotUnit.unit == bindparam("of_unit"),
        SlotUnit.taken + bindparam("n") <= SlotUnit.capacity,
        SlotUnit.public_taken + bindparam("public_n") <= SlotUnit.public_limit,
    )
    .values(taken=SlotUnit.taken + bindparam("n"), public_taken=SlotUnit.public_taken + bindparam("public_n"))
)
_FREE = (
    update(SlotUnit)
    .where(SlotUnit.slot_id == bindparam("of_slot"), SlotUnit.unit == bindparam("of_unit"))
    .values(taken=SlotUnit.taken - bindparam("n"), public_taken=SlotUnit.public_taken - bindparam("public_n"))
)
_ROWS = (
    select(SlotUnit.slot_id)
    .where(SlotUnit.slot_id.in_(bindparam("of_slots", expanding=True)))
    .order_by(SlotUnit.slot_id, SlotUnit.unit)
    .with_for_update(key_share=True)
)
_DAYS = (
    select(SlotUnit.slot_id)
    .join(Slot, Slot.id == SlotUnit.slot_id)
    .where(Slot.offering_id.in_(bindparam("of_offerings", expanding=True)))
    .where(Slot.local_date.between(bindparam("first"), bindparam("last")))
    .order_by(SlotUnit.slot_id, SlotUnit.unit)
    .with_for_update(key_share=True, of=SlotUnit)
)
_SET_PLACES = (
    update(SlotUnit)
    .where(SlotUnit.slot_id == bindparam("of_slot"), SlotUnit.unit == bindparam("of_unit"))
    .values(capacity=bindparam("new_capacity"), public_limit=bindparam("new_limit"))
)
_SET_CAPACITY = (
    update(SlotUnit)
    .where(
        SlotUnit.slot_id == bindparam("of_slot"),
        SlotUnit.unit == bindparam("of_unit"),
        SlotUnit.taken <= bindparam("new_capacity"),
        SlotUnit.public_taken <= bindparam("new_limit"),
    )
    .values(capacity=bindparam("new_capacity"), public_limit=bindparam("new_limit"))
)


def take(db: Db, wants: Iterable[Want]) -> bool:
    """Take every place wanted and say so, or take none.

    The database counts: each place is taken by one guarded statement, in the order of the rows, so that
    two bookings never wait for each other crosswise.
    """
    taken: list[Want] = []
    for want in together(wants):
        if db.execute(_TAKE, _values(want)).rowcount != 1:
            free(db, taken)
            return False
        taken.append(want)
    return True


def free(db: Db, wants: Iterable[Want]) -> None:
    """Give places back."""
    for want in together(wants):
        db.execute(_FREE, _values(want))


def wait_for(db: Db, slots: Iterable[int]) -> None:
    """Wait for the places of these slots, in the order of the rows: for those who first take and then free."""
    db.execute(_ROWS, {"of_slots": list(slots)}).all()


def wait_for_days(db: Db, offering_ids: Collection[int], *, first: date, last: date) -> None:
    """Wait for all places of offerings on these days: for those who set how many there are."""
    db.execute(_DAYS, {"of_offerings": list(offering_ids), "first": first, "last": last}).all()


def set_capacity(
    db: Db, slot_id: int, unit: str, *, capacity: int, public_limit: int, by: Actor, now: datetime
) -> None:
    """Set how many places a slot has; refuse to go below what people have."""
    values = {"of_slot": slot_id, "of_unit": unit, "new_capacity": capacity, "new_limit": public_limit}
    if db.execute(_SET_CAPACITY, values).rowcount != 1:
        raise CapacityTaken
    record(db, CapacityChanged(slot_id, unit, capacity, public_limit), by=by, at=now)


def set_places(db: Db, places: Iterable[Places]) -> None:
    """Set how many places many slots have; none may be fewer than are taken, which the table itself refuses."""
    rows = [
        {"of_slot": each.slot_id, "of_unit": each.unit, "new_capacity": each.capacity, "new_limit": each.public_limit}
        for each in places
    ]
    if rows:
        db.execute(_SET_PLACES, rows)


def close_days(db: Db, offering_ids: Iterable[int], *, first: date, last: date, reason: str, note: str = "") -> None:
    """From now on no openings are made on these days; those that are there stay as they are."""
    values = {"first_on": first, "last_on": last, "reason": reason, "note": note}
    db.execute(insert(Closure), [values | {"offering_id": each} for each in offering_ids])


def open_days(db: Db, closure_ids: Collection[int], *, today: date, now: datetime) -> None:
    """The weekly rules count again on days that were closed; openings that were never made are made from today on."""
    found = queries.closures_of(db, closure_ids)
    db.execute(update(Closure).where(Closure.id.in_(list(closure_ids))).values(opened_at=now))
    first, last = min(each.first_on for each in found), max(each.last_on for each in found)
    first, until = max(first, today), last_opening_on(db)
    if until and first <= min(last, until):
        make_openings(db, first=first, last=min(last, until))


def make_openings(db: Db, *, first: date, last: date) -> int:
    """Make the openings and slots that the weekly rules give from the first to the last day.

    What exists already is left as it is, so this may run any number of times; returns how many were new.
    """
    new = _new_openings(db, first=first, last=last)
    if new:
        db.execute(insert(Opening), new)
        _make_slots(db, first=first, last=last)
        _make_units(db, first=first, last=last)
    return len(new)


def together(wants: Iterable[Want]) -> list[Want]:
    """One want for each slot, unit and share of the places, in the order in which rows are locked."""
    return [
        Want(slot_id, unit, sum(want.quantity for want in group), is_public)
        for (slot_id, unit, is_public), group in groupby(sorted(wants, key=_row), key=_row)
    ]


def _row(want: Want) -> tuple[int, str, bool]:
    return want.slot_id, want.unit, want.is_public


def _values(want: Want) -> dict[str, int | str]:
    public = want.quantity if want.is_public else 0
    return {"of_slot": want.slot_id, "of_unit": want.unit, "n": want.quantity, "public_n": public}


def _new_openings(db: Db, *, first: date, last: date) -> list[dict[str, object]]:
    closed = queries.closed_days(db, first=first, last=last)
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
        for each in queries.schedules(db, valid_on_or_after=first)
        for day in rules.opening_days(
            each.weekday,
            first=first,
            last=last,
            valid_from=each.valid_from,
            valid_until=each.valid_until,
            closed=closed[None] | closed.get(each.offering_id, set()),
            every_weeks=each.every_weeks,
        )
        if (each.id, day) not in existing
    ]


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
    """Give every slot that has none the counted places of its schedule."""
    missing = (
        select(Slot.id, ScheduleUnit.unit, ScheduleUnit.capacity, ScheduleUnit.public_limit)
        .add_columns(literal(0), literal(0))
        .join(Opening, Opening.id == Slot.opening_id)
        .join(ScheduleUnit, ScheduleUnit.schedule_id == Opening.schedule_id)
        .where(Slot.local_date.between(first, last))
        .where(~exists().where(SlotUnit.slot_id == Slot.id))
    )
    columns = ["slot_id", "unit", "capacity", "public_limit", "taken", "public_taken"]
    db.execute(insert(SlotUnit).from_select(columns, missing))


def last_opening_on(db: Db) -> date | None:
    """The last day that has an opening."""
    return db.execute(select(func.max(Opening.local_date))).scalar_one()
