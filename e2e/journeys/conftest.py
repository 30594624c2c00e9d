"""Every story is told in both languages, with and without JavaScript, by keyboard alone."""

import pytest

from e2e.conftest import Newcomer
from e2e.journeys.ways import WAYS, Way
from e2e.person import Person


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    """The way in which the story is told."""
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def language(way: Way) -> str:
    """The language somebody reads."""
    return way.language


@pytest.fixture
def scripts(way: Way) -> bool:
    """Whether their browser runs JavaScript."""
    return way.scripts


@pytest.fixture
def person(newcomer: Newcomer, language: str, scripts: bool) -> Person:
    """Somebody with nothing but a keyboard."""
    return newcomer(language=language, scripts=scripts)
