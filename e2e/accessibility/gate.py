"""The gate that every page passes in every state, in both languages and both widths: a list of checks.

A check looks at a page and answers with what is wrong, in words. `test_gate.py` shows every page to every check, and
`test_broken.py` shows each check pages that it must catch.
"""

from collections.abc import Callable, Iterable

import msgspec
from playwright.sync_api import Page

from e2e.accessibility.states import Sight
from e2e.accessibility.viewer import HEIGHT, PURE, WIDE, Scheme, Viewer

THEMES = ("light", "dark", *PURE, "forced colours")
"""Every set of colours that pages are seen in; in the last the system decides."""
ROOM = 40
"""Pixels below the page, for what is drawn around its last control."""
READ = """() => {
    const only = [...document.querySelectorAll("[data-module=print]")].filter((each) => !each.hidden);
    only.forEach((each) => { each.hidden = true; });
    const words = document.body.innerText;
    only.forEach((each) => { each.hidden = false; });
    return words;
}"""
"""All words but those of a button that only scripts show; beside it stands how to do the same by hand."""


class View:
    """A page before somebody's eyes, who can look at it in another way."""

    def __init__(self, viewer: Viewer, page: Page, *, language: str = "vi", width: int = WIDE, name: str = "") -> None:
        self.viewer, self.page = viewer, page
        self.language, self.width, self.name = language, width, name
        self.words: str = page.evaluate(READ)
        """What there is to read with scripts."""
        self._worn: dict[str, str] = page.evaluate("({ ...document.documentElement.dataset })")

    def plainly(self, *, width: int | None = None, height: int = HEIGHT, motion: bool = True) -> Page:
        """The page as most people see it: light, in its own width or another, as nobody has chosen anything."""
        self.viewer.look(self.page, width=width or self.width, height=height)
        self.page.emulate_media(reduced_motion="no-preference" if motion else "reduce", forced_colors="none")
        self._wear(self._worn)
        return self.page

    def themed(self, theme: str) -> Page:
        """The page in one of the themes."""
        self.plainly()
        scheme: Scheme = "dark" if theme == "dark" else "light"
        self.page.emulate_media(color_scheme=scheme, forced_colors="active" if theme == "forced colours" else "none")
        if theme in PURE:
            self.viewer.wear(self.page, theme=theme)
        return self.page

    def tall(self, width: int | None = None) -> Page:
        """The page in a window as high as itself, so that nothing scrolls while its pictures are compared."""
        height = self.page.evaluate("document.documentElement.scrollHeight") + ROOM
        self.page.set_viewport_size({"width": width or self.width, "height": height})
        return self.page

    def is_new(self, kind: str, look: str) -> bool:
        """Whether nothing that looks like this has been looked at closely and was good."""
        return (kind, look) not in self.viewer.known

    def is_good(self, kind: str, look: str) -> None:
        """What looks like this need not be looked at again: it would be the same pixels."""
        self.viewer.known.add((kind, look))

    def _wear(self, parts: dict[str, str]) -> None:
        self.page.evaluate(
            """(parts) => {
                const worn = document.documentElement.dataset;
                Object.keys(worn).forEach((name) => { delete worn[name]; });
                Object.assign(worn, parts);
                document.adoptedStyleSheets = [];
            }""",
            parts,
        )


Look = Callable[[View], Iterable[str]]


class Check(msgspec.Struct, frozen=True):
    """One thing that every page must be."""

    name: str
    look: Look
    scripts: bool
    """Whether it looks at the page with its scripts."""


CHECKS: dict[str, Check] = {}


def check(*, scripts: bool = True) -> Callable[[Look], Look]:
    """Put a check on the list, under the name of its function."""

    def put(look: Look) -> Look:
        name = look.__name__.replace("_", " ")
        CHECKS[name] = Check(name, look, scripts)
        return look

    return put


def look_at(viewer: Viewer, sight: Sight, width: int) -> dict[str, list[str]]:
    """What each check finds on a page, loaded once with its scripts and once without."""
    found: dict[str, list[str]] = {}
    words: str | None = None
    for scripts in (True, False):
        page = viewer.show(sight, width=width, scripts=scripts)
        view = View(viewer, page, language=sight.language, width=width, name=sight.name)
        words = view.words = words or view.words
        for each in CHECKS.values():
            if each.scripts == scripts:
                view.plainly()
                found[each.name] = list(each.look(view))
    return found
