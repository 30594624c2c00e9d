"""Openings are made once and then left alone; places are taken all together or not at all."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from hoanhap import booking, schedule
from hoanhap.base.clock import at_local
from hoanhap.base.db import Database, Db
from hoanhap.catalogue import Party
from hoanhap.events import Event
from hoanhap.schedule import (
    CapacityTaken,
    Closure,
    Opening,
    Schedule,
    ScheduleUnit,
    Slot,
    SlotUnit,
    Want,
    make_openings,
)
from hoanhap.schedule.verbs import together
from tests import makers
from tests.makers import NOON, SOMEBODY, TOMORROW

WEEK = timedelta(weeks=1)
NEXT_MONTH = TOMORROW + 4 * WEEK


def opened(db: Db, offering_id: int) -> list[date]:
    return list(
        db.scalars(select(Opening.local_date).where(Opening.offering_id == offering_id).order_by(Opening.local_date))
    )


def calendar(db: Db) -> list[object]:
    """Everything there is of time, row by row."""
    tables = (Opening, Slot, SlotUnit)
    return [
        tuple(row)
        for table in tables
        for row in db.execute(select(*table.__table__.c).order_by(*table.__table__.primary_key))
    ]


def weekly_offering(db: Db) -> int:
    """An offering that opens every week from tomorrow on, and has not yet opened."""
    offering = makers.make_offering(db, opens=480, closes=481)
    db.execute(delete(Opening))
    db.execute(delete(ScheduleUnit))
    db.execute(delete(Schedule))
    makers.make_schedule(db, offering.id, weeks=None, opens=9 * 60, closes=11 * 60)
    return offering.id


def test_a_weekly_rule_opens_once_a_week(db: Db) -> None:
    offering_id = weekly_offering(db)

    made = make_openings(db, first=TOMORROW, last=NEXT_MONTH)

    assert made == 5
    assert opened(db, offering_id) == [TOMORROW + weeks * WEEK for weeks in range(5)]


def test_making_openings_again_changes_nothing(db: Db) -> None:
    weekly_offering(db)
    make_openings(db, first=TOMORROW, last=NEXT_MONTH)
    before = calendar(db)

    made = make_openings(db, first=TOMORROW, last=NEXT_MONTH)

    assert made == 0
    assert calendar(db) == before


def test_the_horizon_extends_day_by_day(db: Db) -> None:
    offering_id = weekly_offering(db)
    make_openings(db, first=TOMORROW, last=NEXT_MONTH)

    made = [make_openings(db, first=TOMORROW + timedelta(days), last=NEXT_MONTH + timedelta(days)) for days in range(8)]

    assert made == [0, 0, 0, 0, 0, 0, 0, 1]
    assert schedule.last_opening_on(db) == opened(db, offering_id)[-1] == NEXT_MONTH + WEEK


def test_slots_start_at_local_times_and_have_the_units_of_their_rule(db: Db) -> None:
    offering = makers.make_offering(db, opens=0, closes=120, capacity=3, public_limit=2, wheelchairs=1)

    rows = [
        tuple(row)
        for row in db.execute(
            select(Slot.ordinal, Slot.minute, Slot.starts_at, Slot.ends_at, SlotUnit.unit, SlotUnit.capacity)
            .add_columns(SlotUnit.public_limit, SlotUnit.taken, SlotUnit.public_taken)
            .join(SlotUnit, SlotUnit.slot_id == Slot.id)
            .where(Slot.offering_id == offering.id)
            .order_by(Slot.ordinal, SlotUnit.unit)
        )
    ]

    first, second = (
        (0, 0, at_local(TOMORROW, 0), at_local(TOMORROW, 60)),
        (1, 60, at_local(TOMORROW, 60), at_local(TOMORROW, 120)),
    )
    assert rows == [
        (*times, *counts) for times in (first, second) for counts in (("place", 3, 2, 0, 0), ("wheelchair", 1, 1, 0, 0))
    ]


def test_two_rules_on_one_day_make_two_openings(db: Db) -> None:
    offering_id = weekly_offering(db)
    makers.make_schedule(db, offering_id, opens=13 * 60, closes=15 * 60)

    make_openings(db, first=TOMORROW, last=TOMORROW)

    minutes = db.scalars(select(Slot.minute).where(Slot.offering_id == offering_id).order_by(Slot.minute))
    assert opened(db, offering_id) == [TOMORROW, TOMORROW]
    assert list(minutes) == [540, 600, 780, 840]


def test_an_opening_shorter_than_a_step_offers_nothing(db: Db) -> None:
    offering = makers.make_offering(db, opens=480, closes=500, duration=60)

    assert makers.slots(db, offering) == []
    assert make_openings(db, first=TOMORROW, last=TOMORROW) == 0


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ({"opens": 0, "closes": 1440, "duration": 1440}, 0),
        ({"opens": 1320, "closes": 1440, "duration": 45, "step": 15}, 1395),
        ({"opens": 480, "closes": 503, "duration": 5}, 495),
        ({"opens": 480, "closes": 599, "duration": 60, "step": 30}, 510),
    ],
)
def test_the_last_start_leaves_room_for_all_of_it(db: Db, day: dict[str, Any], last: int) -> None:
    """Field case 14: the whole day, up to midnight, steps of five minutes, and a part of a step left over."""
    offering = makers.make_offering(db, **day)

    found = schedule.starts(db, booking.wanted_at(offering, Party(), now=NOON))

    assert found[-1].minute == last


def test_a_holiday_closes(db: Db) -> None:
    """Field case 22: a public holiday, and the week after it."""
    offering_id = weekly_offering(db)
    makers.make_holiday(db, TOMORROW)

    make_openings(db, first=TOMORROW, last=TOMORROW + WEEK)

    assert opened(db, offering_id) == [TOMORROW + WEEK]


@pytest.mark.parametrize(
    ("first_on", "last_on", "is_closed"),
    [(0, 0, True), (-30, 0, True), (0, 30, True), (-30, 30, True), (-30, -1, False), (1, 30, False)],
)
def test_a_closure_covers_its_first_and_last_day(db: Db, first_on: int, last_on: int, *, is_closed: bool) -> None:
    offering_id = weekly_offering(db)
    close(db, offering_id, range(first_on, last_on + 1))

    make_openings(db, first=TOMORROW, last=TOMORROW)

    assert opened(db, offering_id) == ([] if is_closed else [TOMORROW])


def test_a_closure_of_one_offering_leaves_the_others_open(db: Db) -> None:
    offering_id = weekly_offering(db)
    other_id = makers.make_offering(db, day=TOMORROW - WEEK).id
    makers.make_schedule(db, other_id, weeks=None, opens=13 * 60, closes=15 * 60)
    close(db, offering_id, range(1))

    make_openings(db, first=TOMORROW, last=TOMORROW)

    assert opened(db, offering_id) == []
    assert opened(db, other_id) == [TOMORROW - WEEK, TOMORROW]


def test_a_closure_of_none_in_particular_closes_all(db: Db) -> None:
    offering_id = weekly_offering(db)
    close(db, None, range(3))
    close(db, offering_id, range(7, 8))

    make_openings(db, first=TOMORROW, last=NEXT_MONTH)

    assert opened(db, offering_id) == [TOMORROW + weeks * WEEK for weeks in (2, 3, 4)]


def test_what_exists_is_never_touched(db: Db) -> None:
    offering_id = weekly_offering(db)
    make_openings(db, first=TOMORROW, last=NEXT_MONTH)
    slot_id = db.scalars(select(Slot.id).order_by(Slot.id)).first()
    assert schedule.take(db, [Want(slot_id or 0, "place", 1)])
    before = calendar(db)

    db.execute(update(Schedule).values(opens=8 * 60, closes=12 * 60))
    db.execute(update(ScheduleUnit).values(capacity=9, public_limit=9))
    for schedule_id in list(db.scalars(select(Schedule.id))):
        values = {"schedule_id": schedule_id, "unit": "wheelchair", "capacity": 1, "public_limit": 1}
        db.execute(insert(ScheduleUnit), values)
    close(db, offering_id, range(60))
    make_openings(db, first=TOMORROW, last=NEXT_MONTH)
    db.execute(delete(Closure))
    made = make_openings(db, first=TOMORROW, last=NEXT_MONTH + WEEK)

    assert made == 1
    assert [row for row in calendar(db) if row in before] == before


def test_an_expired_rule_makes_nothing_more(db: Db) -> None:
    offering_id = weekly_offering(db)
    db.execute(update(Schedule).values(valid_until=TOMORROW + WEEK))

    make_openings(db, first=TOMORROW, last=NEXT_MONTH)

    assert opened(db, offering_id) == [TOMORROW, TOMORROW + WEEK]


def test_places_are_taken_up_to_the_capacity(db: Db) -> None:
    slot_id = slot_with(db, capacity=2)

    answers = [schedule.take(db, [Want(slot_id, "place", 1)]) for _ in range(3)]

    assert answers == [True, True, False]
    assert makers.taken(db, slot_id) == 2


def test_more_than_are_left_are_not_taken_in_part(db: Db) -> None:
    slot_id = slot_with(db, capacity=2)
    schedule.take(db, [Want(slot_id, "place", 1)])

    assert not schedule.take(db, [Want(slot_id, "place", 2)])
    assert makers.taken(db, slot_id) == 1


def test_all_wanted_places_are_taken_or_none(db: Db) -> None:
    offering = makers.make_offering(db, capacity=2, wheelchairs=1)
    first, second, third, _ = makers.slots(db, offering)
    schedule.take(db, [Want(third, "wheelchair", 1)])
    everything = [Want(slot_id, unit, 1) for slot_id in (third, second, first) for unit in ("wheelchair", "place")]

    assert not schedule.take(db, everything)
    assert [
        makers.taken(db, slot_id, unit) for slot_id in (first, second, third) for unit in ("place", "wheelchair")
    ] == [
        0,
        0,
        0,
        0,
        0,
        1,
    ]


def test_a_unit_the_slot_does_not_have_cannot_be_taken(db: Db) -> None:
    assert not schedule.take(db, [Want(slot_with(db), "stretcher", 1)])


def test_the_public_gets_its_share_and_the_rest_is_kept(db: Db) -> None:
    """Field cases 25 and 26."""
    slot_id = slot_with(db, capacity=3, public_limit=1)

    assert schedule.take(db, [Want(slot_id, "place", 1)])
    assert not schedule.take(db, [Want(slot_id, "place", 1)])
    assert schedule.take(db, [Want(slot_id, "place", 2, is_public=False)])
    assert not schedule.take(db, [Want(slot_id, "place", 1, is_public=False)])


def test_what_others_have_taken_counts_against_the_public(db: Db) -> None:
    slot_id = slot_with(db, capacity=2, public_limit=2)
    schedule.take(db, [Want(slot_id, "place", 2, is_public=False)])

    assert not schedule.take(db, [Want(slot_id, "place", 1)])


def test_freed_places_can_be_taken_again(db: Db) -> None:
    slot_id = slot_with(db)
    schedule.take(db, [Want(slot_id, "place", 1)])

    schedule.free(db, [Want(slot_id, "place", 1)])

    assert makers.taken(db, slot_id) == 0
    assert schedule.take(db, [Want(slot_id, "place", 1)])


@pytest.mark.parametrize("is_public", [True, False])
def test_wants_of_one_slot_are_taken_by_one_statement_in_the_order_of_rows(*, is_public: bool) -> None:
    wants = [Want(2, "seat", 1, is_public), Want(1, "wheelchair", 1), Want(2, "seat", 2, is_public), Want(1, "seat", 3)]

    assert together(wants) == [Want(1, "seat", 3), Want(1, "wheelchair", 1), Want(2, "seat", 3, is_public)]


def test_public_and_kept_wants_of_one_slot_stay_apart() -> None:
    wants = [
        Want(1, "seat", 1),
        Want(1, "seat", 2, is_public=False),
        Want(1, "seat", 3),
        Want(1, "seat", 4, is_public=False),
    ]

    assert together(wants) == [Want(1, "seat", 6, is_public=False), Want(1, "seat", 4)]


def test_the_capacity_can_grow_and_shrink_to_what_people_have(database: Database) -> None:
    with database.writing() as db:
        slot_id = slot_with(db, capacity=2)
        schedule.take(db, [Want(slot_id, "place", 2)])

        set_capacity(db, slot_id, capacity=3)
        set_capacity(db, slot_id, capacity=2)

        kinds = db.scalars(select(Event.kind).where(Event.kind == "CapacityChanged"))
        assert len(list(kinds)) == 2


@pytest.mark.parametrize(("capacity", "public_limit"), [(1, 1), (2, 1), (0, 0)])
def test_the_capacity_never_goes_below_what_people_have(db: Db, capacity: int, public_limit: int) -> None:
    slot_id = slot_with(db, capacity=2)
    schedule.take(db, [Want(slot_id, "place", 2)])

    with pytest.raises(CapacityTaken):
        set_capacity(db, slot_id, capacity=capacity, public_limit=public_limit)

    assert db.scalar(select(func.count(Event.id)).where(Event.kind == "CapacityChanged")) == 0


def test_the_share_of_the_public_is_never_more_than_there_is(db: Db) -> None:
    """Field case 26: whoever writes it, the database refuses it."""
    slot_id = slot_with(db)

    with pytest.raises(IntegrityError), db.begin_nested():
        set_capacity(db, slot_id, capacity=1, public_limit=2)


def slot_with(db: Db, *, capacity: int = 1, public_limit: int | None = None) -> int:
    return makers.slots(db, makers.make_offering(db, capacity=capacity, public_limit=public_limit))[0]


def set_capacity(db: Db, slot_id: int, *, capacity: int, public_limit: int | None = None) -> None:
    limit = capacity if public_limit is None else public_limit
    schedule.set_capacity(db, slot_id, "place", capacity=capacity, public_limit=limit, by=SOMEBODY, now=NOON)


def close(db: Db, offering_id: int | None, days: Iterable[int]) -> None:
    offsets = list(days)
    first, last = TOMORROW + timedelta(days=offsets[0]), TOMORROW + timedelta(days=offsets[-1])
    db.execute(insert(Closure), {"offering_id": offering_id, "first_on": first, "last_on": last, "reason": "Bảo trì"})
