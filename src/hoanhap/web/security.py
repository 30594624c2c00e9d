"""Who may see what, and what protects every answer: audiences, headers, and the refusal of cross-site requests.

An unsafe request must come from our own pages: its `Sec-Fetch-Site` says so, else its `Origin`. Browsers that
send neither (old phones, proxy browsers) carry a token in the form that is bound to a cookie of theirs, so
that nobody is shut out. The OWASP cheat sheet on cross-site request forgery describes each of these.
"""

import asyncio
import time
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from hoanhap.base import ids
from hoanhap.base.errors import N_, Refusal

log = structlog.get_logger("hoanhap.web")


class Role(StrEnum):
    """What an account may be."""

    PERSON = "person"
    STAFF = "staff"
    """Somebody who works for organisations; what they may do there stands in their memberships."""
    AGENCY = "agency"
    """Somebody of the province's agency, who sees how things go."""
    ADMIN = "admin"


PUBLIC = frozenset({"visitor", *Role})
"""Everybody, signed in or not."""
SIGNED_IN = frozenset(Role)
ADMINS = frozenset({Role.ADMIN})
WORKERS = frozenset({Role.STAFF, Role.AGENCY, Role.ADMIN})
"""Everybody who works for an organisation, the province or the house: each page asks what they may do there."""
Audience = frozenset[str]

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = [
    (b"content-security-policy", CONTENT_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
]
STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
BODY_SECONDS = 20.0
BINDING_COOKIE = "visitor"
TOKEN_FIELD = "form_token"  # noqa: S105 - a field's name


class CrossSite(Refusal):
    """The request did not come from one of our pages."""

    status = 403
    heading = N_("Yêu cầu này không đến từ trang Hòa Nhập")
    sentence = N_("Chưa có gì thay đổi. Mời quý vị mở lại trang và thử lại.")


class Origin(StrEnum):
    """What a request's headers say about where it comes from."""

    OURS = "ours"
    FOREIGN = "foreign"
    SILENT = "silent"


def origin_of(headers: Any, base_url: str) -> Origin:
    """Whether an unsafe request comes from our own pages, as far as its headers tell."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return Origin.OURS if site in {"same-origin", "none"} else Origin.FOREIGN
    origin = headers.get("origin")
    if origin is None:
        return Origin.SILENT
    own = {urlsplit(base_url).netloc.lower(), headers.get("host", "").lower()} - {""}
    return Origin.OURS if urlsplit(origin).netloc.lower() in own else Origin.FOREIGN


def form_token(secret: str, binding: str) -> str:
    """The token of a visitor's forms."""
    return ids.sealed(secret, "form", binding)


def is_safe_path(path: str) -> bool:
    """Whether somebody may be sent on to this address: a path of ours and nothing else."""
    return (
        path.startswith("/")
        and path.isprintable()
        and path.isascii()
        and not path.startswith(("//", "/\\"))
        and "\\" not in path
        and not urlsplit(path).netloc
    )


class Edge:
    """The outermost layer: headers on every answer, one line in the log, an end to bodies that never come."""

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        self.app = app
        self._headers = [*HEADERS, STRICT_TRANSPORT] if is_https else HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.WEBSOCKET:
            return  # there are none here
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500

        async def send_guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *self._headers]
            await send(message)

        try:
            has_body = scope["method"] not in SAFE_METHODS
            await self.app(scope, _impatient(receive) if has_body else receive, send_guarded)
        finally:
            _note(scope, status, time.perf_counter() - began)


def _impatient(receive: Receive) -> Receive:
    """Wait for the body, but not for ever."""
    is_complete = False

    async def wait() -> Any:
        nonlocal is_complete
        if is_complete:
            return await receive()
        try:
            async with asyncio.timeout(BODY_SECONDS):
                message = await receive()
        except TimeoutError:
            return {"type": "http.disconnect"}
        is_complete = message["type"] == "http.request" and not message.get("more_body", False)
        return message

    return wait


def _note(scope: HTTPScope, status: int, seconds: float) -> None:
    """Log the page by its name: addresses can hold tokens and references, so they never reach the log."""
    handler = scope.get("route_handler")
    name = getattr(handler, "name", None) or "unknown"
    level = log.warning if status >= 500 else log.info
    level("answered", method=scope["method"], page=name, status=status, ms=round(seconds * 1000, 1))
