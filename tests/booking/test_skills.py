"""What only some can do who serve at a place: whoever needs it is served by them, or told that it is not there."""

import pytest
from sqlalchemy import select, update

from hoanhap import booking, catalogue, schedule
from hoanhap.base.db import Database
from hoanhap.booking import Booking, verbs
from hoanhap.booking.refusals import NotMetThen
from hoanhap.catalogue import Offering, Party
from hoanhap.schedule import Opening, Schedule
from tests import makers
from tests.booking.test_side_by_side import Pair
from tests.makers import NOON

SIGNS = ("sign-language",)


class Hands(Pair):
    """Two openings side by side: whoever serves in the first cannot sign, whoever serves in the second can."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, duration=60)
        with database.writing() as db:
            location_id = db.execute(select(Offering.location_id).where(Offering.id == self.offering.id)).scalar_one()
            rules = db.scalars(
                select(Schedule.id).where(Schedule.offering_id == self.offering.id).order_by(Schedule.id)
            )
            self.hands = [makers.make_resource(db, location_id, name) for name in ("Anh Phúc", "Cô Hồng")]
            for rule, resource_id in zip(list(rules), self.hands, strict=True):
                db.execute(update(Schedule).where(Schedule.id == rule).values(resource_id=resource_id))
            catalogue.set_skills(db, self.hands[1], SIGNS)
        self.signed = self.slots[len(self.slots) // 2 :]

    def opening_with(self, which: int) -> set[int]:
        """The openings in which one of them serves."""
        found = select(Opening.id).join(Schedule, Schedule.id == Opening.schedule_id)
        with self.database.reading() as db:
            return set(db.scalars(found.where(Schedule.resource_id == self.hands[which])))


@pytest.fixture
def hands(database: Database) -> Hands:
    return Hands(database)


def test_a_time_that_others_serve_is_given_by_who_can_do_it(hands: Hands) -> None:
    with hands.database.writing() as db:
        reference = makers.book(db, makers.make_choice(hands.offering, hands.slots[0], needs=SIGNS))
        gaps = db.scalar(select(Booking.gaps).where(Booking.reference == reference))

    assert gaps == []
    assert hands.opening_of(reference) == hands.opening_with(1)


def test_nobody_is_booked_with_somebody_who_cannot_do_it(hands: Hands) -> None:
    with hands.database.writing() as db:
        makers.book(db, makers.make_choice(hands.offering, hands.signed[0]))
    with hands.database.writing() as db, pytest.raises(NotMetThen) as refused:
        makers.book(db, makers.make_choice(hands.offering, hands.slots[0], needs=SIGNS))

    assert {start.slot_id for start in refused.value.nearest} <= set(hands.signed)
    assert refused.value.nearest


def test_what_is_said_on_the_way_is_told_as_missing_where_others_serve(hands: Hands) -> None:
    with hands.database.writing() as db:
        token = makers.hold(db, makers.make_choice(hands.offering, hands.slots[0]))
        verbs.say_needs(db, token, SIGNS, 0, language="vi", now=NOON)
        gaps = db.execute(select(Booking.gaps).where(Booking.token == token)).scalar_one()

    assert [gap["feature"] for gap in gaps] == list(SIGNS)


def test_the_times_are_those_of_who_can_do_it_until_nobody_can(hands: Hands) -> None:
    with hands.database.writing() as db:
        wanted = booking.wanted_at(hands.offering, Party(), now=NOON)
        fitting = booking.by_able(db, wanted, SIGNS, hands.offering)
        by_some = schedule.starts(db, fitting)
        catalogue.set_skills(db, hands.hands[1], ())
        by_anybody = booking.by_able(db, wanted, SIGNS, hands.offering)

    assert {start.slot_id for start in by_some} <= set(hands.signed)
    assert by_some
    assert by_anybody == wanted


def test_who_depends_on_somebody_is_known_and_who_was_told_is_not(hands: Hands) -> None:
    with hands.database.writing() as db:
        makers.book(db, makers.make_choice(hands.offering, hands.signed[0], needs=SIGNS))
        depending = [booking.depending(db, each, SIGNS, now=NOON) for each in hands.hands]

    assert [len(each) for each in depending] == [0, 1]
