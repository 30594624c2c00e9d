"""Shows a page as it was reached, in the ways people look at it: narrow, dark, in forced colours, without scripts."""

import re
from pathlib import Path
from typing import Literal

import msgspec
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from e2e.accessibility.memory import Memory
from e2e.accessibility.walking import Sight
from e2e.site import SHOW_AGAIN

WIDE, NARROW = 1280, 320
PURE = ("yellow-on-black", "black-on-yellow")
"""The themes of two colours."""
HEIGHT = 900
LISTEN = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""
OPEN = """() => {
    document.querySelectorAll("details").forEach((each) => { each.open = true; });
    document.documentElement.style.caretColor = "transparent";
}"""
"""What can be opened is looked at too, with everything inside; no caret blinks in one picture and not in another."""
Scheme = Literal["light", "dark"]
Motion = Literal["reduce", "no-preference"]
Colours = Literal["active", "none"]
_ANSWERED_NO = re.compile(r"Failed to load resource: the server responded with a status of (4\d\d|503)")


class Viewer:
    """One page with scripts and one without, used again and again; what goes wrong on them is noted."""

    def __init__(self, browser: Browser, memory: Memory, file: Path) -> None:
        self._file = file
        """Where the site finds what it should show again."""
        self._pages = {scripts: self._new_page(browser, scripts=scripts) for scripts in (True, False)}
        self._ways: dict[Page, tuple[object, object]] = {}
        """In which window and which colours each of them was looked at last."""
        self._sight: Sight | None = None
        self.complaints: list[str] = []
        self.memory = memory
        self.frames: dict[tuple[str, bool], list[str]] = {}
        """The head and the foot of the first page in each language, of those at work apart."""

    def show(self, sight: Sight, *, scripts: bool = True, width: int = WIDE) -> Page:
        """The page, loaded anew."""
        page = self._pages[scripts]
        self.look(page, width=width)
        self._sight = sight
        self._file.write_bytes(msgspec.json.encode(sight))
        answer = page.goto(sight.url)
        assert answer
        assert SHOW_AGAIN in answer.headers, f"{sight.url} is not shown again"
        page.evaluate(OPEN)
        return page

    def show_html(self, html: str) -> Page:
        """A page that is made up to see what the checks make of it."""
        page = self._pages[True]
        self._sight = None
        page.goto("about:blank")
        self.look(page, width=WIDE)
        page.set_content(html)
        page.evaluate(OPEN)
        return page

    def look(
        self,
        page: Page,
        *,
        width: int,
        height: int = HEIGHT,
        scheme: Scheme = "light",
        motion: Motion = "no-preference",
        colours: Colours = "none",
    ) -> None:
        """The page as it stands, in another window or other colours; what stays as it was costs nothing."""
        window, media = (width, height), (scheme, motion, colours)
        known_window, known_media = self._ways.get(page, (None, None))
        if window != known_window:
            page.set_viewport_size({"width": width, "height": height})
        if media != known_media:
            page.emulate_media(color_scheme=scheme, reduced_motion=motion, forced_colors=colours)
        self._ways[page] = window, media

    def wear(self, page: Page, **parts: str) -> None:
        """The page as it stands, in a look that somebody has chosen: what its own cookie would say."""
        page.evaluate("(parts) => Object.assign(document.documentElement.dataset, parts)", parts)

    def _new_page(self, browser: Browser, *, scripts: bool) -> Page:
        context = browser.new_context(
            java_script_enabled=scripts,
            viewport={"width": WIDE, "height": HEIGHT},
            extra_http_headers={SHOW_AGAIN: str(self._file)},
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.add_init_script(LISTEN)
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.complaints.append(f"script failed: {error}"))
        page.on("request", self._note_request)
        return page

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not _ANSWERED_NO.match(message.text):
            self.complaints.append(f"console: {message.text}")

    def _note_request(self, request: Request) -> None:
        home = self._sight.url.split("/", 3)[2] if self._sight else ""
        if home and request.url.split("/", 3)[2] != home:
            self.complaints.append(f"asked another host: {request.url}")
