"""One's own page at work: password, authenticator, recovery codes, and where one is signed in."""

from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency

from hoanhap.base import ids
from hoanhap.base.db import Database
from hoanhap.base.errors import Missing
from hoanhap.base.phone import national
from hoanhap.staff import ceremonies, forms, keys, passkeys, queries, rules, verbs
from hoanhap.staff.ceremonies import Ceremony
from hoanhap.staff.pages import WRONG_CODE
from hoanhap.staff.queries import CredentialView, OwnAccount
from hoanhap.staff.rules import TOO_MANY, Check
from hoanhap.staff.welcome import AuthenticatorPage, authenticator_page, codes_cookie
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, actor, seen, who
from hoanhap.web.security import WORKERS
from hoanhap.web.visitor import CODES_COOKIE, Asked, cookies, settings_of

ACCOUNT = "/staff/account"
DONE = ("password", "authenticator", "codes", "passkey", "removed", "ended")
OTHERS = "others"
LONGEST_ID = 18


class AccountPage(msgspec.Struct, frozen=True):
    """What somebody signs in with, and where they are signed in; `done` is what they changed just now."""

    own: OwnAccount
    login_id: int
    done: str
    can_add: bool
    """Whether browsers make passkeys for this site at all."""


class PasskeyPage(msgspec.Struct, frozen=True):
    """What a browser is asked that makes a passkey."""

    ticket: str
    options: str


class CodesPage(msgspec.Struct, frozen=True):
    """New recovery codes, to be written down; without them, how many are left of the present ones."""

    codes: list[str]
    left: int
    key: str


@get(ACCOUNT, audience=WORKERS, name="staff account")
async def account(request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]) -> Page:
    """Everything about one's own sign-in."""
    me, done = who(request), pages.asked(request).value("done")
    own = await db.read(queries.own_account, me.account_id, now=now)
    can_add = own.credential is not None and ceremonies.site_of(settings_of(request).base_url) is not None
    return Page("staff/account.html", AccountPage(own, me.login_id, done if done in DONE else "", can_add))


