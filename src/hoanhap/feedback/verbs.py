"""Giving feedback and answering it: each is answered once, and nobody looks at what people wrote unseen."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import bindparam, delete, insert, select, update

from hoanhap import notify, people, schedule
from hoanhap.base import ids
from hoanhap.base.clock import local_day
from hoanhap.base.db import Db
from hoanhap.base.errors import N_, Refusal
from hoanhap.events import Actor, Due, Fact, record
from hoanhap.feedback import queries, rules, texts
from hoanhap.feedback.model import Feedback
from hoanhap.feedback.queries import FeedbackView
from hoanhap.feedback.rules import BY_PHONE, Answering, Given, Reply
from hoanhap.notify import Channel, To

PER_PHONE = people.Limit("feedback-phone", 5, timedelta(hours=1))
PER_ADDRESS = people.Limit("feedback-address", 60, timedelta(hours=1))
"""Generous: a whole commune office shares one network address."""


class Shelf(StrEnum):
    """The two lists that staff read."""

    OPEN = "open"
    ANSWERED = "answered"


class TooMuchFeedback(Refusal):
    """The phone or the network address has given feedback many times within the hour."""

    status = 429
    sentence = N_(
        "Đã có nhiều góp ý trong một tiếng, nên lần này chưa được ghi. "
        "Mời quý vị thử lại sau một tiếng, hoặc gọi đường dây hỗ trợ."
    )
    template = "feedback/form.html"
    field = "hard"
    given: tuple[FeedbackView, ...] = ()

    def __init__(self, page: str) -> None:
        super().__init__(self.heading)
        self.about = queries.page_in_words(page)


class AlreadyAnswered(Refusal):
    """Somebody else has answered meanwhile: theirs is the answer, and what was written here is not lost."""

    heading = N_("Góp ý này đã được trả lời")
    sentence = N_("Có người trả lời trước. Chúng tôi giữ câu trả lời đó, không gửi thêm câu thứ hai.")
    template = "feedback/already_answered.html"

    def __init__(self, feedback: FeedbackView, answering: Answering) -> None:
        super().__init__(self.heading)
        self.feedback, self.answering = feedback, answering


class FeedbackGiven(Fact, frozen=True):
    """Somebody said what is hard to use; their words and name are never part of the log."""

    announced = False
    feedback_id: int


class FeedbackSeen(Fact, frozen=True):
    """Staff looked at what people wrote, and at names and phones."""

    announced = False
    feedback: list[int]


class FeedbackAnswered(Fact, frozen=True):
    """Staff answered; the answer itself is not part of the log."""

    feedback_id: int
    outcome: str


_OF_TOKEN = select(Feedback.id).where(Feedback.token == bindparam("of_token"))
_ANSWER = (
    update(Feedback)
    .where(Feedback.id == bindparam("of_feedback"), Feedback.answered_at.is_(None))
    .values(
        outcome=bindparam("new_outcome"),
        answer=bindparam("new_answer"),
        fix_by=bindparam("new_fix_by"),
        answered_at=bindparam("now"),
        answered_by=bindparam("by_account"),
    )
)
_TOLD = select(Feedback.reply, Feedback.phone, Feedback.reference, Feedback.language).where(
    Feedback.id == bindparam("of_feedback")
)


def give(
    db: Db,
    given: Given,
    *,
    account_id: int | None,
    language: str,
    address: str,
    secret: str,
    by: Actor,
    now: datetime,
) -> str:
    """Note what somebody found hard, once for each form, and return the token of what becomes of it.

    Refuses with `TooMuchFeedback`.
    """
    if db.execute(_OF_TOKEN, {"of_token": given.token}).first():
        return given.token
    for limit, key in ((PER_PHONE, given.phone), (PER_ADDRESS, address)):
        if key and people.count(db, limit, ids.sealed(secret, key), now=now) > limit.most:
            raise TooMuchFeedback(given.page)
    today = local_day(now)
    closed = schedule.closed_days(db, first=today, last=today + rules.LOOKED_AHEAD).for_everybody
    values = {
        "token": given.token,
        "reference": ids.reference(),
        "account_id": account_id,
        "hard": given.hard,
        "aids": list(given.aids),
        "reply": given.reply.value,
        "phone": given.phone,
        "full_name": given.full_name,
        "page": given.page,
        "language": language,
        "given_at": now,
        "answer_by": rules.answer_by(today, closed),
    }
    key_of_row = db.execute(insert(Feedback), values).inserted_primary_key
    assert key_of_row is not None  # an insert of one row always knows its key
    record(db, FeedbackGiven(key_of_row[0]), by=by, at=now)
    return given.token


def look_at_list(db: Db, shelf: Shelf, *, first: int, at_most: int, by: Actor, now: datetime) -> list[FeedbackView]:
    """A part of what waits or of what was answered, for staff; what they saw is written down."""
    find = queries.open_ones if shelf is Shelf.OPEN else queries.answered_ones
    found = find(db, first=first, at_most=at_most)
    record(db, FeedbackSeen([each.id for each in found]), by=by, at=now)
    return found


def look_at_one(db: Db, reference: str, *, by: Actor, now: datetime) -> FeedbackView:
    """One piece of feedback for staff; the look is written down. `Missing` if there is none."""
    found = queries.by_reference(db, reference)
    record(db, FeedbackSeen([found.id]), by=by, at=now)
    return found


def answer(db: Db, reference: str, answering: Answering, *, by: Actor, now: datetime) -> None:
    """Answer what waits for an answer; the same answer sent twice is one. Refuses with `AlreadyAnswered`."""
    assert by.account_id is not None  # only staff answer
    feedback = queries.by_reference(db, reference)
    values = {
        "of_feedback": feedback.id,
        "new_outcome": answering.outcome.value,
        "new_answer": answering.words,
        "new_fix_by": answering.fix_by,
        "by_account": by.account_id,
        "now": now,
    }
    if db.execute(_ANSWER, values).rowcount:
        record(db, FeedbackAnswered(feedback.id, answering.outcome.value), by=by, at=now)
        return
    stands = queries.by_reference(db, reference)
    if (stands.given_answer, stands.answered_by) != (answering, by.account_id):
        raise AlreadyAnswered(stands, answering)


def tell_answered(db: Db, event: Due, *, now: datetime) -> None:
    """Tell whoever asked to be called or written to that there is an answer; never what it says."""
    row = db.execute(_TOLD, {"of_feedback": event.facts["feedback_id"]}).one_or_none()
    if row is None or Reply(row.reply) not in BY_PHONE:
        return
    reply = Reply(row.reply)
    to = To(row.phone, row.language, Channel.VOICE if reply is Reply.CALL else Channel.TEXT)
    body = texts.answered(reply, row.reference, row.language)
    notify.write(db, event, "feedback", to, body, reference=row.reference, now=now)


def forget_old(db: Db, *, now: datetime) -> None:
    """Delete names and phones some time after the answer, the rest later, and counts that mean nothing any more."""
    is_known = (Feedback.phone != "") | (Feedback.full_name != "")
    nameless = update(Feedback).where(Feedback.answered_at < now - rules.NAME_KEPT, is_known)
    db.execute(nameless.values(phone="", full_name=""))
    db.execute(delete(Feedback).where(Feedback.answered_at < now - rules.WORDS_KEPT))
    people.forget_counts(db, (PER_PHONE, PER_ADDRESS), now=now)
