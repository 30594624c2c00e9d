"""Passkeys beside the other two proofs: adding one, coming in by it, and taking it away."""

from datetime import datetime

import msgspec
from sqlalchemy import bindparam, delete, func, select, update

from hoanhap import people
from hoanhap.base import ids
from hoanhap.base.db import Db, insert_unless
from hoanhap.events import Actor, Fact, record
from hoanhap.staff import queries, verbs
from hoanhap.staff.ceremonies import Made
from hoanhap.staff.model import Entrance, Passkey
from hoanhap.staff.queries import CredentialView
from hoanhap.staff.rules import MOST_PASSKEYS, Check
from hoanhap.staff.verbs import Entered, StaffSignedIn


class PasskeyAdded(Fact, frozen=True):
    """Somebody can come in by one more passkey."""

    account_id: int
    name: str


class PasskeyRemoved(Fact, frozen=True):
    """Somebody cannot come in by this passkey any more."""

    account_id: int
    name: str


class Kept(msgspec.Struct, frozen=True):
    """A passkey that we know: whose it is, and what its signatures are checked with."""

    id: int
    account_id: int
    made: Made


_BY_KEY = select(Passkey.id, Passkey.account_id, Passkey.key_id, Passkey.public_key, Passkey.sign_count).where(
    Passkey.key_id == bindparam("of_key")
)
_COUNT = select(func.count()).select_from(Passkey).where(Passkey.account_id == bindparam("of_account"))
_ADD = insert_unless(Passkey, "key_id")
_USED = (
    update(Passkey)
    .where(Passkey.id == bindparam("of_passkey"), Passkey.sign_count == bindparam("was"))
    .values(sign_count=bindparam("becomes"), last_used_at=bindparam("now"))
)
_REMOVE = (
    delete(Passkey)
    .where(Passkey.id == bindparam("of_passkey"), Passkey.account_id == bindparam("of_account"))
    .returning(Passkey.name)
)
_TAKE_TICKET = insert_unless(Entrance, "token_hash")


def known(db: Db, key_id: str) -> Kept | None:
    """The passkey that is known by this; None if there is none."""
    row = db.execute(_BY_KEY, {"of_key": key_id}).one_or_none()
    return Kept(row.id, row.account_id, Made(row.key_id, row.public_key, row.sign_count)) if row else None


def add(
    db: Db, found: CredentialView, made: Made, name: str, *, is_right: bool, by: Actor, now: datetime
) -> Check | None:
    """Let somebody who knows their password come in by a passkey too; the same one once more changes nothing.

    None where they have as many as anybody may. Never refuses for a password, so that tries stay counted.
    """
    check = verbs.check_again(db, found, is_right=is_right, now=now)
    if check is not Check.ACCEPTED:
        return check
    if db.execute(_COUNT, {"of_account": found.account_id}).scalar_one() >= MOST_PASSKEYS:
        return None
    values = msgspec.structs.asdict(made) | {"account_id": found.account_id, "name": name, "created_at": now}
    if db.execute(_ADD, values).rowcount:
        record(db, PasskeyAdded(found.account_id, name), by=by, at=now)
    return check


def remove(db: Db, passkey_id: int, *, by: Actor, now: datetime) -> None:
    """Take one's own passkey away; one that is gone stays gone. Password and code open as before."""
    own = by.account_id
    assert own is not None
    name = db.execute(_REMOVE, {"of_passkey": passkey_id, "of_account": own}).scalar_one_or_none()
    if name is not None:
        record(db, PasskeyRemoved(own, name), by=by, at=now)


def enter(
    db: Db,
    kept: Kept | None,
    sign_count: int | None,
    ticket: str,
    *,
    address: str,
    secret: str,
    instead_of: str | None,
    now: datetime,
) -> Entered:
    """Sign a browser in whose passkey has signed; each ticket and each state of the key's counter is good once.

    Never refuses, so that tries stay counted.
    """
    limit = verbs.PASSWORDS_PER_ADDRESS
    if people.count(db, limit, ids.sealed(secret, address), now=now) > limit.most:
        return Entered(Check.TOO_MANY)
    found = queries.credential(db, kept.account_id) if kept else None
    as_what = queries.role(db, found) if found else None
    if kept is None or as_what is None or sign_count is None or not _take(db, kept, sign_count, ticket, now=now):
        return Entered(Check.WRONG)
    record(db, StaffSignedIn("passkey"), by=Actor(kept.account_id, as_what), at=now)
    return verbs.come_in(db, kept.account_id, as_what, instead_of=instead_of, now=now)


def _take(db: Db, kept: Kept, sign_count: int, ticket: str, *, now: datetime) -> bool:
    """Use a ticket up, and move the key's counter on; False where somebody else has done so."""
    entrance = {"token_hash": ids.digest("passkey", ticket), "account_id": kept.account_id}
    if not db.execute(_TAKE_TICKET, entrance | {"began_at": now, "done_at": now}).rowcount:
        return False
    values = {"of_passkey": kept.id, "was": kept.made.sign_count, "becomes": sign_count, "now": now}
    return db.execute(_USED, values).rowcount == 1
