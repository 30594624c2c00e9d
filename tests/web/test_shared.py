"""A shared page is always the page that would be made now, and what belongs to one reader stays theirs."""

import asyncio
import gzip
import itertools
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from hoanhap.app import ROUTES
from hoanhap.base import ids
from hoanhap.base.db import Database
from hoanhap.settings import Settings
from hoanhap.web.shared import Parts
from tests.journeys import NEEDS, tick_needs
from tests.pages import Clock, Site, serving
from tests.town import NEXT_MONDAY, Town

THERAPY = "/services/vat-ly-tri-lieu"
KEY = re.compile(r'name="journey" value="([^"]+)"')
HEADERS = {"sec-fetch-site": "none"}
OTHER_PROCESS = """
import sys
import hoanhap, sqlite3
db = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=10)
for statement in sys.stdin:
    db.execute(statement)
    print("done", flush=True)
"""
TAKE = (
    "UPDATE slot_unit SET taken = taken + 1, public_taken = public_taken + 1 WHERE slot_id = (SELECT id FROM slot "
    "JOIN slot_unit ON slot_id = id WHERE offering_id = {offering} AND local_date = '{day}' AND taken < capacity "
    "AND public_taken < public_limit ORDER BY id LIMIT 1)"
)
RENAME = "UPDATE location SET name = 'Nơi số {number}' WHERE slug = '{slug}'"
_number = itertools.count(1)


class Neighbour:
    """Another process on the same database."""

    def __init__(self, url: str) -> None:
        command = [sys.executable, "-c", OTHER_PROCESS, url.removeprefix("sqlite:///")]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def do(self, statement: str) -> None:
        """Change something and come back when it is on disk."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(statement + "\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "done\n"

    def end(self) -> None:
        """Go away."""
        self._process.communicate()


@pytest.fixture
def neighbour(town_url: str) -> Iterator[Neighbour]:
    """Another process, for the length of a test."""
    process = Neighbour(town_url)
    yield process
    process.end()


def pages_of(town: Town) -> list[str]:
    """An address of every shared route, some with more to them."""
    times = f"{THERAPY}/times?place={town.therapy.id}"
    return [
        "/",
        "/services",
        "/services?q=xe%20lan",
        THERAPY,
        f"{THERAPY}?language=en",
        times,
        f"{times}&day={NEXT_MONDAY.isoformat()}",
        f"{times}&day={NEXT_MONDAY.isoformat()}&journey=mine",
        "/organizations",
        f"/places/{town.therapy.location_slug}",
    ]


async def test_every_shared_route_has_its_page_here(site: Site, town: Town) -> None:
    browser = site.browser()
    page = await browser.open("/organizations")
    organization = next(href for href in page.links().values() if href.startswith("/organizations/"))

    for path in [*pages_of(town), organization]:
        await browser.open(path)

    assert {each.name for each in ROUTES if each.opt.get("shared")} == set(site.routes)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["look", "look", "take", "rename", "wait", "moment"]), max_size=12))
def test_a_shared_page_is_the_page_that_would_be_made_now(
    steps: list[str], town_url: str, town: Town, neighbour: Neighbour, tmp_path: Path
) -> None:
    clock = Clock()
    deeds: dict[str, Callable[[], None]] = {
        "take": lambda: neighbour.do(TAKE.format(offering=town.therapy.id, day=NEXT_MONDAY)),
        "rename": lambda: neighbour.do(RENAME.format(number=next(_number), slug=town.therapy.location_slug)),
        "wait": lambda: clock.forward(seconds=61),
        "moment": lambda: clock.forward(seconds=0.4),
    }

    async def walk() -> None:
        async with serving(Settings(database_url=town_url, state=str(tmp_path)), clock) as site:
            for step in ["look", *steps, "look"]:
                deeds.get(step, int)()
                await look(site, pages_of(town))

    asyncio.run(walk())


async def look(site: Site, paths: list[str]) -> None:
    """Every page, twice by the way visitors take and once as the application makes it."""
    async with visiting(site.served) as visitor, visiting(site.app) as maker:
        for path in paths:
            shared = [await visitor.get(path, headers=HEADERS) for _ in range(2)]
            made = await maker.get(path, headers=HEADERS)
            assert [plain(each) for each in shared] == [plain(made)] * 2
            if "journey=" not in path:
                keys = [KEY.findall(each.text)[:1] for each in (*shared, made)]
                assert len({key[0] for key in keys if key}) == sum(map(len, keys))


def visiting(app: Any) -> httpx.AsyncClient:
    """A client of the application without cookies of its own."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000")


def plain(answer: httpx.Response) -> tuple[int, str]:
    """What was answered, but for the keys."""
    found = KEY.findall(answer.text)
    return answer.status_code, answer.text.replace(found[0], "…") if found else answer.text


@given(before=st.binary(max_size=3000), after=st.binary(max_size=3000), is_twice=st.booleans())
def test_another_key_fits_into_a_zipped_page(before: bytes, after: bytes, *, is_twice: bool) -> None:
    key, other = ids.token(), ids.token()
    html = before + key.encode() + after + (key.encode() if is_twice else b"")

    parts = Parts.of(html, key, is_zipped=True)

    assert gzip.decompress(parts.joined(key)) == html
    assert gzip.decompress(parts.joined(other)) == html.replace(key.encode(), other.encode())
    assert Parts.of(html, key, is_zipped=False).joined(key) == html


async def test_what_somebody_needs_is_seen_by_nobody_else(site: Site, town: Town) -> None:
    mine = site.browser()
    await mine.open(THERAPY)
    await tick_needs(mine, NEEDS)

    assert "Đang tìm theo nhu cầu" in (await mine.open(THERAPY)).text
    assert "Đang tìm theo nhu cầu" not in (await site.browser().open(THERAPY)).text


async def test_a_browser_that_does_not_say_where_it_comes_from_has_a_token_of_its_own(site: Site, town: Town) -> None:
    path = f"{THERAPY}/times?place={town.therapy.id}&day={NEXT_MONDAY.isoformat()}"
    await site.browser().open(path)

    silent = [site.browser(says_where_from=False) for _ in range(2)]
    tokens = [(await each.open(path)).value("form_token") for each in silent]

    assert tokens[0] != tokens[1]


@pytest.mark.postgres
def test_a_version_follows_every_change_or_there_is_none(database: Database) -> None:
    before = database.version()
    database.write_now(lambda db: db.execute(text("UPDATE service SET position = position + 100")))

    assert (before is None) == (not database.is_sqlite)
    assert before is None or before != database.version()
