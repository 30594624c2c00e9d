"""People are moved only as far as they allowed it, to places that are there; whoever said nothing is asked first."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from typing_extensions import override

from hoanhap import capacity, notify, people, schedule
from hoanhap.base.clock import whole_days
from hoanhap.base.db import Database, Db
from hoanhap.booking import Booking, Leg, MayMove, Reason, consents
from hoanhap.capacity import Closing, Failing, Limit, NewPlaces, Proposal, StaleProposal, Where, wide
from hoanhap.catalogue import Offering
from hoanhap.events import Actor
from hoanhap.schedule import Closure, Counted, Places
from tests import makers, plans
from tests.capacity.test_proposals import DAY, HOUR, MANAGER, Managed
from tests.capacity.test_wide import Province
from tests.makers import NOON, TODAY

FRIDAY, SATURDAY = TODAY + 2 * DAY, TODAY + 3 * DAY
SAME_DAY, THREE_DAYS = MayMove.SAME_DAY, MayMove.THREE_DAYS


class Gone(NewPlaces, frozen=True):
    """Some steps of Friday have no places any more."""

    slots: tuple[int, ...] = ()

    @override
    def is_made(self, db: Db) -> bool:
        return False

    @override
    def limits(self, db: Db, where: Where, counted: Iterable[Counted]) -> Mapping[capacity.Place, Limit]:
        return {capacity.Place(each.slot_id, each.unit): Limit(0, 0) for each in counted if each.slot_id in self.slots}


class Moving(Managed):
    """A place that is open for four hours on Friday and on Saturday; then Friday closes, or has fewer places.

    Its slots 0 to 3 are on Friday, 4 to 7 on Saturday, where one comes at a time.
    """

    def __init__(self, database: Database, **offering: Any) -> None:
        super().__init__(database, day=FRIDAY, **offering)
        database.write_now(makers.make_schedule, self.offering.id, units={self.offering.unit: (1, 1)}, day=SATURDAY)
        database.write_now(schedule.make_openings, first=SATURDAY, last=SATURDAY)
        with database.reading() as db:
            self.slots = makers.slots(db, self.offering)
            self.starts = [makers.starts_at(db, slot_id) for slot_id in self.slots]

    @override
    def closing(self, *, days: int = 1, reason: Reason = Reason.FLOOD) -> Closing:
        """Friday, and the days after it."""
        return Closing((self.offering.id,), FRIDAY, FRIDAY + DAY * (days - 1), reason)

    def fewer(self, count: int) -> NewPlaces:
        """So many places at every time of Friday."""
        return NewPlaces(self.offering.id, FRIDAY, FRIDAY, self.offering.unit, count, count, Reason.STAFF_ILL)

    def books(self, number: int, may: MayMove | None = None, *, account_id: int | None = None, **choice: Any) -> str:
        """Somebody books, and says whether they may be moved, or nothing."""
        account_id = account_id or self.account()
        reference = self.book(number, account_id=account_id, **choice)
        if may is not None:
            self.says(reference, account_id, may)
        return reference

    def says(self, reference: str, account_id: int, may: MayMove) -> None:
        """Somebody says whether their booking may be moved."""
        by = Actor(account_id, people.PERSON_ROLE)
        self.database.write_now(consents.say, reference, may, account_id=account_id, by=by, now=NOON)

    def make(self, change: capacity.Change) -> Proposal:
        """Make a change as it was proposed."""
        with self.database.reading() as db:
            version = capacity.propose(db, change, now=NOON).version
        return self.database.write_now(capacity.apply, change, version, by=MANAGER, now=NOON)

    def at(self, reference: str) -> int:
        """The number of the slot at which a booking begins."""
        with self.database.reading() as db:
            its = select(Leg.starts_at).join(Booking, Booking.id == Leg.booking_id)
            return self.starts.index(db.execute(its.where(Booking.reference == reference)).scalar_one())


def test_who_allowed_it_has_the_nearest_time_and_the_others_wait(database: Database) -> None:
    """Three kinds in one deed: who stays where they are, who is moved, and who is displaced."""
    place = Moving(database, capacity=2)
    silent, said_no = place.books(1), place.books(1, MayMove.ASK)
    near, far = place.books(0, SAME_DAY), place.books(3, THREE_DAYS)
    stays = place.books(5)

    proposal = place.propose(place.closing())
    assert [(each.standing.reference, each.starts_at) for each in proposal.moved] == [(far, place.starts[4])]
    assert [each.reference for each in proposal.displaced] == [silent, said_no, near]
    (day,) = proposal.days
    assert (day.kept, day.moved, day.displaced) == (0, 1, 3)
    place.make(place.closing())

    assert (place.at(far), place.at(stays), place.at(silent)) == (4, 5, 1)
    assert (place.supported(far), place.supported(stays), place.supported(silent)) == ({True}, {True}, {False})
    assert (place.told(far), place.told(near)) == (["booked", "moved-as-allowed"], ["booked", "displaced"])
    assert [place.taken(number) for number in range(6)] == [0, 0, 0, 0, 1, 1]
    assert (place.events("BookingMoved"), place.events("BookingDisplaced")) == (1, 3)
    assert place.breaches() == []


def test_the_oldest_promise_has_the_nearest_time(database: Database) -> None:
    place = Moving(database, capacity=4)
    younger, older = (place.books(3, THREE_DAYS, now=NOON + HOUR * later) for later in (0, -1))

    place.make(place.closing())

    assert (place.at(older), place.at(younger)) == (4, 5)
    assert place.breaches() == []


def test_a_cut_moves_the_youngest_within_the_day_and_touches_nobody_else(database: Database) -> None:
    place = Moving(database, capacity=2)
    first, second = place.books(0, SAME_DAY, now=NOON - HOUR), place.books(0, SAME_DAY)

    proposal = place.make(place.fewer(1))

    assert (place.at(first), place.at(second)) == (0, 1)
    assert (proposal.displaced, proposal.days[0].kept) == ([], 1)
    assert place.told(first) == ["booked"]
    assert place.breaches() == []


def test_a_party_moves_whole_and_may_keep_a_part_of_its_time(database: Database) -> None:
    """Two of four steps, and the first of them is gone: it begins an hour later, the wheelchair and all."""
    place = Moving(database, unit="seat", capacity=3, wheelchairs=1, duration=120, step=60)
    party = place.books(0, SAME_DAY, people=2, wheelchairs=1)

    place.make(Gone(place.offering.id, FRIDAY, FRIDAY, "seat", 0, 0, slots=(place.slots[0],)))

    assert place.at(party) == 1
    for unit in ("seat", "wheelchair"):
        assert [place.taken(number, unit) for number in range(4)] == [0, 1, 1, 0]
    assert place.breaches() == []


def test_where_the_same_time_is_free_beside_it_stays(database: Database) -> None:
    """Two stand side by side, and one is gone: somebody else serves them, at the time they know."""
    place = Moving(database)
    reference = place.books(0, SAME_DAY)
    database.write_now(makers.make_schedule, place.offering.id, day=FRIDAY)
    database.write_now(schedule.make_openings, first=FRIDAY, last=FRIDAY)

    place.make(Gone(place.offering.id, FRIDAY, FRIDAY, "place", 0, 0, slots=(place.slots[0],)))

    assert (place.at(reference), place.taken(0)) == (0, 0)
    assert place.told(reference) == ["booked", "same-time"]
    assert place.breaches() == []


def test_as_much_is_kept_free_after_the_new_time_as_after_any(database: Database) -> None:
    """Friday's buffer goes, and Saturday's is taken like a place: the second is moved past it."""
    place = Moving(database, buffer=60, capacity=2)
    first, second = place.books(2, THREE_DAYS), place.books(2, THREE_DAYS)

    place.make(place.closing())

    assert (place.at(first), place.at(second)) == (4, 6)
    assert [place.taken(number) for number in range(8)] == [0, 0, 0, 0, 1, 1, 1, 1]
    assert place.breaches() == []


def test_the_public_limit_binds_whoever_is_moved(database: Database) -> None:
    place = Moving(database, capacity=2)
    moved = place.books(3, THREE_DAYS)
    database.write_now(schedule.set_places, [Places(place.slots[4], "place", 2, 0)])

    place.make(place.closing())

    assert place.at(moved) == 5
    assert place.breaches() == []


@pytest.mark.parametrize(
    ("notice", "cancel", "days_before", "is_moved"),
    [
        (0, 0, 2, True),
        (0, 0, 0, False),  # Saturday begins in a little more than a day, and its other times are taken
        (0, 4, 2, False),  # they would have to tell the place four days before
        (4, 0, 2, False),
    ],
)
def test_nobody_is_moved_to_a_time_of_which_they_hear_too_late(
    sqlite_database: Database, notice: int, cancel: int, days_before: int, *, is_moved: bool
) -> None:
    place = Moving(sqlite_database, cancel=cancel * 24 * 60)
    place.books(3, THREE_DAYS)
    longer = update(Offering).where(Offering.id == place.offering.id).values(notice_minutes=notice * 24 * 60)
    sqlite_database.write_now(lambda db: db.execute(longer))
    sqlite_database.write_now(schedule.set_places, [Places(slot, "place", 0, 0) for slot in place.slots[5:]])

    with sqlite_database.reading() as db:
        proposal = capacity.propose(db, place.closing(), now=place.starts[0] + HOUR - DAY * days_before)

    assert bool(proposal.moved) is is_moved


def test_whoever_cannot_be_told_is_not_moved(sqlite_database: Database) -> None:
    place = Moving(sqlite_database)
    reference = place.books(3, THREE_DAYS)
    sqlite_database.write_now(lambda db: db.execute(update(Booking).values(phone="")))

    assert [each.reference for each in place.propose(place.closing()).displaced] == [reference]


def test_nobody_is_moved_to_where_they_have_something_else(database: Database) -> None:
    place, other = Moving(database), Moving(database)
    account_id = place.account()
    moved = place.books(3, THREE_DAYS, account_id=account_id)
    other.books(4, account_id=account_id)

    place.make(place.closing())

    assert place.at(moved) == 5
    assert place.breaches() == []


def test_who_was_displaced_before_has_the_place_first(database: Database) -> None:
    """They wait for Saturday at eight, and there is a place again: whoever is moved goes by it."""
    place = Moving(database)
    waits = place.books(4)
    place.make(Closing((place.offering.id,), SATURDAY, SATURDAY, Reason.FLOOD))
    database.write_now(makers.give_places, place.offering, 1)
    database.write_now(lambda db: db.execute(update(Closure).values(opened_at=NOON)))
    moved = place.books(3, THREE_DAYS)

    place.make(place.closing())

    assert (place.supported(waits), place.at(moved)) == ({False}, 5)
    assert place.breaches() == []


def test_nobody_is_moved_to_a_holiday(database: Database) -> None:
    """Not even where somebody has just given a place back."""
    place = Moving(database)
    reference = place.books(3, THREE_DAYS)
    database.write_now(makers.make_holiday, SATURDAY)

    assert [each.reference for each in place.make(place.closing()).displaced] == [reference]


def test_what_somebody_needs_must_work_on_the_new_day(database: Database) -> None:
    """The lift fails on Saturday: whoever needs it is not moved there, and whoever does not need it is."""
    place = Moving(database)
    database.write_now(makers.has_lift, place.offering)
    needs, other = place.books(3, THREE_DAYS, needs=("step-free",)), place.books(2, THREE_DAYS)
    with database.reading() as db:
        location_id = db.execute(select(Offering.location_id).where(Offering.id == place.offering.id)).scalar_one()
    place.make(Failing(location_id, "lift", 0, whole_days(SATURDAY, SATURDAY), Reason.BROKEN))

    proposal = place.make(place.closing())

    assert [each.reference for each in proposal.displaced] == [needs]
    assert place.at(other) == 4
    assert place.breaches() == []


def test_a_request_is_moved_and_its_place_has_its_days_again(database: Database) -> None:
    place = Moving(database, needs_approval=True)
    account_id = place.account()
    reference = place.request(3, account_id=account_id, now=NOON - DAY)
    place.says(reference, account_id, THREE_DAYS)
    before = place.asked(reference).answer_by

    place.make(place.closing())

    assert (place.lives(reference), place.at(reference)) == (["requested"], 4)
    assert place.asked(reference).answer_by > before
    assert place.told(reference) == ["requested", "request-moved-as-allowed"]
    assert place.breaches() == []


def test_whoever_was_moved_may_take_another_time_until_it_begins(database: Database) -> None:
    """No deadline binds them: they did not choose this time."""
    place = Moving(database, cancel=24 * 60, capacity=2)
    account_id, other_id = place.account(), place.account()
    moved = place.books(3, THREE_DAYS, account_id=account_id)
    cancelled = place.books(3, THREE_DAYS, account_id=other_id)
    place.make(place.closing())
    soon = place.starts[4] - timedelta(minutes=5)

    place.move(moved, 6, account_id, now=soon)
    place.cancel(cancelled, other_id, now=soon)

    assert (place.at(moved), place.lives(cancelled)) == (6, ["cancelled"])
    assert place.breaches() == []


def test_they_are_told_what_changed_why_and_what_they_can_do(database: Database) -> None:
    place = Moving(database)
    reference = place.books(3, THREE_DAYS)
    place.make(place.closing())
    place.told(reference)

    with database.reading() as db:
        body = db.execute(select(notify.Message.body).where(notify.Message.kind == "moved-as-allowed")).scalar_one()
    for words in ("11 giờ", "ngày 27", "ngập lụt", "8 giờ", "ngày 28", "cho đến giờ hẹn", "đường dây hỗ trợ"):
        assert words in body


# --- what was shown must still be so -----------------------------------------------------------------


@pytest.mark.parametrize("meanwhile", ["somebody books the target", "one takes it back", "another allows it"])
def test_a_proposal_is_stale_when_somebody_would_go_elsewhere(database: Database, meanwhile: str) -> None:
    place = Moving(database)
    account_id, other_id = place.account(), place.account()
    moved = place.books(3, THREE_DAYS, account_id=account_id)
    silent = place.books(2, account_id=other_id)
    version = place.propose(place.closing()).version

    happens: dict[str, Callable[[], object]] = {
        "somebody books the target": lambda: place.books(4),
        "one takes it back": lambda: place.says(moved, account_id, MayMove.ASK),
        "another allows it": lambda: place.says(silent, other_id, THREE_DAYS),
    }
    happens[meanwhile]()

    with pytest.raises(StaleProposal):
        place.apply(place.closing(), version)
    assert place.events("BookingMoved") == 0


def test_the_same_closing_sent_again_moves_nobody_twice(database: Database) -> None:
    place = Moving(database)
    reference = place.books(3, THREE_DAYS)
    version = place.propose(place.closing()).version
    for _ in range(2):
        place.apply(place.closing(), version)

    assert place.events("BookingMoved") == 1
    assert place.told(reference) == ["booked", "moved-as-allowed"]


def test_moving_asks_as_many_questions_for_many_as_for_few(database: Database) -> None:
    def asked(number: int) -> int:
        place = Moving(database, capacity=40)
        database.write_now(makers.give_places, place.offering, 40)
        for _ in range(number):
            place.books(0, THREE_DAYS)
            place.books(1)
        version = place.propose(place.closing()).version
        with makers.undone(database) as db:
            return len(plans.statements(db, capacity.apply, place.closing(), version, by=MANAGER, now=NOON))

    assert asked(1) == asked(9)


def test_closing_widely_asks_as_many_questions_for_many_places_and_people_as_for_few(database: Database) -> None:
    """The preview and the deed, with people who are moved and people who are displaced."""
    province = Province(database)
    places = [Moving(database, capacity=9) for _ in range(4)]

    def asked(where: list[Moving]) -> tuple[int, int]:
        closing = Closing(tuple(each.offering.id for each in where), FRIDAY, FRIDAY, Reason.FLOOD)
        looking: dict[str, Any] = {"by": province.agency, "now": NOON}
        with makers.undone(database) as db:
            shown = len(plans.statements(db, wide.preview, closing, **looking))
            version = wide.preview(db, closing, **looking).proposal.version
            return shown, len(plans.statements(db, wide.make, closing, version, **looking))

    for place in places:
        place.books(0, THREE_DAYS)
        place.books(0)
    few = asked(places[:1])
    for place in places:
        for number in (1, 2):
            place.books(number, THREE_DAYS)
            place.books(number)

    assert asked(places) == few
