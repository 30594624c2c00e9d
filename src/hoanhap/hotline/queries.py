"""Who must be called, read for pages."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import bindparam, func, select

from hoanhap import notify, people
from hoanhap.base.db import AnyRow, Db
from hoanhap.base.errors import Missing
from hoanhap.hotline.model import Callback
from hoanhap.notify import Unreached

MOST_SHOWN = 100


class CallbackView(msgspec.Struct, frozen=True):
    """A request to be called back, as pages show it."""

    id: int
    full_name: str
    phone: str
    suits: str
    way: str
    about: str
    language: str
    asked_at: datetime
    call_before: datetime
    called_at: datetime | None


class CallList(msgspec.Struct, frozen=True):
    """Everybody who must be called, longest waiting first: those who asked, and those whom no message has reached."""

    callbacks: list[CallbackView]
    unreached: list[Unreached]
    count: int

    @property
    def hidden(self) -> int:
        """How many more wait than are shown."""
        return self.count - len(self.callbacks) - len(self.unreached)


class Caller(msgspec.Struct, frozen=True):
    """What we know of somebody who is signed in, so that they need not type it."""

    full_name: str
    phone: str


_CALLBACKS = select(
    Callback.id,
    Callback.full_name,
    Callback.phone,
    Callback.suits,
    Callback.way,
    Callback.about,
    Callback.language,
    Callback.asked_at,
    Callback.call_before,
    Callback.called_at,
)
_OPEN = _CALLBACKS.where(Callback.called_at.is_(None)).order_by(Callback.id).limit(bindparam("at_most"))
_BY_TOKEN = _CALLBACKS.where(Callback.token == bindparam("of_token"))


def callback(db: Db, token: str) -> CallbackView:
    """The request with this token; `Missing` if there is none."""
    row: AnyRow | None = db.execute(_BY_TOKEN, {"of_token": token}).one_or_none()
    if row is None:
        raise Missing
    return CallbackView(*row)


def call_list(db: Db) -> CallList:
    """Everybody who must be called."""
    rows: Iterable[AnyRow] = db.execute(_OPEN, {"at_most": MOST_SHOWN})
    return CallList([CallbackView(*row) for row in rows], notify.unreached(db, at_most=MOST_SHOWN), open_count(db))


def open_count(db: Db) -> int:
    """How many people must be called."""
    asked = db.execute(select(func.count(Callback.id)).where(Callback.called_at.is_(None))).scalar_one()
    return asked + notify.unreached_count(db)


def caller(db: Db, account_id: int) -> Caller:
    """Name and phone of an account."""
    return Caller(people.latest_name(db, account_id), people.phone_of(db, account_id))
