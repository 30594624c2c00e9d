"""A walk through the whole site: every state of every page, each reached by the steps people take.

What the server answered is kept and shown again. The states are noted by `states` and `states_at_work`, in the order in
which they are walked: each goes on where the one before it ended.
"""

from collections.abc import Callable
from typing import NamedTuple, overload

import msgspec
from playwright.sync_api import Browser, Response

from e2e import given
from e2e.person import PATIENCE_MS, make_context
from e2e.site import Again, Site

GO_ON = "main form button[type=submit]"
NOT_KEPT = {"content-encoding", "content-length", "transfer-encoding", "set-cookie", "date"}


class Sight(Again, frozen=True, kw_only=True):
    """A page as it was reached: its address and what the server answered."""

    name: str
    language: str

    def at(self, url: str) -> "Sight":
        """The same page on another worker's site; there are no hosts in our pages."""
        return msgspec.structs.replace(self, url=f"{url}/{self.url.split('/', 3)[3]}")

    def with_html(self, html: str) -> "Sight":
        """The same address with another page, to see what the checks make of it."""
        return msgspec.structs.replace(self, html=html)


class Walk:
    """A walk through the whole site in one language, with a pointer."""

    def __init__(self, browser: Browser, site: Site, language: str) -> None:
        self._browser, self.site, self.language = browser, site, language
        self.phone = given.a_phone()
        self._begin()

    def start_afresh(self) -> None:
        """Another browser, in which nothing has been chosen but the language."""
        self.end()
        self._begin()

    def open(self, path: str) -> Response:
        """Type an address."""
        answer = self.page.goto(f"{self.site.url}{path}")
        assert answer
        return answer

    def press(self, selector: str, *, patience: float = PATIENCE_MS) -> Response:
        """Follow a link or press a button."""
        with self.page.expect_navigation(timeout=patience) as going:
            self.page.locator(selector).first.click(timeout=patience)
        return going.value

    def fill(self, **fields: str) -> None:
        """Write into the fields with these ids."""
        for field, text in fields.items():
            self.page.fill(f"#{field}", text)

    def unfold(self) -> None:
        """Open the first part that can be opened."""
        self.page.locator("main summary").first.click()

    def choose(self, selector: str) -> None:
        """Choose a radio."""
        self.page.locator(selector).first.check()

    def end(self) -> None:
        """Close what is open."""
        self._context.close()

    def _begin(self) -> None:
        self._context = make_context(self._browser)
        self._context.add_cookies([{"name": "language", "value": self.language, "url": self.site.url}])
        self.page = self._context.new_page()
        network = self._context.new_cdp_session(self.page)  # nobody looks at this browser: it asks for pages alone
        network.send("Network.enable")
        network.send("Network.setBlockedURLs", {"urls": ["*/static/*"]})


Step = Callable[[Walk], Response]


class State(NamedTuple):
    """A page in a state: the steps to it from the state before, and how it answers."""

    reach: Step
    status: int


STATES: dict[str, State] = {}


@overload
def state(step: Step) -> Step: ...
@overload
def state(*, status: int) -> Callable[[Step], Step]: ...
def state(step: Step | None = None, *, status: int = 200) -> Step | Callable[[Step], Step]:
    """Note a state under the name of its function; one that is a no says with which status."""

    def note(reach: Step) -> Step:
        STATES[reach.__name__.replace("_", " ")] = State(reach, status)
        return reach

    return note(step) if step else note


def walk(browser: Browser, site: Site, language: str) -> dict[str, Sight]:
    """Walk to every state and return what was seen."""
    walking, seen = Walk(browser, site, language), {}
    for name, each in STATES.items():
        answer = each.reach(walking)
        headers = {key: value for key, value in answer.headers.items() if key not in NOT_KEPT}
        seen[name] = Sight(
            name=name,
            language=language,
            url=answer.url.partition("#")[0],
            status=answer.status,
            headers=headers,
            html=answer.text(),
        )
    walking.end()
    return seen
