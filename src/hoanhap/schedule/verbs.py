"""What is done to time: take and free places, set how many there are, close days and open them again."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from itertools import groupby

import msgspec
from sqlalchemy import bindparam, delete, insert, or_, select, update

from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.base.errors import N_, Refusal
from hoanhap.events import Actor, Fact, record
from hoanhap.schedule import openings, queries
from hoanhap.schedule.model import Closure, Opening, Schedule, ScheduleUnit, Slot, SlotUnit


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
_SERVED = (
    select(SlotUnit.slot_id)
    .join(Slot, Slot.id == SlotUnit.slot_id)
    .join(Opening, Opening.id == Slot.opening_id)
    .join(Schedule, Schedule.id == Opening.schedule_id)
    .where(Schedule.resource_id == bindparam("by_resource"), Slot.starts_at > bindparam("after"))
    .order_by(SlotUnit.slot_id, SlotUnit.unit)
    .with_for_update(key_share=True, of=SlotUnit)
)
_ON = (
    Slot.local_date.in_(bindparam("of_days", expanding=True)),
    Slot.starts_at > bindparam("after"),
    ~queries.IS_ON_HOLIDAYS,
)
_ON_DAYS = (
    select(SlotUnit.slot_id)
    .join(Slot, Slot.id == SlotUnit.slot_id)
    .where(*_ON)
    .order_by(SlotUnit.slot_id, SlotUnit.unit)
    .with_for_update(key_share=True, of=SlotUnit)
)
_KEEP_TAKEN = (
    update(SlotUnit)
    .where(SlotUnit.slot_id.in_(select(Slot.id).where(*_ON)))
    .where(or_(SlotUnit.capacity > SlotUnit.taken, SlotUnit.public_limit > SlotUnit.public_taken))
    .values(capacity=SlotUnit.taken, public_limit=SlotUnit.public_taken)
)
_OF_SLOTS = SlotUnit.slot_id.in_(bindparam("of_slots", expanding=True))
_SOME_TAKEN = select(SlotUnit.slot_id).where(_OF_SLOTS, SlotUnit.taken > 0).limit(1)
_NONE_LEFT = update(SlotUnit).where(_OF_SLOTS).values(capacity=0, public_limit=0)
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

_RULES = select(Schedule.id).where(Schedule.offering_id == bindparam("of_offering"))
_RULES_TO_END = _RULES.with_for_update()
_ALL_TIME = (
    delete(SlotUnit).where(SlotUnit.slot_id.in_(select(Slot.id).where(Slot.offering_id == bindparam("of_offering")))),
    delete(Slot).where(Slot.offering_id == bindparam("of_offering")),
    delete(Opening).where(Opening.offering_id == bindparam("of_offering")),
    delete(ScheduleUnit).where(ScheduleUnit.schedule_id.in_(_RULES)),
    delete(Schedule).where(Schedule.offering_id == bindparam("of_offering")),
    delete(Closure).where(Closure.offering_id == bindparam("of_offering")),
)
"""Everything that is planned for an offering, what depends on other rows first."""


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


def take_all(db: Db, wants: Iterable[Want]) -> bool:
    """Take every place wanted in one go, by the same guarded statement, and say whether all of them were there.

    For those who have counted under locks, and give everything up where the answer is no.
    """
    rows = [_values(want) for want in together(wants)]
    return not rows or db.execute(_TAKE, rows).rowcount == len(rows)


def free(db: Db, wants: Iterable[Want]) -> None:
    """Give places back."""
    rows = [_values(want) for want in together(wants)]
    if rows:
        db.execute(_FREE, rows if len(rows) > 1 else rows[0])  # a list of one takes the long way of many


def wait_for(db: Db, slots: Iterable[int]) -> None:
    """Wait for the places of these slots, in the order of the rows: for those who first take and then free."""
    db.execute(_ROWS, {"of_slots": list(slots)}).all()


def wait_for_days(db: Db, offering_ids: Collection[int], *, first: date, last: date) -> None:
    """Wait for all places of offerings on these days: for those who set how many there are."""
    db.execute(_DAYS, {"of_offerings": list(offering_ids), "first": first, "last": last}).all()


def wait_for_resource(db: Db, resource_id: int, *, after: datetime) -> None:
    """Wait for all places that somebody or something serves after a moment: for those who say what it can do."""
    db.execute(_SERVED, {"by_resource": resource_id, "after": after}).all()


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


def keep_taken(db: Db, days: Collection[date], *, now: datetime) -> None:
    """Leave these days just the places that people have: nobody loses one, and nobody else gets one.

    What opens on holidays stays open. What somebody gives back stays free only until this is asked again.
    """
    values = {"of_days": list(days), "after": now}
    if days:
        db.execute(_ON_DAYS, values).all()
        db.execute(_KEEP_TAKEN, values)


def keep_holidays(db: Db, *, now: datetime) -> None:
    """Leave every holiday just the places that people have there."""
    last = openings.last_opening_on(db)
    if last is not None:
        found = queries.holidays(db, first=local_day(now), last=last)
        keep_taken(db, [each.local_date for each in found], now=now)


def take_back(db: Db, slot_ids: Collection[int]) -> bool:
    """Let slots have no places, and say so; where somebody has one, all stay as they are."""
    wait_for(db, slot_ids)
    if db.scalar(_SOME_TAKEN, {"of_slots": list(slot_ids)}):
        return False
    db.execute(_NONE_LEFT, {"of_slots": list(slot_ids)})
    return True


def close_days(db: Db, offering_ids: Iterable[int], *, first: date, last: date, reason: str, note: str = "") -> None:
    """From now on no openings are made on these days; those that are there stay as they are."""
    values = {"first_on": first, "last_on": last, "reason": reason, "note": note}
    db.execute(insert(Closure), [values | {"offering_id": each} for each in offering_ids])


def open_days(db: Db, closure_ids: Collection[int], *, today: date, now: datetime) -> None:
    """The weekly rules count again on days that were closed; openings that were never made are made from today on."""
    found = queries.closures_of(db, closure_ids)
    db.execute(update(Closure).where(Closure.id.in_(list(closure_ids))).values(opened_at=now))
    until = openings.last_opening_on(db) or today
    first, last = max(today, min(each.first_on for each in found)), min(until, max(each.last_on for each in found))
    if first <= last:
        openings.make_openings(db, first=first, last=last)
        openings.complete(db, [each.offering_id for each in found if each.offering_id], first=first, last=last)


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


def forget(db: Db, offering_id: int) -> None:
    """Delete all that was planned for an offering; whoever calls knows that nobody ever had a place there.

    The rules are locked first: whoever is just making openings by them is waited for.
    """
    db.execute(_RULES_TO_END, {"of_offering": offering_id}).all()
    for statement in _ALL_TIME:
        db.execute(statement, {"of_offering": offering_id})
