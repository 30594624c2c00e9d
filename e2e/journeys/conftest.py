"""Every story is told in both languages, with and without JavaScript, by keyboard alone."""

import pytest

from e2e.conftest import Newcomer
from e2e.person import Person


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """The language somebody reads."""
    return str(request.param)


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether their browser runs JavaScript."""
    return bool(request.param)


@pytest.fixture
def person(newcomer: Newcomer, language: str, scripts: bool) -> Person:
    """Somebody with nothing but a keyboard."""
    return newcomer(language=language, scripts=scripts)
