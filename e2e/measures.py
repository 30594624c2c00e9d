"""What is measured on a page: each measure returns findings in words, so that an empty list is good."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from playwright.sync_api import Locator, Page

_SOURCE = (Path(__file__).parent / "measures.js").read_text("utf-8").partition("\n(")
_MEASURES = f"({_SOURCE[2].rstrip()}"
SPREAD = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-block-end: 2em !important; }
"""
"""The spacing that WCAG 1.4.12 names."""

PLACES = f"""(element) => {{
    const all = {_MEASURES}.controls();
    return [all.indexOf(element), all.findIndex((each) => each.closest("main")), all.length];
}}"""
"""Which of the controls of a page an element is, which is the first of its main part, and how many there are."""


class Box(msgspec.Struct, frozen=True):
    """A rectangle on the page."""

    x: float
    y: float
    width: float
    height: float


class Stop(msgspec.Struct, frozen=True, rename="camel"):
    """What has the focus, and whether that can be seen."""

    key: str
    kind: str
    name: str
    id: str
    landmark: str
    has_ring: bool
    ring: str
    """How the ring is drawn, and what of its surroundings may be drawn on."""
    reach: float
    """How far inside the box the ring may be seen, in pixels."""
    is_in_view: bool
    is_covered: bool
    box: Box
    pieces: list[Box]


class Goal(msgspec.Struct, frozen=True, rename="camel"):
    """Where a walk by keyboard should end."""

    key: str
    is_behind: bool
    has_arrived: bool


def measured(page: Page, measure: str, argument: object = None) -> Any:
    """The outcome of one of the functions of measures.js."""
    return _with_measures(page, lambda ask: page.evaluate(ask, argument), measure)


def focused(page: Page) -> Stop | None:
    """What has the focus; None when the focus is on nothing."""
    found = measured(page, "focused")
    return msgspec.convert(found, Stop) if found else None


def way_to(target: Locator) -> Goal:
    """How a walk from where the focus is must go to end at the target."""
    return msgspec.convert(_with_measures(target.page, target.evaluate, "wayTo"), Goal)


def _with_measures(page: Page, evaluate: Callable[[str], Any], measure: str) -> Any:
    """What a measure says; a page that was loaded anew is given the measures once, for they are long."""
    ask = f"async (subject) => globalThis.ourMeasures ? [await ourMeasures.{measure}(subject)] : null"
    found = evaluate(ask)
    if found is None:
        page.evaluate(f"() => {{ globalThis.ourMeasures = {_MEASURES}; }}")
        found = evaluate(ask)
    return found[0]


def misfits(page: Page) -> list[str]:
    """Everything that does not fit on the page as it stands."""
    return [
        *measured(page, "sideways"),
        *measured(page, "clipped"),
        *measured(page, "overlapping"),
        *measured(page, "unreachable"),
    ]


def dress(page: Page, rules: str) -> None:
    """Lay a reader's own style sheet over the page; a strict policy does not keep it out."""
    page.evaluate(
        """(rules) => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(rules);
            document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
        }""",
        rules,
    )
