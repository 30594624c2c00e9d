"""The secret address of an account's calendar: made, made anew, ended."""

from datetime import datetime

from sqlalchemy import bindparam, delete, insert

from hoanhap.base import ids
from hoanhap.base.db import Db
from hoanhap.events import Actor, Fact, record
from hoanhap.feeds import queries
from hoanhap.feeds.model import Feed


class CalendarBegun(Fact, frozen=True):
    """An account got a calendar address, in place of the one it had; the address is never part of the log."""

    announced = False


class CalendarEnded(Fact, frozen=True):
    """An account's calendar address leads nowhere any more."""

    announced = False


_END = delete(Feed).where(Feed.account_id == bindparam("of_account"))


def begin(db: Db, account_id: int, *, instead_of: str, language: str, secret: str, by: Actor, now: datetime) -> None:
    """Make a calendar address; the one before leads nowhere from then on.

    `instead_of` is the seed its owner saw: when it is another by now, the form was sent before and nothing is done.
    """
    current = queries.feed(db, account_id, secret=secret)
    if (current.seed if current else "") != instead_of:
        return
    db.execute(_END, {"of_account": account_id})
    seed = ids.token()
    values = {
        "account_id": account_id,
        "seed": seed,
        "token_hash": ids.digest(queries.token_of(secret, account_id, seed)),
        "language": language,
        "created_at": now,
    }
    db.execute(insert(Feed), values)
    record(db, CalendarBegun(), by=by, at=now)


def end(db: Db, account_id: int, *, by: Actor, now: datetime) -> None:
    """End the calendar address; calendars that still ask for it are told that nothing is there."""
    if db.execute(_END, {"of_account": account_id}).rowcount:
        record(db, CalendarEnded(), by=by, at=now)
