"""Who is asking and how they like to read: found out once for each request, without the database."""

import re
from http.cookies import CookieError
from typing import Any

import msgspec
from litestar import Request
from litestar.datastructures import State

from hoanhap.settings import Settings
from hoanhap.web.i18n import DEFAULT, EASY, LANGUAGES
from hoanhap.web.login import SignedIn, Speaker
from hoanhap.web.look import Look, read_look

_COMMUNE_CODE = re.compile(r"[0-9]{5}")
Asked = Request[Any, Any, State]
LANGUAGE_COOKIE, DISPLAY_COOKIE, LOGIN_COOKIE, NEEDS_COOKIE = "language", "display", "login", "needs"
ASKER_COOKIE = "asker"
"""Says that a code was asked for from this browser."""
NEAR_COOKIE, UNFINISHED_COOKIE = "near", "unfinished"
ENTRANCE_COOKIE, CODES_COOKIE = "entrance", "new_codes"
"""The token of staff on their way in; and the seed of recovery codes that were made just now, to be seen once more."""
CEREMONY_COOKIE = "ceremony"
"""By what a browser is known that is asked to show a passkey."""
KEEP_UP_COOKIE = "keep_up"
"""Whether lists keep up with what happens while somebody reads them."""
THEME_COOKIE = "theme"
"""What the first browsers were given; it is still read."""
NOWHERE = "none"
"""What an address says that forgets where a visitor is."""


class Visitor(msgspec.Struct, frozen=True):
    """How this visitor reads, and the code of the commune they are near.

    `chose_language` and `chose_near` are set when the address asks for it, `keeps_language` and `keeps_look` when
    this browser brought what was chosen before.
    """

    language: str
    look: Look
    chose_language: bool = False
    keeps_language: bool = False
    keeps_look: bool = False
    near: str | None = None
    chose_near: bool = False

    @property
    def tongue(self) -> str:
        """The language, or its easy words."""
        return self.language + EASY if self.look.words == "easy" else self.language

    @property
    def is_brief(self) -> bool:
        """Whether this visitor wants fewer things at once in lists."""
        return self.look.is_brief


def visitor(request: Asked) -> Visitor:
    """The visitor of this request."""
    known = request.scope["state"].get("visitor")
    if known is None:
        known = request.scope["state"]["visitor"] = _find_out(request)
    return known


def near_of(request: Asked) -> str | None:
    """The code of the commune that this visitor wants to be near to, if they said one.

    Where somebody is stays between us and their browser: it is not logged, and forgotten when the browser closes.
    """
    return visitor(request).near


def settings_of(request: Asked) -> Settings:
    """The settings of this installation."""
    return request.app.state.settings  # type: ignore[no-any-return]


def signed_in(request: Asked) -> SignedIn | None:
    """Who is signed in; known once the request has arrived at a page that asks."""
    return request.scope["state"].get("signed_in")


def speaker(request: Asked) -> Speaker:
    """Who says what they need; only a page that asks who is there knows the account."""
    login = signed_in(request)
    return Speaker(login.account_id if login else None, cookies(request).get(NEEDS_COOKIE, ""))


def login_cookie(settings: Settings) -> str:
    """The cookie's name; the prefix makes browsers refuse it unless it came by https from this very host."""
    return f"__Host-{LOGIN_COOKIE}" if settings.is_https else LOGIN_COOKIE


def cookies(request: Asked) -> dict[str, str]:
    """The cookies that can be read; broken ones are as if they were not there."""
    try:
        return request.cookies
    except (CookieError, ValueError, UnicodeError):
        return {}


def _find_out(request: Asked) -> Visitor:
    kept = cookies(request)
    asked = request.query_params.get("language")
    language = asked if asked in LANGUAGES else kept.get(LANGUAGE_COOKIE)
    look = kept.get(DISPLAY_COOKIE) or kept.get(THEME_COOKIE)
    asked_near = request.query_params.get("near")
    near = kept.get(NEAR_COOKIE, "") if asked_near is None else asked_near
    return Visitor(
        language if language in LANGUAGES else DEFAULT,
        # The address speaks for browsers that keep no cookies.
        read_look(look or str(request.query_params.get("display", ""))),
        chose_language=asked in LANGUAGES,
        keeps_language=kept.get(LANGUAGE_COOKIE) in LANGUAGES,
        keeps_look=bool(look),
        near=near if _COMMUNE_CODE.fullmatch(near) else None,
        chose_near=asked_near is not None,
    )
