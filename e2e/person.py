"""Somebody with a browser of their own, and the hands they use it with: a keyboard alone, or a finger."""

import itertools
import re
from collections.abc import Callable
from typing import Any, Protocol

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Response
from typing_extensions import override

from e2e import measures
from e2e.measures import Stop

MOST_STOPS = 150
MOVING = {"Tab", "Shift+Tab", "ArrowDown"}
PATIENCE_MS = 10_000
SENDS = "e => !!e.form?.contains(document.activeElement) && e.form.querySelector('[type=submit]') === e"
_ANSWERED_NO = re.compile(r"Failed to load resource: the server responded with a status of (403|404|405|409|422|429)")
_addresses = itertools.count(1)


class Hands(Protocol):
    """The ways to act on a page."""

    def approach(self, target: Locator) -> None:
        """Come to what will be pressed, and do nothing yet."""

    def press(self, target: Locator) -> None:
        """Follow a link or press a button."""

    def choose(self, target: Locator) -> None:
        """Choose one of several radios, or tick a box."""

    def untick(self, target: Locator) -> None:
        """Take the tick out of a box."""

    def write(self, target: Locator, text: str) -> None:
        """Put a text into a field, in place of what is there."""


class Keyboard:
    """The keyboard alone: what is wanted is walked to, and at every stop the focus must be seen."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def approach(self, target: Locator) -> None:
        """Walk there."""
        self.reach(target)

    def press(self, target: Locator) -> None:
        """Walk there; Space for a button or what unfolds, Enter for a link."""
        stop = self.reach(target)
        self._key("Space" if stop.kind in {"button", "summary"} else "Enter")

    def choose(self, target: Locator) -> None:
        """Walk to the group of radios, then by arrows to the one that is wanted; Space chooses where the walk ended."""
        stop, wanted = self.reach(target), target.get_attribute("id")
        for _ in range(MOST_STOPS):
            if stop.id == wanted:
                break
            self._key("ArrowDown")
            stop = self.stop()
        if not target.is_checked():
            self._key("Space")
        assert target.is_checked(), f"{wanted} cannot be chosen by keyboard"

    def untick(self, target: Locator) -> None:
        """Walk to the box and press Space."""
        self.reach(target)
        self._key("Space")
        assert not target.is_checked()

    def write(self, target: Locator, text: str) -> None:
        """Walk to the field and type."""
        self.reach(target)
        self._key("Control+a")
        self._key("Delete")
        self._page.keyboard.type(text)

    def reach(self, target: Locator) -> Stop:
        """Walk by Tab, or back by Shift and Tab, until the target, or its group of radios, has the focus."""
        goal = measures.way_to(target)
        if goal.has_arrived:
            return self.stop()
        key = "Shift+Tab" if goal.is_behind else "Tab"
        before = ""
        for _ in range(MOST_STOPS):
            self._key(key)
            stop = self.stop()
            if stop.key == goal.key:
                return stop
            assert stop.key != before, f"{key} stays on {stop.name}"
            before = stop.key
        raise AssertionError(f"{key} does not come to {target}")

    def stop(self) -> Stop:
        """Where the focus is now; it must be somewhere, and be seen there."""
        stop = measures.focused(self._page)
        assert stop, "the focus is on nothing"
        assert stop.has_ring, f"the focus cannot be seen on {stop.name}"
        assert stop.is_in_view, f"the focus is outside the window, on {stop.name}"
        assert not stop.is_covered, f"the focus is covered, on {stop.name}"
        return stop

    def _key(self, key: str) -> None:
        self._page.keyboard.press(key)


class QuickKeyboard(Keyboard):
    """A keyboard in practised hands: past the head of a page by the first link, forms sent from their last field.

    Every key is counted, but for the letters of what is written.
    """

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.keys = self.stops = 0
        self._is_writing = False

    @override
    def approach(self, target: Locator) -> None:
        """Stay in the field of a form that has just been written in; else walk there."""
        if not (self._is_writing and target.evaluate(SENDS)):
            self.reach(target)

    @override
    def press(self, target: Locator) -> None:
        """Enter sends the form of a field; what else there is has been walked to."""
        if self._is_writing:
            self._is_writing = False
            self._key("Enter")
        else:
            super().press(target)

    @override
    def write(self, target: Locator, text: str) -> None:
        """Walk to the field, which is empty, and type."""
        self.reach(target)
        assert not target.input_value(), "there is something to take away first"
        self._page.keyboard.type(text)
        self._is_writing = True

    @override
    def reach(self, target: Locator) -> Stop:
        """Jump to the content first, where that is still ahead."""
        self._is_writing = False
        if measures.focused(self._page) is None and target.evaluate("e => !!e.closest('main')"):
            self._key("Tab")
            self._key("Enter")
        return super().reach(target)

    @override
    def _key(self, key: str) -> None:
        self.keys += 1
        self.stops += key in MOVING
        super()._key(key)


class Switch:
    """One switch: a scan goes from control to control, round and round, and a press takes what it is at.

    On a page it begins at the first control, and goes on from where the last press was. Steps and presses are counted,
    but for the letters of what is written.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._at = -1
        self.keys = self.stops = 0
        page.on("framenavigated", lambda _: self._begin())

    def approach(self, target: Locator) -> None:
        """Let the scan come to the target; past the head of a page by its first link."""
        at, first, count = target.evaluate(measures.PLACES)
        if self._at < 0 and at >= first:
            self.stops += 1
            self.keys += 1
            self._at = first - 1
        self.stops += (at - self._at) % count or count
        self._at = at

    def press(self, target: Locator) -> None:
        """Take what the scan is at."""
        self.keys += 1
        target.click()

    def choose(self, target: Locator) -> None:
        """Let the scan come there, and take it."""
        self.approach(target)
        self.press(target)

    def untick(self, target: Locator) -> None:
        """The same press takes it away."""
        self.choose(target)

    def write(self, target: Locator, text: str) -> None:
        """Let the scan come to the field, take it, and write."""
        self.choose(target)
        self._page.keyboard.type(text)

    def _begin(self) -> None:
        self._at = -1


