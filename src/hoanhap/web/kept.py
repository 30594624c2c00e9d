"""Forms that were sent when the sign-in had run out: kept for their person until they have signed in again.

What was typed stands in our own table, never in an address or a cookie; the browser has only a random token, and
only its hash is stored. Each sign-in that has run out keeps one form, the latest.
"""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import JSON, ForeignKey, String, bindparam, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from hoanhap.base import ids
from hoanhap.base.db import Db, Table
from hoanhap.web import login

LIFE = timedelta(hours=24)
"""Long enough for whoever must first find the phone, or somebody who reads the code to them (WCAG 2.2.5)."""
LARGEST = 4096
"""Bytes of a form that is kept: more than any of ours has."""


class KeptForm(Table):
    """What was typed, and where it was going."""

    __tablename__ = "kept_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    login_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    address: Mapped[str] = mapped_column(String(4096))
    doing: Mapped[str] = mapped_column(String(200))
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(index=True)


class Unfinished(msgspec.Struct, frozen=True):
    """A form that somebody sent: where it was going, what it does in words, and what was typed."""

    address: str
    doing: str
    fields: dict[str, str]


_OF_LOGIN = delete(KeptForm).where(KeptForm.login_hash == bindparam("of_login"))
_OF_TOKEN = delete(KeptForm).where(KeptForm.token_hash == bindparam("of_token"))
_FIND = select(KeptForm.address, KeptForm.doing, KeptForm.fields).where(
    KeptForm.token_hash == bindparam("of_token"),
    KeptForm.account_id == bindparam("of_account"),
    KeptForm.kept_at > bindparam("after"),
)


def keep(db: Db, unfinished: Unfinished, login_token: str, *, now: datetime) -> str | None:
    """Keep a form for whoever was signed in until now, and return the token under which they find it.

    None where there is nobody to keep it for, or too much to keep.
    """
    account_id = login.account_of(db, login_token)
    if account_id is None or len(msgspec.json.encode(unfinished)) > LARGEST:
        return None
    token, of_login = ids.token(), ids.digest(login_token)
    db.execute(_OF_LOGIN, {"of_login": of_login})
    row = {
        "token_hash": ids.digest(token),
        "login_hash": of_login,
        "account_id": account_id,
        "kept_at": now,
        **msgspec.structs.asdict(unfinished),
    }
    db.execute(insert(KeptForm), row)
    return token


def find(db: Db, token: str, account_id: int, *, now: datetime) -> Unfinished | None:
    """What was kept under this token, for the account that sent it and nobody else."""
    values = {"of_token": ids.digest(token), "of_account": account_id, "after": now - LIFE}
    row = db.execute(_FIND, values).one_or_none()
    return None if row is None else Unfinished(*row)


def drop(db: Db, token: str) -> None:
    """It is being sent again: nothing is kept any longer."""
    db.execute(_OF_TOKEN, {"of_token": ids.digest(token)})


def forget_old(db: Db, *, now: datetime) -> None:
    """Delete what nobody came back for."""
    db.execute(delete(KeptForm).where(KeptForm.kept_at <= now - LIFE))
