"""What the database says can be booked is what the pure rule says, whatever the calendar looks like."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

import hypothesis
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, update

from hoanhap import schedule
from hoanhap.base.clock import Span, at_local
from hoanhap.base.db import Database, Db
from hoanhap.schedule import DayCount, Opening, PartOfDay, Schedule, Slot, SlotUnit, Start, Wanted, part_of_day, rules
from tests import makers
from tests.makers import TOMORROW

UNITS = ("seat", "stretcher", "wheelchair")
HORIZON = at_local(TOMORROW + timedelta(days=12), 0)
BEGINNING = at_local(TOMORROW, 0)

COUNTS = ("capacity", "public_limit", "taken", "public_taken")
Places = dict[str, tuple[int, int, int, int]]
"""For each unit a slot has: its counts, in this order."""


@dataclass(frozen=True)
class Block:
    """An opening as a test draws it."""

    day: date
    opens: int
    step: int
    slots: tuple[Places, ...]
    by: int | None = None
    """Which of the hands serves there."""

    def start_of(self, ordinal: int) -> datetime:
        return at_local(self.day, self.opens + ordinal * self.step)


@st.composite
def counted(draw: st.DrawFn) -> tuple[int, int, int, int]:
    capacity = draw(st.integers(0, 4))
    limit = draw(st.integers(0, capacity))
    public_taken = draw(st.integers(0, limit))
    taken = draw(st.integers(public_taken, capacity))
    return capacity, limit, taken, public_taken


HANDS = (None, 0, 1)
PLACES = st.dictionaries(st.sampled_from(UNITS), counted() | st.just((4, 4, 0, 0)), min_size=1)
ROOMY = st.just(dict.fromkeys(UNITS, (4, 4, 0, 0)))
GAP = st.sampled_from(UNITS).map(lambda unit: {unit: (4, 4, 0, 0)})


@st.composite
def blocks(draw: st.DrawFn) -> list[Block]:
    """Some openings: several on one day, touching and overlapping ones, up to midnight, and more than a week on."""
    step = draw(st.sampled_from([15, 30, 60]))
    drawn = []
    for _ in range(draw(st.integers(1, 3))):
        slots = tuple(draw(st.lists(PLACES | ROOMY | GAP, min_size=1, max_size=7)))
        latest = 1440 - len(slots) * step
        opens = draw(st.sampled_from([minute for minute in (0, 600, 700, 1020) if minute < latest] + [latest]))
        day = TOMORROW + timedelta(days=draw(st.sampled_from([0, 1, 2, 9])))
        drawn.append(Block(day, opens, step, slots, draw(st.sampled_from(HANDS))))
    return drawn


DEMANDS = st.dictionaries(st.sampled_from(UNITS), st.integers(1, 3), min_size=1, max_size=2)


@hypothesis.settings(max_examples=120, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
@given(blocks(), st.data())
def test_the_database_answers_what_the_rule_answers(
    database: Database, drawn: list[Block], data: st.DataObject
) -> None:
    """Field case 23, without the stops: each unit in turn, mixed units, runs that do not touch, any order."""
    moments = sorted({block.start_of(ordinal) for block in drawn for ordinal in range(len(block.slots) + 1)})
    around_them = st.sampled_from(moments).flatmap(
        lambda moment: st.sampled_from([-1, 0, 1]).map(lambda seconds: moment + timedelta(seconds=seconds))
    )
    demand = data.draw(DEMANDS, "demand")
    span = data.draw(st.integers(1, 4), "span")
    earliest = data.draw(st.just(BEGINNING) | around_them, "earliest")
    until = data.draw(st.just(HORIZON) | around_them, "until")
    around = data.draw(around_them, "around")
    limit = data.draw(st.integers(1, 4), "limit")
    outs = data.draw(st.lists(st.tuples(around_them, st.none() | st.integers(1, 90)), max_size=3), "outs")
    not_during = tuple(
        Span(begins, begins + timedelta(minutes=minutes) if minutes else None) for begins, minutes in outs
    )
    after = data.draw(st.integers(0, span - 1), "after")
    able = data.draw(st.none() | st.sets(st.integers(0, 1)), "able")

    with makers.undone(database) as db:
        offering_id, hands = put(db, drawn)
        by = None if able is None else frozenset(hands[each] for each in able)
        wanted = Wanted(offering_id, demand, span, earliest, until, not_during=not_during, after=after, by=by)
        found = schedule.starts(db, wanted)
        soonest = schedule.soonest(db, wanted, limit=limit)
        nearest = schedule.nearest(db, wanted, around=around, limit=limit)
        counts = schedule.day_counts(db, wanted)

    expected = by_the_rule([each for each in drawn if able is None or each.by in able], wanted)
    assert sorted(told(start) for start in found) == expected
    assert times(found) == sorted(times(found))
    assert times(soonest) == [starts_at for starts_at, _, _ in expected[:limit]]
    assert set(soonest) <= set(found)
    assert sorted(abs(start.starts_at - around) for start in nearest) == distances(expected, around)[:limit]
    assert set(nearest) <= set(found)
    assert times(nearest) == sorted(times(nearest))
    assert counts == counted_by_the_rule(expected)


def test_a_slot_without_the_unit_breaks_a_run_just_before_its_last_step(database: Database) -> None:
    free, other = {"seat": (1, 1, 0, 0)}, {"stretcher": (1, 1, 0, 0)}
    gap = [Block(TOMORROW, 600, 30, (free, other, free))]

    with makers.undone(database) as db:
        found = schedule.starts(db, Wanted(put(db, gap)[0], {"seat": 1}, 3, BEGINNING, HORIZON))

    assert found == []


def test_a_start_just_before_the_one_that_is_full_is_among_the_nearest(database: Database) -> None:
    free, full = {"seat": (1, 1, 0, 0)}, {"seat": (1, 1, 1, 1)}
    block = Block(TOMORROW, 600, 30, (free, free, full))

    with makers.undone(database) as db:
        wanted = Wanted(put(db, [block])[0], {"seat": 1}, 2, BEGINNING, HORIZON)
        nearest = schedule.nearest(db, wanted, around=block.start_of(1), limit=3)

    assert times(nearest) == [block.start_of(0)]


def by_the_rule(drawn: list[Block], wanted: Wanted) -> list[tuple[datetime, int, date]]:
    """Every start with the places left, as `schedule.rules.starts` finds them in each opening; side by side, one."""
    found = [
        (block.start_of(ordinal), left, block.day)
        for block in drawn
        for ordinal, left in rules.starts([left_in(places, wanted.demand) for places in block.slots], wanted.span)
        for time in [Span(block.start_of(ordinal), block.start_of(ordinal + wanted.span - wanted.after))]
        if not any(out.meets(time) for out in wanted.not_during)
    ]
    inside = sorted(each for each in found if wanted.earliest <= each[0] < wanted.until)
    return [
        (starts_at, sum(left + 1 for _, left, _ in beside) - 1, day)
        for (starts_at, day), group in groupby(inside, key=lambda each: (each[0], each[2]))
        for beside in [list(group)]
    ]


def left_in(places: Places, demand: dict[str, int]) -> int | None:
    """What a slot would have left of its scarcest unit; None if it lacks one."""
    if not demand.keys() <= places.keys():
        return None
    return min(
        min(capacity - taken, limit - public_taken) - demand[unit]
        for unit, (capacity, limit, taken, public_taken) in places.items()
        if unit in demand
    )


def counted_by_the_rule(expected: list[tuple[datetime, int, date]]) -> list[DayCount]:
    parts = Counter(
        (day, part_of_day((starts_at - at_local(day, 0)) // timedelta(minutes=1))) for starts_at, _, day in expected
    )
    found = []
    for day in sorted({day for day, _ in parts}):
        morning, afternoon, evening = (parts[day, part] for part in PartOfDay)
        found.append(DayCount(day, morning, afternoon, evening))
    return found


def told(start: Start) -> tuple[datetime, int, date]:
    assert at_local(start.local_date, start.minute) == start.starts_at
    return start.starts_at, start.left, start.local_date


def times(found: list[Start]) -> list[datetime]:
    return [start.starts_at for start in found]


def distances(expected: list[tuple[datetime, int, date]], around: datetime) -> list[timedelta]:
    return sorted(abs(starts_at - around) for starts_at, _, _ in expected)


def put(db: Db, drawn: list[Block]) -> tuple[int, list[int]]:
    """Write the openings as they were drawn, for an offering of their own, and those who serve there."""
    offering = makers.make_offering(db, opens=0, closes=1, duration=60)
    rule = makers.make_schedule(db, offering.id, opens=1, closes=2)
    hands = [makers.make_resource(db, makers.make_location(db), name) for name in ("Cô Hồng", "Anh Phúc")]
    rules_of = {None: rule} | {each: makers.make_schedule(db, offering.id, opens=2 + each, closes=9) for each in (0, 1)}
    for each, resource_id in enumerate(hands):
        db.execute(update(Schedule).where(Schedule.id == rules_of[each]).values(resource_id=resource_id))
    for number, block in enumerate(drawn):
        opening = {
            "id": makers.number(),
            "offering_id": offering.id,
            "schedule_id": rules_of[block.by],
            "local_date": TOMORROW + timedelta(days=100 + number),
            "starts_at": block.start_of(0),
            "ends_at": block.start_of(len(block.slots)),
        }
        slots = [
            {
                "id": makers.number(),
                "opening_id": opening["id"],
                "offering_id": offering.id,
                "ordinal": ordinal,
                "local_date": block.day,
                "minute": block.opens + ordinal * block.step,
                "starts_at": block.start_of(ordinal),
                "ends_at": block.start_of(ordinal + 1),
            }
            for ordinal in range(len(block.slots))
        ]
        units = [
            {"slot_id": slot["id"], "unit": unit, **dict(zip(COUNTS, counts, strict=True))}
            for slot, places in zip(slots, block.slots, strict=True)
            for unit, counts in places.items()
        ]
        db.execute(insert(Opening), opening)
        db.execute(insert(Slot), slots)
        db.execute(insert(SlotUnit), units)
    return offering.id, hands
