"""Sign-in sessions: our own table, a random token in the cookie, only its hash in the database, new at each sign-in."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import ForeignKey, String, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from hoanhap.base import ids
from hoanhap.base.db import Db, Table

LIFE = timedelta(days=30)
IDLE = {"person": timedelta(days=7)}
STAFF_IDLE = timedelta(minutes=30)
REMEMBERED = timedelta(days=7)
"""How long a sign-in that has run out is still known, so that a form sent under it can be kept for its person."""
SEEN_EVERY = timedelta(minutes=10)
"""How exactly `seen_at` is kept: not every page has to write."""


class Login(Table):
    """A signed-in browser."""

    __tablename__ = "login"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class SignedIn(msgspec.Struct, frozen=True):
    """Who is signed in, and in which role."""

    login_id: int
    account_id: int
    role: str
    created_at: datetime
    seen_at: datetime


class Speaker(msgspec.Struct, frozen=True):
    """Who says what they need: an account, if somebody is signed in, and what this browser keeps until it is closed."""

    account_id: int | None = None
    kept: str = ""


class NewLogin(msgspec.Struct, frozen=True):
    """A browser that was just signed in: the token for its cookie, and how its account likes to read."""

    token: str
    display: dict[str, str]
    language: str


_FIND = select(Login.id, Login.account_id, Login.role, Login.created_at, Login.seen_at).where(
    Login.token_hash == bindparam("hash")
)
_ACCOUNT = select(Login.account_id).where(Login.token_hash == bindparam("hash"))
_SEEN = update(Login).where(Login.id == bindparam("of_login")).values(seen_at=bindparam("now"))
_END = delete(Login).where(Login.token_hash == bindparam("hash"))
_OF_ACCOUNT = delete(Login).where(Login.account_id == bindparam("of_account"))
_END_ONE = _OF_ACCOUNT.where(Login.id == bindparam("of_login"))
_END_OTHERS = _OF_ACCOUNT.where(Login.id != bindparam("but_login"))
_ALL = (
    select(Login.id, Login.account_id, Login.role, Login.created_at, Login.seen_at)
    .where(Login.account_id == bindparam("of_account"))
    .order_by(Login.seen_at.desc(), Login.id.desc())
)


def begin(db: Db, account_id: int, role: str, *, now: datetime, instead_of: str | None = None) -> str:
    """Sign a browser in and return its new token; what it was signed in to before ends."""
    if instead_of:
        end(db, instead_of)
    token = ids.token()
    row = {
        "token_hash": ids.digest(token),
        "account_id": account_id,
        "role": role,
        "created_at": now,
        "seen_at": now,
    }
    db.execute(insert(Login), row)
    return token


def find(db: Db, token: str, *, now: datetime) -> SignedIn | None:
    """Who this token signs in, if it does and has not run out."""
    row = db.execute(_FIND, {"hash": ids.digest(token)}).one_or_none()
    if row is None:
        return None
    found = SignedIn(*row)
    return found if _lasts(found, now) else None


def all_of(db: Db, account_id: int, *, now: datetime) -> list[SignedIn]:
    """Every sign-in of an account that has not run out, the one seen last first."""
    found = [SignedIn(*row) for row in db.execute(_ALL, {"of_account": account_id})]
    return [each for each in found if _lasts(each, now)]


def account_of(db: Db, token: str) -> int | None:
    """Whose sign-in this is or was, also when it has run out; None for one that nobody remembers."""
    return db.execute(_ACCOUNT, {"hash": ids.digest(token)}).scalar_one_or_none()


def seen(db: Db, login_id: int, *, now: datetime) -> None:
    """The browser was here."""
    db.execute(_SEEN, {"of_login": login_id, "now": now})


def end(db: Db, token: str) -> None:
    """Sign the browser out."""
    db.execute(_END, {"hash": ids.digest(token)})


def end_one(db: Db, account_id: int, login_id: int) -> int:
    """Sign one browser of an account out; how many that were."""
    return db.execute(_END_ONE, {"of_account": account_id, "of_login": login_id}).rowcount


def end_others(db: Db, account_id: int, login_id: int) -> int:
    """Sign all browsers of an account out but one; how many that were."""
    return db.execute(_END_OTHERS, {"of_account": account_id, "but_login": login_id}).rowcount


def end_all(db: Db, account_id: int) -> int:
    """Sign every browser of an account out; how many that were."""
    return db.execute(_OF_ACCOUNT, {"of_account": account_id}).rowcount


def forget_old(db: Db, *, now: datetime) -> None:
    """Delete what ran out some time ago."""
    now -= REMEMBERED
    db.execute(delete(Login).where(or_(Login.created_at < now - LIFE, Login.seen_at < now - IDLE["person"])))


def _lasts(found: SignedIn, now: datetime) -> bool:
    """Whether a sign-in has not run out."""
    return now < min(found.created_at + LIFE, found.seen_at + IDLE.get(found.role, STAFF_IDLE))
