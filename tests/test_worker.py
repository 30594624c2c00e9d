"""The worker carries every event to its listeners, sends what is to be said, and lets nothing stand in its way."""

import threading
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from hoanhap import booking, catalogue, events, notify, organizations, people, schedule, staff, worker
from hoanhap.base import ids
from hoanhap.base.db import Database, Db
from hoanhap.base.errors import Unavailable
from hoanhap.booking import Booking, Deciding, DeclineReason, Outcome
from hoanhap.events import Due, Event
from hoanhap.feedback import Given
from hoanhap.listeners import LISTENERS
from hoanhap.notify import Message, NotSent
from hoanhap.people import CodeRequest
from hoanhap.staff import Invited
from hoanhap.worker import Worker
from tests import makers
from tests.makers import LATER, NOON, PHONE, SECRET, TODAY, TOMORROW, Place

DAY = timedelta(days=1)
NOTHING_SAID = Path("no-such-folder")
OF_THE_WAY_IN = {
    organizations.MemberDismissed,
    staff.AuthenticatorChanged,
    staff.InvitationAccepted,
    staff.PasskeyAdded,
    staff.PasskeyRemoved,
    staff.PasswordChanged,
}
"""Told to people at work; `tests/staff` lets each of these happen."""


class Phones:
    """Remembers what was sent; out of order while told so."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.is_out_of_order = False

    def __call__(self, phone: str, body: str) -> None:
        if self.is_out_of_order:
            raise NotSent("out of order")
        self.sent.append((phone, body))


@pytest.fixture
def phones() -> Phones:
    return Phones()


def work(database: Database, phones: Phones, *, now: datetime = NOON) -> None:
    """Let a worker do all that is due."""
    working = Worker(database, phones, lambda: now, aloud=NOTHING_SAID)
    while working.run_once():
        pass


def waiting(database: Database) -> list[Due]:
    with database.writing() as db:
        return events.due(db, limit=100, now=NOON + 9 * DAY)


def messages(database: Database) -> int:
    with database.reading() as db:
        return db.execute(select(func.count(Message.id))).scalar_one()


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Let the reaction to a booking fail, after it has already written; counts how often it was tried."""
    tried: Counter[str] = Counter()

    def fail(db: Db, event: Due, *, now: datetime) -> None:
        tried[event.kind] += 1
        notify.tell_booked(db, event, now=now)
        raise ZeroDivisionError

    monkeypatch.setitem(LISTENERS, "BookingMade", [fail])
    return tried


def test_a_booking_is_told_and_the_message_sent_once(database: Database, phones: Phones) -> None:
    Place(database).book()

    for _ in range(3):
        work(database, phones)

    assert [phone for phone, _ in phones.sent] == [PHONE]
    assert waiting(database) == []


def test_a_code_is_sent_and_then_forgotten(database: Database, phones: Phones) -> None:
    database.write_now(people.request_code, PHONE, language="vi", address="here", secret=SECRET, now=NOON)

    work(database, phones)

    assert len(phones.sent) == 1
    with database.reading() as db:
        assert db.execute(select(CodeRequest.code)).scalar_one() is None


def test_a_failing_reaction_is_put_off_and_holds_up_nobody(
    database: Database, phones: Phones, failing: Counter[str]
) -> None:
    place = Place(database)
    account_id = place.account()
    place.cancel(place.book(account_id=account_id), account_id)

    work(database, phones)

    (failed,) = waiting(database)
    assert (failed.kind, failed.attempts) == ("BookingMade", 1)
    assert failing["BookingMade"] == 1
    assert ["hủy" in body for _, body in phones.sent] == [True]


def test_what_a_failing_reaction_wrote_is_undone(database: Database, phones: Phones, failing: Counter[str]) -> None:
    Place(database).book()

    work(database, phones)

    assert failing["BookingMade"] == 1
    assert messages(database) == 0


