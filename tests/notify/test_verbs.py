"""Messages are written once for each event, tell nothing but when and the reference, and are tried for three days."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select, update

from hoanhap import events, notify, people
from hoanhap.base.db import Database, Db
from hoanhap.base.text import fold, groups
from hoanhap.booking import Booking
from hoanhap.catalogue import Service
from hoanhap.events import Due
from hoanhap.listeners import Reaction
from hoanhap.notify import Message
from hoanhap.people import CodeRequest, Contact, Said
from tests import makers
from tests.makers import NAME, NOON, PHONE, SECRET, SOON, Place
from tests.plans import plan

SECOND = timedelta(seconds=1)
DAYS = timedelta(days=1)


def latest_event(database: Database) -> Due:
    with database.writing() as db:
        return events.due(db, limit=100, now=NOON + DAYS)[-1]


def messages(database: Database) -> list[str]:
    with database.reading() as db:
        return list(db.scalars(select(Message.body).order_by(Message.id)))


def booked(database: Database, **offering: object) -> tuple[Place, str, int]:
    place = Place(database, **offering)
    account_id = place.account()
    return place, place.book(account_id=account_id), account_id


@pytest.mark.parametrize("times", [1, 3])
def test_an_event_tells_once_however_often_it_comes(database: Database, times: int) -> None:
    booked(database)
    event = latest_event(database)

    for _ in range(times):
        database.write_now(notify.tell_booked, event, now=NOON)

    with database.reading() as db:
        message = db.execute(select(Message.phone, Message.kind, Message.language, Message.booking_id)).one()
    assert tuple(message) == (PHONE, "booked", "vi", event.booking_id)


def test_a_cancellation_is_told_too(database: Database) -> None:
    place, reference, account_id = booked(database)
    place.cancel(reference, account_id)

    database.write_now(notify.tell_cancelled, latest_event(database), now=NOON)

    (body,) = messages(database)
    assert groups(reference) in body
    assert "hủy" in body


def test_a_move_is_told_with_the_time_it_gave_whatever_came_after(database: Database) -> None:
    place, reference, account_id = booked(database)
    place.move(reference, 1, account_id)
    event = latest_event(database)
    place.move(reference, 2, account_id)

    database.write_now(notify.tell_moved, event, now=NOON)

    (body,) = messages(database)
    assert groups(reference) in body
    assert "đổi sang 9 giờ" in body


def test_what_is_taken_back_is_told_too(database: Database) -> None:
    place, reference, account_id = booked(database)
    place.cancel(reference, account_id)
    place.restore(reference, account_id)

    database.write_now(notify.tell_restored, latest_event(database), now=NOON)

    (body,) = messages(database)
    assert groups(reference) in body
    assert "lấy lại" in body


def test_a_message_says_when_and_the_reference(database: Database) -> None:
    _, reference, _ = booked(database, opens=14 * 60 + 30, closes=18 * 60)

    database.write_now(notify.tell_booked, latest_event(database), now=NOON)

    (body,) = messages(database)
    assert groups(reference) in body
    assert "14 giờ 30" in body
    assert "26 tháng 11 năm 2026" in body


@pytest.mark.parametrize(
    ("contact", "channel"), [(Contact.ANY, "sms"), (Contact.CALL, "voice"), (Contact.MESSAGE, "sms")]
)
def test_whoever_wants_to_be_called_is_told_by_voice(database: Database, contact: Contact, channel: str) -> None:
    _, _, account_id = booked(database)
    person_id = database.write_now(people.person_named, account_id, NAME, now=NOON).id
    said = Said(contact=contact)
    database.write_now(people.save_profile, account_id, person_id, said, seen_version=0, by=makers.SOMEBODY, now=NOON)
    with database.writing() as db:
        event = next(each for each in events.due(db, limit=100, now=NOON + DAYS) if each.kind == "BookingMade")

    database.write_now(notify.tell_booked, event, now=NOON)

    with database.reading() as db:
        assert db.scalars(select(Message.channel)).all() == [channel]


def told_by_voice(database: Database) -> int:
    """A message to somebody who wants to be called; return its number."""
    write_one(database)
    database.write_now(lambda db: db.execute(update(Message).values(channel="voice")))
    with database.reading() as db:
        return db.execute(select(Message.id)).scalar_one()


def test_what_is_to_be_said_is_never_sent(database: Database) -> None:
    told_by_voice(database)

    assert waiting(database, NOON + 30 * DAYS) == []
    with database.reading() as db:
        assert not notify.has_waiting(db, NOON + 30 * DAYS)
        assert notify.unsent_count(db) == 0


def test_what_is_to_be_said_stands_on_the_call_list_at_once_and_until_somebody_called(database: Database) -> None:
    message_id = told_by_voice(database)

    with database.reading() as db:
        (line,), count = notify.unreached(db, at_most=10), notify.unreached_count(db)
    assert database.write_now(notify.called, message_id, by=7, now=NOON)

    assert (line.id, line.is_wish, line.full_name, line.phone, count) == (message_id, True, NAME, PHONE, 1)
    with database.reading() as db:
        assert (notify.unreached(db, at_most=10), notify.unreached_count(db)) == ([], 0)
    assert not database.write_now(notify.called, message_id, by=8, now=NOON + DAYS)


def test_people_who_want_a_call_stand_before_those_no_message_reached(database: Database) -> None:
    write_one(database)
    database.write_now(lambda db: db.execute(update(Message).values(gave_up_at=NOON)))
    place = Place(database)
    place.book()
    database.write_now(notify.tell_booked, latest_event(database), now=NOON)
    database.write_now(
        lambda db: db.execute(update(Message).where(Message.gave_up_at.is_(None)).values(channel="voice"))
    )

    with database.reading() as db:
        assert [line.is_wish for line in notify.unreached(db, at_most=10)] == [True, False]


@pytest.mark.parametrize("ask", [notify.unsent_count, notify.unreached_count, partial(notify.has_waiting, now=NOON)])
def test_messages_to_send_and_calls_to_make_are_found_without_reading_all_others(
    database: Database, ask: Callable[[Db], object]
) -> None:
    for _ in range(2):
        write_one(database)

    with database.reading() as db:
        assert re.search(r"ix_message_(unsent|to_call)", plan(db, ask))


def test_a_message_is_in_the_language_of_the_booking(database: Database) -> None:
    booked(database)
    event = latest_event(database)
    database.write_now(lambda db: db.execute(update(Booking).values(language="en")))

    database.write_now(notify.tell_booked, event, now=NOON)

    (body,) = messages(database)
    assert "quý vị" not in body
    assert "2026" in body


def test_no_message_names_a_service_or_a_place(sqlite_database: Database) -> None:
    with sqlite_database.reading() as db:
        services = [(row.slug, row.texts) for row in db.execute(select(Service.slug, Service.texts))]

    for slug, texts in services:
        place, reference, account_id = booked(sqlite_database, service=slug)
        place.cancel(reference, account_id)
        offering, names = place.offering, [texts[language]["name"] for language in ("vi", "en")]
        secrets = [*names, offering.place, offering.organization, offering.street, offering.commune.name, makers.NAME]
        for tell in (notify.tell_booked, notify.tell_cancelled):
            for language in ("vi", "en"):
                body = words_told(sqlite_database, tell, language)
                assert [secret for secret in secrets if fold(secret) in fold(body)] == []


def words_told(database: Database, tell: Reaction, language: str) -> str:
    """What would be written about the latest booking in a language."""
    with makers.undone(database) as db:
        booking_id = db.execute(select(func.max(Booking.id))).scalar_one()
        event_id = db.execute(select(func.max(events.Event.id))).scalar_one()
        db.execute(update(Booking).values(language=language))
        tell(db, Due(event_id, "", NOON, booking_id, {}, 0), now=NOON)
        return db.execute(select(Message.body)).scalar_one()


def test_whoever_gave_no_phone_is_not_written_to(database: Database) -> None:
    booked(database)
    event = latest_event(database)
    database.write_now(lambda db: db.execute(update(Booking).values(phone="")))

    database.write_now(notify.tell_booked, event, now=NOON)

    assert messages(database) == []


def ask_for_code(database: Database) -> tuple[Due, str]:
    """Ask for a code; return its event and the code."""
    database.write_now(people.request_code, PHONE, language="vi", address="here", secret=SECRET, now=NOON)
    with database.reading() as db:
        return latest_event(database), str(db.execute(select(CodeRequest.code)).scalar_one())


def test_a_code_is_sent_in_groups_and_then_forgotten(database: Database) -> None:
    event, code = ask_for_code(database)

    for _ in range(2):
        database.write_now(notify.tell_code, event, now=NOON + SOON)

    (body,) = messages(database)
    assert groups(code) in body
    with database.reading() as db:
        assert db.execute(select(CodeRequest.code)).scalar_one() is None


def test_a_code_that_has_run_out_is_not_sent(database: Database) -> None:
    event, _ = ask_for_code(database)

    database.write_now(notify.tell_code, event, now=NOON + people.CODE_LIFE)

    assert messages(database) == []


def test_a_code_that_was_forgotten_is_not_sent(database: Database) -> None:
    event, _ = ask_for_code(database)
    database.write_now(people.forget_old, now=NOON + 2 * DAYS)

    database.write_now(notify.tell_code, event, now=NOON + 2 * DAYS)

    assert messages(database) == []


def test_a_sent_message_waits_no_more(database: Database) -> None:
    write_one(database)
    (message,) = waiting(database)

    database.write_now(notify.sent, message.id, now=NOON)

    assert waiting(database) == []
    with database.reading() as db:
        assert not notify.has_waiting(db, NOON + 9 * DAYS)
        assert (notify.unsent_count(db), notify.unreached_count(db)) == (0, 0)


def test_a_message_that_did_not_leave_is_tried_less_and_less_often(database: Database) -> None:
    write_one(database)
    waits, now = [], NOON
    while now - NOON <= notify.verbs.GIVE_UP_AFTER:
        (message,) = waiting(database, now)
        database.write_now(notify.not_sent, message, now=now)
        with database.reading() as db:
            again_at = db.execute(select(Message.not_before)).scalar_one()
            assert again_at is not None
            assert not notify.has_waiting(db, again_at - SECOND)
            assert notify.has_waiting(db, again_at)
        waits.append(int((again_at - now).total_seconds()))
        now = again_at

    assert waits[:8] == [30 * 2**attempt for attempt in range(8)]
    assert set(waits[8:]) == {7200}


def test_after_three_days_somebody_has_to_call(database: Database) -> None:
    write_one(database)
    (message,) = waiting(database)

    database.write_now(notify.not_sent, message, now=NOON + 3 * DAYS)
    with database.reading() as db:
        assert (notify.unsent_count(db), notify.unreached_count(db)) == (1, 0)
    database.write_now(notify.not_sent, message, now=NOON + 3 * DAYS + SECOND)

    assert waiting(database, NOON + 30 * DAYS) == []
    with database.reading() as db:
        assert (notify.unsent_count(db), notify.unreached_count(db)) == (0, 1)


def write_one(database: Database) -> None:
    booked(database)
    database.write_now(notify.tell_booked, latest_event(database), now=NOON)


def waiting(database: Database, now: datetime = NOON) -> list[notify.Outgoing]:
    def ask(db: Db) -> list[notify.Outgoing]:
        return notify.waiting(db, at_most=10, now=now)

    return database.write_now(ask)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_code_fits_into_two_text_messages(language: str) -> None:
    assert len(notify.texts.code("123456", language)) <= 2 * 67
