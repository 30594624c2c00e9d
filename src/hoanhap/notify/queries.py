"""Messages, read for pages."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, func, or_, select

from hoanhap.base.db import Db
from hoanhap.notify.model import Message

SHOWN = 30


class MessageView(msgspec.Struct, frozen=True):
    """A message as pages show it."""

    id: int
    phone: str
    body: str
    language: str
    created_at: datetime
    sent_at: datetime | None


class Unreached(msgspec.Struct, frozen=True):
    """A message that reached nobody, so that somebody has to call."""

    id: int
    kind: str
    phone: str
    body: str
    language: str
    created_at: datetime
    attempts: int


_LATEST = select(
    Message.id, Message.phone, Message.body, Message.language, Message.created_at, Message.sent_at
).order_by(Message.id.desc())
_OF_PHONE = _LATEST.where(Message.phone == bindparam("of_phone")).limit(SHOWN)
_TO_CALL = (Message.gave_up_at.is_not(None), Message.called_at.is_(None))
_UNREACHED = (
    select(
        Message.id,
        Message.kind,
        Message.phone,
        Message.body,
        Message.language,
        Message.created_at,
        Message.attempts,
    )
    .where(*_TO_CALL)
    .order_by(Message.id)
    .limit(bindparam("at_most"))
)

_IS_WAITING = (
    select(Message.id)
    .where(Message.sent_at.is_(None), Message.gave_up_at.is_(None))
    .where(or_(Message.not_before.is_(None), Message.not_before <= bindparam("now")))
    .limit(1)
)


def latest(db: Db, phone: str | None) -> list[MessageView]:
    """The latest messages, of one phone or of all."""
    rows = db.execute(_OF_PHONE, {"of_phone": phone}) if phone else db.execute(_LATEST.limit(SHOWN))
    return [MessageView(*row) for row in rows]


def has_waiting(db: Db, now: datetime) -> bool:
    """Whether a message can be sent now."""
    return db.execute(_IS_WAITING, {"now": now}).first() is not None


def unsent_count(db: Db) -> int:
    """How many messages wait to be sent."""
    waiting = select(func.count(Message.id)).where(Message.sent_at.is_(None), Message.gave_up_at.is_(None))
    return db.execute(waiting).scalar_one()


def gave_up_count(db: Db) -> int:
    """How many messages could not be sent and were not told by a call either: people to be called."""
    return db.execute(select(func.count(Message.id)).where(*_TO_CALL)).scalar_one()


def unreached(db: Db, *, at_most: int) -> list[Unreached]:
    """The messages behind that number, oldest first."""
    return [Unreached(*row) for row in db.execute(_UNREACHED, {"at_most": at_most})]
