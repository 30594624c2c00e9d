"""Feedback is noted once, answered once, told as somebody wished, and looked at by nobody unseen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from hoanhap import events, feedback, notify
from hoanhap.base import ids
from hoanhap.base.db import AnyRow, Database
from hoanhap.base.errors import Missing
from hoanhap.base.text import groups
from hoanhap.events import Actor, Due, Event
from hoanhap.feedback import Answering, Feedback, Figures, Given, Outcome, Reply
from hoanhap.feedback.queries import by_token, giver
from hoanhap.feedback.verbs import PER_ADDRESS, PER_PHONE, AlreadyAnswered, Shelf, TooMuchFeedback
from hoanhap.notify import Message
from tests import makers
from tests.makers import NAME, NOON, PHONE, SECRET, SOMEBODY, number

STAFF, OTHER_STAFF = Actor(7, "admin"), Actor(8, "admin")
HARD = "Tôi mù, nút Tiếp tục không đọc được."
FIXED = Answering(Outcome.FIXED, "Nút đó nay có tên.")
WILL_FIX = Answering(Outcome.WILL_FIX, "Chúng tôi đang làm.", date(2027, 1, 15))
DAYS = timedelta(days=1)


def given(key: str = "", **said: Any) -> Given:
    """What somebody found hard; without a `key` from a form of its own."""
    return Given(key or f"key-{number()}", **({"hard": HARD} | said))


def give(
    database: Database,
    what: Given | None = None,
    *,
    account_id: int | None = None,
    address: str = "here",
    now: datetime = NOON,
) -> str:
    return database.write_now(
        feedback.give,
        what or given(),
        account_id=account_id,
        language="vi",
        address=address,
        secret=SECRET,
        by=SOMEBODY,
        now=now,
    )


def found(database: Database, token: str) -> feedback.FeedbackView:
    with database.reading() as db:
        return by_token(db, token)


def answer(
    database: Database, token: str, words: Answering = FIXED, *, by: Actor = STAFF, now: datetime = NOON
) -> None:
    database.write_now(feedback.answer, found(database, token).reference, words, by=by, now=now)


def look(database: Database, shelf: Shelf = Shelf.OPEN) -> list[feedback.FeedbackView]:
    return database.write_now(feedback.look_at_list, shelf, first=0, at_most=10, by=STAFF, now=NOON)


def recorded(database: Database, kind: str) -> list[tuple[int | None, dict[str, object]]]:
    with database.reading() as db:
        rows = db.execute(select(Event.actor_id, Event.facts).where(Event.kind == kind).order_by(Event.id))
        return [(row.actor_id, row.facts) for row in rows]


def figures(database: Database, *, now: datetime = NOON) -> Figures:
    with database.reading() as db:
        return feedback.figures(db, now=now)


def told(database: Database) -> list[AnyRow]:
    """What the answer tells: to whom, by which way, in which words, and of which reference."""
    with database.writing() as db:
        due = [each for each in events.due(db, limit=100, now=NOON + DAYS) if each.kind == "FeedbackAnswered"]
    for event in [*due, *due]:
        database.write_now(feedback.tell_answered, event, now=NOON)
    with database.reading() as db:
        return list(db.execute(select(Message.phone, Message.channel, Message.body, Message.reference)))


def test_whoever_gives_feedback_gets_a_reference_and_a_day(database: Database) -> None:
    token = give(database)

    noted = found(database, token)

    assert ids.is_reference(noted.reference)
    assert (noted.hard, noted.answer_by, noted.answered_at) == (HARD, date(2026, 12, 9), None)
    assert recorded(database, "FeedbackGiven") == [(None, {"feedback_id": noted.id})]


def test_a_holiday_puts_the_day_off(database: Database) -> None:
    database.write_now(makers.make_holiday, date(2026, 12, 1))

    assert found(database, give(database)).answer_by == date(2026, 12, 10)


def test_the_day_is_that_of_tay_ninh(database: Database) -> None:
    late_on_tuesday_in_utc = NOON - timedelta(hours=8)

    assert found(database, give(database, now=late_on_tuesday_in_utc)).answer_by == date(2026, 12, 9)


def test_the_same_form_sent_twice_is_noted_once(database: Database) -> None:
    what = given("one form")

    assert give(database, what) == give(database, what)
    assert len(look(database)) == 1
    assert len(recorded(database, "FeedbackGiven")) == 1


def test_other_words_of_the_same_form_are_noted_too(database: Database) -> None:
    assert give(database, given("one form")) != give(database, given("one form", hard="Chữ nhỏ quá."))


def test_the_log_holds_no_name_phone_or_words(database: Database) -> None:
    token = give(database, given(reply=Reply.CALL, phone=PHONE, full_name=NAME))
    look(database)
    answer(database, token)

    with database.reading() as db:
        log = str(list(db.scalars(select(Event.facts))))
    assert not any(each in log for each in (NAME, PHONE, "mù", "tên", token))


def test_a_phone_that_writes_again_and_again_is_told_to_wait(database: Database) -> None:
    for _ in range(PER_PHONE.most):
        give(database, given(reply=Reply.MESSAGE, phone=PHONE))

    with pytest.raises(TooMuchFeedback):
        give(database, given(reply=Reply.MESSAGE, phone=PHONE))
    give(database, given(reply=Reply.MESSAGE, phone="+84987654321"))
    give(database)
    give(database, given(reply=Reply.MESSAGE, phone=PHONE), now=NOON + PER_PHONE.period)


def test_a_network_address_that_writes_again_and_again_is_told_to_wait(database: Database) -> None:
    for _ in range(PER_ADDRESS.most):
        give(database)

    with pytest.raises(TooMuchFeedback):
        give(database)
    give(database, address="elsewhere")


def test_what_waits_longest_comes_first(database: Database) -> None:
    tokens = [give(database, now=NOON + timedelta(minutes=minutes)) for minutes in range(3)]

    assert [each.token for each in look(database)] == tokens


def test_an_answer_takes_it_off_the_list_and_stands_for_whoever_gave_it(database: Database) -> None:
    token = give(database)

    answer(database, token, WILL_FIX, now=NOON + DAYS)

    noted = found(database, token)
    assert look(database) == []
    assert [each.token for each in look(database, Shelf.ANSWERED)] == [token]
    assert (noted.given_answer, noted.answered_at, noted.answered_by) == (WILL_FIX, NOON + DAYS, 7)
    assert recorded(database, "FeedbackAnswered") == [(7, {"feedback_id": noted.id, "outcome": "will-fix"})]


def test_what_was_answered_last_comes_first_on_its_list(database: Database) -> None:
    first, second = give(database), give(database)
    answer(database, first)
    answer(database, second, now=NOON + DAYS)

    assert [each.token for each in look(database, Shelf.ANSWERED)] == [second, first]


def test_the_same_answer_sent_twice_is_one(database: Database) -> None:
    token = give(database)
    answer(database, token)

    answer(database, token, now=NOON + DAYS)

    assert found(database, token).answered_at == NOON
    assert len(recorded(database, "FeedbackAnswered")) == 1


@pytest.mark.parametrize(("words", "by"), [(FIXED, OTHER_STAFF), (WILL_FIX, STAFF)])
def test_a_second_answer_is_refused_and_shown_the_first(database: Database, words: Answering, by: Actor) -> None:
    token = give(database)
    answer(database, token)

    with pytest.raises(AlreadyAnswered) as refused:
        answer(database, token, words, by=by)

    assert refused.value.feedback.given_answer == FIXED
    assert refused.value.answering == words
    assert found(database, token).answered_by == 7


def test_of_many_who_answer_at_once_one_does(database: Database) -> None:
    token = give(database)

    def try_to_answer(account_id: int) -> bool:
        try:
            answer(database, token, by=Actor(account_id, "admin"))
        except AlreadyAnswered:
            return False
        return True

    with ThreadPoolExecutor(6) as staff:
        got_in = list(staff.map(try_to_answer, range(1, 13)))

    assert got_in.count(True) == 1
    assert found(database, token).answered_by == got_in.index(True) + 1
    assert len(recorded(database, "FeedbackAnswered")) == 1


def test_what_was_never_given_cannot_be_answered(database: Database) -> None:
    with pytest.raises(Missing):
        database.write_now(feedback.answer, ids.reference(), FIXED, by=STAFF, now=NOON)


def test_every_look_is_written_down_with_what_it_showed(database: Database) -> None:
    noted = found(database, give(database))

    look(database)
    database.write_now(feedback.look_at_one, noted.reference, by=STAFF, now=NOON)

    assert recorded(database, "FeedbackSeen") == [(7, {"feedback": [noted.id]})] * 2


@pytest.mark.parametrize(("reply", "channel"), [(Reply.MESSAGE, "sms"), (Reply.CALL, "voice")])
def test_an_answer_is_told_once_as_somebody_wished_and_tells_nothing_of_what_it_says(
    database: Database, reply: Reply, channel: str
) -> None:
    token = give(database, given(reply=reply, phone=PHONE, full_name=NAME))
    answer(database, token)

    ((phone, way, body, reference),) = told(database)

    noted = found(database, token)
    assert (phone, way, reference) == (PHONE, channel, noted.reference)
    assert groups(noted.reference) in body
    assert not any(each in body for each in (HARD, FIXED.words, NAME, "mù", token))


@pytest.mark.parametrize("reply", [Reply.PAGE, Reply.NONE])
def test_whoever_wants_no_call_and_no_message_gets_none(database: Database, reply: Reply) -> None:
    answer(database, give(database, given(reply=reply)))

    assert told(database) == []


def test_what_is_no_longer_there_is_not_told(database: Database) -> None:
    database.write_now(
        feedback.tell_answered, Due(1, "FeedbackAnswered", NOON, None, {"feedback_id": 999}, 0), now=NOON
    )

    with database.reading() as db:
        assert db.execute(select(func.count(Message.id))).scalar_one() == 0


def test_whoever_wants_a_call_is_on_the_call_list_with_the_reference(database: Database) -> None:
    token = give(database, given(reply=Reply.CALL, phone=PHONE))
    answer(database, token)
    told(database)

    with database.reading() as db:
        (unreached,) = notify.unreached(db, at_most=10)
    assert (unreached.kind, unreached.reference, unreached.is_wish) == (
        "feedback",
        found(database, token).reference,
        True,
    )


def test_the_figures_count_a_year_and_what_waits_now(database: Database) -> None:
    give(database, now=NOON - 400 * DAYS)
    for days in (0, 2, 6):
        answer(database, give(database, now=NOON - 20 * DAYS), now=NOON - (20 - days) * DAYS)
    give(database)

    assert figures(database) == Figures(received=4, answered=3, waiting=2, usual_days=2)


def test_without_feedback_there_are_no_figures(database: Database) -> None:
    assert figures(database) == Figures(0, 0, 0, None)


def test_name_and_phone_are_forgotten_a_month_after_the_answer_and_the_rest_a_year(database: Database) -> None:
    token = give(database, given(reply=Reply.CALL, phone=PHONE, full_name=NAME))
    waiting = give(database, given(reply=Reply.CALL, phone=PHONE, full_name=NAME))
    answer(database, token)

    database.write_now(feedback.forget_old, now=NOON + 30 * DAYS)
    assert found(database, token).phone == PHONE
    database.write_now(feedback.forget_old, now=NOON + 31 * DAYS)
    assert (found(database, token).phone, found(database, token).full_name) == ("", "")
    assert found(database, token).hard == HARD
    database.write_now(feedback.forget_old, now=NOON + 401 * DAYS)

    with pytest.raises(Missing):
        found(database, token)
    assert found(database, waiting).phone == PHONE


@pytest.mark.parametrize(
    "half",
    [
        {"answer": "Xong."},
        {"outcome": "fixed"},
        {"answered_at": NOON},
        {"answered_by": 7},
        {"fix_by": date(2027, 1, 15)},
    ],
)
def test_the_database_keeps_no_half_of_an_answer(database: Database, half: dict[str, object]) -> None:
    token = give(database)
    change = Feedback.__table__.update().where(Feedback.token == token).values(half)  # type: ignore[attr-defined]

    with pytest.raises(IntegrityError):
        database.write_now(lambda db: db.execute(change).rowcount)


def test_somebody_signed_in_finds_what_they_gave_and_nobody_else_does(database: Database) -> None:
    mine, theirs = database.write_now(makers.make_account), database.write_now(makers.make_account)
    token = give(database, account_id=mine)

    with database.reading() as db:
        assert [each.token for each in giver(db, mine).given] == [token]
        assert giver(db, theirs).given == []
