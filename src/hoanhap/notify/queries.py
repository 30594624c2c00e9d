"""Messages, read for pages."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, func, or_, select, text

from hoanhap import booking
from hoanhap.base.db import Db
from hoanhap.notify.model import TO_CALL, UNSENT, Channel, Message

SHOWN = 30


class MessageView(msgspec.Struct, frozen=True):
    """A message as pages show it."""

    id: int
    phone: str
    body: str
    language: str
    created_at: datetime
    sent_at: datetime | None
    channel: str
    called_at: datetime | None

    @property
    def is_call(self) -> bool:
        """Whether it is said, not sent."""
        return self.channel == Channel.VOICE


class Unreached(msgspec.Struct, frozen=True):
    """A message that has reached nobody yet, so that somebody has to call; the name is known if it is of a booking."""

    id: int
    kind: str
    phone: str
    body: str
    language: str
    created_at: datetime
    attempts: int
    channel: str
    reference: str | None
    full_name: str | None

    @property
    def is_wish(self) -> bool:
        """Whether the person wants to be called, instead of a message that did not leave."""
        return self.channel == Channel.VOICE


_LATEST = select(
    Message.id,
    Message.phone,
    Message.body,
    Message.language,
    Message.created_at,
    Message.sent_at,
    Message.channel,
    Message.called_at,
).order_by(Message.id.desc())
_OF_PHONE = _LATEST.where(Message.phone == bindparam("of_phone")).limit(SHOWN)
_IS_TO_CALL, _IS_UNSENT = text(TO_CALL), text(UNSENT)
"""Spelt as the indexes spell it, or SQLite would not use them."""
_FULL_NAME = select(booking.Booking.full_name).where(booking.Booking.id == Message.booking_id).scalar_subquery()
_UNREACHED = (
    select(
        Message.id,
        Message.kind,
        Message.phone,
        Message.body,
        Message.language,
        Message.created_at,
        Message.attempts,
        Message.channel,
        Message.reference,
        _FULL_NAME,
    )
    .where(_IS_TO_CALL)
    .order_by(Message.channel.desc(), Message.id)
    .limit(bindparam("at_most"))
)

_IS_WAITING = (
    select(Message.id)
    .where(_IS_UNSENT)
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
    return db.execute(select(func.count(Message.id)).where(_IS_UNSENT)).scalar_one()


def unreached_count(db: Db) -> int:
    """How many messages wait for somebody to call: those to be said, and those that could not be sent."""
    return db.execute(select(func.count(Message.id)).where(_IS_TO_CALL)).scalar_one()


def unreached(db: Db, *, at_most: int) -> list[Unreached]:
    """The messages behind that number: first those of people who want to be called; of each kind the oldest first."""
    return [Unreached(*row) for row in db.execute(_UNREACHED, {"at_most": at_most})]
