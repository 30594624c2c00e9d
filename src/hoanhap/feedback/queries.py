"""Feedback, read for pages."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from sqlalchemy import bindparam, func, select, text

from hoanhap import hotline, people
from hoanhap.base.clock import local_day
from hoanhap.base.db import AnyRow, Db
from hoanhap.base.errors import Missing
from hoanhap.base.text import groups
from hoanhap.feedback import rules
from hoanhap.feedback.model import OPEN, Feedback
from hoanhap.feedback.rules import Answering, Outcome, Reply

MOST_OWN = 10


class FeedbackView(msgspec.Struct, frozen=True):
    """Feedback as pages show it, with its answer once there is one."""

    id: int
    token: str
    reference: str
    hard: str
    aids: list[str]
    reply: str
    phone: str
    full_name: str
    page: str
    language: str
    given_at: datetime
    answer_by: date
    outcome: str | None
    answer: str | None
    fix_by: date | None
    answered_at: datetime | None
    answered_by: int | None

    @property
    def about(self) -> str:
        """The page that it speaks of, in words; nothing where nobody knows."""
        return page_in_words(self.page)

    @property
    def spoken_reference(self) -> str:
        """The reference, in groups that voices read digit by digit."""
        return groups(self.reference)

    @property
    def wants_reply(self) -> bool:
        """Whether somebody waits for an answer."""
        return self.reply != Reply.NONE

    @property
    def given_answer(self) -> Answering | None:
        """The answer, once there is one."""
        if self.outcome is None or self.answer is None:
            return None
        return Answering(Outcome(self.outcome), self.answer, self.fix_by)

    def is_overdue(self, now: datetime) -> bool:
        """Whether the day we named has passed without an answer."""
        return self.answered_at is None and local_day(now) > self.answer_by


class Figures(msgspec.Struct, frozen=True):
    """How much feedback came within a year, how much of it was answered and how soon, and how much waits now."""

    received: int
    answered: int
    waiting: int
    usual_days: int | None


class Giver(msgspec.Struct, frozen=True):
    """Somebody who is signed in: name and phone, so that they need not type them, and what they gave before."""

    full_name: str = ""
    phone: str = ""
    given: list[FeedbackView] = []


_FEEDBACK = select(
    Feedback.id,
    Feedback.token,
    Feedback.reference,
    Feedback.hard,
    Feedback.aids,
    Feedback.reply,
    Feedback.phone,
    Feedback.full_name,
    Feedback.page,
    Feedback.language,
    Feedback.given_at,
    Feedback.answer_by,
    Feedback.outcome,
    Feedback.answer,
    Feedback.fix_by,
    Feedback.answered_at,
    Feedback.answered_by,
)
_IS_OPEN = text(OPEN)
"""Spelt as the index spells it, or SQLite would not use it."""
_BY_TOKEN = _FEEDBACK.where(Feedback.token == bindparam("of_token"))
_BY_REFERENCE = _FEEDBACK.where(Feedback.reference == bindparam("of_reference"))
_OF_ACCOUNT = _FEEDBACK.where(Feedback.account_id == bindparam("of_account")).order_by(Feedback.id.desc())
_OPEN = _FEEDBACK.where(_IS_OPEN).order_by(Feedback.id)
_ANSWERED = _FEEDBACK.where(Feedback.answered_at.is_not(None)).order_by(Feedback.answered_at.desc(), Feedback.id)
_SINCE = select(Feedback.given_at, Feedback.answered_at).where(Feedback.given_at > bindparam("since"))


def page_in_words(name: str) -> str:
    """What a page is for, by the name of its route; nothing for a name that is none."""
    guide = hotline.GUIDES.get(name)
    return guide.about if guide else ""


def by_token(db: Db, token: str) -> FeedbackView:
    """The feedback with this token; `Missing` if there is none."""
    return _one(db.execute(_BY_TOKEN, {"of_token": token}).one_or_none())


def by_reference(db: Db, reference: str) -> FeedbackView:
    """The feedback with this reference; `Missing` if there is none."""
    return _one(db.execute(_BY_REFERENCE, {"of_reference": reference}).one_or_none())


def is_there(db: Db, reference: str) -> bool:
    """Whether there is feedback with this reference."""
    return db.execute(_BY_REFERENCE, {"of_reference": reference}).first() is not None


def giver(db: Db, account_id: int) -> Giver:
    """What we know of an account."""
    given = _views(db.execute(_OF_ACCOUNT.limit(MOST_OWN), {"of_account": account_id}))
    return Giver(people.latest_name(db, account_id), people.phone_of(db, account_id), given)


def open_ones(db: Db, *, first: int, at_most: int) -> list[FeedbackView]:
    """What waits for an answer, longest first."""
    return _views(db.execute(_OPEN.offset(first).limit(at_most)))


def answered_ones(db: Db, *, first: int, at_most: int) -> list[FeedbackView]:
    """What was answered, latest first."""
    return _views(db.execute(_ANSWERED.offset(first).limit(at_most)))


def open_count(db: Db) -> int:
    """How much waits for an answer."""
    return db.execute(select(func.count(Feedback.id)).where(_IS_OPEN)).scalar_one()


def answered_count(db: Db) -> int:
    """How much was answered and is still kept."""
    return db.execute(select(func.count(Feedback.id)).where(Feedback.answered_at.is_not(None))).scalar_one()


def figures(db: Db, *, now: datetime) -> Figures:
    """What we tell everybody about the last twelve months."""
    rows = db.execute(_SINCE, {"since": now - rules.LOOKING_BACK}).all()
    days = [(local_day(row.answered_at) - local_day(row.given_at)).days for row in rows if row.answered_at]
    return Figures(len(rows), len(days), open_count(db), rules.usual_days(days))


def _views(rows: Iterable[AnyRow]) -> list[FeedbackView]:
    return [FeedbackView(*row) for row in rows]


def _one(row: AnyRow | None) -> FeedbackView:
    if row is None:
        raise Missing
    return FeedbackView(*row)
