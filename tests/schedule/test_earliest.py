"""The first start of many offerings, in one statement, is the one that each would be asked for alone."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import hypothesis
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from hoanhap import booking, schedule
from hoanhap.base.db import Database, Db
from hoanhap.catalogue import EXTRA_MINUTES, Offering, OfferingView, Party, Unit
from hoanhap.schedule import Schedule, SlotUnit, Start
from tests import makers, plans
from tests.makers import NOON, TOMORROW

OFFERINGS = st.fixed_dictionaries(
    {
        "unit": st.sampled_from([Unit.PLACE, Unit.SEAT]),
        "capacity": st.integers(1, 3),
        "wheelchairs": st.integers(0, 2),
        "party_max": st.integers(1, 3),
        "duration": st.sampled_from([30, 60, 90]),
        "buffer": st.sampled_from([0, 0, 30]),
        "notice": st.sampled_from([0, 20 * 60, 21 * 60, 22 * 60]),
        "horizon": st.sampled_from([1, 56]),
        "day": st.sampled_from([TOMORROW, TOMORROW + timedelta(days=1)]),
    }
)
PARTIES = st.integers(1, 3).flatmap(
    lambda people: st.builds(Party, st.just(people), st.integers(0, people), st.sampled_from(EXTRA_MINUTES))
)


@hypothesis.settings(max_examples=60, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
@given(st.lists(OFFERINGS, min_size=1, max_size=3), PARTIES, st.data())
def test_each_offering_answers_as_if_it_were_asked_alone(
    database: Database, drawn: list[dict[str, Any]], party: Party, data: st.DataObject
) -> None:
    with makers.undone(database) as db:
        offerings = [makers.make_offering(db, step=30, closes=10 * 60, **rules) for rules in drawn]
        for offering in offerings:
            _take_some(db, offering, data)

        hours = data.draw(st.lists(st.integers(0, 26), max_size=len(offerings)))
        later = {each.id: NOON + timedelta(hours=hour) for each, hour in zip(offerings, hours, strict=False)}
        hands = [_second_hands(db, each) for each in offerings]
        choosy = data.draw(st.dictionaries(st.sampled_from(range(len(offerings))), st.booleans()))
        by = {offerings[each].id: [hands[each]] if is_able else [] for each, is_able in choosy.items()}
        found = schedule.earliest(db, [each.id for each in offerings], party, now=NOON, not_before=later, by=by)
        alone = {
            each.id: _first(db, each, party, not_before=later.get(each.id, NOON), by=by.get(each.id))
            for each in offerings
        }

    assert found == {offering_id: start for offering_id, start in alone.items() if start is not None}


def test_no_offerings_have_no_start(db: Db) -> None:
    assert schedule.earliest(db, [], Party(), now=NOON) == {}


@pytest.mark.parametrize("alone_in_chair", [True, False])
def test_a_full_time_is_passed_over(db: Db, *, alone_in_chair: bool) -> None:
    offering = makers.make_offering(db, unit=Unit.SEAT, capacity=1, wheelchairs=1)
    unit = Unit.WHEELCHAIR if alone_in_chair else Unit.SEAT
    first, second, *_ = makers.slots(db, offering)
    db.execute(update(SlotUnit).where(SlotUnit.slot_id == first, SlotUnit.unit == unit).values(taken=1, public_taken=1))

    found = schedule.earliest(db, [offering.id], Party(1, int(alone_in_chair)), now=NOON)

    assert found[offering.id].slot_id == second


def test_the_plan_walks_the_index_of_offering_and_start(db: Db) -> None:
    offering = makers.make_offering(db)

    plan = plans.plan(db, schedule.earliest, [offering.id], Party(), now=NOON)

    assert "ix_slot_offering_start" in plan
    assert not plans.reads_a_whole_table(plan)


def _take_some(db: Db, offering: OfferingView, data: st.DataObject) -> None:
    for slot_id in makers.slots(db, offering):
        taken = data.draw(st.integers(0, 1))
        is_it = (SlotUnit.slot_id == slot_id, SlotUnit.capacity >= taken, SlotUnit.public_limit >= taken)
        db.execute(update(SlotUnit).where(*is_it).values(taken=taken, public_taken=taken))


def _second_hands(db: Db, offering: OfferingView) -> int:
    """Somebody who serves beside whoever serves there, an hour later; their number."""
    where = db.execute(select(Offering.location_id).where(Offering.id == offering.id)).scalar_one()
    rule = makers.make_schedule(
        db, offering.id, units={offering.unit: (1, 1)}, opens=9 * 60, closes=11 * 60, day=TOMORROW
    )
    second = makers.make_resource(db, where)
    db.execute(update(Schedule).where(Schedule.id == rule).values(resource_id=second))
    schedule.make_openings(db, first=TOMORROW, last=TOMORROW)
    return second


def _first(
    db: Db, offering: OfferingView, party: Party, *, not_before: datetime, by: Collection[int] | None
) -> Start | None:
    people = min(party.people, offering.party_max)
    chairs = min(party.wheelchairs, people) if offering.takes_wheelchairs else 0
    fitting = Party(people, chairs, party.extra_minutes)
    wanted = booking.wanted_at(offering, fitting, now=NOON)
    able = None if by is None else frozenset(by)
    wanted = msgspec.structs.replace(wanted, earliest=max(wanted.earliest, not_before), by=able)
    return next(iter(schedule.soonest(db, wanted, limit=1)), None)
