"""Every check of this folder looks at every page in every state, in both languages."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from e2e.accessibility.states import STATES, Sight, walk
from e2e.accessibility.viewer import Viewer
from e2e.site import Site

LANGUAGES = ("vi", "en")
EVERYTHING = [(name, language) for name in STATES for language in LANGUAGES]
Sights = Callable[[str], dict[str, Sight]]


@pytest.fixture(scope="session")
def sights(browser: Browser, site: Site) -> Sights:
    """All that can be seen in a language; walked to once for each worker."""
    seen: dict[str, dict[str, Sight]] = {}

    def of(language: str) -> dict[str, Sight]:
        if language not in seen:
            seen[language] = walk(browser, site, language)
        return seen[language]

    return of


@pytest.fixture(params=EVERYTHING, ids=[f"{name}-{language}" for name, language in EVERYTHING])
def sight(request: pytest.FixtureRequest, sights: Sights) -> Sight:
    """A page in one of its states."""
    name, language = request.param
    return sights(language)[name]


@pytest.fixture(scope="session")
def session_viewer(browser: Browser) -> Viewer:
    """The windows through which pages are looked at."""
    return Viewer(browser)


@pytest.fixture
def viewer(session_viewer: Viewer) -> Iterator[Viewer]:
    """The same windows; whatever is shown in them, nothing may go wrong behind its back."""
    session_viewer.complaints = []
    yield session_viewer
    assert not session_viewer.complaints
