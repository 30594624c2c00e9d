"""The pages of signing in at work: phone and password, then a code."""

from datetime import datetime
from urllib.parse import quote

import msgspec
from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency

from hoanhap.base import ids
from hoanhap.base.db import Database
from hoanhap.staff import ceremonies, forms, keys, passkeys, queries, verbs
from hoanhap.staff.queries import PasskeyRefused
from hoanhap.staff.rules import ENTRANCE_LIFE, TOO_MANY, Check
from hoanhap.web import pages
from hoanhap.web.forms import N_, Form
from hoanhap.web.pages import Page, seen
from hoanhap.web.security import PUBLIC, Role, is_safe_path
from hoanhap.web.visitor import CEREMONY_COOKIE, ENTRANCE_COOKIE, Asked, cookies, login_cookie, settings_of

FIRST_PAGES = {Role.ADMIN.value: "/staff"}
FIRST_PAGE = "/organization"


class SignInPage(msgspec.Struct, frozen=True):
    """Where to go after signing in; empty for the first page of one's role."""

    next: str


class FirstStepPage(msgspec.Struct, frozen=True):
    """The same, and what a browser is asked that shows a passkey; empty where there are none."""

    next: str
    ticket: str = ""
    options: str = ""


@get("/staff/sign-in", audience=PUBLIC, name="staff sign-in")
async def sign_in(request: Asked, now: NamedDependency[datetime]) -> Page:
    """Ask for phone and password, or for a passkey."""
    return _first_step(request, pages.asked(request), now=now)


@post("/staff/sign-in", audience=PUBLIC, name="check a password", secret=True)
async def check_password(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Page | Response[bytes]:
    """On to the second step when the password is right; whether there is such an account is not told, nor felt."""
    form, secret = pages.posted(request), settings_of(request).secret_key
    phone, password = form.phone("username"), forms.present_password(form)
    if not form.ok:
        return _first_step(request, form, now=now)
    found = await db.read(queries.credential_of_phone, phone)
    is_right = await keys.is_password(password, found.password_hash if found else None)
    check, token = await db.write(
        verbs.check_password,
        phone,
        found,
        is_right=is_right,
        address=pages.address_of(request),
        secret=secret,
        now=now,
    )
    if token is None:
        form.wrong("password", form.translate(TOO_MANY if check is Check.TOO_MANY else WRONG_PASSWORD))
        return _first_step(request, form, now=now)
    if found and keys.is_outdated(found.password_hash):
        await db.write(verbs.keep_hash, found, await keys.hashed(password))
    return seen(f"/staff/sign-in/second-step{_query(_next_of(form))}", cookies=[entrance_cookie(request, token)])


@get("/staff/sign-in/second-step", audience=PUBLIC, name="second step")
async def second_step(request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]) -> Page:
    """Ask for the code of the authenticator, or for a recovery code."""
    await db.read(queries.entrance, entrance_of(request), now=now)
    return Page("staff/second_step.html", SignInPage(_next_of(pages.asked(request))))


@post("/staff/sign-in/second-step", audience=PUBLIC, name="check a second step", secret=True)
async def check_second_step(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Page | Response[bytes]:
    """Sign in when the code is right."""
    form, settings = pages.posted(request), settings_of(request)
    typed = forms.second_step(form)
    if not form.ok:
        return pages.invalid("staff/second_step.html", SignInPage(_next_of(form)), form)
    entered = await db.write(
        verbs.check_second_step,
        entrance_of(request),
        typed,
        secret=settings.secret_key,
        instead_of=cookies(request).get(login_cookie(settings)),
        now=now,
    )
    if entered.new is None:
        form.wrong("code", form.translate(TOO_MANY if entered.check is Check.TOO_MANY else WRONG_CODE))
        return pages.invalid("staff/second_step.html", SignInPage(_next_of(form)), form)
    first = _next_of(form) or FIRST_PAGES.get(entered.role, FIRST_PAGE)
    return seen(first, cookies=pages.sign_in_cookies(request, entered.new))


@post("/staff/sign-in/passkey", audience=PUBLIC, name="sign in with a passkey", secret=True)
async def sign_in_with_passkey(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Response[bytes]:
    """Sign in whoever's passkey has signed what this browser was asked. Refuses with `PasskeyRefused`."""
    form, settings = pages.posted(request), settings_of(request)
    site, ticket, answer = ceremonies.site_of(settings.base_url), form.value("ticket"), form.value("answer")
    kept = await db.read(passkeys.known, ceremonies.key_id_of(answer))
    sign_count = None
    if site and kept and ceremonies.is_fresh(ticket, now=now):
        browser = cookies(request).get(CEREMONY_COOKIE, "")
        one = ceremonies.ceremony(site, ticket, browser, secret=settings.secret_key)
        sign_count = ceremonies.shown(one, answer, kept.made)
    entered = await db.write(
        passkeys.enter,
        kept,
        sign_count,
        ticket,
        address=pages.address_of(request),
        secret=settings.secret_key,
        instead_of=cookies(request).get(login_cookie(settings)),
        now=now,
    )
    if entered.new is None:
        raise PasskeyRefused
    first = _next_of(form) or FIRST_PAGES.get(entered.role, FIRST_PAGE)
    return seen(first, cookies=pages.sign_in_cookies(request, entered.new))


WRONG_PASSWORD = N_("Số điện thoại hoặc mật khẩu chưa đúng. Mời quý vị nhập lại.")
WRONG_CODE = N_("Mã chưa đúng hoặc đã dùng. Đợi mã mới hiện ra rồi nhập lại.")


def entrance_of(request: Asked) -> str:
    """The token of this browser on its way in; empty where it is not."""
    return cookies(request).get(ENTRANCE_COOKIE, "")


def entrance_cookie(request: Asked, token: str) -> Cookie:
    """What a browser on its way in is known by."""
    age = int(ENTRANCE_LIFE.total_seconds())
    return pages.own_cookie(settings_of(request), ENTRANCE_COOKIE, token, max_age=age)


def _first_step(request: Asked, form: Form, *, now: datetime) -> Page:
    """The page that asks for phone and password, and for a passkey where browsers make any."""
    settings = settings_of(request)
    site, ticket = ceremonies.site_of(settings.base_url), ceremonies.ticket(now)
    browser = cookies(request).get(CEREMONY_COOKIE) or ids.token()
    options = ""
    if site:
        asked = ceremonies.ceremony(site, ticket, browser, secret=settings.secret_key)
        options = ceremonies.options_to_show(asked)
    page = FirstStepPage(_next_of(form), ticket, options)
    shown = Page("staff/sign_in.html", page) if form.ok else pages.invalid("staff/sign_in.html", page, form)
    if options:
        shown.cookies.append(pages.own_cookie(settings, CEREMONY_COOKIE, browser))
    return shown


def _next_of(form: Form) -> str:
    wanted = form.value("next")
    return wanted if is_safe_path(wanted) else ""


def _query(next_page: str) -> str:
    return f"?next={quote(next_page, safe='/')}" if next_page else ""


ROUTES = [sign_in, check_password, second_step, check_second_step, sign_in_with_passkey]
