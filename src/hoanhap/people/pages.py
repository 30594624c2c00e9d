"""The pages of signing in: phone, code, out; and the sample accounts of the demo."""

from datetime import datetime
from urllib.parse import quote

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.base.db import Database
from hoanhap.base.errors import Missing
from hoanhap.people import queries, verbs
from hoanhap.people.queries import CodeRequestView
from hoanhap.people.rules import CODE_FAULTS, CODE_LIFE
from hoanhap.web import login, pages
from hoanhap.web.forms import Form
from hoanhap.web.pages import Page, seen
from hoanhap.web.security import PUBLIC, Role, is_safe_path
from hoanhap.web.visitor import (
    ASKER_COOKIE,
    CODES_COOKIE,
    ENTRANCE_COOKIE,
    NEEDS_COOKIE,
    Asked,
    cookies,
    login_cookie,
    settings_of,
    visitor,
)

AFTER_SIGN_IN = "/bookings"
DEMO_ACCOUNTS = {
    "person": ("+84900000001", Role.PERSON, "/bookings"),
    "person-blind": ("+84900000002", Role.PERSON, "/bookings"),
    "person-wheelchair": ("+84900000003", Role.PERSON, "/bookings"),
    "desk": ("+84900000004", Role.STAFF, "/organization"),
    "capacity": ("+84900000005", Role.STAFF, "/organization"),
    "driver": ("+84900000006", Role.STAFF, "/organization"),
    "organization-admin": ("+84900000007", Role.STAFF, "/organization"),
    "agency": ("+84900000008", Role.AGENCY, "/organization"),
    "admin": ("+84900000009", Role.ADMIN, "/staff"),
}
"""The sample accounts: their phone, role and first page. The numbers are not in use (prefix 090 000)."""


class SignInPage(msgspec.Struct, frozen=True):
    """Where to go after signing in; the sample accounts only in the demo."""

    next: str
    demo_accounts: list[str]


class CodePage(msgspec.Struct, frozen=True):
    """The phone a code went to."""

    phone: str
    next: str


@get("/sign-in", audience=PUBLIC, name="sign in")
async def sign_in(request: Asked) -> Page:
    """Ask for the phone."""
    return Page("people/sign_in.html", _sign_in_page(request, _next_of(pages.asked(request))))


@post("/sign-in", audience=PUBLIC, name="ask for a code")
async def ask_for_code(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Page | Response[bytes]:
    """Send a code to the phone; the answer is the same whether or not the phone is known."""
    form = pages.posted(request)
    phone = form.phone("phone")
    if not form.ok:
        return pages.invalid("people/sign_in.html", _sign_in_page(request, _next_of(form)), form)
    token = await db.write(
        verbs.request_code,
        phone,
        language=visitor(request).language,
        address=pages.address_of(request),
        secret=settings_of(request).secret_key,
        now=now,
    )
    asker = pages.asker_cookie(request, token, seconds=CODE_LIFE.total_seconds())
    return seen(f"/sign-in/{token}?next={quote(_next_of(form), safe='/')}", cookies=[asker])


@get("/sign-in/{token:str}", audience=PUBLIC, name="enter the code")
async def enter_code(request: Asked, db: NamedDependency[Database], token: FromPath[str]) -> Page:
    """Ask for the code."""
    found = await db.read(queries.code_request, token)
    return Page("people/code.html", _code_page(found, pages.asked(request)))


@post("/sign-in/{token:str}", audience=PUBLIC, name="check the code")
async def check_code(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], token: FromPath[str]
) -> Page | Response[bytes]:
    """Sign in when the code is right."""
    form = pages.posted(request)
    typed = form.code("code")
    found = await db.read(queries.code_request, token)
    if not form.ok:
        return pages.invalid("people/code.html", _code_page(found, form), form)
    outcome, new = await db.write(
        verbs.sign_in_by_code,
        token,
        typed,
        secret=settings_of(request).secret_key,
        language=visitor(request).language,
        instead_of=current_login(request),
        now=now,
        is_asker=pages.is_asker(request, token),
    )
    if new is None:
        form.wrong("code", form.translate(CODE_FAULTS[outcome]))
        return pages.invalid("people/code.html", _code_page(found, form), form)
    return seen(_next_of(form), cookies=pages.sign_in_cookies(request, new))


@post("/sign-out", audience=PUBLIC, name="sign out")
async def sign_out(request: Asked, db: NamedDependency[Database]) -> Response[bytes]:
    """End the sign-in of this browser, and let it forget what was needed: the next one to use it is somebody else."""
    token, settings = current_login(request), settings_of(request)
    if token:
        await db.write(login.end, token)
    forgotten = (NEEDS_COOKIE, ASKER_COOKIE, ENTRANCE_COOKIE, CODES_COOKIE)
    forget = [pages.own_cookie(settings, name, "", max_age=0) for name in forgotten]
    gone = seen("/", cookies=[pages.sign_in_cookie(settings, ""), *forget])
    gone.headers["clear-site-data"] = '"cache", "storage"'
    return gone


@post("/demo/sign-in", audience=PUBLIC, name="sign in to a sample account")
async def demo_sign_in(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Response[bytes]:
    """Sign in to a sample account by one press; only the demo has them."""
    account = pages.posted(request).value("account")
    if not settings_of(request).is_demo or account not in DEMO_ACCOUNTS:
        raise Missing
    phone, role, first_page = DEMO_ACCOUNTS[account]
    new = await db.write(verbs.sign_in_to_sample, phone, role, now=now, instead_of=current_login(request))
    return seen(first_page, cookies=pages.sign_in_cookies(request, new))


def current_login(request: Asked) -> str | None:
    """The token of the sign-in that this browser has now."""
    return cookies(request).get(login_cookie(settings_of(request)))


def _next_of(form: Form) -> str:
    """Where to go after signing in: a page of ours, or the visitor's bookings."""
    wanted = form.value("next")
    return wanted if is_safe_path(wanted) else AFTER_SIGN_IN


def _sign_in_page(request: Asked, next_page: str) -> SignInPage:
    return SignInPage(next_page, list(DEMO_ACCOUNTS) if settings_of(request).is_demo else [])


def _code_page(found: CodeRequestView, form: Form) -> CodePage:
    return CodePage(found.phone, _next_of(form))


ROUTES = [sign_in, ask_for_code, enter_code, check_code, sign_out, demo_sign_in]
