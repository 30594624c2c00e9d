"""Asking to be called back, and calling: nobody who asked is forgotten, and nobody looks at the list unseen."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select, update

from hoanhap import notify, people
from hoanhap.base import ids
from hoanhap.base.db import Db
from hoanhap.base.errors import N_, Missing, Refusal
from hoanhap.events import Actor, Fact, record
from hoanhap.hotline import queries, rules
from hoanhap.hotline.model import Callback
from hoanhap.hotline.queries import CallList
from hoanhap.hotline.rules import Asking, Kind, Line

PER_PHONE = people.Limit("callbacks-phone", 5, timedelta(hours=1))
PER_ADDRESS = people.Limit("callbacks-address", 60, timedelta(hours=1))
"""Generous: a whole commune office shares one network address."""


class TooManyCallbacks(Refusal):
    """The phone or the network address has asked many times within the hour."""

    status = 429
    sentence = N_(
        "Đã có nhiều lần nhờ gọi lại, nên lần này chưa được ghi. "
        "Mời quý vị thử lại sau một tiếng, hoặc gọi đường dây hỗ trợ."
    )
    template = "hotline/callback_form.html"
    field = "phone"


class CallbackAsked(Fact, frozen=True):
    """Somebody wants to be called; their name and words are never part of the log."""

    announced = False
    callback_id: int


class CallListSeen(Fact, frozen=True):
    """Staff looked at names, phones and what people wrote."""

    announced = False
    callbacks: list[int]
    messages: list[int]


class PersonCalled(Fact, frozen=True):
    """Staff called somebody from the list."""

    announced = False
    kind: str
    number: int


_OF_TOKEN = select(Callback.id).where(Callback.token == bindparam("of_token"))
_IS_THERE = select(Callback.id).where(Callback.id == bindparam("of_callback"))
_CALLED = (
    update(Callback)
    .where(Callback.id == bindparam("of_callback"), Callback.called_at.is_(None))
    .values(called_at=bindparam("now"), called_by=bindparam("by_account"))
)


def ask(
    db: Db,
    asking: Asking,
    *,
    account_id: int | None,
    language: str,
    address: str,
    secret: str,
    by: Actor,
    now: datetime,
) -> str:
    """Note that somebody wants to be called, once for each form, and return the token of what happens next.

    Refuses with `TooManyCallbacks`.
    """
    if db.execute(_OF_TOKEN, {"of_token": asking.token}).first():
        return asking.token
    for limit, key in ((PER_PHONE, asking.phone), (PER_ADDRESS, address)):
        if people.count(db, limit, ids.sealed(secret, key), now=now) > limit.most:
            raise TooManyCallbacks
    values = {
        "token": asking.token,
        "account_id": account_id,
        "full_name": asking.full_name,
        "phone": asking.phone,
        "suits": asking.suits.value,
        "way": asking.way.value,
        "about": asking.about,
        "language": language,
        "asked_at": now,
        "call_before": rules.call_before(now, asking.suits),
    }
    key_of_row = db.execute(insert(Callback), values).inserted_primary_key
    assert key_of_row is not None  # an insert of one row always knows its key
    record(db, CallbackAsked(key_of_row[0]), by=by, at=now)
    return asking.token


def look_at_calls(db: Db, *, by: Actor, now: datetime) -> CallList:
    """The call list for staff; whom they saw is written down."""
    found = queries.call_list(db)
    seen = CallListSeen([each.id for each in found.callbacks], [each.id for each in found.unreached])
    record(db, seen, by=by, at=now)
    return found


def note_call(db: Db, line: Line, *, by: Actor, now: datetime) -> None:
    """The person was called and leaves the list; noted once, however often it is said."""
    assert by.account_id is not None  # only staff call
    if line.kind is Kind.MESSAGE:
        is_new = notify.called(db, line.number, by=by.account_id, now=now)
    else:
        is_new = _note_callback(db, line.number, by=by.account_id, now=now)
    if is_new:
        record(db, PersonCalled(line.kind.value, line.number), by=by, at=now)


def forget_old(db: Db, *, now: datetime) -> None:
    """Delete what people wrote, some time after they were called, and counts that no longer mean anything."""
    db.execute(delete(Callback).where(Callback.called_at < now - rules.KEPT_AFTER_CALL))
    people.forget_counts(db, (PER_PHONE, PER_ADDRESS), now=now)


def _note_callback(db: Db, number: int, *, by: int, now: datetime) -> bool:
    if db.execute(_CALLED, {"of_callback": number, "by_account": by, "now": now}).rowcount:
        return True
    if db.execute(_IS_THERE, {"of_callback": number}).first() is None:
        raise Missing
    return False
