"""Booking at the desk: every place there is, nobody noted twice, and one form is one booking."""

from typing import Any

import pytest
from sqlalchemy import func, select

from hoanhap import people
from hoanhap.attendance import desk
from hoanhap.attendance.desk import Answer, TimeGone
from hoanhap.attendance.queries import Saved, Wish
from hoanhap.base.db import Database
from hoanhap.base.errors import Forbidden, Missing
from hoanhap.booking import Booking
from hoanhap.catalogue import Party
from hoanhap.listeners import LISTENERS
from hoanhap.notify import Message
from hoanhap.organizations import MemberRole
from hoanhap.people import Person
from tests.attendance.days import MORNING, NEEDS, Run
from tests.makers import NAME, NOON, PHONE
from tests.states_of_the_day import say_needs


class Counter(Run):
    """A place at whose desk somebody books for others."""

    def ask(self, number: int = 0, *, key: str = "form", **more: Any) -> Answer:
        """Book a slot for somebody."""
        now = more.pop("now", NOON)
        party = more.pop("party", Party())
        wish = Wish(key, self.offering.id, self.slots[number], party, **{"full_name": NAME, **more})
        return self.database.write_now(desk.book, self.slug, wish, "vi", by=self.by, now=now)

    def times(self, *, now: Any = NOON) -> list[int]:
        """The slots that are offered at the desk."""
        wish = Wish("", self.offering.id, 0, Party())
        with self.database.reading() as db:
            found = desk.times(db, self.slug, wish, "vi", by=self.by, now=now)
        return [self.slots.index(each.slot_id) for each in found.starts]

    def count(self, table: Any) -> int:
        """How many rows there are."""
        with self.database.reading() as db:
            return db.execute(select(func.count()).select_from(table)).scalar_one()


def test_the_public_limit_does_not_bind_the_desk_and_the_total_does(database: Database) -> None:
    place = Counter(database, capacity=2, public_limit=1)
    place.book(0)
    assert 0 not in place.free()

    assert 0 in place.times()
    assert place.ask().reference
    assert 0 not in place.times()

    with pytest.raises(TimeGone):
        place.ask(key="another")
    assert place.taken(0) == 2
    assert place.breaches() == []


def test_what_staff_gave_takes_nothing_from_the_public(database: Database) -> None:
    place = Counter(database, capacity=2, public_limit=1)

    place.ask()

    assert 0 in place.free()
    place.book(0)
    assert place.breaches() == []


def test_notice_does_not_bind_the_desk_and_what_has_begun_is_gone(database: Database) -> None:
    place = Counter(database, notice=24 * 60)

    assert place.times(now=MORNING)[0] == 1
    assert place.ask(1, now=MORNING).reference
    with pytest.raises(TimeGone):
        place.ask(0, key="late", now=MORNING)


def test_a_walk_in_is_there_at_once(database: Database) -> None:
    place = Counter(database)

    reference = place.ask(1, has_come=True, now=MORNING).reference

    assert place.participants(reference) == ["arrived"]
    assert [each["deed"] for each in place.facts("AttendanceNoted")] == ["arrive"]


def test_the_same_form_sent_twice_is_one_booking(database: Database) -> None:
    place = Counter(database, capacity=3)

    references = {place.ask(1, has_come=True, now=MORNING).reference for _ in range(2)}

    assert len(references) == 1
    assert place.count(Booking) == 1
    assert len(place.facts("AttendanceNoted")) == 1


def test_the_desk_and_the_role_are_recorded_and_the_person_is_told(database: Database) -> None:
    place = Counter(database)
    reference = place.ask(phone=PHONE).reference

    with database.reading() as db:
        assert db.scalars(select(Booking.origin)).all() == ["desk"]
    assert place.look_at(reference).happened[0].role == "desk"
    assert LISTENERS["BookingMade"]


def test_without_a_phone_there_is_a_promise_and_no_account(database: Database) -> None:
    place = Counter(database)
    before = place.count(people.Account)

    reference = place.ask().reference

    assert place.count(people.Account) == before
    assert place.look_at(reference).entry.full_name == NAME
    assert place.count(Message) == 0
    assert place.breaches() == []


def test_who_is_known_behind_a_phone_is_asked_about_before_a_new_name_is_noted(database: Database) -> None:
    place = Counter(database, capacity=5)
    place.book(2, account_id=place.account(PHONE))

    asked = place.ask(phone=PHONE, full_name="Nguyễn Tuyết")
    assert asked == Answer(known=(NAME,))
    assert place.count(Booking) == 1
    assert len(place.facts("PersonsSeen")) == 1

    assert place.ask(phone=PHONE, full_name="nguyen thi anh tuyet").reference
    assert place.count(Person) == 1
    assert place.ask(1, phone=PHONE, full_name="Nguyễn Tuyết", is_somebody_else=True, key="other").reference
    assert place.count(Person) == 2


def test_what_somebody_known_has_saved_is_asked_about_once_and_the_look_is_written_down(database: Database) -> None:
    place = Counter(database, capacity=5)
    database.write_now(say_needs)
    seen = len(place.facts("ProfileSeen"))

    asked = place.ask(phone=PHONE)
    assert asked == Answer(saved=Saved(frozenset(NEEDS), 10))
    assert (place.count(Booking), len(place.facts("ProfileSeen"))) == (0, seen + 1)

    booked = place.ask(phone=PHONE, asked_about=NAME, needs=frozenset(NEEDS[:1]))
    assert place.look_at(booked.reference).entry.needs == ["ngồi nguyên trên xe lăn"]
    assert place.ask(1, phone=PHONE, asked_about="Nguyễn Tuyết", key="other").saved


def test_who_says_at_the_desk_all_that_they_have_saved_is_asked_nothing(database: Database) -> None:
    place = Counter(database)
    database.write_now(say_needs)

    assert place.ask(phone=PHONE, needs=frozenset(NEEDS), party=Party(extra_minutes=10)).reference


def test_something_else_at_the_same_time_is_booked_only_knowingly(database: Database) -> None:
    place = Counter(database, capacity=5)
    place.ask(phone=PHONE)

    refused = place.ask(phone=PHONE, key="again")
    assert refused == Answer(is_overlapping=True)
    assert (place.count(Booking), place.taken(0)) == (1, 1)

    assert place.ask(phone=PHONE, key="again", knowingly=True).reference
    assert place.taken(0) == 2
    assert place.breaches() == []


def test_only_those_who_may_book_there_do(database: Database) -> None:
    place, other = Counter(database), Counter(database)
    driver = place.worker("driver", MemberRole.DRIVER)
    wish = Wish("form", place.offering.id, place.slots[0], Party(), NAME)

    with pytest.raises(Forbidden):
        database.write_now(desk.book, place.slug, wish, "vi", by=driver, now=NOON)
    with pytest.raises(Missing):
        database.write_now(desk.book, other.slug, wish, "vi", by=other.by, now=NOON)


def test_more_than_the_offering_takes_is_not_there(database: Database) -> None:
    place = Counter(database, party_max=2)

    with pytest.raises(Missing), database.reading() as db:
        desk.times(db, place.slug, Wish("", place.offering.id, 0, Party(3)), "vi", by=place.by, now=NOON)


def test_the_person_may_move_what_the_desk_booked(database: Database) -> None:
    place = Counter(database, capacity=2, public_limit=1)
    reference = place.ask(phone=PHONE).reference
    with database.reading() as db:
        account_id = people.account_of(db, PHONE)
    assert account_id

    place.move(reference, 2, account_id)

    assert (place.taken(0), place.taken(2)) == (0, 1)
    assert place.breaches() == []
