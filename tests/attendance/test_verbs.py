"""A day as those see it who run it: the right people, the right needs, and every look written down."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, update

from hoanhap.attendance import verbs
from hoanhap.attendance.queries import Asking
from hoanhap.attendance.rules import Show, Standing
from hoanhap.base.db import Database
from hoanhap.base.errors import Forbidden, Missing
from hoanhap.booking import Absence, Deed
from hoanhap.organizations import MemberRole, Membership
from tests import makers
from tests.attendance.days import NEEDS, NOTE, Run, offering_at
from tests.makers import NOON, TODAY


def test_a_day_stands_in_order_of_time_with_what_each_needs(database: Database) -> None:
    place = Run(database, capacity=3, wheelchairs=1)
    later, sooner = place.book(2), place.book(0, people=2, wheelchairs=1)
    place.need(sooner, *NEEDS)
    place.write(later, NOTE)

    first, second = place.look().entries

    assert (first.reference, second.reference) == (sooner, later)
    assert (first.tally.people, first.wheelchairs, len(first.needs)) == (2, 1, 2)
    assert (second.note, second.needs) == (NOTE, [])
    assert first.given.name


def test_who_cancelled_or_holds_or_comes_another_day_or_elsewhere_is_not_on_the_list(database: Database) -> None:
    place, other = Run(database, capacity=3), makers.Place(database)
    account = place.account()
    cancelled = place.book(0, account_id=account)
    place.cancel(cancelled, account)
    place.hold(1)
    other.book(0)

    assert place.look().entries == []
    assert place.look().everybody == 0


def test_the_counts_say_how_the_day_goes(database: Database) -> None:
    place = Run(database, capacity=5)
    came, missing, waiting, without = (place.book(0) for _ in range(4))
    place.note(came, Deed.ARRIVE)
    place.note(missing, Deed.MISS, absence=Absence.VEHICLE)
    place.displace(without)

    day = place.look()

    assert (day.everybody, day.came, day.expected, day.displaced) == (4, 1, 1, 1)
    assert [each.reference for each in place.look(show=Show.EXPECTED).entries] == [waiting]
    assert [each.reference for each in place.look(show=Show.DISPLACED).entries] == [without]
    assert day.entries[-1].standing is Standing.DISPLACED


def test_a_list_can_be_of_one_service(database: Database) -> None:
    place = Run(database)
    place.book(0)
    database.write_now(offering_at, place.slug, "xe-dua-don")

    assert {each.slug for each in place.look().given} == {place.offering.service_slug, "xe-dua-don"}
    assert place.look(service="xe-dua-don").listed == 0
    assert place.look(service=place.offering.service_slug).listed == 1


@pytest.mark.parametrize(("role", "is_seen"), [(MemberRole.DRIVER, False), (MemberRole.THERAPIST, True)])
def test_who_sees_their_own_day_sees_what_fits_their_role(database: Database, role: MemberRole, is_seen: bool) -> None:
    place = Run(database)
    reference = place.book(0)
    own = place.worker("driver", role)

    assert [each.reference for each in place.look(by=own).entries] == [reference] * is_seen
    if is_seen:
        assert place.note(reference, Deed.ARRIVE, by=own)
    else:
        with pytest.raises(Missing):
            place.look_at(reference, by=own)
        with pytest.raises(Missing):
            place.note(reference, Deed.ARRIVE, by=own)


def test_a_driver_sees_of_the_needs_only_what_bears_on_a_ride(database: Database) -> None:
    place = Run(database, service="xe-dua-don", unit="seat", capacity=4, wheelchairs=1)
    reference = place.book(0)
    place.need(reference, *NEEDS)
    driver = place.worker("driver", MemberRole.DRIVER)

    assert len(place.look_at(reference).entry.needs) == 2
    assert len(place.look_at(reference, by=driver).entry.needs) == 1


def test_who_works_elsewhere_or_was_let_go_sees_nothing(database: Database) -> None:
    place, other = Run(database), Run(database)
    reference = place.book(0)
    elsewhere = other.worker("capacity", MemberRole.CAPACITY)
    let_go = place.worker("driver", MemberRole.THERAPIST)
    database.write_now(
        lambda db: db.execute(update(Membership).where(Membership.role == "therapist").values(ended_at=NOON))
    )

    for by in (elsewhere, let_go):
        with pytest.raises(Forbidden):
            place.look(by=by)
        with pytest.raises(Forbidden):
            place.note(reference, Deed.ARRIVE, by=by)
    assert place.facts("DaySeen") == []


def test_every_look_is_written_down_with_those_who_were_seen(database: Database) -> None:
    place = Run(database, capacity=60)
    for _ in range(52):
        place.book(0)

    place.look()
    place.look(number=2)
    place.look(at_once=None)
    place.look_at(place.look(number=9).entries[0].reference)

    assert [len(fact["bookings"]) for fact in place.facts("DaySeen")] == [50, 2, 52, 2, 1]


def test_another_day_is_another_list(database: Database) -> None:
    place = Run(database)
    place.book(0)

    today = database.write_now(verbs.look_at_day, place.slug, Asking(TODAY), "vi", by=place.by, now=NOON)

    assert today.entries == []


def test_three_hundred_people_take_as_many_statements_as_three(database: Database) -> None:
    place = Run(database)
    told: list[int] = []

    for numbers in (range(3), range(3, 300)):
        place.crowd(numbers)
        with counting(database) as asked:
            assert place.look().everybody == numbers.stop
        told.append(len(asked))

    assert told[0] == told[1]


@contextmanager
def counting(database: Database) -> Iterator[list[str]]:
    """Every statement that is sent for writing."""
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    event.listen(database._writer, "before_cursor_execute", note)
    yield asked
    event.remove(database._writer, "before_cursor_execute", note)
