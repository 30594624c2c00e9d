"""A site of our own: a fresh database with the sample data, and the server that people run, with another clock.

Its clock begins at a moment of our choosing, so that a story ends in the same way at whatever hour it is told.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Template
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from hoanhap import demo, server
from hoanhap.app import create_app, guarded
from hoanhap.base.clock import local_day, utc_now
from hoanhap.base.db import Database
from hoanhap.settings import read_settings
from hoanhap.web import pages
from hoanhap.web.aloud import find_voice
from hoanhap.web.logs import set_up_logs
from tests.signing import write_sign_videos

COMMAND = Path(sys.executable).with_name("hoanhap")
BEGINS = datetime(2026, 12, 8, 2, 0, tzinfo=UTC)
"""Nine in the morning of a Tuesday in Tây Ninh; the next public holiday is more than three weeks away."""
SHIFT = "HOANHAP_TEST_CLOCK_SHIFT"
"""The variable by which the server is told how many seconds its clock is ahead."""
SHOWN = "x-shown"
"""The header in which it says what a page is made of."""
SIGNED = """
[services.phien-dich-ngon-ngu-ky-hieu]
video = "service.webm"
poster = "service.png"
words.vi = { captions = "service.vi.vtt", transcript = "Xin chào quý vị.\\n\\nNgười phiên dịch đi cùng quý vị." }
words.en = { captions = "service.en.vtt", transcript = "Hello.\\n\\nAn interpreter goes with you." }
"""
"""One page is told in sign language, and no other; the files are not real ones, and nobody plays them."""
SHOW_AGAIN = "x-show-again"
"""The header by which a browser names the file of what it wants to see again."""
START_SECONDS, STOP_SECONDS = 30.0, 15.0


class Again(msgspec.Struct, frozen=True):
    """What the site answered at an address."""

    url: str
    status: int
    headers: dict[str, str]
    html: str


class Site(msgspec.Struct, frozen=True):
    """A served site: where it is reached, its database, and what it writes while it runs."""

    url: str
    database: Database
    log: Path
    shift: timedelta
    """How far its clock is ahead of ours."""

    def now(self) -> datetime:
        """What its clock shows."""
        return utc_now() + self.shift

    def today(self) -> date:
        """The day it is there, as people in Tây Ninh say it."""
        return local_day(self.now())


HOST, NUMBER = "localhost", "127.0.0.1"
"""Browsers make passkeys for a name only; they know this one without asking anybody."""


def by_number(address: str) -> str:
    """The same address without its name: who is no browser may ask the network for a name, and wait for it in vain."""
    return address.replace(f"//{HOST}:", f"//{NUMBER}:", 1)


@contextmanager
def served(folder: Path, *, begins: datetime = BEGINS) -> Iterator[Site]:
    """A site in a folder of its own, stopped by its own process id at the end."""
    port = _free_port()
    url, log, database_url = f"http://{HOST}:{port}", folder / "server.log", f"sqlite:///{folder / 'hoanhap.db'}"
    shift = begins - utc_now()
    environment = os.environ | {
        "HOANHAP_ENV": "demo",
        "HOANHAP_DATABASE_URL": database_url,
        "HOANHAP_BASE_URL": url,
        "HOANHAP_STATE": str(folder),
        "HOANHAP_SIGN_VIDEOS": write_sign_videos(folder, SIGNED),
        "HOANHAP_TRUSTED_PROXIES": "127.0.0.1",  # so that each browser can come from an address of its own
        SHIFT: str(shift.total_seconds()),
    }
    with closing(Database(database_url)) as database, log.open("ab") as out:
        subprocess.run([COMMAND, "migrate"], env=environment, stdout=out, stderr=subprocess.STDOUT, check=True)
        database.write_now(demo.fill, now=begins)
        serve = [sys.executable, "-m", "e2e.site", str(port)]
        process = subprocess.Popen(serve, env=environment, stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait_until_ready(by_number(f"{url}/health/ready"), process, log)
            yield Site(url, database, log, shift)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def serve() -> object:
    """What each server process calls: the application with another clock; it says what pages are made of."""
    settings, shift = read_settings(), timedelta(seconds=float(os.environ[SHIFT]))
    set_up_logs()
    app = create_app(settings, clock=lambda: utc_now() + shift, voice=find_voice())
    return _showing_again(_saying_what_is_shown(guarded(app, settings)))


def _saying_what_is_shown(app: ASGIApp) -> ASGIApp:
    """Every answer names the templates that were asked for on the way to it: pages, layouts, parts and components."""
    asked: ContextVar[set[str]] = ContextVar("asked")
    get_template = pages.FlatEnvironment.get_template

    def noting(environment: pages.FlatEnvironment, name: str, *rest: Any, **more: Any) -> Template:
        asked.get(set()).add(name)
        return get_template(environment, name, *rest, **more)

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        names = set[str]()
        asked.set(names)

        async def send_with_names(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (SHOWN.encode(), " ".join(sorted(names)).encode())]
            await send(message)

        await app(scope, receive, send_with_names)

    pages.FlatEnvironment.get_template = noting  # type: ignore[method-assign, assignment]  # of this server alone
    return serve


def _showing_again(app: ASGIApp) -> ASGIApp:
    """Whoever names a file of an answer that the site gave before, and comes to its address, gets the same again.

    A browser could be given it without asking the server, but then it would keep no style sheet from page to page.
    """

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope.get("headers", ()))
        if headers.get(b"sec-fetch-mode") == b"navigate" and SHOW_AGAIN.encode() in headers:
            again = _read_again(Path(headers[SHOW_AGAIN.encode()].decode()))
            if again.url.split("/", 3)[3] == _address(scope):
                fields = [(name.encode(), value.encode("latin-1")) for name, value in again.headers.items()]
                fields.append((SHOW_AGAIN.encode(), b"yes"))
                await send({"type": "http.response.start", "status": again.status, "headers": fields})
                await send({"type": "http.response.body", "body": again.html.encode(), "more_body": False})
                return
        await app(scope, receive, send)

    return serve


def _read_again(file: Path) -> Again:
    return msgspec.json.decode(file.read_bytes(), type=Again)


def _address(scope: Scope) -> str:
    query = scope["query_string"].decode()
    return scope["raw_path"].decode().partition("?")[0].removeprefix("/") + (f"?{query}" if query else "")


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise AssertionError(f"The server did not start:\n{log.read_text('utf-8')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    server.run("e2e.site:serve", host="127.0.0.1", port=int(sys.argv[1]))