class Finger:
    """A finger on glass: what is wanted must be where it can be touched."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def approach(self, target: Locator) -> None:
        """A finger is there at once."""

    def press(self, target: Locator) -> None:
        """Touch it."""
        target.tap()

    def choose(self, target: Locator) -> None:
        """Touch the row that holds the radio."""
        self._page.locator(f"label[for={target.get_attribute('id')}]").tap()
        assert target.is_checked()

    def untick(self, target: Locator) -> None:
        """Touch the row that holds the box."""
        self._page.locator(f"label[for={target.get_attribute('id')}]").tap()
        assert not target.is_checked()

    def write(self, target: Locator, text: str) -> None:
        """Touch the field and type."""
        target.tap()
        target.fill("")
        self._page.keyboard.type(text)


class Person:
    """Somebody who reads, presses, writes and chooses; what goes wrong behind their back is noted."""

    def __init__(self, context: BrowserContext, url: str, language: str, hands: Callable[[Page], Hands]) -> None:
        self.context, self.url, self.language = context, url, language
        self._make_hands = hands
        self.complaints: list[str] = []
        self.pages = 0
        self.page = self._new_page()
        self.hands = hands(self.page)

    def opens(self, path: str) -> Response:
        """Type an address."""
        answer = self.page.goto(f"{self.url}{path}")
        assert answer
        return answer

    def prefers(self, language: str) -> None:
        """What they chose at an earlier visit."""
        self.context.add_cookies([{"name": "language", "value": language, "url": self.url}])

    def presses(self, selector: str) -> None:
        """Follow a link or press a button, and wait for where it leads."""
        target = self.one(selector)
        self.hands.approach(target)
        with self.page.expect_navigation():
            self.hands.press(target)
        self.pages += 1

    def chooses(self, selector: str) -> None:
        """Choose a radio, or tick a box."""
        self.hands.choose(self.one(selector))

    def selects(self, selector: str, label: str) -> None:
        """Go to a list and down it by arrows, until it says what is wanted."""
        target = self.one(selector)
        self.hands.approach(target)
        for _ in range(target.locator("option").count()):
            if target.locator("option:checked").inner_text() == label:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label} is not in {selector}")

    def unticks(self, selector: str) -> None:
        """Take the tick out of a box."""
        self.hands.untick(self.one(selector))

    def writes(self, selector: str, text: str) -> None:
        """Fill a field."""
        self.hands.write(self.one(selector), text)

    def opens_up(self, selector: str) -> None:
        """Open what is folded up; that leads nowhere else."""
        self.hands.press(self.one(selector))

    def goes_back(self) -> None:
        """The browser's own way back."""
        self.page.go_back()

    def one(self, selector: str) -> Locator:
        """The first of what matches, which must be there."""
        found = self.page.locator(selector)
        assert found.count(), f"There is no {selector} on {self.page.url}:\n{self.reads()}"
        return found.first

    def all(self, selector: str) -> list[Locator]:
        """Everything that matches."""
        return self.page.locator(selector).all()

    def all_addresses(self, selector: str) -> list[str | None]:
        """Where everything that matches leads."""
        return [each.get_attribute("href") for each in self.all(selector)]

    def sees(self, selector: str) -> bool:
        """Whether something that matches is on the page."""
        return self.page.locator(selector).count() > 0

    def reads(self, selector: str = "main") -> str:
        """The words of a part of the page."""
        return self.page.locator(selector).first.inner_text()

    @property
    def path(self) -> str:
        """The page's address within the site."""
        return self.page.url.removeprefix(self.url)

    def opens_another_window(self) -> "Person":
        """The same browser, a second window."""
        other = Person(self.context, self.url, self.language, self._make_hands)
        other.complaints = self.complaints
        return other

    def _new_page(self) -> Page:
        page = self.context.new_page()
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.complaints.append(f"script failed: {error}"))
        page.on("request", self._note_request)
        page.on("dialog", lambda dialog: self.complaints.append(f"a box popped up: {dialog.message}"))
        return page

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not _ANSWERED_NO.match(message.text):
            self.complaints.append(f"console: {message.text}")

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "about:")):
            self.complaints.append(f"asked another host: {request.url}")


def make_context(browser: Browser, **options: Any) -> BrowserContext:
    """A browser of somebody's own, at a network address of its own."""
    number = next(_addresses)
    address = {"x-forwarded-for": f"10.0.{number // 250}.{number % 250 + 1}"}
    context = browser.new_context(extra_http_headers=address, **(_DEVICE | options))
    context.set_default_timeout(PATIENCE_MS)
    return context


_DEVICE: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "locale": "vi-VN"}