@post(f"{ACCOUNT}/sign-ins", audience=WORKERS, name="end sign-ins")
async def end_sign_ins(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Response[bytes]:
    """Sign one other browser out, or all others."""
    which = pages.posted(request).value("which")
    if which != OTHERS and not (which.isascii() and which.isdigit() and len(which) < LONGEST_ID):
        raise Missing
    number = None if which == OTHERS else int(which)
    await db.write(verbs.end_sign_ins, who(request).login_id, number, by=actor(request), now=now)
    return seen(f"{ACCOUNT}?done=ended")


@get(f"{ACCOUNT}/password", audience=WORKERS, name="own password")
async def password(request: Asked, db: NamedDependency[Database]) -> Page:
    """Ask for the present password and a new one."""
    return Page("staff/password.html", await _credential(request, db))


@post(f"{ACCOUNT}/password", audience=WORKERS, name="change one's password", secret=True)
async def change_password(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Page | Response[bytes]:
    """Change one's password; every other browser is signed out."""
    form, mine = pages.posted(request), await _credential(request, db)
    present = forms.present_password(form)
    chosen = forms.new_password(form, rules.known_of(mine.phone, mine.full_name))
    if not form.ok:
        return pages.invalid("staff/password.html", mine, form)
    # Whoever types the present one as the new one knows it too: the button was pressed twice.
    is_right = await keys.is_password(present, mine.password_hash) or await keys.is_password(chosen, mine.password_hash)
    check = await db.write(
        verbs.change_password,
        mine,
        await keys.hashed(chosen),
        is_right=is_right,
        login_id=who(request).login_id,
        by=actor(request),
        now=now,
    )
    if check is not Check.ACCEPTED:
        _wrong_password(form, check)
        return pages.invalid("staff/password.html", mine, form)
    return seen(f"{ACCOUNT}?done=password")


@get(f"{ACCOUNT}/authenticator", audience=WORKERS, name="own authenticator")
async def authenticator(request: Asked, db: NamedDependency[Database]) -> Page:
    """Show what another authenticator needs, and ask for its code and the password."""
    mine = await _credential(request, db)
    return Page("staff/authenticator.html", _authenticator(request, mine, ids.token()))


@post(f"{ACCOUNT}/authenticator", audience=WORKERS, name="change one's authenticator", secret=True)
async def change_authenticator(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Page | Response[bytes]:
    """Change one's authenticator; every other browser is signed out."""
    form, mine = pages.posted(request), await _credential(request, db)
    typed, present = forms.authenticator_code(form), forms.present_password(form)
    key = forms.key_of(form)
    page = _authenticator(request, mine, key)
    if not form.ok:
        return pages.invalid("staff/authenticator.html", page, form)
    of_password, of_code = await db.write(
        verbs.change_authenticator,
        mine,
        _secret(request, key),
        typed,
        is_right=await keys.is_password(present, mine.password_hash),
        secret=settings_of(request).secret_key,
        login_id=who(request).login_id,
        by=actor(request),
        now=now,
    )
    if of_code is not Check.ACCEPTED:
        form.wrong("code", form.translate(WRONG_CODE))
    if of_password is not Check.ACCEPTED:
        _wrong_password(form, of_password)
    if not form.ok:
        return pages.invalid("staff/authenticator.html", page, form)
    return seen(f"{ACCOUNT}?done=authenticator")


@get(f"{ACCOUNT}/recovery-codes", audience=WORKERS, name="recovery codes")
async def recovery_codes(request: Asked, db: NamedDependency[Database]) -> Page:
    """The codes that were made just now, in large type; or how many are left, and the way to new ones."""
    await _credential(request, db)
    return Page("staff/recovery_codes.html", await _codes(request, db))


@post(f"{ACCOUNT}/recovery-codes", audience=WORKERS, name="make recovery codes", secret=True)
async def make_recovery_codes(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Page | Response[bytes]:
    """Make new recovery codes; the earlier ones are good for nothing any more."""
    form, mine, secret = pages.posted(request), await _credential(request, db), settings_of(request).secret_key
    present, key = forms.present_password(form), forms.key_of(form)
    if not form.ok:
        return pages.invalid("staff/recovery_codes.html", await _codes(request, db, key=key), form)
    seed = ids.sealed(secret, "recovery codes", key)
    check = await db.write(
        verbs.change_recovery_codes,
        mine,
        keys.recovery_codes(seed, key=secret),
        is_right=await keys.is_password(present, mine.password_hash),
        secret=secret,
        by=actor(request),
        now=now,
    )
    if check is not Check.ACCEPTED:
        _wrong_password(form, check)
        return pages.invalid("staff/recovery_codes.html", await _codes(request, db, key=key), form)
    return seen(f"{ACCOUNT}/recovery-codes", cookies=[codes_cookie(request, seed)])


@get(f"{ACCOUNT}/passkeys/new", audience=WORKERS, name="own passkey")
async def passkey(request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]) -> Page:
    """Ask what a passkey is called, and for the password; the browser makes the key."""
    mine = await _credential(request, db)
    return Page("staff/passkey.html", await _passkey_page(request, db, mine, now=now))


@post(f"{ACCOUNT}/passkeys/new", audience=WORKERS, name="add a passkey", secret=True)
async def add_passkey(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Page | Response[bytes]:
    """Keep the passkey that this browser has made."""
    form, mine = pages.posted(request), await _credential(request, db)
    name, present, ticket = forms.passkey_name(form), forms.present_password(form), form.value("ticket")
    one = _ceremony(request, ticket)
    made = ceremonies.made(one, form.value("answer")) if ceremonies.is_fresh(ticket, now=now) else None
    if made is None:
        form.wrong("passkey_name", form.translate(N_("Trình duyệt chưa tạo được khóa. Mời quý vị thử lại.")))
    if form.ok and made is not None:
        is_right = await keys.is_password(present, mine.password_hash)
        check = await db.write(passkeys.add, mine, made, name, is_right=is_right, by=actor(request), now=now)
        if check is Check.ACCEPTED:
            return seen(f"{ACCOUNT}?done=passkey")
        if check is None:
            form.wrong("passkey_name", form.translate(N_("Quý vị đã có 10 khóa. Gỡ bớt một khóa rồi thêm.")))
        else:
            _wrong_password(form, check)
    return pages.invalid("staff/passkey.html", await _passkey_page(request, db, mine, now=now), form)


@post(f"{ACCOUNT}/passkeys", audience=WORKERS, name="remove a passkey", doing=N_("Gỡ một khóa truy cập."))
async def remove_passkey(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Response[bytes]:
    """Take one's own passkey away."""
    which = pages.posted(request).value("which")
    if not (which.isascii() and which.isdigit() and len(which) < LONGEST_ID):
        raise Missing
    await db.write(passkeys.remove, int(which), by=actor(request), now=now)
    return seen(f"{ACCOUNT}?done=removed")


def _ceremony(request: Asked, ticket: str) -> Ceremony:
    """The making of a passkey in this sign-in alone; `Missing` where browsers make none for this site."""
    settings = settings_of(request)
    site = ceremonies.site_of(settings.base_url)
    if site is None:
        raise Missing
    return ceremonies.ceremony(site, ticket, f"login {who(request).login_id}", secret=settings.secret_key)


async def _passkey_page(request: Asked, db: Database, mine: CredentialView, *, now: datetime) -> PasskeyPage:
    ticket = ceremonies.ticket(now)
    one = _ceremony(request, ticket)
    names = [each.key_id for each in await db.read(queries.passkeys, mine.account_id)]
    secret = settings_of(request).secret_key
    options = ceremonies.options_to_make(
        one, account_id=mine.account_id, phone=national(mine.phone), names=names, secret=secret
    )
    return PasskeyPage(ticket, options)


async def _credential(request: Asked, db: Database) -> CredentialView:
    """One's own; `Missing` for a sample account, which has none."""
    found = await db.read(queries.credential, who(request).account_id)
    if found is None:
        raise Missing
    return found


async def _codes(request: Asked, db: Database, *, key: str = "") -> CodesPage:
    """What this browser may see of one's recovery codes."""
    me, secret = who(request).account_id, settings_of(request).secret_key
    left = await db.read(queries.recovery_codes_left, me)
    seed = cookies(request).get(CODES_COOKIE, "")
    codes = keys.recovery_codes(seed, key=secret) if seed else []
    is_mine = bool(codes) and await db.read(queries.is_recovery_code, me, keys.recovery_hash(codes[0], me, key=secret))
    return CodesPage(codes if is_mine else [], left, key or ids.token())


def _secret(request: Asked, key: str) -> str:
    """The secret of a form's authenticator, of this sign-in alone."""
    secret_key = settings_of(request).secret_key
    return rules.authenticator_secret(ids.sealed(secret_key, "authenticator", str(who(request).login_id), key))


def _authenticator(request: Asked, mine: CredentialView, key: str) -> AuthenticatorPage:
    return authenticator_page(_secret(request, key), mine.phone, key=key)


def _wrong_password(form: Form, check: Check) -> None:
    form.wrong("password", form.translate(TOO_MANY if check is Check.TOO_MANY else WRONG))


WRONG = N_("Mật khẩu hiện tại chưa đúng. Mời quý vị nhập lại.")

ROUTES = [
    account,
    end_sign_ins,
    password,
    change_password,
    authenticator,
    change_authenticator,
    recovery_codes,
    make_recovery_codes,
    passkey,
    add_passkey,
    remove_passkey,
]
