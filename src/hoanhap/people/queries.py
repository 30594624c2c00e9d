"""People, read for pages and for those who have to reach them."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, select

from hoanhap.base.db import Db
from hoanhap.base.errors import Missing
from hoanhap.people.model import Account, CodeRequest, Person


class CodeRequestView(msgspec.Struct, frozen=True):
    """A code on its way to a phone."""

    id: int
    token: str
    phone: str
    expires_at: datetime
    used_at: datetime | None
    language: str


_CODE_REQUEST = select(
    CodeRequest.id,
    CodeRequest.token,
    CodeRequest.phone,
    CodeRequest.expires_at,
    CodeRequest.used_at,
    CodeRequest.language,
).where(CodeRequest.token == bindparam("of_token"))
_NAMES = (
    select(Person.full_name).where(Person.account_id == bindparam("of_account")).order_by(Person.id.desc()).limit(1)
)


def code_request(db: Db, token: str) -> CodeRequestView:
    """The code asked for under this token; `Missing` if there is none."""
    row = db.execute(_CODE_REQUEST, {"of_token": token}).one_or_none()
    if row is None:
        raise Missing
    return CodeRequestView(*row)


def phone_of(db: Db, account_id: int) -> str:
    """The phone of an account, in E.164."""
    return db.execute(select(Account.phone).where(Account.id == account_id)).scalar_one()


def latest_name(db: Db, account_id: int) -> str:
    """The name last used with an account, or nothing."""
    return db.execute(_NAMES, {"of_account": account_id}).scalar_one_or_none() or ""
