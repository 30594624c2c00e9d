"""The stage of every story: a site of our own, one browser, and people with contexts of their own in it."""

import os
import re
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from e2e.person import Finger, Hands, Keyboard, Person, make_context
from e2e.site import Site, served

RESULTS = Path(__file__).parent.parent / "test-results" / "e2e"
NONE_IN_RESERVE = "--renderer-process-limit=1"
"""Else the browser starts a process with every page, for a site that nobody goes to: a third of what a page costs."""
WALK = "test_the_walk_comes_to_every_state"
"""What the tests of all states wait for."""
_FAILED = pytest.StashKey[bool]()
_PEOPLE = pytest.StashKey[list[Person]]()

Newcomer = Callable[..., Person]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Site]:
    """A fresh site for this run and this worker; its log is kept when something failed."""
    folder = tmp_path_factory.mktemp("site")
    with served(folder) as found:
        yield found
    if request.session.testsfailed:
        RESULTS.mkdir(parents=True, exist_ok=True)
        shutil.copy(found.log, RESULTS / f"server-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}.log")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The browser everybody shares; each person has a context of their own in it."""
    opened = launch(playwright)
    yield opened
    opened.close()


def launch(playwright: Playwright, *arguments: str) -> Browser:
    """Debian's own browser."""
    path = shutil.which("chromium")
    assert path, "There is no chromium on this machine."
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox", NONE_IN_RESERVE, *arguments])


@pytest.fixture
def newcomer(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Newcomer]:
    """Bring somebody new to the site; at the end nothing may have gone wrong behind their back."""
    people: list[Person] = []
    request.node.stash[_PEOPLE] = people

    def bring(
        *,
        language: str = "vi",
        scripts: bool = True,
        hands: Callable[[Page], Hands] = Keyboard,
        browser: Browser = browser,
        site: Site = site,
        **options: Any,
    ) -> Person:
        context = make_context(browser, java_script_enabled=scripts, has_touch=hands is Finger, **options)
        person = Person(context, site.url, language, hands)
        people.append(person)
        return person

    yield bring
    complaints = [each for person in people for each in person.complaints]
    if request.node.stash.get(_FAILED, False):
        _keep_pages(request.node)
    for person in people:
        person.context.close()
    assert not complaints


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever walks to every state sets out first, and stories are told meanwhile: nobody waits for the walk."""
    items.sort(key=lambda item: (not item.name.startswith(WALK), "sights" in getattr(item, "fixturenames", ())))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note which test failed, so that its pages can be kept."""
    report = yield
    item.stash[_FAILED] = item.stash.get(_FAILED, False) or report.failed
    return report


def _keep_pages(item: pytest.Item) -> None:
    """What the people of a failed story saw last."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w-]+", "_", item.nodeid.removeprefix("e2e/"))[-120:]
    people = item.stash[_PEOPLE]
    for number, person in enumerate(people):
        person.page.screenshot(path=RESULTS / f"{name}-{number}.png", full_page=True)
        (RESULTS / f"{name}-{number}.html").write_text(person.page.content(), "utf-8")
