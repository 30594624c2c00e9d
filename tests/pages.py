"""Browsers for tests: they fetch pages of the whole application, check every page they get, and fill in its forms.

A browser here does what one without JavaScript does: it keeps cookies, follows a form's method and action, and sends
every field of it. What comes back is checked by `page_checks` each time; a test says only what is special about it.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

import httpx
from jinja2 import Template
from justhtml import Element
from litestar import Litestar
from sqlalchemy import event, func, select, update
from typing_extensions import override

from hoanhap import app as house
from hoanhap import notify
from hoanhap.base.db import Database, Table
from hoanhap.catalogue import Location, OfferingView
from hoanhap.events import Event
from hoanhap.schedule import SlotUnit
from hoanhap.settings import Settings
from hoanhap.web import security
from hoanhap.web.assets import Assets, folder
from hoanhap.web.pages import Renderer
from hoanhap.worker import Worker
from tests import makers, page_checks
from tests.documents import CONTROLS, Document, attribute, content, inside, words
from tests.page_checks import Answer

BASE = "http://hoanhap.test:8000"
"""Where tests reach the site: a name, for browsers make passkeys for no bare address."""
SPELLED_OUT = "/?&=%:;,+@!$'()*~\\"
"""What an address may hold as it is; a browser escapes the rest."""
REDIRECTS = {301, 302, 303, 307, 308}
LONGEST_SHOWN = 200
_IDLE: list[Litestar] = []
"""Applications that nobody uses any more: to put one together takes longer than most tests."""
THEIRS = {"about", "answer", "full_name", "hard", "lines", "note", "q", "text_en", "text_vi", "where", "words"}
"""Fields whose words belong to those who typed them: no linter reads those."""


Fields = Mapping[str, str | bytes]
"""What is sent with a form; bytes are a file that was chosen."""


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = makers.NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


class Form:
    """A form on a page, with what stands in its fields."""

    def __init__(self, element: Element, address: str) -> None:
        self.method = attribute(element, "method") or "get"
        self.action = urljoin(address, attribute(element, "action") or address)
        self.buttons = [each for each in inside(element) if each.name == "button"]
        self.fields: dict[str, str] = {}
        self.choices: dict[str, list[str]] = {}
        for each in inside(element):
            if each.name in CONTROLS and attribute(each, "name"):
                self._read(each)

    def _read(self, control: Element) -> None:
        name, value = attribute(control, "name"), attribute(control, "value")
        if control.name == "textarea":
            self.fields[name] = content(control)
        elif control.name == "select":
            self._read_options(name, [each for each in inside(control) if each.name == "option"])
        elif attribute(control, "type") not in {"radio", "checkbox"}:
            self.fields[name] = value
        else:
            self.choices.setdefault(name, []).append(value)
            if "checked" in control.attrs:
                self.fields[name] = value

    def _read_options(self, name: str, options: list[Element]) -> None:
        self.choices[name] = [attribute(each, "value") for each in options]
        chosen = [attribute(each, "value") for each in options if "selected" in each.attrs]
        self.fields[name] = (chosen or self.choices[name])[0]


class Page:
    """A page that passed every check."""

    def __init__(self, answer: Answer, address: str, template: str) -> None:
        self.document, self.status, self.headers = answer.document, answer.status, answer.headers
        self.address, self.template = address, template

    @property
    def h1(self) -> str:
        """Its main heading."""
        return self.document.h1

    @property
    def text(self) -> str:
        """Everything that is said on it."""
        return self.document.text

    @property
    def errors(self) -> list[str]:
        """What its summary of errors says."""
        return [
            words(link) for each in self.document.of_class("error-summary") for link in inside(each) if link.name == "a"
        ]

    def links(self) -> dict[str, str]:
        """Every link: its words and where it goes."""
        return {self.document.name(each): attribute(each, "href") for each in self.document.all("a")}

    def forms(self) -> list[Form]:
        """Every form, in order."""
        return [Form(each, self.address) for each in self.document.all("form")]

    def form(self, *fields: str) -> Form:
        """The one form that has these fields, of those in the main part."""
        main = self.document.all("main")[0]
        found = [Form(each, self.address) for each in inside(main) if each.name == "form"]
        fitting = [each for each in found if all(name in each.fields or name in each.choices for name in fields)]
        assert fitting, f"no form with {fields} on {self.address}: {self.h1}"
        return fitting[0]

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.form(name).fields[name]

    def shown(self, field: str) -> str:
        """What a field shows that is not sent."""
        control = self.document.by_id(field)
        assert control is not None, f"no {field} on {self.address}"
        return attribute(control, "value")

    def options(self, name: str) -> list[str]:
        """What can be chosen."""
        return self.form(name).choices[name]


class Browser:
    """A visitor's browser; `says_where_from` is what browsers of the last years do with Sec-Fetch-Site."""

    def __init__(self, site: "Site", *, language: str = "vi", says_where_from: bool = True) -> None:
        self.site, self.says_where_from = site, says_where_from
        self.typed: set[str] = {makers.NAME}
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(site.served, client=("203.0.113.7", 50_000)),
            base_url=site.settings.base_url,
        )
        if language != "vi":
            self.keep("language", language)

    @property
    def language(self) -> str:
        """The language of this browser's pages."""
        return self.http.cookies.get("language") or "vi"

    def keep(self, name: str, value: str) -> None:
        """Put a cookie into the jar, as this site would have."""
        self.http.cookies.set(name, value, domain=urlsplit(self.site.settings.base_url).hostname or "")

    def cookie(self, name: str) -> str | None:
        """A cookie of this site."""
        return self.http.cookies.get(name)

    async def open(self, path: str, status: int = 200) -> Page:
        """Go to an address, and on to where it leads."""
        return await self.arrive(await self.request("GET", path), status)

    async def statements(self, path: str) -> int:
        """How many statements an address asks the database, in a second of its own, so that no page is shared."""
        told: list[str] = []

        def note(*given: object) -> None:
            told.append(str(given[2]))

        self.site.clock.forward(seconds=1)
        reader = self.site.database._reader
        event.listen(reader, "before_cursor_execute", note)
        await self.open(path)
        event.remove(reader, "before_cursor_execute", note)
        return len([each for each in told if each.startswith(("SELECT", "WITH"))])

    async def follow(self, page: Page, text: str) -> Page:
        """Press a link."""
        return await self.open(urljoin(page.address, page.links()[text]))

    async def send(self, form: Form, status: int = 200, /, **typed: object) -> Page:
        """Fill in a form, press its button, and go where it leads."""
        written = {name: each if isinstance(each, bytes) else str(each) for name, each in typed.items()}
        fields: Fields = {**form.fields, **written}
        if form.method == "get":
            return await self.open(f"{re.split('[?#]', form.action)[0]}?{urlencode(fields)}", status)
        return await self.post(form.action, fields, status)

    async def post(self, path: str, fields: Fields, status: int = 200) -> Page:
        """Post fields to an address, and go where that leads."""
        return await self.arrive(await self.request("POST", path, fields=fields), status)

    async def request(
        self,
        method: str,
        path: str,
        *,
        fields: Fields | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """One request and its answer, checked, wherever it leads."""
        sent = {"sec-fetch-site": "same-origin"} if self.says_where_from else {}
        if body is not None:
            sent["content-type"] = "application/x-www-form-urlencoded"
        if fields is not None:
            body, sent["content-type"] = as_sent(fields)
        given = sent | dict(headers or {})
        self._note_typed({**dict(parse_qsl(path.partition("?")[2])), **(fields or {})})
        address = self.http.base_url.copy_with(raw_path=quote(path.partition("#")[0], safe=SPELLED_OUT).encode())
        coded = [(name.encode(), value.encode("latin-1")) for name, value in given.items()]
        response = await self.http.request(method, address, content=body, headers=coded)
        self._check(response, says_where_from="sec-fetch-site" in given)
        return response

    def page(self, response: httpx.Response) -> Page:
        """The page of an answer that was checked before."""
        return Page(response.extensions["checked"], response.url.raw_path.decode(), self.site.template)

    async def arrive(self, response: httpx.Response, status: int = 200) -> Page:
        """Go on to where an answer leads."""
        while response.status_code in REDIRECTS:
            response = await self.request("GET", response.headers["location"])
        page = self.page(response)
        assert page.status == status, f"{page.status} {page.address}: {page.text[:500]}"
        return page

    def _note_typed(self, fields: Fields) -> None:
        texts = {name: value for name, value in fields.items() if isinstance(value, str)}
        theirs = {value for name, value in texts.items() if name in THEIRS and value.strip()}
        tidied = {" ".join(each.split()) for each in theirs}
        self.typed |= theirs | tidied | {each[:LONGEST_SHOWN] for each in tidied}

    def _check(self, response: httpx.Response, *, says_where_from: bool) -> None:
        """Every answer is protected; every page passes every check; every way on stays in the house."""
        is_https = self.site.settings.is_https
        for name, value in [*security.HEADERS, *[security.STRICT_TRANSPORT] * is_https]:
            assert response.headers.get(name.decode()) == value.decode()
        for cookie in response.headers.get_list("set-cookie"):
            assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; ")), cookie
            assert ("Secure" in cookie.split("; ")) == is_https, cookie
        if response.status_code in REDIRECTS:
            location = response.headers["location"]
            assert re.match(r"/(?![/\\])", location), f"a way out of the house: {location}"
            assert response.headers["cache-control"] == "no-store"
        if not response.headers.get("content-type", "").startswith("text/html"):
            return
        asked = dict(parse_qsl(response.url.query.decode("latin-1"))).get("language")
        answer = Answer(
            Document(response.text),
            response.status_code,
            response.headers,
            asked if asked in {"vi", "en"} else self.language,
            response.url.path,
            says_where_from,
            is_https,
            frozenset(self.typed),
        )
        response.extensions["checked"] = answer
        found = page_checks.faults(answer)
        assert not found, "\n".join([f"{response.status_code} {response.url}", *found])


class Site:
    """The whole application behind its edge, on one database, with a worker that works when it is told to."""

    def __init__(self, app: Litestar, settings: Settings, clock: Clock) -> None:
        self.app, self.settings, self.clock = app, settings, clock
        self.routes: list[str] = []
        self.template = ""
        self._guarded = house.guarded(app, settings)
        self._follow_templates(app.state.renderer)

    @property
    def database(self) -> Database:
        """The application's own database."""
        return self.app.state.database  # type: ignore[no-any-return]

    async def served(self, scope: Any, receive: Any, send: Any) -> None:
        """What a server would call; the route is noted on the way."""
        await self._guarded(scope, receive, send)
        self.routes.append(getattr(scope.get("route_handler"), "name", None) or "")
        self.template = scope.get("state", {}).get("template", self.template)  # of a page that others saw before

    def browser(self, *, language: str = "vi", says_where_from: bool = True) -> Browser:
        """A new visitor."""
        return Browser(self, language=language, says_where_from=says_where_from)

    def work(self) -> None:
        """Let the worker do everything that is due."""
        worker = Worker(self.database, notify.channel(self.settings), self.clock, aloud=self.app.state.aloud.folder)
        while worker.run_once():
            pass

    def messages(self) -> list[str]:
        """What was told to people, oldest first."""
        self.work()
        with self.database.reading() as db:
            return list(db.scalars(select(notify.Message.body).order_by(notify.Message.id)))

    def code(self) -> str:
        """The digits of the latest one-time code, as its message has them."""
        carried = [found[1] for body in self.messages() if (found := re.search(r"(\d\d \d\d \d\d)\. ", body))]
        return carried[-1]

    def counts(self) -> dict[str, int]:
        """How many rows each table has, but for who looked: a look stays written down, whatever came after it."""
        with self.database.reading() as db:
            tables = Table.metadata.sorted_tables
            found = {each.name: db.execute(select(func.count()).select_from(each)).scalar_one() for each in tables}
            looks = select(func.count(Event.id)).where(Event.kind.like("%Seen"))
            return found | {"event": found["event"] - db.execute(looks).scalar_one()}

    def rows(self) -> dict[str, list[Any]]:
        """Everything that stands in the database, except how often somebody tried something, and who looked."""
        with self.database.reading() as db:
            tables = [each for each in Table.metadata.sorted_tables if each.name != "tally"]
            found = {each.name: list(db.execute(select(each))) for each in tables}
        found["event"] = [row for row in found["event"] if not row.kind.endswith("Seen")]
        return {name: [tuple(row) for row in rows] for name, rows in found.items()}

    def break_a_promise(self) -> None:
        """Miscount the places of every slot, as no verb ever does."""
        self.database.write_now(lambda db: db.execute(update(SlotUnit).values(taken=SlotUnit.capacity)))

    def give_up_on_messages(self) -> None:
        """No message that was written so far left the house, and nobody tries any more."""
        gave_up = update(notify.Message).values(sent_at=None, gave_up_at=self.clock.now, attempts=40)
        self.database.write_now(lambda db: db.execute(gave_up))

    def say_the_way(self, vietnamese: str, english: str) -> None:
        """How to get to every place, in words."""
        ways = update(Location).values(directions={"vi": vietnamese, "en": english})
        self.database.write_now(lambda db: db.execute(ways))

    def say_where(self, offering: OfferingView, latitude: float, longitude: float) -> None:
        """Where a place is."""
        moving = update(Location).where(Location.slug == offering.location_slug)
        self.database.write_now(lambda db: db.execute(moving.values(latitude=latitude, longitude=longitude)))

    def _follow_templates(self, renderer: Renderer) -> None:
        find = renderer.template

        def template(name: str, tongue: str) -> Template:
            self.template = name
            return find(name, tongue)

        renderer.template = template  # type: ignore[method-assign]


def as_sent(fields: Fields) -> tuple[bytes, str]:
    """A form as a browser sends it, and of which kind it is: in parts where a file was chosen."""
    files = {name: ("IMG_2034.jpg", value) for name, value in fields.items() if isinstance(value, bytes)}
    if not files:
        return urlencode(fields).encode(), "application/x-www-form-urlencoded"
    texts = {name: value for name, value in fields.items() if name not in files}
    made = httpx.Request("POST", BASE, data=texts, files=files)
    return made.read(), made.headers["content-type"]


def say(text: str, language: str) -> bytes:
    """A voice that writes down what it is told to say."""
    return f"{language}\n{text}".encode()


@asynccontextmanager
async def serving(settings: Settings, clock: Clock) -> AsyncIterator[Site]:
    """A site for as long as the block lasts; its application may have been an earlier one's, with other settings."""
    app = _IDLE.pop() if _IDLE else house.assemble()
    house.settle(app, settings, clock=clock, with_worker=False, voice=say)
    is_open, may_close = asyncio.Event(), asyncio.Event()

    async def live() -> None:  # a task of its own, as under a server: it must end where it began
        async with app.lifespan():
            is_open.set()
            await may_close.wait()

    life = asyncio.create_task(live())
    async with asyncio.timeout(30):
        await is_open.wait()
    yield Site(app, settings, clock)
    may_close.set()
    await life
    _IDLE.append(app)


@cache
def shared_assets(static: Any) -> Assets:
    """The static files, read once for all tests of a process."""
    return Assets(static)


class SharedRenderer(Renderer):
    """Templates compiled once for all tests of a process that have the same settings on their pages."""

    @override
    def __init__(self, settings: Settings, assets: Assets) -> None:
        super().__init__(settings, assets)
        self._shared = _renderer(settings.env, settings.hotline)

    @override
    def template(self, name: str, tongue: str) -> Template:
        return self._shared.template(name, tongue)


@cache
def _renderer(env: str, hotline: str) -> Renderer:
    return Renderer(Settings(env=env, hotline=hotline), shared_assets(folder("static")))
