"""Telling people: a message is written once for each event and phone, then sent until it is gone or given up."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import bindparam, insert, select, text, update

from hoanhap import booking, people
from hoanhap.base.db import Db
from hoanhap.base.errors import Missing
from hoanhap.events import Due
from hoanhap.notify import texts
from hoanhap.notify.model import TO_CALL, UNSENT, Channel, Message

GIVE_UP_AFTER = timedelta(hours=72)
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=2)


class Outgoing(msgspec.Struct, frozen=True):
    """A message that waits to be sent."""

    id: int
    phone: str
    body: str
    created_at: datetime
    attempts: int


class To(msgspec.Struct, frozen=True):
    """Whom a message goes to, in which language, and by which way."""

    phone: str
    language: str
    channel: Channel = Channel.TEXT


_CODE = select(
    people.CodeRequest.phone,
    people.CodeRequest.code,
    people.CodeRequest.language,
    people.CodeRequest.expires_at,
).where(people.CodeRequest.id == bindparam("of_id"))
_BLANK_CODE = update(people.CodeRequest).where(people.CodeRequest.id == bindparam("of_id")).values(code=None)
_IS_TOLD = select(Message.id).where(Message.event_id == bindparam("of_event"))
_WAITING = (
    select(Message.id, Message.phone, Message.body, Message.created_at, Message.attempts)
    .where(text(UNSENT))
    .where((Message.not_before.is_(None)) | (Message.not_before <= bindparam("now")))
    .order_by(Message.id)
    .limit(bindparam("at_most"))
    .with_for_update(skip_locked=True)
)
_OF_MESSAGE = update(Message).where(Message.id == bindparam("of_message"))
_SENT = _OF_MESSAGE.values(sent_at=bindparam("now"))
_LATER = _OF_MESSAGE.values(attempts=Message.attempts + 1, not_before=bindparam("again_at"))
_CALLED = _OF_MESSAGE.where(text(TO_CALL)).values(called_at=bindparam("now"), called_by=bindparam("by_account"))
_WAS_CALLED = select(Message.id).where(Message.id == bindparam("of_message"), Message.called_at.is_not(None))
_GAVE_UP = _OF_MESSAGE.values(gave_up_at=bindparam("now"))


def tell_code(db: Db, event: Due, *, now: datetime) -> None:
    """Write the message that carries a one-time code, and forget the code itself."""
    row = db.execute(_CODE, {"of_id": event.facts["code_request_id"]}).one_or_none()
    if row is None or row.code is None or row.expires_at <= now:
        return
    write(db, event, "code", To(row.phone, row.language), texts.code(row.code, row.language), now=now)
    db.execute(_BLANK_CODE, {"of_id": event.facts["code_request_id"]})


def tell_booked(db: Db, event: Due, *, now: datetime) -> None:
    """Tell the person that a promise was made."""
    _tell(db, event, "booked", now=now)


def tell_requested(db: Db, event: Due, *, now: datetime) -> None:
    """Tell the person that the place was asked, and by when it answers."""
    _tell(db, event, "requested", now=now)


def tell_accepted(db: Db, event: Due, *, now: datetime) -> None:
    """Tell the person that their request is a promise now."""
    _tell(db, event, "accepted", now=now)


def tell_declined(db: Db, event: Due, *, now: datetime) -> None:
    """Tell the person that the place declined, and why."""
    _tell(db, event, "declined", now=now)


def tell_asked(db: Db, event: Due, *, now: datetime) -> None:
    """Tell the person that the place asks something before it answers."""
    _tell(db, event, "asked", now=now)


def tell_cancelled(db: Db, event: Due, *, now: datetime) -> None:
    """Tell the person that a promise has ended."""
    _tell(db, event, "cancelled", now=now)


def tell_cancelled_by_place(db: Db, event: Due, *, now: datetime) -> None:
    """Tell the person that the place has ended a promise, why, and in the words of whoever did it."""
    why, words = event.facts["reason"], event.facts["words"]
    _tell(db, event, "cancelled-by-place", reason=why, words=words, now=now)


def tell_moved(db: Db, event: Due, *, now: datetime) -> None:
    """Tell the person that a promise has another time: the one this event gave it, whatever came after.

    Whoever is moved as they allowed hears why, from when, and that they may still take another time.
    """
    was, to = (datetime.fromisoformat(event.facts[each]) for each in ("from_", "to"))
    reason = event.facts.get("reason", "")
    if reason:
        kind = "same-time" if was == to else "moved-as-allowed"
    else:
        kind = "moved-elsewhere" if event.facts.get("is_elsewhere") else "moved"
    _tell(db, event, kind, at=to, was=was, reason=reason, now=now)


def tell_restored(db: Db, event: Due, *, now: datetime) -> None:
    """Tell the person that a promise holds again."""
    _tell(db, event, "restored", now=now)


def tell_displaced(db: Db, event: Due, *, now: datetime) -> None:
    """Tell the person that there is no place for their promise any more, and that it is not cancelled."""
    _tell(db, event, "displaced", reason=event.facts["reason"], now=now)


def tell_supported(db: Db, event: Due, *, now: datetime) -> None:
    """Tell the person that there is a place for their promise again."""
    _tell(db, event, "supported", now=now)


def write(db: Db, event: Due, kind: str, to: To, body: str, *, now: datetime, reference: str | None = None) -> None:
    """Write a message; an event that comes twice is told once.

    `reference` names what it tells of where that is no booking, for those who say it.
    """
    if not to.phone or db.execute(_IS_TOLD, {"of_event": event.id}).first():
        return
    values: dict[str, Any] = {
        "event_id": event.id,
        "booking_id": event.booking_id,
        "reference": reference,
        "kind": kind,
        "channel": to.channel.value,
        "phone": to.phone,
        "language": to.language,
        "body": body,
        "created_at": now,
        "attempts": 0,
    }
    db.execute(insert(Message), values)


def waiting(db: Db, *, at_most: int, now: datetime) -> list[Outgoing]:
    """The messages to send now, locked so that no other worker sends them too; what is to be said is not among them."""
    return [Outgoing(*row) for row in db.execute(_WAITING, {"at_most": at_most, "now": now})]


def sent(db: Db, message_id: int, *, now: datetime) -> None:
    """The message has left."""
    db.execute(_SENT, {"of_message": message_id, "now": now})


def not_sent(db: Db, message: Outgoing, *, now: datetime) -> None:
    """Sending failed: try again later, each time after twice the wait, and give up after three days."""
    if now - message.created_at > GIVE_UP_AFTER:
        db.execute(_GAVE_UP, {"of_message": message.id, "now": now})
        return
    delay = min(FIRST_DELAY * 2 ** min(message.attempts, 12), LONGEST_DELAY)
    db.execute(_LATER, {"of_message": message.id, "again_at": now + delay})


def called(db: Db, message_id: int, *, by: int, now: datetime) -> bool:
    """Somebody called instead; whether that was news. `Missing` for a message that needs no call."""
    if db.execute(_CALLED, {"of_message": message_id, "by_account": by, "now": now}).rowcount:
        return True
    if db.execute(_WAS_CALLED, {"of_message": message_id}).first() is None:
        raise Missing
    return False


def _tell(
    db: Db,
    event: Due,
    kind: str,
    *,
    now: datetime,
    at: datetime | None = None,
    was: datetime | None = None,
    reason: str = "",
    words: str = "",
) -> None:
    if event.booking_id is None:
        return
    about = booking.view(db, event.booking_id)
    to = To(about.phone, about.language, _channel(db, about))
    if about.state is booking.Life.REQUESTED:
        kind = texts.WHILE_ASKING.get(kind, kind)
    asking = booking.request_of(db, about.id) if kind in texts.OF_A_REQUEST else None
    body = texts.about(kind, about, at=at or about.starts_at, was=was, reason=reason, words=words, asking=asking)
    write(db, event, kind, to, body, now=now)


def _channel(db: Db, about: booking.BookingView) -> Channel:
    """The way in which the person who comes wants to be told."""
    if about.account_id is None:
        return Channel.TEXT
    wants_calls = people.contact_of(db, about.account_id, about.full_name) is people.Contact.CALL
    return Channel.VOICE if wants_calls else Channel.TEXT
