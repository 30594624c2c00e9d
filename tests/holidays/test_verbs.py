"""A day off takes nobody's place, and gives nobody a new one; a day that makes up for it opens by the other's plan."""

from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import func, select, update

from hoanhap import booking, capacity, catalogue, holidays, people, schedule
from hoanhap.base.db import Database
from hoanhap.base.errors import Forbidden
from hoanhap.booking import Reason
from hoanhap.booking.refusals import SlotFull
from hoanhap.capacity import Closing
from hoanhap.events import Actor
from hoanhap.holidays.refusals import IsMadeUp, PeopleCome
from hoanhap.organizations import MemberRole
from hoanhap.planning import Replanning, Rule, RulesCollide, changes, queries
from hoanhap.planning.rules import Places
from hoanhap.schedule import Holiday, Schedule, Slot, SlotUnit
from tests import makers
from tests.makers import NOON, SOMEBODY, Place

THURSDAY, SATURDAY = date(2026, 12, 3), date(2026, 12, 5)
UNTIL = THURSDAY + timedelta(weeks=2)
LATER = UNTIL + timedelta(weeks=1)
MORNING = dict.fromkeys(range(8, 12), 2)


class Thursdays(Place):
    """A place that opens every Thursday from 8:00 to 12:00, with two places an hour; and those who set holidays."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, day=THURSDAY, capacity=2, opens=480, closes=481)
        units = {"place": (2, 2)}
        self.rule = database.write_now(
            makers.make_schedule, self.offering.id, day=THURSDAY, weeks=None, units=units, opens=480, closes=720
        )
        database.write_now(schedule.make_openings, first=THURSDAY, last=UNTIL)
        number = database.write_now(people.account_for, "+84900000008", language="vi", now=NOON, role="agency")
        self.agency = Actor(number, "agency")
        with database.reading() as db:
            self.slots = makers.slots(db, self.offering)

    def take_off(self, day: date) -> None:
        self.database.write_now(holidays.add_day_off, day, "Nghỉ lễ", by=self.agency, now=NOON)

    def make_up(self, day: date = SATURDAY, instead_of: date = THURSDAY) -> None:
        self.database.write_now(holidays.add_working_day, day, instead_of, by=self.agency, now=NOON)

    def remove(self, day: date) -> None:
        self.database.write_now(holidays.remove, day, by=self.agency, now=NOON)

    def close(self, day: date) -> None:
        closing = Closing((self.offering.id,), day, day, Reason.HOLIDAY)
        with self.database.reading() as db:
            version = capacity.propose(db, closing, now=NOON).version
        self.database.write_now(capacity.apply, closing, version, by=SOMEBODY, now=NOON)

    def times(self, day: date) -> dict[int, int]:
        """The hours of a day that have places, and how many."""
        found = select(Slot.minute, func.sum(SlotUnit.capacity)).join(SlotUnit, SlotUnit.slot_id == Slot.id)
        found = found.where(Slot.offering_id == self.offering.id, Slot.local_date == day).group_by(Slot.minute)
        with self.database.reading() as db:
            return {minute // 60: count for minute, count in db.execute(found.order_by(Slot.minute)) if count}

    def open_on(
        self, day: date, opens: int, closes: int, *, ends: tuple[int, ...] = (), on_holidays: bool = True
    ) -> Replanning:
        """Let it open on one day more, with three places an hour; knowing of a holiday or not."""
        places = (Places("place", 3, 3),)
        rule = Rule(self.offering.id, day.weekday(), opens * 60, closes * 60, places, day, day, on_holidays=on_holidays)
        change = Replanning(self.offering.id, day, ends, (rule,))
        self.plan(change)
        return change

    def plan(self, change: Replanning) -> None:
        with self.database.reading() as db:
            version = capacity.propose(db, change, now=NOON).version
        self.database.write_now(changes.plan, change, version, by=SOMEBODY, now=NOON)

    def planned(self, day: date) -> int:
        """The rule that was planned for a single day."""
        with self.database.reading() as db:
            found = queries.rules_of(db, self.offering.id, since=day)
        return next(rule.id for rule in found if rule.valid_from == rule.valid_until == day)

    def work(self) -> None:
        """What the worker does, any number of times."""
        for _ in range(2):
            self.database.write_now(schedule.make_openings, first=THURSDAY, last=LATER)
            self.database.write_now(schedule.keep_holidays, now=NOON)

    def slot_on(self, day: date, hour: int) -> int:
        found = select(Slot.id).where(Slot.offering_id == self.offering.id, Slot.local_date == day)
        with self.database.reading() as db:
            return db.execute(found.where(Slot.minute == hour * 60)).scalar_one()

    def book_on(self, day: date, hour: int, account_id: int | None = None) -> str:
        choice = makers.make_choice(self.offering, self.slot_on(day, hour))
        return self.database.write_now(makers.book, choice, account_id=account_id)


@pytest.fixture
def thursdays(database: Database) -> Thursdays:
    return Thursdays(database)


def test_a_day_off_keeps_who_booked_and_takes_nobody_else(thursdays: Thursdays) -> None:
    account = thursdays.account()
    reference = thursdays.book_on(THURSDAY, 9, account)

    thursdays.take_off(THURSDAY)

    assert thursdays.times(THURSDAY) == {9: 1}
    assert thursdays.lives(reference) == ["booked"]
    assert (thursdays.events("DayOffAdded"), thursdays.events("BookingDisplaced")) == (1, 0)
    with pytest.raises(SlotFull):
        thursdays.book_on(THURSDAY, 9)
    thursdays.cancel(reference, account)
    thursdays.database.write_now(schedule.keep_holidays, now=NOON)  # as the worker does
    assert thursdays.times(THURSDAY) == {}
    assert thursdays.breaches() == []


def test_the_place_decides_by_its_own_closing_what_becomes_of_them(thursdays: Thursdays) -> None:
    thursdays.book_on(THURSDAY, 9)
    thursdays.take_off(THURSDAY)

    thursdays.close(THURSDAY)

    assert thursdays.events("BookingDisplaced") == 1
    assert thursdays.times(THURSDAY) == {}


def test_reckoned_days_are_confirmed_once_and_other_days_are_none(thursdays: Thursdays) -> None:
    new_year = date(2027, 1, 1)
    for _ in range(2):
        thursdays.database.write_now(holidays.confirm, [new_year], by=thursdays.agency, now=NOON)

    with thursdays.database.reading() as db:
        rows = db.execute(select(Holiday.local_date, Holiday.name, Holiday.confirmed_by, Holiday.confirmed_at)).all()
    assert [tuple(row) for row in rows] == [(new_year, "Tết Dương lịch", thursdays.agency.account_id, NOON)]
    assert thursdays.events("HolidaysConfirmed") == 1


def test_a_day_that_is_off_no_more_opens_by_the_weeks_again(thursdays: Thursdays) -> None:
    thursdays.book_on(THURSDAY, 9)
    thursdays.take_off(THURSDAY)
    thursdays.close(THURSDAY + timedelta(weeks=1))

    for day in (THURSDAY, THURSDAY + timedelta(weeks=1)):
        thursdays.take_off(day)
        thursdays.remove(day)

    assert thursdays.times(THURSDAY) == MORNING
    assert thursdays.times(THURSDAY + timedelta(weeks=1)) == {}  # the place has closed it
    assert thursdays.breaches() == []


def test_a_working_day_opens_by_the_plan_of_the_day_it_makes_up_for(thursdays: Thursdays) -> None:
    """Field case 22: a public holiday, and the Saturday that makes up for it."""
    thursdays.take_off(THURSDAY)

    thursdays.make_up()
    thursdays.make_up()

    assert thursdays.times(SATURDAY) == MORNING
    assert thursdays.events("WorkingDayAdded") == 1
    with pytest.raises(IsMadeUp):
        thursdays.remove(THURSDAY)


def test_hands_that_work_on_saturday_anyway_do_not_work_twice(thursdays: Thursdays) -> None:
    database, offering = thursdays.database, thursdays.offering.id
    other = database.write_now(makers.make_schedule, offering, day=SATURDAY, weeks=None, opens=600, closes=660)
    hands = database.write_now(lambda db: makers.make_resource(db, makers.make_location(db)))
    rules = update(Schedule).where(Schedule.id.in_([thursdays.rule, other])).values(resource_id=hands)
    database.write_now(lambda db: db.execute(rules))
    database.write_now(schedule.make_openings, first=SATURDAY, last=SATURDAY)
    thursdays.take_off(THURSDAY)

    thursdays.make_up()

    assert thursdays.times(SATURDAY) == {10: 1}


def test_a_working_day_goes_only_where_nobody_comes(thursdays: Thursdays) -> None:
    thursdays.take_off(THURSDAY)
    thursdays.make_up()
    account = thursdays.account()
    reference = thursdays.book_on(SATURDAY, 9, account)

    with pytest.raises(PeopleCome):
        thursdays.remove(SATURDAY)
    assert thursdays.times(SATURDAY) == MORNING

    thursdays.cancel(reference, account)
    thursdays.remove(SATURDAY)
    assert thursdays.times(SATURDAY) == {}
    thursdays.make_up()
    assert thursdays.times(SATURDAY) == MORNING
    assert thursdays.breaches() == []


def test_another_week_changes_the_working_day_with_it(thursdays: Thursdays) -> None:
    thursdays.take_off(THURSDAY)
    thursdays.make_up()
    reference = thursdays.book_on(SATURDAY, 9)
    with thursdays.database.reading() as db:
        (old,) = [
            each for each in queries.rules_of(db, thursdays.offering.id, since=THURSDAY) if each.valid_until is None
        ]
        new = Rule(old.offering_id, 3, 9 * 60, 11 * 60, (Places("place", 3, 3),), THURSDAY)
        change = Replanning(old.offering_id, THURSDAY, (old.id,), (new,))
        version = capacity.propose(db, change, now=NOON).version

    thursdays.database.write_now(changes.plan, change, version, by=SOMEBODY, now=NOON)

    assert thursdays.times(SATURDAY) == {9: 3, 10: 3}
    assert thursdays.lives(reference) == ["booked"]
    assert thursdays.times(THURSDAY) == {}
    assert thursdays.breaches() == []


def test_only_those_who_speak_for_the_province_set_holidays(thursdays: Thursdays) -> None:
    manager = thursdays.decider(MemberRole.ADMIN)

    with pytest.raises(Forbidden):
        thursdays.database.write_now(holidays.add_day_off, THURSDAY, "Lễ", by=manager, now=NOON)
    with pytest.raises(Forbidden):
        thursdays.database.write_now(holidays.remove, THURSDAY, by=manager, now=NOON)
    assert thursdays.times(THURSDAY) == MORNING


def test_somebody_filling_in_the_form_still_gets_the_place_they_hold(thursdays: Thursdays) -> None:
    choice = makers.make_choice(thursdays.offering, thursdays.slot_on(THURSDAY, 9))
    token = thursdays.database.write_now(makers.hold, choice)
    thursdays.say_who(token)

    thursdays.take_off(THURSDAY)

    assert thursdays.database.write_now(booking.confirm, token, by=SOMEBODY, now=NOON)
    assert thursdays.times(THURSDAY) == {9: 1}


# --- who opens on a holiday all the same ---------------------------------------------------------------------


def test_who_opens_on_a_holiday_takes_over_the_week_and_the_worker_keeps_it(thursdays: Thursdays) -> None:
    expected = thursdays.book_on(THURSDAY, 8)
    thursdays.take_off(THURSDAY)

    change = thursdays.open_on(THURSDAY, 8, 10)
    thursdays.plan(change)
    thursdays.work()

    assert thursdays.times(THURSDAY) == {8: 3, 9: 3}
    assert thursdays.lives(expected) == ["booked"]
    assert thursdays.events("WeeksPlanned") == 1
    with thursdays.database.reading() as db:
        location = catalogue.workplace(db, thursdays.offering.location_slug).location_id
        assert holidays.waiting_at(db, location, NOON) == 0
    thursdays.book_on(THURSDAY, 9)

    thursdays.remove(THURSDAY)
    thursdays.work()
    assert thursdays.times(THURSDAY) == {8: 3, 9: 3}
    thursdays.take_off(THURSDAY)
    assert thursdays.times(THURSDAY) == {8: 3, 9: 3}
    assert thursdays.breaches() == []


def test_what_is_planned_for_a_holiday_far_ahead_opens_once_and_stands_before_the_week(thursdays: Thursdays) -> None:
    thursdays.take_off(LATER)
    thursdays.open_on(LATER, 8, 10)

    thursdays.work()
    assert thursdays.times(LATER) == {8: 3, 9: 3}
    thursdays.remove(LATER)
    thursdays.work()
    assert thursdays.times(LATER) == {8: 3, 9: 3}


def test_a_day_more_that_nobody_knew_to_be_a_holiday_closes_with_the_others(thursdays: Thursdays) -> None:
    """Until somebody says that it opens all the same."""
    thursdays.open_on(SATURDAY, 8, 10, on_holidays=False)
    thursdays.take_off(SATURDAY)
    assert thursdays.times(SATURDAY) == {}

    thursdays.open_on(SATURDAY, 8, 11, ends=(thursdays.planned(SATURDAY),))
    thursdays.work()

    assert thursdays.times(SATURDAY) == dict.fromkeys(range(8, 11), 3)


def test_it_is_closed_and_opened_and_ends_like_any_other_day(thursdays: Thursdays) -> None:
    thursdays.take_off(THURSDAY)
    thursdays.open_on(THURSDAY, 8, 10)
    reference = thursdays.book_on(THURSDAY, 8)
    thursdays.close(THURSDAY)
    assert thursdays.times(THURSDAY) == {}

    thursdays.database.write_now(makers.open_day, thursdays.offering, day=THURSDAY)
    assert thursdays.times(THURSDAY) == {8: 3, 9: 3}
    assert thursdays.lives(reference) == ["booked"]
    thursdays.plan(Replanning(thursdays.offering.id, THURSDAY, (thursdays.planned(THURSDAY),)))

    assert thursdays.times(THURSDAY) == {}
    assert thursdays.events("BookingDisplaced") == 2
    assert thursdays.breaches() == []


def test_nobody_is_planned_twice_at_an_hour_at_which_somebody_is_expected(thursdays: Thursdays) -> None:
    """Hours that begin between those of the week cannot take them over."""
    thursdays.book_on(THURSDAY, 9)
    thursdays.take_off(THURSDAY)
    rule = Rule(thursdays.offering.id, 3, 510, 570, (Places("place", 3, 3),), THURSDAY, THURSDAY, on_holidays=True)

    with pytest.raises(RulesCollide):
        thursdays.plan(Replanning(thursdays.offering.id, THURSDAY, (), (rule,)))
    thursdays.plan(Replanning(thursdays.offering.id, THURSDAY, (), (msgspec.structs.replace(rule, closes=540),)))

    assert thursdays.breaches() == []
