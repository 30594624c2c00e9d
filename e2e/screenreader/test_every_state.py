"""Every page in every state, by ear: its title is said when it comes, and what is wrong first, each once and in order.

It takes a quarter of an hour, so only the accessibility report listens to all of them.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from e2e.accessibility.all_states import STATES, Sight, walk
from e2e.costs import Record
from e2e.screenreader.conftest import Opener
from e2e.screenreader.listener import Listener
from e2e.screenreader.steps import ARRIVED, ERROR
from e2e.site import Site

pytestmark = pytest.mark.thorough
ERRORS = ".error-summary li"


@pytest.fixture(scope="module")
def sights(browser: Browser, site: Site) -> dict[str, Sight]:
    """What the server answered in every state."""
    return walk(browser, site, "vi")


@pytest.fixture(scope="module")
def window(open_window: Opener) -> Iterator[Listener]:
    """One window for all of them: nothing is kept from one page to the next."""
    somebody = open_window()
    somebody.opens("/")  # from here on the page has the keys, not the line of the address
    yield somebody
    somebody.leaves()


@pytest.mark.parametrize("name", STATES)
def test_a_state_is_heard(window: Listener, sights: dict[str, Sight], name: str, record_property: Record) -> None:
    sight = sights[name]

    heard = window.is_brought(sight.url, status=sight.status, headers=sight.headers, body=sight.html)
    record_property("utterances", len(heard.utterances))

    title = window.page.title()
    heard.once(f"{ARRIVED} {title}")
    errors = window.page.locator(ERRORS).all_inner_texts() if title.startswith(ERROR) else []
    heard.once(*errors)
