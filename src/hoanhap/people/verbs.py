"""Signing in by a code sent to a phone, and the persons behind an account."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import bindparam, delete, insert, select, text, update

from hoanhap.base import ids
from hoanhap.base.db import Db, insert_unless
from hoanhap.base.errors import N_, Missing, Refusal
from hoanhap.base.text import fold
from hoanhap.events import Actor, Fact, record
from hoanhap.people import rules
from hoanhap.people.model import Account, CodeRequest, Person, Tally
from hoanhap.people.rules import CodeCheck, Limit
from hoanhap.web import login
from hoanhap.web.login import NewLogin
from hoanhap.web.look import Look

PERSON_ROLE = "person"


class TooManyCodes(Refusal):
    """The phone or the network address has asked for many codes within the hour."""

    status = 429
    heading = N_("Quý vị đã xin nhiều mã")
    sentence = N_("Mời quý vị dùng mã mới nhất, hoặc thử lại sau một tiếng. Quý vị cũng có thể gọi đường dây hỗ trợ.")


class CodeRequested(Fact, frozen=True):
    """A code waits to be sent to a phone; the code itself is never part of the log."""

    code_request_id: int


class SignedIn(Fact, frozen=True):
    """A phone was confirmed by its code."""

    announced = False


class LookChosen(Fact, frozen=True):
    """An account's pages look otherwise from now on; how is not part of the log, for it tells how somebody sees."""

    announced = False


class Checked(msgspec.Struct, frozen=True):
    """The outcome of a typed code; the account only if it was accepted."""

    outcome: CodeCheck
    account_id: int | None = None


class Named(msgspec.Struct, frozen=True):
    """A person, and whether they were noted just now: somebody new has nothing booked."""

    id: int
    is_new: bool


# The same words on SQLite and PostgreSQL; SQLAlchemy has no neutral construct for them.
_COUNT = text(
    "INSERT INTO tally (key, period, count) VALUES (:key, :period, 1) "
    "ON CONFLICT (key, period) DO UPDATE SET count = tally.count + 1 RETURNING count"
)
_REQUEST = select(
    CodeRequest.id, CodeRequest.phone, CodeRequest.code_hash, CodeRequest.expires_at, CodeRequest.used_at
).where(CodeRequest.token == bindparam("of_token"))
_USE = (
    update(CodeRequest)
    .where(CodeRequest.id == bindparam("of_id"), CodeRequest.used_at.is_(None))
    .values(used_at=bindparam("now"), code=None)
)
_ACCOUNT = select(Account.id).where(Account.phone == bindparam("of_phone"))
_READER = select(Account.display, Account.language).where(Account.id == bindparam("of_account"))
_NEW_PERSON = insert_unless(Person, "account_id", "folded_name").returning(Person.id)
_PERSON = (
    select(Person.id)
    .where(Person.account_id == bindparam("of_account"), Person.folded_name == bindparam("folded"))
    .with_for_update(key_share=True)
)
_PERSONS = (
    select(Person.id)
    .where(Person.id.in_(bindparam("of_persons", expanding=True)))
    .order_by(Person.id)
    .with_for_update(key_share=True)
)


def request_code(db: Db, phone: str, *, language: str, address: str, secret: str, now: datetime) -> str:
    """Make a code for a phone, to be sent by the worker, and return the token under which it is checked.

    Refuses with `TooManyCodes`. Says nothing about whether the phone has an account.
    """
    for limit, key in ((rules.CODES_PER_PHONE, phone), (rules.CODES_PER_ADDRESS, address)):
        if count(db, limit, ids.sealed(secret, key), now=now) > limit.most:
            raise TooManyCodes
    token, code = ids.token(), ids.one_time_code()
    request_id = db.execute(
        insert(CodeRequest),
        {
            "token": token,
            "phone": phone,
            "code": code,
            "code_hash": ids.sealed(secret, token, code),
            "language": language,
            "created_at": now,
            "expires_at": now + rules.CODE_LIFE,
        },
    ).inserted_primary_key
    assert request_id is not None  # an insert of one row always knows its key
    record(db, CodeRequested(request_id[0]), by=Actor(None, "visitor"), at=now)
    return token


def check_code(
    db: Db,
    token: str,
    typed: str,
    *,
    secret: str,
    language: str,
    now: datetime,
    is_asker: bool = False,
    is_done: bool = False,
) -> Checked:
    """Check a typed code and count the try. Never refuses, so that tries stay counted.

    A code is accepted once; the same one sent once more within a minute from the browser that asked for it is answered
    as `AGAIN`. Where what it was for `is_done`, that is all it is still good for.
    """
    request = db.execute(_REQUEST, {"of_token": token}).one_or_none()
    if request is None:
        raise Missing
    tries = count(db, rules.TRIES_PER_PHONE, ids.sealed(secret, request.phone), now=now)
    outcome = rules.judge(
        is_same=ids.is_same(request.code_hash, ids.sealed(secret, token, typed)),
        used_at=request.used_at,
        expires_at=request.expires_at,
        tries=tries,
        now=now,
    )
    if (outcome is CodeCheck.ACCEPTED and is_done) or (outcome is CodeCheck.AGAIN and not is_asker):
        return Checked(CodeCheck.EXPIRED)
    if outcome is CodeCheck.ACCEPTED and not db.execute(_USE, {"of_id": request.id, "now": now}).rowcount:
        outcome = CodeCheck.AGAIN if is_asker else CodeCheck.EXPIRED  # another press of the button was quicker
    if outcome not in {CodeCheck.ACCEPTED, CodeCheck.AGAIN}:
        return Checked(outcome)
    account_id = account_for(db, request.phone, language=language, now=now)
    record(db, SignedIn(), by=Actor(account_id, PERSON_ROLE), at=now)
    return Checked(outcome, account_id)


