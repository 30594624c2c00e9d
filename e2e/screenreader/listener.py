"""Somebody who hears a site and presses keys: Orca's own keys and the browser's, each counted, each word kept."""

import re
import subprocess
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import APIRequestContext, BrowserContext
from typing_extensions import override

from e2e.screenreader.desktop import Desktop, Ear

FIRST, QUIET = 1.6, 0.45
"""Seconds to wait for the first words after a key, and of silence after which somebody would go on."""
FIRST_OF_A_PAGE, QUIET_AFTER_A_PAGE = 4.0, 1.4
MOST_KEYS, MOST_PAUSES = 80, 3
LOADING = "Đang nạp"
NEXT = {"heading": "h", "landmark": "m", "field": "e", "button": "b", "radio": "r", "link": "k", "list": "l"}
"""The single keys by which Orca jumps to the next of a kind. Source: Orca's documentation of structural navigation."""


class Heard:
    """Utterances, in order."""

    def __init__(self, utterances: Iterable[str] = ()) -> None:
        self.utterances = list(utterances)

    @property
    def text(self) -> str:
        """All of it, one after the other."""
        return " ".join(self.utterances)

    @property
    def words(self) -> int:
        """How many words these were; in Vietnamese, syllables."""
        return len(re.findall(r"\w+", self.text))

    def once(self, *several: str) -> None:
        """Each of these was said, once only, in this order."""
        for words in several:
            assert self.text.count(words) == 1, f"heard {self.text.count(words)} times: {words!r}\n{self}"
        places = [self.text.index(words) for words in several]
        assert places == sorted(places), f"heard in another order: {several}\n{self}"

    def __contains__(self, words: str) -> bool:
        return words in self.text

    def __bool__(self) -> bool:
        return bool(self.utterances)

    @override
    def __repr__(self) -> str:
        return "\n".join(self.utterances)


class Reader:
    """One window of a browser that nobody looks at, any browser: what is known of it is what is heard."""

    def __init__(self, desktop: Desktop, url: str, phone: APIRequestContext) -> None:
        self._desktop, self.url, self.phone = desktop, url, phone
        self._ear = Ear(desktop)
        self.keys = self.stops = self.pages = 0
        self.heard = Heard()
        """Everything since the counting began."""
        self.latest = Heard()
        """What was heard since the last key."""
        self.utterances = 0
        """How often something was said, from the first page on."""

    def begins_to_count(self) -> None:
        """What came before does not count."""
        self.keys = self.stops = self.pages = 0
        self.heard = Heard()

    def opens(self, path: str) -> Heard:
        """Type an address and hear the page come; what the browser says of the address is left out."""
        self._type_keys("key", "ctrl+l")
        self._listen()  # until the address has the focus: what is typed before would be commands
        self._enters(f"{self.url}{path}")
        heard = self._listen(page=True)
        said = heard.utterances
        begun = next((nth for nth, each in enumerate(said) if each.startswith(LOADING)), 0)
        self.latest = Heard(said[begun:])
        return self.latest

    def presses(self, key: str, *, page: bool = False) -> Heard:
        """One key, as on a real keyboard; `page` when it leads to another one."""
        self.keys += 1
        self.pages += page
        self.stops += not page
        self._type_keys("key", key)
        return self._listen(page=page)

    def follows(self, key: str = "Return") -> Heard:
        """The key that leads on, and the page that comes."""
        return self.presses(key, page=True)

    def tabs(self, key: str = "Tab") -> Heard:
        """To the next thing that can be pressed or filled in."""
        return self.presses(key)

    def next(self, kind: str) -> Heard:
        """Jump to the next of a kind."""
        return self.presses(NEXT[kind])

    def goes_to(self, words: str, key: str = "Tab") -> Heard:
        """The same key again and again, until these words are heard."""
        for _ in range(MOST_KEYS):
            if words in (heard := self.presses(key)):
                return heard
        raise AssertionError(f"{key} does not lead to {words!r}:\n{self.heard}")

    def types(self, text: str) -> Heard:
        """What a field is filled with; letters are not counted as keys."""
        self._type_keys("type", "--delay", "20", text)
        return self._listen(first=0.3)

    def reads_all(self, last: str) -> Heard:
        """Have everything read from here on; where Orca falls silent before these last words, it is told to go on."""
        said = Heard()
        for _ in range(MOST_PAUSES):
            self.keys += 1
            self._type_keys("key", "KP_Add")
            said.utterances += self._ear.until_quiet(first=FIRST_OF_A_PAGE, quiet=FIRST_OF_A_PAGE, longest=120.0)
            if last in said:
                break
        self.latest = self._note(said.utterances)
        return self.latest

    def waits(self, seconds: float) -> Heard:
        """Do nothing, and hear what is said unasked."""
        self.latest = self._note(self._ear.until_quiet(first=seconds, quiet=seconds, longest=seconds))
        return self.latest

    def _type_keys(self, *what: str) -> None:
        subprocess.run(["xdotool", *what], env=self._desktop.environment, check=True)

    def leaves(self) -> None:
        """Listen no more."""
        self._ear.close()

    def _enters(self, address: str) -> None:
        self._type_keys("type", "--delay", "2", address)
        self._type_keys("key", "Delete", "Return")  # without what the browser would add to it

    def _listen(self, *, page: bool = False, first: float = FIRST) -> Heard:
        if page:
            said = self._ear.until_quiet(first=FIRST_OF_A_PAGE, quiet=QUIET_AFTER_A_PAGE)
        else:
            said = self._ear.until_quiet(first=first, quiet=QUIET)
        self.latest = self._note(said)
        return self.latest

    def _note(self, said: Iterable[str]) -> Heard:
        heard = Heard(said)
        self.heard.utterances += heard.utterances
        self.utterances += len(heard.utterances)
        return heard


class Listener(Reader):
    """A reader in Chromium, where a test can also look at what was heard."""

    def __init__(self, context: BrowserContext, desktop: Desktop, url: str) -> None:
        super().__init__(desktop, url, context.request)
        self._context = context
        self.page = context.pages[0]

    def is_brought(self, url: str, **answer: Any) -> Heard:
        """Hear a page come that the server answered to somebody else."""
        self.page.route(url, lambda route: route.fulfill(**answer), times=1)
        self._ear.until_quiet(first=0, quiet=0)  # what was still said of the page before
        self.page.goto(url)
        return self._listen(page=True)

    @override
    def types(self, text: str) -> Heard:
        """Letters come through the browser, which is quicker."""
        self.page.keyboard.type(text)
        return self._listen(first=0.3)

    @property
    def path(self) -> str:
        """Where the browser is now."""
        return str(self.page.evaluate("location.pathname"))

    @override
    def leaves(self) -> None:
        """Close the window."""
        super().leaves()
        self._context.close()

    @override
    def _enters(self, address: str) -> None:
        with self.page.expect_navigation():
            super()._enters(address)
