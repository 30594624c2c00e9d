"""One process that visits a server as browsers without scripts do, many at once, when told to.

It is kept cheap, for it shares the machine with the server: raw streams, connections kept open, answers
decompressed only when something must be read in them.
"""

import asyncio
import html
import random
import re
import sys
import time
import zlib
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote, urlencode

from bench.stage import obey, on_uvloop

HOST = "127.0.0.1"
LONGEST_WAIT = 15.0
POLL_SECONDS = 0.05
MOST_POLLS = 100
MOST_CHOICES = 5
CONFLICT = 409
NAME = "Nguyễn Thị Ánh Tuyết"

_PLACES = re.compile(rb'href="(/services/[^"]+/times\?place=\d+)"')
_DAYS = re.compile(rb'href="(/services/[^"]+day=[0-9-]+)"')
_SLOTS = re.compile(rb'name="slot"[^>]*? value="(\d+)"')
_ACTIONS = re.compile(rb'<form method="post" action="(/services/[^"]+)"')
_JOURNEY = re.compile(rb'name="journey" value="([^"]+)"')
_SERVICES = re.compile(rb'href="(/services/[a-z0-9-]+)"')
_CODE = re.compile(rb"<li>\s*<h2>[^<]*</h2>\s*<p[^>]*>[^<]*?(?<!\d)(\d\d) ?(\d\d) ?(\d\d)(?!\d)")
_ASSETS = re.compile(rb'(?:href|src)="(/static/[^"]+)"')
_URLS = re.compile(rb"url\(\"?'?([^\"')]+)\"?'?\)")


class Stuck(Exception):
    """A journey could not go on; the words say where."""


class Answer:
    """One answer; its text is decompressed on demand."""

    def __init__(self, status: int, head: bytes, body: bytes) -> None:
        self.status, self.head, self.body = status, head, body

    @property
    def text(self) -> bytes:
        """The page."""
        return zlib.decompress(self.body, 31) if b"\r\ncontent-encoding: gzip" in self.head else self.body

    def header(self, name: bytes) -> bytes | None:
        """One header."""
        at = self.head.find(b"\r\n" + name + b": ")
        if at < 0:
            return None
        start = at + len(name) + 4
        return self.head[start : self.head.index(b"\r\n", start)]

    def link(self, pattern: re.Pattern[bytes], where: str) -> str:
        """One of the links, by chance."""
        found = pattern.findall(self.text)
        if not found:
            raise Stuck(f"nothing free: {where}")
        return html.unescape(random.choice(found).decode())


class Browser:
    """One visitor on one connection, with cookies."""

    def __init__(self, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str) -> None:
        self._reader, self._writer = reader, writer
        self._same = (
            f"host: {HOST}:{port}\r\nuser-agent: bench\r\naccept: text/html\r\naccept-language: vi\r\n"
            f"accept-encoding: gzip, br\r\nx-forwarded-for: {address}\r\nsec-fetch-site: same-origin\r\n"
            "sec-fetch-mode: navigate\r\nsec-fetch-dest: document\r\n"
        )
        self._posting = f"origin: http://{HOST}:{port}\r\ncontent-type: application/x-www-form-urlencoded\r\n"
        self._cookies: dict[str, str] = {}
        self.requests = self.bytes = self.beaten = 0

    async def get(self, path: str, expected: int = 200) -> Answer:
        """Visit a page."""
        return await self._ask(f"GET {path} HTTP/1.1\r\n{self._same}{self._cookie()}\r\n".encode(), path, expected)

    async def post(self, path: str, fields: dict[str, str]) -> str:
        """Send a form, and return where it leads."""
        return self.onward(await self.send(path, fields, 303), path)

    async def send(self, path: str, fields: dict[str, str], expected: int | None = None) -> Answer:
        """Send a form."""
        body = urlencode(fields).encode()
        head = f"POST {path} HTTP/1.1\r\n{self._same}{self._cookie()}{self._posting}content-length: {len(body)}\r\n\r\n"
        return await self._ask(head.encode() + body, path, expected)

    def onward(self, answer: Answer, path: str) -> str:
        """Where an answer leads."""
        location = answer.header(b"location")
        if location is None:
            raise Stuck(f"{answer.status} at {_place(path)}")
        return location.decode()

    async def _ask(self, request: bytes, path: str, expected: int | None) -> Answer:
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        answer = Answer(status, head, b"")
        length = answer.header(b"content-length")
        if length is None and status != 304:
            raise Stuck("an answer without its length")
        answer.body = await self._reader.readexactly(int(length or 0))
        self.requests += 1
        self.bytes += len(head) + len(answer.body)
        for line in head.split(b"\r\nset-cookie: ")[1:]:
            name, _, value = line.partition(b";")[0].decode().partition("=")
            self._cookies[name] = value
        if expected is not None and status != expected:
            raise Stuck(f"{status} at {_place(path)}")
        return answer

    def _cookie(self) -> str:
        if not self._cookies:
            return ""
        return f"cookie: {'; '.join(f'{name}={value}' for name, value in self._cookies.items())}\r\n"


