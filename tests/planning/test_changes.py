"""Other weekly rules change openings only by a proposal, and nobody is forgotten."""

from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import func, select

from hoanhap import capacity, schedule
from hoanhap.base.clock import at_local
from hoanhap.base.db import Database
from hoanhap.booking import Booking, Claim, Reason
from hoanhap.capacity import Closing, Proposal, Reopening, StaleProposal
from hoanhap.catalogue import Offering
from hoanhap.planning import Replanning, Rule, RulesCollide, changes, queries
from hoanhap.planning.rules import Places
from hoanhap.schedule import Closure, Opening, Slot, SlotUnit
from tests import makers
from tests.makers import NOON, SOMEBODY, TOMORROW, Place

NEXT_WEEK = TOMORROW + timedelta(weeks=1)
ONE = (Places("place", 1, 1),)


class Week(Place):
    """A place that opens every week on the day of tomorrow, from 8:00 to 12:00 in steps of an hour."""

    def __init__(self, database: Database, **offering: int) -> None:
        super().__init__(database, **offering)
        database.write_now(makers.make_schedule, self.offering.id, day=NEXT_WEEK, weeks=None)
        database.write_now(schedule.make_openings, first=TOMORROW, last=TOMORROW + timedelta(weeks=3))
        with database.reading() as db:
            self.slots = makers.slots(db, self.offering)

    @property
    def rules(self) -> list[Rule]:
        with self.database.reading() as db:
            return queries.rules_of(db, self.offering.id, since=NEXT_WEEK)

    def other(self, opens: int, closes: int, *, since: date = NEXT_WEEK, **told: object) -> Replanning:
        """The rule of every week, changed from a day on."""
        (old,) = self.rules
        new = Rule(self.offering.id, old.weekday, opens * 60, closes * 60, ONE, since)
        return Replanning(self.offering.id, since, (old.id,), (msgspec.structs.replace(new, **told),))

    def of_somebody(self) -> int:
        """Somebody by whom it is given there."""
        location = select(Offering.location_id).where(Offering.id == self.offering.id)
        return self.database.write_now(lambda db: makers.make_resource(db, db.execute(location).scalar_one()))

    def propose(self, change: capacity.Change) -> Proposal:
        with self.database.reading() as db:
            return capacity.propose(db, change, now=NOON)

    def plan(self, change: Replanning) -> Proposal:
        proposal = self.propose(change)
        self.database.write_now(changes.plan, change, proposal.version, by=SOMEBODY, now=NOON)
        return proposal

    def times(self, day: date = NEXT_WEEK) -> dict[int, int]:
        """The hours of a day that have places, and how many."""
        found = select(Slot.minute, func.sum(SlotUnit.capacity)).join(SlotUnit, SlotUnit.slot_id == Slot.id)
        found = found.where(Slot.offering_id == self.offering.id, Slot.local_date == day).group_by(Slot.minute)
        with self.database.reading() as db:
            return {minute // 60: count for minute, count in db.execute(found.order_by(Slot.minute)) if count}

    def displaced(self) -> list[str]:
        found = select(Booking.reference).join(Claim).where(~Claim.is_supported).order_by(Booking.id)
        with self.database.reading() as db:
            return [str(each) for each in db.scalars(found)]


@pytest.fixture
def week(database: Database) -> Week:
    return Week(database)


def test_longer_hours_keep_the_openings_and_add_what_is_missing(week: Week) -> None:
    reference = week.book(4)

    proposal = week.plan(week.other(7, 14))

    assert proposal.displaced == []
    assert week.times() == dict.fromkeys(range(7, 14), 1)
    assert week.displaced() == []
    assert week.lives(reference) == ["booked"]
    assert week.breaches() == []


def test_days_before_the_change_stay_as_they_are(week: Week) -> None:
    week.plan(week.other(14, 16, since=NEXT_WEEK + timedelta(weeks=1)))

    assert week.times() == dict.fromkeys(range(8, 12), 1)
    assert week.times(NEXT_WEEK + timedelta(weeks=1)) == {14: 1, 15: 1}


def test_shorter_hours_displace_exactly_those_outside(week: Week) -> None:
    """Field cases 30 and 34: only those whose own hours go."""
    outside, inside = week.book(4), week.book(5)

    proposal = week.plan(week.other(9, 12))

    assert [each.reference for each in proposal.displaced] == [outside]
    assert week.displaced() == [outside]
    assert week.lives(inside) == ["booked"]
    assert week.times() == dict.fromkeys(range(9, 12), 1)
    assert week.breaches() == []


def test_hours_that_come_back_give_the_displaced_their_places_again(week: Week) -> None:
    week.book(4)
    week.plan(week.other(9, 12))

    proposal = week.plan(week.other(8, 12))

    assert len(proposal.restored) == 1
    assert week.displaced() == []
    assert week.times() == dict.fromkeys(range(8, 12), 1)


def test_a_rule_that_ends_leaves_no_place_and_displaces_who_is_there(week: Week) -> None:
    reference = week.book(4)
    (old,) = week.rules

    week.plan(Replanning(week.offering.id, NEXT_WEEK, (old.id,)))

    assert week.times() == {}
    assert week.displaced() == [reference]
    assert week.rules == []


def test_more_places_in_the_same_hours_keep_everybody(week: Week) -> None:
    week.book(4)

    proposal = week.plan(week.other(8, 12, places=(Places("place", 3, 2),)))

    assert (proposal.displaced, week.times()) == ([], dict.fromkeys(range(8, 12), 3))
    assert week.breaches() == []


def test_a_plan_of_somebody_that_has_not_begun_can_be_mended_from_its_first_day(week: Week) -> None:
    (old,) = week.rules
    of_hong = week.of_somebody()
    week.plan(week.other(8, 12, resource_id=of_hong))

    for count in (2, 3):
        week.plan(week.other(8, 11, resource_id=of_hong, places=(Places("place", count, 1),)))

    assert week.times() == dict.fromkeys(range(8, 11), 3)
    assert old.id not in [rule.id for rule in week.rules]


def test_somebodys_week_may_begin_on_a_holiday_on_which_they_open_at_the_same_hour(week: Week) -> None:
    of_hong = week.of_somebody()
    week.database.write_now(makers.make_holiday, NEXT_WEEK)
    weekly = Rule(week.offering.id, NEXT_WEEK.weekday(), 480, 660, ONE, NEXT_WEEK, resource_id=of_hong)
    that_day = msgspec.structs.replace(weekly, valid_until=NEXT_WEEK, on_holidays=True)

    week.plan(Replanning(week.offering.id, NEXT_WEEK, (), (that_day,)))
    on_the_day = week.times()
    week.plan(Replanning(week.offering.id, NEXT_WEEK, (), (weekly,)))

    assert week.times() == on_the_day == {8: 2, 9: 2, 10: 2, 11: 1}
    assert week.times(NEXT_WEEK + timedelta(weeks=1)) == on_the_day


def test_an_alternate_week_empties_the_weeks_between(week: Week) -> None:
    week.plan(week.other(8, 12, every_weeks=2))

    assert week.times(NEXT_WEEK + timedelta(weeks=1)) == {}
    assert week.times() == week.times(NEXT_WEEK + timedelta(weeks=2)) == dict.fromkeys(range(8, 12), 1)


def test_another_rule_beside_touches_only_its_own_times(week: Week) -> None:
    """Field case 15: editing one of two openings touches only that one."""
    reference = week.book(4)
    afternoon = Rule(week.offering.id, NEXT_WEEK.weekday(), 13 * 60, 15 * 60, ONE, NEXT_WEEK)

    proposal = week.plan(Replanning(week.offering.id, NEXT_WEEK, (), (afternoon,)))

    assert proposal.displaced == []
    assert week.times() == dict.fromkeys([8, 9, 10, 11, 13, 14], 1)
    assert week.lives(reference) == ["booked"]


def test_what_would_be_added_is_counted_before_anything_is_done(week: Week) -> None:
    with week.database.reading() as db:
        added = week.other(7, 14).added(db, today=makers.TODAY)

    assert added == {NEXT_WEEK + timedelta(weeks=weeks): 3 for weeks in range(3)}
    assert week.times() == dict.fromkeys(range(8, 12), 1)


def test_a_closed_day_stays_closed_and_opens_by_the_new_rule(week: Week) -> None:
    """Field case 22: a closed day within what changes."""
    closing = Closing((week.offering.id,), NEXT_WEEK, NEXT_WEEK, Reason.OTHER)
    version = week.propose(closing).version
    week.database.write_now(capacity.apply, closing, version, by=SOMEBODY, now=NOON)

    week.plan(week.other(7, 10))

    assert week.times() == {}
    with week.database.reading() as db:
        reopening = Reopening(tuple(db.scalars(select(Closure.id))))
    version = week.propose(reopening).version
    week.database.write_now(capacity.apply, reopening, version, by=SOMEBODY, now=NOON)
    assert week.times() == dict.fromkeys(range(7, 10), 1)


def test_a_day_that_opens_again_does_not_bring_back_a_rule_that_has_ended(week: Week) -> None:
    closing = Closing((week.offering.id,), NEXT_WEEK, NEXT_WEEK, Reason.OTHER)
    week.database.write_now(capacity.apply, closing, week.propose(closing).version, by=SOMEBODY, now=NOON)
    (old,) = week.rules
    week.plan(Replanning(week.offering.id, NEXT_WEEK, (old.id,)))

    with week.database.reading() as db:
        reopening = Reopening(tuple(db.scalars(select(Closure.id))))
    week.database.write_now(capacity.apply, reopening, week.propose(reopening).version, by=SOMEBODY, now=NOON)

    assert week.times() == {}


def test_a_stale_preview_is_refused_and_nothing_is_done(week: Week) -> None:
    """Field case 32."""
    change = week.other(9, 12)
    version = week.propose(change).version
    week.book(4)

    with pytest.raises(StaleProposal):
        week.database.write_now(changes.plan, change, version, by=SOMEBODY, now=NOON)

    assert week.times() == dict.fromkeys(range(8, 12), 1)
    assert week.displaced() == []


def test_the_same_plan_sent_twice_is_made_once(week: Week) -> None:
    change = week.other(9, 12)
    version = week.propose(change).version
    for _ in range(2):
        week.database.write_now(changes.plan, change, version, by=SOMEBODY, now=NOON)

    assert len(week.rules) == 1
    assert week.events("WeeksPlanned") == 1


def test_what_somebody_else_planned_meanwhile_is_refused(week: Week) -> None:
    one, other = week.other(7, 12), week.other(8, 13)
    version = week.propose(other).version
    week.plan(one)

    with pytest.raises(StaleProposal):
        week.database.write_now(changes.plan, other, version, by=SOMEBODY, now=NOON)

    begin = Replanning(week.offering.id, NEXT_WEEK, (), other.begins)
    version = week.propose(begin).version
    with pytest.raises(RulesCollide):
        week.database.write_now(changes.plan, begin, version, by=SOMEBODY, now=NOON)


def test_the_worker_makes_nothing_twice_after_a_change(week: Week) -> None:
    week.plan(week.other(7, 14))
    last = TOMORROW + timedelta(weeks=3)

    assert week.database.write_now(schedule.make_openings, first=TOMORROW, last=last) == 0
    with week.database.reading() as db:
        found = db.execute(select(func.count(Opening.id)).where(Opening.local_date == NEXT_WEEK)).scalar_one()
        starts = db.scalars(select(Slot.starts_at).where(Slot.local_date == NEXT_WEEK).order_by(Slot.ordinal)).all()
    assert found == 1
    assert starts == [at_local(NEXT_WEEK, hour * 60) for hour in range(7, 14)]
