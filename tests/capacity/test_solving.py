"""Whoever lost their place is solved with, once: moved by agreement, or told why it ends. Nobody is forgotten."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import insert, select

from hoanhap import booking, catalogue, notify, schedule
from hoanhap.base.clock import at_local
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Forbidden, Missing, Refusal
from hoanhap.booking import AlreadySolved, Booking, Reason
from hoanhap.capacity import solving
from hoanhap.catalogue import LocationFeature
from hoanhap.events import Actor
from tests import makers, plans
from tests.capacity.test_proposals import Managed
from tests.concurrency.meanwhile import meanwhile
from tests.makers import NOON, TODAY, TOMORROW

ADMIN, COLLEAGUE = Actor(7, "admin"), Actor(8, "admin")
DAY = timedelta(days=1)
WORDS = "Mời quý vị đặt lại tuần sau."


class Solved(Managed):
    """A place where somebody lost their place."""

    @property
    def slug(self) -> str:
        """Its part of an address."""
        return self.offering.location_slug

    def displaced(self, *, number: int = 0) -> str:
        """Somebody who lost their place tomorrow."""
        reference = self.book(number, account_id=self.account())
        self.close()
        return reference

    def waiting(self) -> list[str]:
        """Who waits, longest first."""
        with makers.undone(self.database) as db:
            found = solving.look_at_list(db, self.slug, first=0, at_most=50, language="vi", by=ADMIN, now=NOON)
        return [each.waiting.reference for each in found.lines]

    def one(self, reference: str, *, by: Actor = ADMIN) -> solving.One:
        """Somebody who waits."""
        return self.database.write_now(solving.look_at_one, self.slug, reference, language="vi", by=by, now=NOON)

    def agree(self, reference: str, choice: str, *, by: Actor = ADMIN) -> None:
        """Move somebody to a time."""
        self.database.write_now(self.agreeing(reference, choice, by=by))

    def agreeing(self, reference: str, choice: str, *, by: Actor) -> Callable[[Db], None]:
        """The same, within a transaction."""
        return lambda db: solving.move(db, self.slug, reference, choice, by=by, now=NOON)

    def end(self, reference: str, *, by: Actor = ADMIN) -> None:
        """End the booking of somebody."""
        self.database.write_now(solving.cancel, self.slug, reference, Reason.FLOOD, WORDS, by=by, now=NOON)


def another_day(database: Database, place: Solved) -> str:
    """A time on the day after, where nobody is."""
    database.write_now(makers.make_schedule, place.offering.id, day=TOMORROW + DAY, weeks=None)
    database.write_now(make_days)
    return place.one(place.waiting()[0]).choices[0].value


def make_days(db: Db) -> None:
    """The openings of the next days are made."""
    schedule.make_openings(db, first=TODAY, last=TODAY + DAY * 9)


def test_whoever_waits_is_moved_by_agreement_and_told(database: Database) -> None:
    place = Solved(database)
    reference = place.displaced()
    choice = another_day(database, place)

    place.agree(reference, choice)

    assert place.supported(reference) == {True}
    assert place.lives(reference) == ["booked"]
    assert place.told(reference) == ["booked", "displaced", "moved"]
    assert place.waiting() == []
    assert place.breaches() == []


def test_whoever_waits_longest_comes_first(database: Database) -> None:
    place = Solved(database, capacity=3)
    references = [place.book(number) for number in (2, 0, 1)]
    place.close()

    assert place.waiting() == references


def test_whose_booking_ends_is_told_why_and_in_which_words(database: Database) -> None:
    place = Solved(database)
    reference = place.displaced()

    place.end(reference)

    assert place.lives(reference) == ["cancelled"]
    assert place.told(reference)[-1] == "cancelled-by-place"
    with database.reading() as db:
        body = db.scalars(select(notify.Message.body).where(notify.Message.kind == "cancelled-by-place")).one()
    assert f"Lý do: ngập lụt. {WORDS} " in body
    assert place.waiting() == []
    assert place.breaches() == []


def test_the_same_decision_sent_again_changes_nothing(database: Database) -> None:
    place = Solved(database)
    reference = place.displaced()
    choice = another_day(database, place)

    place.agree(reference, choice)
    place.agree(reference, choice)

    assert place.events("BookingMoved") == 1

    other = Solved(database)
    ended = other.displaced()
    other.end(ended)
    other.end(ended)
    assert other.events("BookingCancelledByPlace") == 1


def test_of_two_who_solve_the_same_one_decides_and_the_other_is_told(database: Database) -> None:
    place = Solved(database)
    reference = place.displaced()
    choice = another_day(database, place)
    place.agree(reference, choice)

    for decide in (
        lambda: place.agree(reference, choice, by=COLLEAGUE),
        lambda: place.end(reference, by=COLLEAGUE),
        lambda: place.one(reference, by=COLLEAGUE),
    ):
        with pytest.raises(AlreadySolved) as refused:
            decide()
        assert "đã có giờ khác" in refused.value.sentence
        assert refused.value.ways_on[0].href == f"/organization/places/{place.slug}/needs-you"

    assert place.lives(reference) == ["booked"]
    assert place.events("BookingMoved") == 1


@pytest.mark.postgres
def test_of_two_at_once_the_second_waits_and_is_told(postgres: Database) -> None:
    place = Solved(postgres)
    reference = place.displaced()
    choice = another_day(postgres, place)

    end = lambda db: solving.cancel(db, place.slug, reference, Reason.FLOOD, WORDS, by=COLLEAGUE, now=NOON)  # noqa: E731
    assert meanwhile(postgres, place.agreeing(reference, choice, by=ADMIN), end) is AlreadySolved
    assert place.lives(reference) == ["booked"]
    assert place.breaches() == []


def test_a_time_that_has_gone_is_refused_and_nothing_changes(database: Database) -> None:
    place = Solved(database)
    reference = place.displaced()
    choice = another_day(database, place)
    offering_id, slot_id = map(int, choice.split("-"))
    database.write_now(makers.book, makers.make_choice(place.offering, slot_id))

    with pytest.raises(Refusal) as refused:
        place.agree(reference, choice)

    assert refused.value.heading == "Giờ này vừa hết chỗ"
    assert place.supported(reference) == {False}
    assert place.waiting() == [reference]
    assert offering_id == place.offering.id


def test_a_person_is_not_moved_into_something_else_they_have(database: Database) -> None:
    place = Solved(database)
    reference = place.displaced()
    choice = another_day(database, place)
    with database.reading() as db:
        account_id = db.scalars(select(Booking.account_id).where(Booking.reference == reference)).one()
    other = Managed(database, day=TOMORROW + DAY)
    other.book(0, account_id=account_id)

    with pytest.raises(Refusal) as refused:
        place.agree(reference, choice)

    assert refused.value.heading == "Người này có lịch hẹn khác vào giờ đó"


def test_somebody_moves_to_another_place_and_both_places_know(database: Database) -> None:
    place, there = Solved(database), Managed(database, day=TOMORROW)
    reference = place.displaced()
    (choice, *_) = [each for each in place.one(reference).choices if each.offering_id == there.offering.id]

    place.agree(reference, choice.value)

    with database.reading() as db:
        found = booking.view(db, db.scalars(select(Booking.id).where(Booking.reference == reference)).one())
    assert found.offering.id == there.offering.id
    assert there.taken(0) == 1
    assert place.told(reference)[-1] == "moved-elsewhere"
    with pytest.raises(AlreadySolved):
        place.end(reference, by=COLLEAGUE)
    assert place.breaches() == []


def test_nobody_is_offered_a_place_that_lacks_what_they_need_and_had(database: Database) -> None:
    place, there = Solved(database), Managed(database, day=TOMORROW)
    with database.reading() as db:
        (rule,) = catalogue.need_rules(db, {"accessible-toilet"})
    feature = next(iter(rule.features["place"]))
    database.write_now(know, place, feature)
    choice = msgspec.structs.replace(place.choice(), needs=("accessible-toilet",))
    reference = database.write_now(makers.book, choice, account_id=place.account())
    place.close()

    assert there.offering.id not in {each.offering_id for each in place.one(reference).choices}
    database.write_now(know, there, feature)
    assert there.offering.id in {each.offering_id for each in place.one(reference).choices}


def know(db: Db, place: Managed, feature: str) -> None:
    """A place has a feature."""
    location = catalogue.workplace(db, place.offering.location_slug).location_id
    values = {"location_id": location, "feature_code": feature, "has": True, "known_on": TODAY}
    db.execute(insert(LocationFeature), values)


# --- who may -----------------------------------------------------------------------------------------


def test_who_works_elsewhere_sees_and_solves_nothing(database: Database) -> None:
    place, other = Solved(database), Solved(database)
    reference = place.displaced()

    with pytest.raises(Missing):
        other.one(reference)
    with pytest.raises(Missing):
        other.end(reference)
    with pytest.raises(Forbidden):
        place.one(reference, by=Actor(9, "person"))
    assert other.waiting() == []


def test_a_booking_that_has_its_place_is_nobodys_to_solve(database: Database) -> None:
    place = Solved(database)
    reference = place.book(0)

    with pytest.raises(Missing):
        place.end(reference)
    assert place.lives(reference) == ["booked"]


def test_every_look_is_written_down(database: Database) -> None:
    place = Solved(database)
    reference = place.displaced()

    place.one(reference)

    assert place.events("ConcernedSeen") == 1


def test_the_list_asks_as_many_questions_for_many_as_for_few(database: Database) -> None:
    def asked(people: int) -> int:
        place = Solved(database, capacity=40)
        for _ in range(people):
            place.book(0)
        place.close()
        asking = {"first": 0, "at_most": 50, "language": "vi", "by": ADMIN, "now": NOON}
        with makers.undone(database) as db:
            return len(plans.statements(db, solving.look_at_list, place.slug, **asking))

    assert asked(2) == asked(20)


def test_who_never_came_can_still_be_given_another_time(database: Database) -> None:
    """A promise that nobody solved in time is still owed."""
    place = Solved(database)
    reference = place.displaced()
    choice = another_day(database, place)
    later = at_local(TOMORROW, 18 * 60)

    database.write_now(solving.move, place.slug, reference, choice, by=ADMIN, now=later)

    assert place.supported(reference) == {True}