def test_a_reaction_that_recovers_is_made_up_for(
    database: Database, phones: Phones, failing: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Place(database).book()
    work(database, phones)

    monkeypatch.setitem(LISTENERS, "BookingMade", [notify.tell_booked])
    work(database, phones)
    assert phones.sent == []
    work(database, phones, now=NOON + events.outbox.FIRST_DELAY)

    assert len(phones.sent) == 1
    assert waiting(database) == []


def test_a_database_that_is_away_is_no_failure_of_the_event(
    database: Database, phones: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_db: Db, _event: Due, *, now: datetime) -> None:
        raise Unavailable

    monkeypatch.setitem(LISTENERS, "BookingMade", [away])
    Place(database).book()

    with pytest.raises(Unavailable):
        work(database, phones)

    assert [event.attempts for event in waiting(database)] == [0]


def test_an_event_nobody_listens_to_is_done_with(
    database: Database, phones: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(LISTENERS, "BookingMade")
    Place(database).book()

    work(database, phones)

    assert waiting(database) == []
    assert phones.sent == []


def test_more_events_than_a_batch_are_all_carried(database: Database, phones: Phones) -> None:
    place = Place(database, capacity=worker.BATCH + 5)
    for _ in range(worker.BATCH + 5):
        place.book()

    work(database, phones)

    assert len(phones.sent) == worker.BATCH + 5


def test_a_message_that_did_not_leave_is_sent_later(database: Database, phones: Phones) -> None:
    Place(database).book()
    phones.is_out_of_order = True
    work(database, phones)

    phones.is_out_of_order = False
    work(database, phones)
    assert phones.sent == []
    work(database, phones, now=NOON + timedelta(seconds=30))

    assert len(phones.sent) == 1


def test_a_message_that_never_leaves_is_given_up_and_seen(database: Database, phones: Phones) -> None:
    Place(database, day=TOMORROW + 9 * DAY).book()
    phones.is_out_of_order = True
    for hours in range(0, 100, 2):
        work(database, phones, now=NOON + timedelta(hours=hours))

    phones.is_out_of_order = False
    work(database, phones, now=NOON + 8 * DAY)

    assert phones.sent == []
    with database.reading() as db:
        assert (notify.unsent_count(db), notify.unreached_count(db)) == (0, 1)


def test_lapsed_holds_are_given_back(database: Database, phones: Phones) -> None:
    place = Place(database)
    token = place.hold()

    work(database, phones, now=NOON + LATER)

    assert place.lives(token) == ["lapsed"]
    assert place.taken() == 0


def test_the_calendar_is_kept_filled_up_to_the_horizon(filled_database: Database, phones: Phones) -> None:
    work(filled_database, phones)
    with filled_database.reading() as db:
        first = schedule.last_opening_on(db)

    work(filled_database, phones, now=NOON + 7 * DAY)

    with filled_database.reading() as db:
        assert (first, schedule.last_opening_on(db)) == (TODAY + schedule.HORIZON, TODAY + schedule.HORIZON + 7 * DAY)


def test_the_worker_tidies_now_and_then(database: Database, phones: Phones) -> None:
    place, now = Place(database, day=TOMORROW + 9 * DAY), NOON
    working = Worker(database, phones, lambda: now, aloud=NOTHING_SAID)

    def drafts() -> int:
        with database.reading() as db:
            return db.execute(select(func.count(Booking.id))).scalar_one()

    working.run_once()
    place.hold()
    now = NOON + worker.TIDY_EVERY
    database.write_now(lambda db: db.execute(update(Booking).values(created_at=NOON - 3 * DAY)))
    working.run_once()
    assert drafts() == 1
    now += timedelta(seconds=1)
    working.run_once()

    assert drafts() == 0
    assert place.taken() == 0


def test_two_workers_tell_and_send_everything_once(database: Database) -> None:
    place, told = Place(database, capacity=30), Phones()
    for _ in range(30):
        place.book()
    workers = [threading.Thread(target=work, args=(database, told)) for _ in range(2)]

    for each in workers:
        each.start()
    for each in workers:
        each.join()
    work(database, told)

    assert len(told.sent) == 30
    with database.reading() as db:
        assert db.scalar(select(func.count(Message.event_id.distinct()))) == 30


def test_the_worker_outlives_trouble_and_stops_when_told(
    sqlite_database: Database, phones: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    troubles: list[Exception] = [Unavailable("away"), ZeroDivisionError("a fault")]
    has_worked = threading.Event()

    def run_once(_: Worker) -> int:
        if troubles:
            raise troubles.pop(0)
        has_worked.set()
        return 0

    monkeypatch.setattr(Worker, "run_once", run_once)
    monkeypatch.setattr(worker, "PAUSE_SECONDS", 0.01)
    working = Worker(sqlite_database, phones, aloud=NOTHING_SAID)

    working.start()
    working.wake()
    assert has_worked.wait(timeout=60)
    working.stop()

    assert not working._thread.is_alive()
    assert troubles == []


def test_every_write_can_wake_the_worker(sqlite_database: Database) -> None:
    calls: list[None] = []
    sqlite_database.after_write = lambda: calls.append(None)

    sqlite_database.write_now(makers.make_account)

    assert len(calls) == 1


def test_every_event_has_a_name_listeners_know(database: Database, phones: Phones) -> None:
    place = Place(database)
    account_id = place.account()
    reference = place.book(account_id=account_id)
    place.move(reference, 1, account_id)
    place.cancel(reference, account_id)
    place.restore(reference, account_id)
    days = {"first": makers.TOMORROW, "last": makers.TOMORROW}
    with database.writing() as db:
        found = booking.standing(db, [place.offering.id], **days, to_change=True)
        booking.displace(db, found, reason="", by=makers.SOMEBODY, now=NOON)
        booking.support(db, found, by=makers.SOMEBODY, now=NOON)
        booking.displace(db, found, reason="", by=makers.SOMEBODY, now=NOON)
        here = catalogue.workplace(db, place.offering.location_slug)
        why = booking.Reason.OTHER
        booking.cancel_displaced(db, here, reference, reason=why, words="", by=makers.SOMEBODY, now=NOON)
    _ask_and_invite(database)
    database.write_now(people.request_code, PHONE, language="vi", address="here", secret=SECRET, now=NOON)
    database.write_now(lambda db: makers.answer(db, makers.give(db, Given("form", "Chữ nhỏ quá."))))

    with database.reading() as db:
        announced = set(db.scalars(select(Event.kind).where(Event.delivered_at.is_(None))))

    assert announced | {each.__name__ for each in OF_THE_WAY_IN} == set(LISTENERS)


def _ask_and_invite(database: Database) -> None:
    """Requests are asked back, accepted and declined; somebody is invited to the house."""
    place = Place(database, needs_approval=True, capacity=2)
    desk, slug = place.decider(), place.offering.location_slug
    accepted, declined = place.request(0), place.request(1)
    place.decide(accepted, Deciding(Outcome.ACCEPTED), by=desk)
    database.write_now(booking.ask_back, slug, declined, "Nhà có bậc thềm không?", by=desk, now=NOON)
    place.decide(declined, Deciding(Outcome.DECLINED, DeclineReason.NOBODY_FREE), by=desk)
    to_house = Invited(ids.token(), PHONE, makers.STAFF_NAME, "admin")
    database.write_now(staff.invite_to_house, to_house, base_url="", by=makers.SOMEBODY, now=NOON)
