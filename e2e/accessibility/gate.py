"""The gate that every page passes in every state, in both languages and both widths: a list of checks.

A check looks at a page and answers with what is wrong, in words. `test_gate.py` shows every page to every check, and
`test_broken.py` shows each check pages that it must catch.
"""

from collections.abc import Callable, Iterable

import msgspec
from PIL import Image
from playwright.sync_api import Page

from e2e.accessibility.camera import picture
from e2e.accessibility.viewer import HEIGHT, NARROW, PURE, WIDE, Colours, Motion, Scheme, Viewer
from e2e.accessibility.walking import Sight
from e2e.measures import measured

THEMES = ("light", "dark", *PURE, "forced colours")
"""Every set of colours that pages are seen in; in the last the system decides."""
ROOM = 40
"""Pixels below the page, for what is drawn around its last control."""
READ = """() => {
    const every = document.querySelectorAll("[data-module=print], [data-module=keep-up], [data-passkey]");
    const only = [...every].filter((each) => !each.hidden);
    only.forEach((each) => { each.hidden = true; });
    const words = document.body.innerText;
    only.forEach((each) => { each.hidden = false; });
    return words;
}"""
"""All words but those of what only scripts do: the button that prints, the list that keeps up, a passkey."""


class View:
    """A page before somebody's eyes, who can look at it in another way."""

    def __init__(self, viewer: Viewer, page: Page, *, language: str = "vi", width: int = WIDE, name: str = "") -> None:
        self.viewer, self.page = viewer, page
        self.language, self.width, self.name = language, width, name
        self.words: str = page.evaluate(READ)
        """What there is to read with scripts."""
        self.theme = THEMES[0]
        self.build = f"{width} {measured(page, 'build')}"
        """How the page is built: its elements, classes and states without its words; and how wide it is."""
        self._worn: dict[str, str] = page.evaluate("({ ...document.documentElement.dataset })")
        self._height = 0
        """Of a window in which nothing scrolls, once it is known."""
        self._pictures: dict[str, Image.Image] = {}

    def plainly(self, *, width: int | None = None, height: int = HEIGHT, motion: bool = True) -> Page:
        """The page as most people see it: light, in its own width or another, as nobody has chosen anything."""
        wanted: Motion = "no-preference" if motion else "reduce"
        self.viewer.look(self.page, width=width or self.width, height=height, motion=wanted)
        self._wear(self._worn)
        return self.page

    def themed(self, theme: str) -> Page:
        """The page in one of the themes, in a window as high as itself: nothing scrolls while pictures are compared."""
        scheme: Scheme = "dark" if theme == "dark" else "light"
        colours: Colours = "active" if theme == "forced colours" else "none"
        worn = self._worn | ({"theme": theme} if theme in PURE else {})
        self.theme = theme
        while True:  # a theme may need a line more than another
            height = self._height or HEIGHT
            self.viewer.look(self.page, width=self.width, height=height, scheme=scheme, colours=colours)
            if (needed := self._wear(worn)) <= self._height:
                return self.page
            self._height = needed + ROOM

    def picture(self) -> Image.Image:
        """The whole page in its theme, with the focus on nothing; taken once, for nothing changes a page in between."""
        if self.theme not in self._pictures:
            self.page.evaluate("document.activeElement?.blur()")
            self._pictures[self.theme] = picture(self.page)
        return self._pictures[self.theme]

    def is_new(self, kind: str, look: str) -> bool:
        """Whether nothing that looks like this has been looked at closely and was good."""
        return not self.viewer.memory.has(kind, look)

    def is_good(self, kind: str, look: str) -> None:
        """What looks like this, or is built like this, need not be looked at again in this run."""
        self.viewer.memory.add(kind, look)

    def _wear(self, parts: dict[str, str]) -> int:
        """Put on what can be chosen, and nothing else; how high the page is now."""
        height: int = self.page.evaluate(
            """(parts) => {
                const worn = document.documentElement.dataset; // what stays as it is costs nothing
                for (const name of Object.keys(worn)) if (!(name in parts)) delete worn[name];
                for (const name of Object.keys(parts)) if (worn[name] !== parts[name]) worn[name] = parts[name];
                if (document.adoptedStyleSheets.length) document.adoptedStyleSheets = [];
                return document.documentElement.scrollHeight;
            }""",
            parts,
        )
        return height


Look = Callable[[View], Iterable[str]]


class Check(msgspec.Struct, frozen=True):
    """One thing that every page must be."""

    name: str
    look: Look
    scripts: bool
    """Whether it looks at the page with its scripts."""
    widths: tuple[int, ...]
    """In which widths a page is shown to it: one for a check that has a window of its own."""
    themes: tuple[str, ...]
    """In which themes, one after the other; none for a check to which colours are all the same."""
    by_build: bool
    """Whether what it finds follows from how a page is built, whatever its words: each build is looked at once."""

    def finds(self, view: View) -> list[str]:
        """Everything it finds on a page."""
        if not self.themes:
            view.plainly()
            return list(self.look(view))
        return [each for theme in self.themes for each in self.finds_in(view, theme)]

    def finds_in(self, view: View, theme: str) -> list[str]:
        """What it finds in one theme."""
        view.themed(theme)
        return [f"{theme}: {each}" for each in self.look(view)]


CHECKS: dict[str, Check] = {}


def check(
    *,
    scripts: bool = True,
    widths: tuple[int, ...] = (WIDE, NARROW),
    themes: tuple[str, ...] = (),
    by_build: bool = False,
) -> Callable[[Look], Look]:
    """Put a check on the list, under the name of its function."""

    def put(look: Look) -> Look:
        name = look.__name__.replace("_", " ")
        CHECKS[name] = Check(name, look, scripts, widths, themes, by_build)
        return look

    return put


def look_at(viewer: Viewer, sight: Sight, width: int) -> dict[str, list[str] | None]:
    """What each check finds on a page, loaded once with its scripts and once without.

    None where a page that is built in the same way was good.
    """
    found: dict[str, list[str] | None] = {}
    words: str | None = None
    for scripts in (True, False):
        page = viewer.show(sight, width=width, scripts=scripts)
        view = View(viewer, page, language=sight.language, width=width, name=sight.name)
        words = view.words = words or view.words
        here = [each for each in CHECKS.values() if each.scripts == scripts and width in each.widths]
        new = [each for each in here if not each.by_build or view.is_new(each.name, view.build)]
        now: dict[str, list[str]] = {each.name: [] if each.themes else each.finds(view) for each in new}
        for theme in THEMES:  # each theme is put on once, for all who look at it
            for each in new:
                if theme in each.themes:
                    now[each.name] += each.finds_in(view, theme)
        for each in new:
            if each.by_build and not now[each.name]:
                view.is_good(each.name, view.build)
        found |= {each.name: now.get(each.name) for each in here}
    return found