@asynccontextmanager
async def browser(port: int, number: int) -> AsyncIterator[Browser]:
    """A visitor with a network address of their own."""
    reader, writer = await asyncio.open_connection(HOST, port, limit=1 << 20)
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    try:
        yield Browser(port, reader, writer, address)
    finally:
        writer.close()


async def journey(visit: Browser, service: str, number: int) -> None:
    """From a service to the confirmation, with a phone of one's own."""
    phone = f"097{number:07d}"
    place = (await visit.get(service)).link(_PLACES, "places")
    days = await _days(visit, await visit.get(place))
    address = days.link(_DAYS, "days")
    times = await visit.get(address)
    form = {"slot": times.link(_SLOTS, "times"), "journey": times.link(_JOURNEY, "key")}
    check = await _choose(visit, address, form)
    await visit.get(check)
    code_page = await visit.post(check, {"full_name": NAME, "phone": phone})
    await visit.get(code_page)
    done = await visit.post(code_page, {"code": await _code(visit, phone)})
    if not done.startswith("/bookings/"):
        raise Stuck(f"led to {_place(done)}")
    await visit.get(done)


async def _choose(visit: Browser, address: str, form: dict[str, str]) -> str:
    """Take a time; when somebody else just took its last place, one of the nearest times offered instead."""
    for _ in range(MOST_CHOICES):
        answer = await visit.send(address, form)
        if answer.status != CONFLICT:
            return visit.onward(answer, address)
        visit.beaten += 1
        form = form | {"slot": answer.link(_SLOTS, "nearest times")}
        address = answer.link(_ACTIONS, "their form")
    raise Stuck("others were faster each time")


async def _days(visit: Browser, page: Answer) -> Answer:
    """The days; where the service asks how many come, the answer is one."""
    text = page.text
    if b'name="people"' not in text:
        return page
    place = re.search(rb'name="place" value="(\d+)"', text)
    path = re.search(rb'href="(/services/[a-z0-9-]+)#places"', text)
    if place is None or path is None:
        raise Stuck("cannot answer how many come")
    asked = {"place": place[1].decode(), "people": "1"}
    if b'name="wheelchairs"' in text:
        asked["wheelchairs"] = "0"
    return await visit.get(f"{path[1].decode()}/times?{urlencode(asked)}")


async def _code(visit: Browser, phone: str) -> str:
    """Read the code in the demo's outbox; look again until it is there."""
    path = f"/demo/outbox?phone={quote('+84' + phone[1:])}"
    for _ in range(MOST_POLLS):
        found = _CODE.search((await visit.get(path)).text)
        if found is not None:
            return b"".join(found.groups()).decode()
        await asyncio.sleep(POLL_SECONDS)
    raise Stuck("no code came")