def sign_in_by_code(
    db: Db,
    token: str,
    typed: str,
    *,
    secret: str,
    language: str,
    instead_of: str | None,
    now: datetime,
    is_asker: bool = False,
) -> tuple[CodeCheck, NewLogin | None]:
    """Check a typed code and, when it is right, sign the browser in: both, or neither."""
    checked = check_code(db, token, typed, secret=secret, language=language, now=now, is_asker=is_asker)
    if checked.account_id is None:
        return checked.outcome, None
    return checked.outcome, sign_in(db, checked.account_id, now=now, instead_of=instead_of)


def sign_in(db: Db, account_id: int, *, now: datetime, instead_of: str | None, role: str = PERSON_ROLE) -> NewLogin:
    """Sign a browser in to an account. A code alone makes nobody more than a person, whatever the account may be."""
    account = db.execute(_READER, {"of_account": account_id}).one()
    token = login.begin(db, account_id, role, now=now, instead_of=instead_of)
    return NewLogin(token, account.display, account.language)


def sign_in_to_sample(db: Db, phone: str, role: str, *, now: datetime, instead_of: str | None) -> NewLogin:
    """Sign a browser in to a sample account of the demo, made now if it is not there yet."""
    account_id = account_for(db, phone, language="vi", now=now, role=role)
    return sign_in(db, account_id, now=now, instead_of=instead_of, role=role)


def keep_look(db: Db, look: Look | None, *, language: str, by: Actor, now: datetime) -> None:
    """Keep with an account how its pages look; None forgets it. What is kept already is no change."""
    display = look.parts if look else {}
    kept = db.execute(_READER, {"of_account": by.account_id}).one()
    if (kept.display, kept.language) != (display, language):
        db.execute(update(Account).where(Account.id == by.account_id).values(display=display, language=language))
        record(db, LookChosen(), by=by, at=now)


def account_of(db: Db, phone: str) -> int | None:
    """The account of a phone, if there is one."""
    return db.execute(_ACCOUNT, {"of_phone": phone}).scalar_one_or_none()


def account_for(db: Db, phone: str, *, language: str, now: datetime, role: str = PERSON_ROLE) -> int:
    """The account of a phone, made now if there is none."""
    found = account_of(db, phone)
    if found is not None:
        return found
    values = {"phone": phone, "role": role, "language": language, "created_at": now}
    key = db.execute(insert(Account), values).inserted_primary_key
    assert key is not None  # as above
    return int(key[0])


def give_role(db: Db, phone: str, role: str) -> int | None:
    """Make the account of a phone something else in the house; the account, or None if that is news to nobody."""
    other = update(Account).where(Account.phone == phone, Account.role != role).values(role=role)
    return db.execute(other.returning(Account.id)).scalar_one_or_none()


def person_named(db: Db, account_id: int, full_name: str, *, now: datetime) -> Named:
    """The person of this name behind an account, noted now if new; marks and case make no difference.

    Locked: whoever looks at what the person has booked and then books waits for others who do the same.
    """
    folded = fold(full_name)
    values = {"account_id": account_id, "full_name": full_name, "folded_name": folded, "created_at": now}
    new = db.execute(_NEW_PERSON, values).scalar_one_or_none()
    if new is not None:
        return Named(new, is_new=True)
    return Named(db.execute(_PERSON, {"of_account": account_id, "folded": folded}).scalar_one(), is_new=False)


def wait_for(db: Db, person_ids: Collection[int]) -> None:
    """Wait for whatever is just being booked for these people, in the order of the rows."""
    if person_ids:
        db.execute(_PERSONS, {"of_persons": list(person_ids)}).all()


def count(db: Db, limit: Limit, key: str, *, now: datetime) -> int:
    """Count one more try and return how many there were in this period: one statement, exact over all processes."""
    values = {"key": f"{limit.name}:{key}", "period": limit.period_of(now)}
    return int(db.execute(_COUNT, values).scalar_one())


def forget_old(db: Db, *, now: datetime) -> None:
    """Delete codes and counts that no longer mean anything."""
    db.execute(delete(CodeRequest).where(CodeRequest.expires_at < now - timedelta(days=1)))
    forget_counts(db, (rules.CODES_PER_PHONE, rules.CODES_PER_ADDRESS, rules.TRIES_PER_PHONE), now=now)


def forget_counts(db: Db, limits: Iterable[Limit], *, now: datetime) -> None:
    """Delete the counts of periods that are over."""
    for limit in limits:
        is_over = Tally.period < limit.period_of(now) - 1
        db.execute(delete(Tally).where(Tally.key.startswith(f"{limit.name}:"), is_over))
