"""Signing in at work by two proofs, and changing them: every proof counts once, and every limit ends by itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update

from hoanhap import people
from hoanhap.base import ids
from hoanhap.base.db import Db
from hoanhap.events import Actor, Fact, record
from hoanhap.people import Limit
from hoanhap.staff import keys, queries, rules
from hoanhap.staff.model import Credential, Entrance, RecoveryCode
from hoanhap.staff.queries import CredentialView, EntranceOver
from hoanhap.staff.rules import Check
from hoanhap.web import login
from hoanhap.web.login import NewLogin

PASSWORDS_PER_PHONE = Limit("passwords-phone", 10, timedelta(minutes=15))
PASSWORDS_PER_ADDRESS = Limit("passwords-address", 120, timedelta(minutes=15))
"""Generous: a whole office shares one network address."""
STEPS_PER_ACCOUNT = Limit("second-steps", 10, timedelta(minutes=15))
"""Counted for the account, not for the way in: a new one does not start the count anew (NIST SP 800-63B-4)."""


class Entered(msgspec.Struct, frozen=True):
    """What became of a second proof; the new sign-in and its role only if it was right."""

    check: Check
    new: NewLogin | None = None
    role: str = ""


class StaffSignedIn(Fact, frozen=True):
    """Somebody came in by two proofs; which one the second was."""

    announced = False
    second: str


class PasswordChanged(Fact, frozen=True):
    """Somebody has another password from now on."""

    account_id: int


class AuthenticatorChanged(Fact, frozen=True):
    """Somebody has another authenticator from now on."""

    account_id: int


class RecoveryCodesMade(Fact, frozen=True):
    """Somebody has new recovery codes; the earlier ones are good for nothing any more."""

    announced = False


class SignInsEnded(Fact, frozen=True):
    """Somebody signed other browsers of theirs out."""

    announced = False
    count: int


_TAKE_STEP = (
    update(Credential)
    .where(Credential.account_id == bindparam("of_account"), Credential.last_step < bindparam("new_step"))
    .values(last_step=bindparam("new_step"))
)
_USE_CODE = (
    update(RecoveryCode)
    .where(RecoveryCode.account_id == bindparam("of_account"), RecoveryCode.code_hash == bindparam("of_hash"))
    .where(RecoveryCode.used_at.is_(None))
    .values(used_at=bindparam("now"))
)
_FORGET_CODES = delete(RecoveryCode).where(RecoveryCode.account_id == bindparam("of_account"))
_CHANGE = update(Credential).where(Credential.account_id == bindparam("of_account"))
_KEEP_HASH = _CHANGE.where(Credential.password_hash == bindparam("old_hash")).values(
    password_hash=bindparam("new_hash")
)
_SET_PASSWORD = _CHANGE.values(password_hash=bindparam("new_hash"), password_set_at=bindparam("now"))
_SET_AUTHENTICATOR = _CHANGE.values(
    authenticator=bindparam("new_secret"), authenticator_set_at=bindparam("now"), last_step=bindparam("new_step")
)
_DONE = (
    update(Entrance)
    .where(Entrance.id == bindparam("of_entrance"), Entrance.done_at.is_(None))
    .values(done_at=bindparam("now"), proof=bindparam("new_proof"))
)
_FORGET_WAYS = delete(Entrance).where(Entrance.account_id == bindparam("of_account"), Entrance.invitation_id.is_(None))
_LOCK_ENTRANCE = select(Entrance.id).where(Entrance.token_hash == bindparam("of_hash")).with_for_update()


def check_password(
    db: Db, phone: str, found: CredentialView | None, *, is_right: bool, address: str, secret: str, now: datetime
) -> tuple[Check, str | None]:
    """Count a try, and let whoever knows the password on to the second step: the token of the way in.

    Never refuses, so that tries stay counted. Whoever has no work here any more is told the same as a wrong password.
    """
    for limit, key in ((PASSWORDS_PER_PHONE, phone), (PASSWORDS_PER_ADDRESS, address)):
        if people.count(db, limit, ids.sealed(secret, key), now=now) > limit.most:
            return Check.TOO_MANY, None
    stands = queries.credential_of_phone(db, phone)
    is_same = found is not None and stands is not None and stands.password_hash == found.password_hash
    if stands is None or not (is_right and is_same and queries.role(db, stands)):
        return Check.WRONG, None
    return Check.ACCEPTED, enter(db, stands.account_id, now=now)


def enter(db: Db, account_id: int, *, now: datetime, invitation_id: int | None = None) -> str:
    """Let a browser on its way in, and return its token."""
    token = ids.token()
    values = {
        "token_hash": ids.digest(token),
        "account_id": account_id,
        "invitation_id": invitation_id,
        "began_at": now,
    }
    db.execute(insert(Entrance), values)
    return token


def check_second_step(db: Db, token: str, typed: str, *, secret: str, instead_of: str | None, now: datetime) -> Entered:
    """Sign a browser in that has shown a password and now a code; the same code sent again at once is the same press.

    Never refuses for a code, so that tries stay counted; refuses with `EntranceOver`.
    """
    lock_entrance(db, token)
    on_the_way = queries.entrance(db, token, now=now)
    found = queries.credential(db, on_the_way.account_id)
    as_what = queries.role(db, found) if found else None
    if found is None or as_what is None or on_the_way.invitation_id is not None:
        raise EntranceOver
    proof = ids.sealed(secret, token, typed)
    if on_the_way.done_at is not None:
        if not (rules.is_again(on_the_way.done_at, now=now) and ids.is_same(on_the_way.proof or "", proof)):
            raise EntranceOver
        return come_in(db, found.account_id, as_what, instead_of=instead_of, now=now)
    if people.count(db, STEPS_PER_ACCOUNT, str(found.account_id), now=now) > STEPS_PER_ACCOUNT.most:
        return Entered(Check.TOO_MANY)
    by = Actor(found.account_id, as_what)
    second = take_second_step(db, found, typed, secret=secret, now=now)
    if second is None:
        return Entered(Check.WRONG)
    done(db, on_the_way.id, proof, now=now)
    record(db, StaffSignedIn(second), by=by, at=now)
    return come_in(db, found.account_id, as_what, instead_of=instead_of, now=now)


def lock_entrance(db: Db, token: str) -> None:
    """Let others who go the same way in wait until this transaction is over."""
    db.execute(_LOCK_ENTRANCE, {"of_hash": ids.digest(token)})


def done(db: Db, entrance_id: int, proof: str, *, now: datetime) -> None:
    """Whoever was on the way in is in, by this proof."""
    db.execute(_DONE, {"of_entrance": entrance_id, "new_proof": proof, "now": now})


def close_ways(db: Db, account_id: int) -> None:
    """Whoever is on the way in by a password that is one no more has to begin again."""
    db.execute(_FORGET_WAYS, {"of_account": account_id})


def come_in(db: Db, account_id: int, as_what: str, *, instead_of: str | None, now: datetime) -> Entered:
    """Sign a browser in as what its person is at work."""
    return Entered(
        Check.ACCEPTED, people.sign_in(db, account_id, now=now, instead_of=instead_of, role=as_what), as_what
    )


def take_second_step(db: Db, found: CredentialView, typed: str, *, secret: str, now: datetime) -> str | None:
    """Take a code of the authenticator or a recovery code, each once; which it was, or None for a wrong one."""
    if rules.is_recovery_code(typed):
        values = {"of_hash": keys.recovery_hash(typed, found.account_id, key=secret), "now": now}
        return "recovery code" if db.execute(_USE_CODE, values | {"of_account": found.account_id}).rowcount else None
    readable = keys.unlocked(found.authenticator, found.account_id, key=secret)
    step = rules.matching_step(readable, typed, now=now) if readable else None
    if step is None or not db.execute(_TAKE_STEP, {"of_account": found.account_id, "new_step": step}).rowcount:
        return None
    return "authenticator"


def keep_hash(db: Db, found: CredentialView, new_hash: str) -> None:
    """Keep a password that was right with the parameters of today, unless it was changed meanwhile."""
    values = {"of_account": found.account_id, "old_hash": found.password_hash, "new_hash": new_hash}
    db.execute(_KEEP_HASH, values)


def change_password(
    db: Db, found: CredentialView, new_hash: str, *, is_right: bool, login_id: int, by: Actor, now: datetime
) -> Check:
    """Change one's password, for whoever knows the present one; every other browser is signed out.

    Never refuses, so that tries stay counted.
    """
    check = check_again(db, found, is_right=is_right, now=now)
    if check is Check.ACCEPTED:
        db.execute(_SET_PASSWORD, {"of_account": found.account_id, "new_hash": new_hash, "now": now})
        login.end_others(db, found.account_id, login_id)
        close_ways(db, found.account_id)
        record(db, PasswordChanged(found.account_id), by=by, at=now)
    return check


def change_authenticator(
    db: Db,
    found: CredentialView,
    readable: str,
    typed: str,
    *,
    is_right: bool,
    secret: str,
    login_id: int,
    by: Actor,
    now: datetime,
) -> tuple[Check, Check]:
    """Change one's authenticator, for whoever knows the password, to one that shows the right code.

    What became of the password, and of the code. Every other browser is signed out.
    """
    if is_right and keys.unlocked(found.authenticator, found.account_id, key=secret) == readable:
        return Check.ACCEPTED, Check.ACCEPTED  # the button was pressed twice
    check = check_again(db, found, is_right=is_right, now=now)
    step = rules.matching_step(readable, typed, now=now)
    if check is not Check.ACCEPTED or step is None:
        return check, Check.WRONG if step is None else Check.ACCEPTED
    kept = keys.locked(readable, found.account_id, key=secret)
    values = {"of_account": found.account_id, "new_secret": kept, "new_step": step, "now": now}
    db.execute(_SET_AUTHENTICATOR, values)
    login.end_others(db, found.account_id, login_id)
    record(db, AuthenticatorChanged(found.account_id), by=by, at=now)
    return check, Check.ACCEPTED


def change_recovery_codes(
    db: Db, found: CredentialView, codes: Sequence[str], *, is_right: bool, secret: str, by: Actor, now: datetime
) -> Check:
    """Make new recovery codes for whoever knows the password."""
    check = check_again(db, found, is_right=is_right, now=now)
    if check is Check.ACCEPTED:
        make_recovery_codes(db, found.account_id, codes, secret=secret, by=by, now=now)
    return check


def make_recovery_codes(
    db: Db, account_id: int, codes: Sequence[str], *, secret: str, by: Actor, now: datetime
) -> None:
    """Give somebody new recovery codes; the same ones given again change nothing."""
    hashes = [keys.recovery_hash(code, account_id, key=secret) for code in codes]
    if queries.is_recovery_code(db, account_id, hashes[0]):
        return
    db.execute(_FORGET_CODES, {"of_account": account_id})
    db.execute(insert(RecoveryCode), [{"account_id": account_id, "code_hash": each} for each in hashes])
    record(db, RecoveryCodesMade(), by=by, at=now)


def check_again(db: Db, found: CredentialView, *, is_right: bool, now: datetime) -> Check:
    """Count a try of somebody who is in already: a browser left open is no way to guess."""
    if people.count(db, STEPS_PER_ACCOUNT, str(found.account_id), now=now) > STEPS_PER_ACCOUNT.most:
        return Check.TOO_MANY
    return Check.ACCEPTED if is_right else Check.WRONG


def end_sign_ins(db: Db, login_id: int, which: int | None, *, by: Actor, now: datetime) -> None:
    """Sign another browser of one's own out, or all others; one that is out already stays out."""
    assert by.account_id is not None
    own = by.account_id
    count = login.end_others(db, own, login_id) if which is None else login.end_one(db, own, which)
    if count:
        record(db, SignInsEnded(count), by=by, at=now)


def forget_old(db: Db, *, now: datetime) -> None:
    """Delete ways in that nobody can go any more, and counts that mean nothing."""
    db.execute(delete(Entrance).where(Entrance.began_at <= now - rules.ENTRANCE_LIFE))
    people.forget_counts(db, (PASSWORDS_PER_PHONE, PASSWORDS_PER_ADDRESS, STEPS_PER_ACCOUNT), now=now)