async def journeys(task: dict[str, Any]) -> dict[str, Any]:
    """Walk the journey for some seconds, so many at once; those under way at the end are finished and not counted."""
    port, began = int(task["port"]), time.perf_counter()
    until, numbers = began + task["seconds"], iter(range(task["first"], 10_000_000))
    lasted: list[float] = []
    failed: Counter[str] = Counter()
    totals = Counter(requests=0, bytes=0, journeys=0, beaten=0)

    async def one(number: int) -> None:
        started = time.perf_counter()
        try:
            async with browser(port, number) as visit, asyncio.timeout(LONGEST_WAIT):
                await journey(visit, random.choice(task["services"]), number)
        except (Stuck, OSError, EOFError, TimeoutError) as fault:
            failed[str(fault) or type(fault).__name__] += 1
            return
        totals.update(requests=visit.requests, bytes=visit.bytes, journeys=1, beaten=visit.beaten)
        if time.perf_counter() <= until:
            lasted.append(time.perf_counter() - started)

    async def walker() -> None:
        while time.perf_counter() < until:
            await one(next(numbers))

    await asyncio.gather(*(walker() for _ in range(task["clients"])))
    return {
        "lasted": lasted,
        "seconds": until - began,
        "failed": dict(failed),
        "next": next(numbers),
        "booked": totals["journeys"],
        "beaten": totals["beaten"],
        "requests": totals["requests"] / max(1, totals["journeys"]),
        "bytes": totals["bytes"] / max(1, totals["journeys"]),
    }


async def pages(task: dict[str, Any]) -> dict[str, Any]:
    """Fetch pages over and over for some seconds, so many at once."""
    until = time.perf_counter() + task["seconds"]
    paths = task["paths"]

    async def one(number: int) -> int:
        done = 0
        async with browser(task["port"], number) as visit:
            while time.perf_counter() < until:
                path = paths[(done + number) % len(paths)]
                if task.get("fresh"):  # an address nobody else asks for, so that nothing of it can be shared
                    path += f"{'&' if '?' in path else '?'}only={number}.{done}.{until}"
                await visit.get(path)
                done += 1
        return done

    counts = await asyncio.gather(*(one(number) for number in range(task["clients"])))
    return {"rate": sum(counts) / task["seconds"]}


async def look(task: dict[str, Any]) -> dict[str, Any]:
    """Fetch one page; answer its text, its size over the wire and the links that match a pattern."""
    async with browser(task["port"], 0) as visit:
        answer = await visit.get(task["path"])
    found = re.findall(task.get("pattern", "(?!)").encode(), answer.text)
    return {
        "text": answer.text.decode(),
        "wire": len(answer.head) + len(answer.body),
        "links": sorted({html.unescape(each.decode()) for each in found}),
    }


async def first_visit(task: dict[str, Any]) -> dict[str, Any]:
    """Walk once from the home page to the end with an empty cache; answer the bytes by kind."""
    weights: Counter[str] = Counter()
    known: set[str] = set()
    async with browser(task["port"], task["first"]) as visit:
        plain = visit.get

        async def get(path: str, expected: int = 200) -> Answer:
            answer = await plain(path, expected)
            weights["pages"] += len(answer.head) + len(answer.body)
            links = [each.decode() for each in _ASSETS.findall(answer.text)]
            for link in links:
                if link not in known:
                    known.add(link)
                    asset = await plain(link)
                    weights[_kind(link)] += len(asset.head) + len(asset.body)
                    if link.endswith(".css"):
                        links += [each.decode() for each in _URLS.findall(asset.text)]
            return answer

        visit.get = get  # type: ignore[method-assign]
        await visit.get("/")
        await visit.get("/services")
        await journey(visit, task["service"], task["first"])
        weights["forms"] = visit.bytes - sum(weights.values())
    return dict(weights)


def _kind(path: str) -> str:
    return path.rsplit(".", 1)[-1]


def _place(path: str) -> str:
    """An address without what is different each time."""
    parts = path.partition("?")[0].split("/")[1:]
    return "/" + "/".join("…" if number else part for number, part in enumerate(parts))


KINDS = {"journeys": journeys, "pages": pages, "look": look, "first visit": first_visit}


def work(task: dict[str, Any]) -> dict[str, Any]:
    """Do one task."""
    answer: dict[str, Any] = on_uvloop(KINDS[task["kind"]](task))
    return answer


if __name__ == "__main__":
    obey(work)
    sys.exit(0)
