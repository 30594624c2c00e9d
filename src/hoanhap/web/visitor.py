"""Who is asking and how they like to read: found out once for each request, without the database."""

from http.cookies import CookieError
from typing import Any

import msgspec
from litestar import Request
from litestar.datastructures import State

from hoanhap.settings import Settings
from hoanhap.web.i18n import DEFAULT, LANGUAGES
from hoanhap.web.login import SignedIn

Asked = Request[Any, Any, State]
THEMES = ("device", "light", "dark")
LANGUAGE_COOKIE, THEME_COOKIE, LOGIN_COOKIE, UNFINISHED_COOKIE = "language", "theme", "login", "unfinished"


class Visitor(msgspec.Struct, frozen=True):
    """How this visitor reads; `chose_language` is set when the address asks for a language."""

    language: str
    theme: str
    chose_language: bool = False


def visitor(request: Asked) -> Visitor:
    """The visitor of this request."""
    known = request.scope["state"].get("visitor")
    if known is None:
        known = request.scope["state"]["visitor"] = _find_out(request)
    return known


def settings_of(request: Asked) -> Settings:
    """The settings of this installation."""
    return request.app.state.settings  # type: ignore[no-any-return]


def signed_in(request: Asked) -> SignedIn | None:
    """Who is signed in; known once the request has arrived at a page that asks."""
    return request.scope["state"].get("signed_in")


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
    theme = kept.get(THEME_COOKIE, THEMES[0])
    return Visitor(
        language if language in LANGUAGES else DEFAULT,
        theme if theme in THEMES else THEMES[0],
        chose_language=asked in LANGUAGES,
    )
