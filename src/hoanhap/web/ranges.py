"""Files that are listened to or watched: sent whole or in part, as players ask for them (RFC 9110, section 14)."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from litestar import Response
from litestar.response import Stream

from hoanhap.base.errors import Missing
from hoanhap.web.visitor import Asked

CHUNK = 256 * 1024
_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")


class NoSuchPart(Exception):
    """The file has no such part."""


def part_of(asked: str | None, size: int) -> range | None:
    """The bytes that are asked for; None where it is all, or several parts, which nobody has to be given."""
    if asked is None or "," in asked or not asked.startswith("bytes="):
        return None
    found = _RANGE.fullmatch(asked.strip())
    if found is None or found[0] == "bytes=-":
        raise NoSuchPart
    first, last = found.groups()
    part = (
        range(int(first), min(int(last or size), size - 1) + 1) if first else range(size - min(int(last), size), size)
    )
    if not part:
        raise NoSuchPart
    return part


async def send_file(request: Asked, path: Path, media_type: str, headers: Mapping[str, str]) -> Response[Any]:
    """A file or the part of it that is asked for: 206 with a part, 416 where there is no such part."""
    try:
        size = (await asyncio.to_thread(path.stat)).st_size
    except FileNotFoundError as fault:
        raise Missing from fault
    # Whoever asks for a part of what they had before is given the whole: we do not say what it was.
    asked = None if "if-range" in request.headers else request.headers.get("range")
    try:
        part = part_of(asked, size)
    except NoSuchPart:
        refused = {"content-range": f"bytes */{size}", "accept-ranges": "bytes", "cache-control": "no-store"}
        return Response(b"", status_code=416, media_type="text/plain", headers=refused)
    sent = range(size) if part is None else part
    given = {**headers, "accept-ranges": "bytes", "content-length": str(len(sent))}
    if part is not None:
        given["content-range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    status = 200 if part is None else 206
    return Stream(_chunks(path, sent), status_code=status, media_type=media_type, headers=given)


async def _chunks(path: Path, part: range) -> AsyncIterator[bytes]:
    for start in range(part.start, part.stop, CHUNK):
        yield await asyncio.to_thread(_read, path, start, min(CHUNK, part.stop - start))


def _read(path: Path, start: int, length: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        return file.read(length)
