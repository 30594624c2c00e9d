"""The pages by which somebody who is invited comes in: their phone, a password, an authenticator."""

from datetime import datetime

import msgspec
from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath

from hoanhap.base import ids
from hoanhap.base.db import Database
from hoanhap.base.squares import SquareCode, square_code
from hoanhap.people import CODE_FAULTS
from hoanhap.staff import forms, invitations, keys, queries, rules
from hoanhap.staff.pages import WRONG_CODE, entrance_cookie, entrance_of
from hoanhap.staff.queries import EntranceView, InvitationView
from hoanhap.staff.rules import TOO_MANY, Check
from hoanhap.web import pages
from hoanhap.web.pages import Page, seen
from hoanhap.web.security import PUBLIC
from hoanhap.web.visitor import CODES_COOKIE, Asked, cookies, login_cookie, settings_of, visitor


class InvitationPage(msgspec.Struct, frozen=True):
    """An invitation, under its token."""

    invitation: InvitationView
    token: str


class AuthenticatorPage(msgspec.Struct, frozen=True):
    """A new authenticator's secret: to be said, to be opened, and to be photographed."""

    secret: str
    link: str
    code: SquareCode
    key: str = ""


@get("/staff/invitations/{token:str}", audience=PUBLIC, name="invitation")
async def invitation(
    request: Asked,  # noqa: ARG001 - every page has one
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    token: FromPath[str],
) -> Page:
    """Who is invited, to work where and as what."""
    return Page("staff/invitation.html", InvitationPage(await db.read(queries.invitation, token, now=now), token))


@post("/staff/invitations/{token:str}", audience=PUBLIC, name="answer an invitation")
async def answer(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime], token: FromPath[str]
) -> Response[bytes]:
    """Send a code to the phone that was invited, and to no other."""
    code_token = await db.write(
        invitations.ask_for_code,
        token,
        language=visitor(request).language,
        address=pages.address_of(request),
        secret=settings_of(request).secret_key,
        now=now,
    )
    asker = pages.asker_cookie(request, code_token, seconds=rules.ENTRANCE_LIFE.total_seconds())
    return seen(f"/staff/invitations/{token}/{code_token}", cookies=[asker])


@get("/staff/invitations/{token:str}/{code_token:str}", audience=PUBLIC, name="code of an invitation")
async def code(
    request: Asked,  # noqa: ARG001 - every page has one
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    token: FromPath[str],
    code_token: FromPath[str],  # noqa: ARG001 - it is asked when the code is
) -> Page:
    """Ask for the code that was sent."""
    return Page("staff/invitation_code.html", InvitationPage(await db.read(queries.invitation, token, now=now), token))


@post("/staff/invitations/{token:str}/{code_token:str}", audience=PUBLIC, name="check the code of an invitation")
async def check_code(
    request: Asked,
    db: NamedDependency[Database],
    now: NamedDependency[datetime],
    token: FromPath[str],
    code_token: FromPath[str],
) -> Page | Response[bytes]:
    """On to the password when the code is right."""
    form = pages.posted(request)
    typed = form.code("code")
    page = InvitationPage(await db.read(queries.invitation, token, now=now), token)
    if not form.ok:
        return pages.invalid("staff/invitation_code.html", page, form)
    outcome, entrance = await db.write(
        invitations.confirm_phone,
        token,
        code_token,
        typed,
        secret=settings_of(request).secret_key,
        language=visitor(request).language,
        now=now,
        is_asker=pages.is_asker(request, code_token),
    )
    if entrance is None:
        form.wrong("code", form.translate(CODE_FAULTS[outcome]))
        return pages.invalid("staff/invitation_code.html", page, form)
    return seen("/staff/welcome/password", cookies=[entrance_cookie(request, entrance)])


@get("/staff/welcome/password", audience=PUBLIC, name="first password")
async def password(request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]) -> Page:
    """Ask for a password."""
    _, invited = await db.read(queries.welcome, entrance_of(request), now=now)
    return Page("staff/first_password.html", invited)


@post("/staff/welcome/password", audience=PUBLIC, name="choose a first password", secret=True)
async def choose_password(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Page | Response[bytes]:
    """Keep the password until there is an authenticator too."""
    form, token = pages.posted(request), entrance_of(request)
    _, invited = await db.read(queries.welcome, token, now=now)
    about = rules.known_of(invited.phone, invited.full_name, invited.organization or "")
    chosen = forms.new_password(form, about)
    if not form.ok:
        return pages.invalid("staff/first_password.html", invited, form)
    await db.write(invitations.choose_password, token, await keys.hashed(chosen), now=now)
    return seen("/staff/welcome/authenticator")


@get("/staff/welcome/authenticator", audience=PUBLIC, name="first authenticator")
async def authenticator(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Page | Response[bytes]:
    """Show what an authenticator needs, and ask for the code it then shows."""
    on_the_way, _ = await db.read(queries.welcome, entrance_of(request), now=now)
    if on_the_way.password_hash is None:
        return seen("/staff/welcome/password")
    return Page("staff/first_authenticator.html", _first_authenticator(request, on_the_way))


@post("/staff/welcome/authenticator", audience=PUBLIC, name="set up a first authenticator", secret=True)
async def set_up_authenticator(
    request: Asked, db: NamedDependency[Database], now: NamedDependency[datetime]
) -> Page | Response[bytes]:
    """Accept the invitation when the authenticator shows the right code; on to the recovery codes, signed in."""
    form, token, settings = pages.posted(request), entrance_of(request), settings_of(request)
    typed = forms.authenticator_code(form)
    on_the_way, _ = await db.read(queries.welcome, token, now=now)
    page = _first_authenticator(request, on_the_way)
    if not form.ok:
        return pages.invalid("staff/first_authenticator.html", page, form)
    entered = await db.write(
        invitations.accept,
        token,
        _first_secret(request),
        typed,
        secret=settings.secret_key,
        instead_of=cookies(request).get(login_cookie(settings)),
        now=now,
    )
    if entered.new is None:
        form.wrong("code", form.translate(TOO_MANY if entered.check is Check.TOO_MANY else WRONG_CODE))
        return pages.invalid("staff/first_authenticator.html", page, form)
    seed = codes_cookie(request, invitations.codes_seed(token))
    return seen("/staff/account/recovery-codes", cookies=[*pages.sign_in_cookies(request, entered.new), seed])


def authenticator_page(secret: str, phone: str, *, key: str = "") -> AuthenticatorPage:
    """What an authenticator needs, in all the ways in which somebody may give it."""
    link = rules.authenticator_link(secret, phone)
    return AuthenticatorPage(secret, link, square_code(link), key)


def codes_cookie(request: Asked, seed: str) -> Cookie:
    """By what this browser sees new recovery codes."""
    return pages.own_cookie(settings_of(request), CODES_COOKIE, seed)


def _first_secret(request: Asked) -> str:
    """The secret of this way in: the same each time the page is opened."""
    return rules.authenticator_secret(
        ids.sealed(settings_of(request).secret_key, "authenticator", entrance_of(request))
    )


def _first_authenticator(request: Asked, on_the_way: EntranceView) -> AuthenticatorPage:
    return authenticator_page(_first_secret(request), on_the_way.phone)


ROUTES = [
    invitation,
    answer,
    code,
    check_code,
    password,
    choose_password,
    authenticator,
    set_up_authenticator,
]
