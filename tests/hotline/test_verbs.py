"""Nobody who asked to be called is forgotten, counted twice or called twice; and nobody looks at the list unseen."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from hoanhap import hotline, notify
from hoanhap.base.db import Database
from hoanhap.base.errors import Missing
from hoanhap.events import Actor, Due, Event
from hoanhap.hotline import Callback, Suits, Way
from hoanhap.hotline.queries import CallList
from hoanhap.hotline.rules import Asking, Kind, Line
from hoanhap.hotline.verbs import PER_ADDRESS, PER_PHONE, TooManyCallbacks
from hoanhap.notify import Message
from tests.makers import NAME, NOON, PHONE, SECRET, SOMEBODY, Place, number

STAFF = Actor(7, "admin")


def asking(key: str = "", *, phone: str = PHONE, about: str = "") -> Asking:
    """What somebody asks for; without a `key` from a form of its own."""
    return Asking(key or f"key-{number()}", NAME, phone, Suits.ANY, Way.CALL, about)


def ask(database: Database, wish: Asking, *, address: str = "here", now: datetime = NOON) -> str:
    return database.write_now(
        hotline.ask,
        wish,
        account_id=None,
        language="vi",
        address=address,
        secret=SECRET,
        by=SOMEBODY,
        now=now,
    )


def note(database: Database, kind: Kind, number: int, *, now: datetime = NOON) -> None:
    database.write_now(hotline.note_call, Line(kind, number), by=STAFF, now=now)


def look(database: Database) -> CallList:
    return database.write_now(hotline.look_at_calls, by=STAFF, now=NOON)


def events(database: Database, kind: str) -> list[tuple[int | None, dict[str, object]]]:
    with database.reading() as db:
        rows = db.execute(select(Event.actor_id, Event.facts).where(Event.kind == kind).order_by(Event.id))
        return [(row.actor_id, row.facts) for row in rows]


def test_whoever_asks_is_on_the_list_until_called(database: Database) -> None:
    ask(database, asking())
    (waiting,) = look(database).callbacks

    note(database, Kind.CALLBACK, waiting.id)

    assert look(database).callbacks == []
    assert events(database, "PersonCalled") == [(7, {"kind": "callback", "number": waiting.id})]


def test_those_who_wait_longest_come_first(database: Database) -> None:
    for minutes in range(3):
        ask(database, asking(about=str(minutes)), now=NOON + timedelta(minutes=minutes))

    assert [each.about for each in look(database).callbacks] == ["0", "1", "2"]


def test_the_same_form_sent_twice_asks_once(database: Database) -> None:
    wish = asking("one form")

    assert ask(database, wish) == ask(database, wish)
    assert len(look(database).callbacks) == 1
    assert len(events(database, "CallbackAsked")) == 1


def test_a_number_put_right_is_asked_for_anew(database: Database) -> None:
    ask(database, asking("one form", phone="+84912345670"))
    ask(database, asking("one form", phone=PHONE))

    assert [each.phone for each in look(database).callbacks] == ["+84912345670", PHONE]


def test_the_log_holds_no_name_phone_or_words(database: Database) -> None:
    ask(database, asking(about="Tôi đau lưng."))
    look(database)

    with database.reading() as db:
        log = str(list(db.scalars(select(Event.facts))))
    assert not any(each in log for each in (NAME, PHONE, "đau"))


def test_a_phone_that_asks_again_and_again_is_told_to_wait(database: Database) -> None:
    for _ in range(PER_PHONE.most):
        ask(database, asking())

    with pytest.raises(TooManyCallbacks):
        ask(database, asking())
    ask(database, asking(phone="+84987654321"))
    ask(database, asking(), now=NOON + PER_PHONE.period)


def test_a_network_address_that_asks_again_and_again_is_told_to_wait(database: Database) -> None:
    for each in range(PER_ADDRESS.most):
        ask(database, asking(phone=f"+8491234{each:04d}"))

    with pytest.raises(TooManyCallbacks):
        ask(database, asking(phone="+84987654321"))
    ask(database, asking(phone="+84987654321"), address="elsewhere")


def test_every_look_at_the_list_is_written_down_with_whom_it_showed(database: Database) -> None:
    ask(database, asking())

    shown = look(database)

    assert events(database, "CallListSeen") == [(7, {"callbacks": [shown.callbacks[0].id], "messages": []})]


def test_a_call_is_noted_once(database: Database) -> None:
    ask(database, asking())
    (waiting,) = look(database).callbacks
    note(database, Kind.CALLBACK, waiting.id)

    note(database, Kind.CALLBACK, waiting.id, now=NOON + timedelta(hours=1))

    assert len(events(database, "PersonCalled")) == 1
    with database.reading() as db:
        assert db.execute(select(Callback.called_at, Callback.called_by)).one() == (NOON, 7)


@pytest.mark.parametrize("kind", list(Kind))
def test_who_is_not_on_the_list_cannot_be_noted(database: Database, kind: Kind) -> None:
    with pytest.raises(Missing):
        note(database, kind, 999)


def test_a_message_that_gave_up_is_a_person_to_call(database: Database) -> None:
    message_id = a_message(database, gave_up_at=NOON)

    (unreached,) = look(database).unreached
    note(database, Kind.MESSAGE, message_id)

    assert (unreached.id, unreached.phone, unreached.kind) == (message_id, PHONE, "booked")
    assert look(database).unreached == []
    with database.reading() as db:
        assert (notify.unreached_count(db), hotline.open_count(db)) == (0, 0)


def test_a_message_still_on_its_way_is_not(database: Database) -> None:
    message_id = a_message(database, gave_up_at=None)

    assert look(database).unreached == []
    with pytest.raises(Missing):
        note(database, Kind.MESSAGE, message_id)


def test_what_people_wrote_is_forgotten_a_month_after_the_call(database: Database) -> None:
    ask(database, asking())
    ask(database, asking())
    first, _ = look(database).callbacks
    note(database, Kind.CALLBACK, first.id)

    database.write_now(hotline.forget_old, now=NOON + timedelta(days=30))
    assert count(database) == 2
    database.write_now(hotline.forget_old, now=NOON + timedelta(days=30, seconds=1))

    assert count(database) == 1


def a_message(database: Database, *, gave_up_at: datetime | None) -> int:
    """A message about a booking, given up or not."""
    place = Place(database)
    place.book()
    with database.reading() as db:
        event_id = db.execute(select(func.max(Event.id))).scalar_one()
        booking_id = db.execute(select(Event.booking_id).where(Event.id == event_id)).scalar_one()
    due = Due(event_id, "BookingMade", NOON, booking_id, {}, 0)
    database.write_now(notify.tell_booked, due, now=NOON)
    database.write_now(lambda db: db.execute(update(Message).values(gave_up_at=gave_up_at)))
    with database.reading() as db:
        return db.execute(select(Message.id)).scalar_one()


def count(database: Database) -> int:
    with database.reading() as db:
        return db.execute(select(func.count(Callback.id))).scalar_one()
