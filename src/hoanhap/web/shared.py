"""Pages that are the same for everybody: rendered once for each second in which nothing changed.

A page is shared only as long as the database is exactly as it was when the page was made, and only within the same
second of the clock, which is as fine as instants are kept; so it is always the page that would be made now. Only
visitors who send nothing but how they like to read share it. What no two readers may share, the key of a form, is
new on every copy. `docs/decisions/0019-a-page-is-rendered-once-a-second.md` tells why, with the measurements.
"""

import struct
import zlib
from typing import Any

import msgspec
from litestar import Litestar
from litestar.enums import ScopeType
from litestar.types import HTTPResponseStartEvent, Message, Receive, Scope, Send

from hoanhap.base import ids
from hoanhap.base.db import Database
from hoanhap.web.visitor import DISPLAY_COOKIE, LANGUAGE_COOKIE, NEAR_COOKIE, THEME_COOKIE

MOST = 500
"""How many pages of one second are kept; each takes some ten kilobytes."""
ZIP_LEVEL = 4
READING_COOKIES = {each.encode() for each in (LANGUAGE_COOKIE, DISPLAY_COOKIE, THEME_COOKIE, NEAR_COOKIE)}
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

Moment = tuple[int, int]
"""The state of the database and the second of the clock."""
Asking = tuple[str, bytes, bytes, bool]
"""All that a shared page depends on: path, query, cookies, and whether it may be zipped."""


class Parts(msgspec.Struct, frozen=True):
    """A page in parts, between which its key stands; zipped so that another key fits in without zipping again."""

    plain: list[bytes]
    zipped: list[bytes]

    @classmethod
    def of(cls, html: bytes, key: str, *, is_zipped: bool) -> "Parts":
        """The parts of a page; one part where it has no key."""
        plain = html.split(key.encode()) if key else [html]
        return cls(plain, _zipped(plain) if is_zipped else [])

    def joined(self, key: str) -> bytes:
        """The page with this key: always the same length, for keys all have one length."""
        inserted = key.encode()
        whole = inserted.join(self.plain)
        if not self.zipped:
            return whole
        # A stored block of deflate: its length, that inverted, and the bytes as they are.
        block = struct.pack("<BHH", 0, len(inserted), len(inserted) ^ 0xFFFF) + inserted
        return _GZIP_HEAD + block.join(self.zipped) + struct.pack("<II", zlib.crc32(whole), len(whole))


class Kept(msgspec.Struct, frozen=True):
    """A page as it was answered."""

    headers: list[tuple[bytes, bytes]]
    parts: Parts
    has_key: bool
    handler: Any
    template: str


class Shared:
    """The layer that answers with pages of this moment, and keeps those that the application makes."""

    def __init__(self, app: Litestar) -> None:
        self.app = app
        self._moment: Moment | None = None
        self._pages: dict[Asking, Kept] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asking = _asking(scope)
        moment = self._now() if asking is not None else None
        if asking is None or moment is None:
            await self.app(scope, receive, send)
            return
        if moment != self._moment:
            self._moment = moment
            self._pages.clear()
        kept = self._pages.get(asking)
        if kept is not None:
            await _answer(kept, scope, send)
            return
        made = await self._make(scope, receive, send)
        # Only what was made within one moment, from beginning to end, is of that moment.
        if made is not None and len(self._pages) < MOST and self._moment == moment == self._now():
            self._pages[asking] = made

    async def _make(self, scope: Scope, receive: Receive, send: Send) -> Kept | None:
        """Let the application answer, and return what can be shared of it."""
        started: list[HTTPResponseStartEvent] = []

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append({**message, "headers": list(message["headers"])})
            await send(message)

        await self.app(scope, receive, send_on)
        page = scope["state"].get("shared")
        if page is None or not started or started[0]["status"] != 200:
            return None
        headers = list(started[0]["headers"])
        if any(name.lower() == b"set-cookie" for name, _ in headers):
            return None
        parts, has_key, template = page
        return Kept(headers, parts, has_key, scope["route_handler"], template)

    def _now(self) -> Moment | None:
        database: Database | None = self.app.state.get("database")
        version = database.version() if database is not None else None
        return None if version is None else (version, int(self.app.state.clock().timestamp()))


def _asking(scope: Scope) -> Asking | None:
    """What somebody asks for who says nothing of themselves but how they like to read; None for everybody else."""
    if scope["type"] != ScopeType.HTTP or scope["method"] != "GET":
        return None
    cookies, encodings, says_where_from = b"", b"", False
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookies += value + b";"
        elif name == b"accept-encoding":
            encodings = value
        elif name == b"sec-fetch-site":
            says_where_from = True
    if not says_where_from or (cookies and not _only_reading(cookies)):
        return None
    return scope["path"], scope.get("query_string", b""), cookies, b"gzip" in encodings


def _only_reading(cookies: bytes) -> bool:
    return {each.partition(b"=")[0].strip() for each in cookies.split(b";") if each.strip()} <= READING_COOKIES


async def _answer(kept: Kept, scope: Scope, send: Send) -> None:
    scope["route_handler"] = kept.handler  # the log names the page
    scope.setdefault("state", {})["template"] = kept.template
    body = kept.parts.joined(ids.token() if kept.has_key else "")
    await send({"type": "http.response.start", "status": 200, "headers": kept.headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _zipped(parts: list[bytes]) -> list[bytes]:
    """Each part squeezed by itself: after a full flush nothing looks back at what was before."""
    squeeze = zlib.compressobj(ZIP_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    begun = [squeeze.compress(part) + squeeze.flush(zlib.Z_FULL_FLUSH) for part in parts[:-1]]
    return [*begun, squeeze.compress(parts[-1]) + squeeze.flush()]
