"""Every check of this folder looks at every page in every state, in both languages."""

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser

from e2e.accessibility.all_states import STATES, Sight, walk
from e2e.accessibility.memory import Memory
from e2e.accessibility.viewer import Viewer
from e2e.site import Site

LANGUAGES = ("vi", "en")
EVERYTHING = [(name, language) for name in STATES for language in LANGUAGES]
Sights = Callable[[str], dict[str, Sight]]


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run have in common."""
    is_alone = "PYTEST_XDIST_WORKER" not in os.environ
    return tmp_path_factory.getbasetemp() if is_alone else tmp_path_factory.getbasetemp().parent


@pytest.fixture(scope="session")
def sights(browser: Browser, site: Site, shared_folder: Path) -> Sights:
    """All that can be seen in a language; of several workers one walks there, and the others read what it saw."""
    seen: dict[str, dict[str, Sight]] = {each: {} for each in LANGUAGES}
    begun: set[str] = set()

    def of(language: str) -> dict[str, Sight]:
        for each in _in_turn():
            if each not in begun:
                begun.add(each)  # once only: a walk that stumbles takes long, and would stumble again
                seen[each] = _walk_or_read(shared_folder / f"sights-{each}.json", browser, site, each)
        assert seen[language], "The walk through the site did not come to its end; the first error says where."
        return seen[language]

    return of


def _in_turn() -> tuple[str, ...]:
    """Every second worker begins with the other language, so that nobody waits."""
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return LANGUAGES if int(number) % 2 == 0 else LANGUAGES[::-1]


def _walk_or_read(file: Path, browser: Browser, site: Site, language: str) -> dict[str, Sight]:
    with file.open("a+b") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        kept.seek(0)
        if not (text := kept.read()):
            text = msgspec.json.encode(walk(browser, site, language))
            kept.write(text)
    found = msgspec.json.decode(text, type=dict[str, Sight])
    return {name: sight.at(site.url) for name, sight in found.items()}


@pytest.fixture(params=EVERYTHING, ids=[f"{name}-{language}" for name, language in EVERYTHING])
def sight(request: pytest.FixtureRequest, sights: Sights) -> Sight:
    """A page in one of its states."""
    name, language = request.param
    return sights(language)[name]


@pytest.fixture(scope="session")
def session_viewer(browser: Browser, shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Viewer:
    """The windows through which pages are looked at."""
    memory, own = Memory(shared_folder / "good-looks.txt"), tmp_path_factory.mktemp("viewer")
    return Viewer(browser, memory, own / "shown.json")


@pytest.fixture
def viewer(session_viewer: Viewer) -> Iterator[Viewer]:
    """The same windows; whatever is shown in them, nothing may go wrong behind its back."""
    session_viewer.complaints = []
    yield session_viewer
    assert not session_viewer.complaints
