"""Requests: they hold their places, are decided once, and none of them ends by itself."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from hoanhap import booking, capacity, catalogue, events, notify, schedule
from hoanhap.base.clock import at_local
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Forbidden, Missing
from hoanhap.booking import Booking, Deciding, DeclineReason, Leg, Outcome, Reason, by_staff, deciding, queue, refusals
from hoanhap.booking.deciding import (
    AlreadyDecided,
    NoPlaceLeft,
    NothingAsked,
    RequestChanged,
    StillAsked,
    TimePast,
    Withdrawn,
)
from hoanhap.capacity import Closing
from hoanhap.catalogue import Location
from hoanhap.events import Actor
from hoanhap.listeners import LISTENERS
from hoanhap.organizations import MemberRole
from tests import plans
from tests.makers import NOON, SOMEBODY, TODAY, TOMORROW, Place

ACCEPT = Deciding(Outcome.ACCEPTED)
DECLINE = Deciding(Outcome.DECLINED, DeclineReason.NOBODY_FREE, "Tuần sau có người.")
QUESTION, ANSWER = "Nhà quý vị có bậc thềm không?", "Có hai bậc."
DAY = timedelta(days=1)


class Asking(Place):
    """A place that first decides."""

    def __init__(self, database: Database, **offering: object) -> None:
        super().__init__(database, **({"needs_approval": True, "day": TOMORROW + 6 * DAY} | offering))
        self.desk, self.other = self.decider(), self.decider(MemberRole.CAPACITY)
        self.slug = self.offering.location_slug

    def waiting(self) -> list[str]:
        """The references of what waits, in order."""
        with self.database.writing() as db:
            found = deciding.look_at_queue(db, self.slug, first=0, at_most=50, by=self.desk, now=NOON)
        return [str(each.booking.reference) for each in found]

    def ask_back(self, reference: str, words: str = QUESTION, *, by: Actor | None = None) -> None:
        """Ask something."""
        self.database.write_now(booking.ask_back, self.slug, reference, words, by=by or self.desk, now=NOON)

    def answer(self, reference: str, account_id: int, words: str = ANSWER) -> None:
        """Answer it."""
        by = Actor(account_id, "person")
        self.database.write_now(deciding.answer, reference, words, account_id=account_id, by=by, now=NOON)

    def told(self, reference: str) -> list[tuple[str, str]]:
        """What the person was told, once the worker has been there: of which kind, in which words."""
        self.database.write_now(_tell)
        with self.database.reading() as db:
            its = select(notify.Message.kind, notify.Message.body).join(
                Booking, Booking.id == notify.Message.booking_id
            )
            its = its.where(Booking.reference == reference).order_by(notify.Message.id)
            return [(kind, body) for kind, body in db.execute(its)]


def _tell(db: Db) -> None:
    for due in events.due(db, limit=100, now=NOON):
        for reaction in LISTENERS.get(due.kind, []):
            reaction(db, due, now=NOON)
        events.delivered(db, due.id, now=NOON)


def test_a_confirmed_journey_asks_the_place_and_holds_its_place(database: Database) -> None:
    place = Asking(database)

    reference = place.request()

    assert place.lives(reference) == ["requested"]
    assert place.taken() == 1
    assert place.free().keys() == {1, 2, 3}
    assert (place.events("BookingRequested"), place.events("BookingMade")) == (1, 0)
    assert place.asked(reference).answer_by == at_local(TODAY + 2 * DAY, 17 * 60)
    assert place.waiting() == [reference]
    assert place.breaches() == []


def test_the_person_is_told_by_when_the_place_answers(database: Database) -> None:
    place = Asking(database)
    reference = place.request()

    ((kind, body),) = place.told(reference)

    assert kind == "requested"
    assert "trả lời trước 17 giờ, Thứ Sáu, ngày 27 tháng 11 năm 2026" in body


def test_the_same_form_sent_again_is_the_same_request(database: Database) -> None:
    place = Asking(database)
    token = place.ready()

    assert place.confirm(token) == place.confirm(token)
    assert place.events("BookingRequested") == 1


def test_a_request_does_not_lapse_however_long_nobody_answers(database: Database) -> None:
    place = Asking(database)
    reference = place.request()

    place.database.write_now(booking.release_lapsed, now=NOON + 30 * DAY)
    place.database.write_now(booking.forget_drafts, now=NOON + 30 * DAY)

    assert place.lives(reference) == ["requested"]
    assert place.asked(reference).is_overdue(NOON + 30 * DAY)
    assert place.waiting() == [reference]


def test_the_desk_books_without_asking_itself(database: Database) -> None:
    place = Asking(database)

    assert place.lives(place.book()) == ["booked"]


def test_accepting_makes_a_promise(database: Database) -> None:
    place = Asking(database)
    reference = place.request()

    place.decide(reference, ACCEPT, by=place.desk)

    assert place.lives(reference) == ["booked"]
    assert place.taken() == 1
    assert [kind for kind, _ in place.told(reference)] == ["requested", "accepted"]
    stands = place.asked(reference)
    assert (stands.outcome, stands.decided_by, stands.decided_role) == ("accepted", place.desk.account_id, "desk")
    assert place.waiting() == []
    assert place.breaches() == []


def test_declining_gives_the_place_back_and_says_why(database: Database) -> None:
    place = Asking(database)
    account_id = place.account()
    reference = place.request(account_id=account_id)

    place.decide(reference, DECLINE, by=place.desk)

    assert place.lives(reference) == ["declined"]
    assert place.taken() == 0
    kind, body = place.told(reference)[-1]
    assert kind == "declined"
    assert "không còn người phục vụ lúc đó" in body
    assert DECLINE.words not in body
    assert place.asked(reference).words == DECLINE.words
    with place.database.reading() as db:
        times = deciding.next_times(db, place.asked(reference), now=NOON)
    assert times
    assert place.breaches() == []
    place.restore(reference, account_id)
    assert place.lives(reference) == ["declined"]
    with pytest.raises(refusals.CannotBeMoved):
        place.move(reference, 1, account_id)


@pytest.mark.parametrize("decision", [ACCEPT, DECLINE])
def test_the_same_decision_sent_twice_is_one(database: Database, decision: Deciding) -> None:
    place = Asking(database)
    reference = place.request()

    for _ in range(2):
        place.decide(reference, decision, by=place.desk)

    assert place.events("BookingAccepted") + place.events("BookingDeclined") == 1
    assert place.breaches() == []


@pytest.mark.parametrize("second", [ACCEPT, DECLINE])
def test_whoever_decides_second_reads_what_stands_and_loses_no_word(database: Database, second: Deciding) -> None:
    place = Asking(database)
    reference = place.request()
    place.decide(reference, ACCEPT, by=place.desk)

    with pytest.raises(AlreadyDecided) as refused:
        place.decide(reference, second, by=place.other)

    assert refused.value.request.decided_role == "desk"
    assert refused.value.words == second.words
    assert place.lives(reference) == ["booked"]


def test_a_request_can_be_withdrawn_until_its_time_begins(database: Database) -> None:
    place = Asking(database, cancel=30 * 24 * 60)
    account_id = place.account()
    reference = place.request(account_id=account_id)

    place.cancel(reference, account_id)

    assert place.lives(reference) == ["cancelled"]
    assert place.taken() == 0
    assert place.waiting() == []
    with pytest.raises(Withdrawn):
        place.decide(reference, DECLINE, by=place.desk)
    assert place.asked(reference).outcome is None


def test_what_was_withdrawn_is_asked_for_again_and_what_was_accepted_is_promised_again(database: Database) -> None:
    place = Asking(database)
    account_id = place.account()
    reference = place.request(account_id=account_id)
    place.cancel(reference, account_id)

    place.restore(reference, account_id, now=NOON + DAY)

    assert place.lives(reference) == ["requested"]
    assert place.asked(reference).answer_by == at_local(TOMORROW + 4 * DAY, 17 * 60)  # Monday: a weekend lies between
    place.decide(reference, ACCEPT, by=place.desk)
    place.cancel(reference, account_id)
    place.restore(reference, account_id)
    assert place.lives(reference) == ["booked"]
    assert place.breaches() == []


def test_a_request_that_moves_stays_one_and_nobody_accepts_the_earlier_time(database: Database) -> None:
    place = Asking(database)
    account_id = place.account()
    reference = place.request(account_id=account_id)
    seen = place.asked(reference).version

    place.move(reference, 2, account_id)

    assert place.lives(reference) == ["requested"]
    assert [place.taken(number) for number in range(4)] == [0, 0, 1, 0]
    assert [kind for kind, _ in place.told(reference)] == ["requested", "request-moved"]
    with pytest.raises(RequestChanged):
        place.decide(reference, ACCEPT, by=place.desk, seen=seen)
    place.decide(reference, ACCEPT, by=place.desk)
    assert place.lives(reference) == ["booked"]
    assert place.breaches() == []


def test_a_request_counts_as_something_at_that_time(database: Database) -> None:
    place = Asking(database, capacity=2)
    account_id = place.account()
    place.request(account_id=account_id)

    with pytest.raises(refusals.Overlapping):
        place.request(account_id=account_id)


def test_a_request_is_displaced_like_a_promise_and_accepted_once_there_is_a_place(database: Database) -> None:
    place = Asking(database)
    account_id = place.account()
    reference = place.request(account_id=account_id)
    day = TOMORROW + 6 * DAY
    closing = Closing((place.offering.id,), day, day, Reason.FLOOD)
    with place.database.reading() as db:
        proposal = capacity.propose(db, closing, now=NOON)
    assert [each.reference for each in proposal.displaced] == [reference]
    place.database.write_now(capacity.apply, closing, proposal.version, by=SOMEBODY, now=NOON)

    assert place.lives(reference) == ["requested"]
    assert place.asked(reference).is_displaced
    with pytest.raises(NoPlaceLeft):
        place.decide(reference, ACCEPT, by=place.desk)
    assert place.asked(reference).outcome is None
    place.database.write_now(_set_places, place.slots[0])
    place.decide(reference, ACCEPT, by=place.desk)
    assert place.lives(reference) == ["booked"]
    assert (place.taken(), place.asked(reference).is_displaced) == (1, False)
    assert place.breaches() == []


def test_whoever_solves_what_lost_its_place_may_end_a_request_or_bring_it_elsewhere(database: Database) -> None:
    place, elsewhere = Asking(database), Asking(database)
    ended, moved = place.request(0), place.request(1)
    day = TOMORROW + 6 * DAY
    closing = Closing((place.offering.id,), day, day, Reason.FLOOD)
    with place.database.reading() as db:
        version = capacity.propose(db, closing, now=NOON).version
        here = catalogue.workplace(db, place.slug)
    place.database.write_now(capacity.apply, closing, version, by=SOMEBODY, now=NOON)

    def solve(db: Db) -> None:
        by_staff.cancel_displaced(db, here, ended, reason=Reason.FLOOD, words="", by=place.desk, now=NOON)
        other = elsewhere.offering.id
        by_staff.move_displaced(db, here, moved, elsewhere.slots[0], offering_id=other, by=place.desk, now=NOON)

    place.database.write_now(solve)

    assert (place.lives(ended), place.lives(moved)) == (["cancelled"], ["requested"])
    assert (place.waiting(), elsewhere.waiting()) == ([], [moved])
    assert place.breaches() == []


def test_what_has_begun_is_declined_and_never_accepted(database: Database) -> None:
    place = Asking(database)
    reference = place.request()
    late = NOON + 30 * DAY

    with pytest.raises(TimePast):
        place.decide(reference, ACCEPT, by=place.desk, now=late)

    assert place.waiting() == [reference]
    place.decide(reference, DECLINE, by=place.desk, now=late)
    assert place.lives(reference) == ["declined"]


def test_asking_back_and_answering_give_the_place_its_days_again(database: Database) -> None:
    place = Asking(database)
    account_id = place.account()
    reference = place.request(account_id=account_id)
    seen = place.asked(reference).version

    place.ask_back(reference)
    place.ask_back(reference)

    assert place.events("QuestionAsked") == 1
    kind, body = place.told(reference)[-1]
    assert (kind, QUESTION in body) == ("asked", False)
    with pytest.raises(StillAsked):
        place.ask_back(reference, "Còn câu khác?", by=place.other)
    place.answer(reference, account_id)
    place.answer(reference, account_id)
    (question,) = place.asked(reference).questions
    assert (question.words, question.answer) == (QUESTION, ANSWER)
    with pytest.raises(NothingAsked) as refused:
        place.answer(reference, account_id, "Ba bậc.")
    assert refused.value.words == "Ba bậc."
    with pytest.raises(RequestChanged):
        place.decide(reference, ACCEPT, by=place.desk, seen=seen)
    place.ask_back(reference, "Cửa rộng bao nhiêu?")
    place.database.write_now(booking.note_answer, place.slug, reference, "Tám mươi phân.", by=place.desk, now=NOON)
    assert [each.answer for each in place.asked(reference).questions] == [ANSWER, "Tám mươi phân."]


def test_what_is_near_stands_on_top_then_the_oldest(database: Database) -> None:
    place = Asking(database)
    later, latest = place.request(0), place.request(1, now=NOON + timedelta(minutes=1))
    assert place.waiting() == [later, latest]

    place.database.write_now(_bring_forward, latest, NOON + DAY)

    assert place.waiting() == [latest, later]
    assert [place.asked(each).is_near(NOON) for each in (latest, later)] == [True, False]


def test_only_those_who_decide_there_look_and_decide(database: Database) -> None:
    place, elsewhere = Asking(database), Asking(database)
    reference = place.request()
    driver = place.decider(MemberRole.DRIVER)

    for by in (driver, elsewhere.desk):
        with pytest.raises(Forbidden):
            place.decide(reference, ACCEPT, by=by)
        with pytest.raises(Forbidden):
            place.ask_back(reference, by=by)
        with pytest.raises(Forbidden):
            place.database.write_now(deciding.look_at_queue, place.slug, first=0, at_most=10, by=by, now=NOON)
    with pytest.raises(Missing):
        elsewhere.decide(reference, ACCEPT, by=elsewhere.desk, seen="")


def test_every_look_is_written_down(database: Database) -> None:
    place = Asking(database)
    reference = place.request()

    place.waiting()
    place.database.write_now(deciding.look_at_one, place.slug, reference, by=place.desk, now=NOON)

    assert place.events("RequestsSeen") == 2


def test_the_queue_asks_the_same_number_of_questions_however_long_it_is(database: Database) -> None:
    place = Asking(database, capacity=20)

    def count() -> int:
        with place.database.writing() as db:
            looking = {"first": 0, "at_most": 50, "by": place.desk, "now": NOON}
            return len(plans.statements(db, deciding.look_at_queue, place.slug, **looking))

    for _ in range(2):
        place.request()
    few = count()
    for number in range(12):
        place.ask_back(place.request(number % 4))

    assert count() == few


def test_the_queue_reads_no_table_from_end_to_end(database: Database) -> None:
    place = Asking(database)
    place.request()

    with place.database.writing() as db:
        location_id = db.execute(select(Location.id).where(Location.slug == place.slug)).scalar_one()
        read = plans.plan(db, queue.waiting, location_id, first=0, at_most=50, now=NOON)

    assert not plans.reads_a_whole_table(read), read


def _bring_forward(db: Db, reference: str, starts_at: datetime) -> None:
    booking_id = select(Booking.id).where(Booking.reference == reference).scalar_subquery()
    of_leg = update(Leg).where(Leg.booking_id == booking_id)
    db.execute(of_leg.values(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)))


def _set_places(db: Db, slot_id: int) -> None:
    schedule.set_capacity(db, slot_id, "place", capacity=1, public_limit=1, by=SOMEBODY, now=NOON)
