"""The keyboard alone: every control is a stop, in order, forwards and back; the focus is seen and nothing covers it."""

import pytest
from playwright.sync_api import Page

from e2e.accessibility import rings
from e2e.accessibility.states import Sight
from e2e.accessibility.viewer import NARROW, WIDE, Scheme, Viewer
from e2e.measures import focused, measured

LOOKS: dict[str, tuple[Scheme, int]] = {"vi": ("light", WIDE), "en": ("dark", NARROW)}
"""Light and wide in one language, dark and narrow in the other: the rings are the same in both."""
ON_EVERY_PAGE = "header, footer"
LOOKED_AT_WHOLE = {"home", "components", "check with nothing given", "bookings"}
"""The head and the foot are the same everywhere; the pixels of their rings are compared on these pages."""
ROOM = 40
ZOOMED = 256
"""The height of a window at 400 %."""
RULES = (
    "<!doctype html><style>:focus-visible { outline: 4px solid #111; outline-offset: 2px } a { margin: 20px }</style>"
)
LINKS = "<a href='/a'>One</a> <a href='/b'>Two</a> <a href='/c'>Three</a>"


def test_every_control_is_a_stop_both_ways_and_shows_the_focus(sight: Sight, viewer: Viewer) -> None:
    scheme, width = LOOKS[sight.language]
    page = viewer.show(sight, scheme=scheme, width=width, scripts=False)
    make_tall(page, width)
    assert not walk_forwards(page, but_not=ON_EVERY_PAGE if sight.name not in LOOKED_AT_WHOLE else "")

    viewer.look(page, width=NARROW, height=ZOOMED)
    page.locator("footer a").last.focus()
    assert not walk_back(page)


@pytest.mark.parametrize(
    ("what", "broken"),
    [
        ("pixels", "<a href='/' style='outline: 0'>No ring</a>"),
        ("pixels", "<a href='/' style='outline: 1px solid #eee'>A faint ring</a>"),
        ("cut", "<div style='overflow: hidden; width: 60px'><a href='/' style='margin: 0'>Box</a></div>"),
        ("order", "<a href='/d' tabindex=1>First of all</a>"),
        ("order", "<a href='/d' onfocus='b.focus()'>Jump</a> <a href='/e'>over</a> <a href='/f' id=b>this</a>"),
        ("order", "<input onblur='setTimeout(() => this.focus())'> <a href='/d'>Never</a>"),
    ],
)
def test_it_would_be_found_forwards(viewer: Viewer, what: str, broken: str) -> None:
    page = viewer.show_html(f"{RULES}<main><h1>Broken</h1>{LINKS}{broken}</main>")

    assert any(what in each for each in walk_forwards(page))


@pytest.mark.parametrize(
    ("what", "broken"),
    [
        ("covered", "<div style='position: fixed; inset: 0 0 auto; height: 200px; background: red'></div>"),
        ("order", "<a href='/d' tabindex=1>First of all</a> <a href='/e'>Last of all</a>"),
    ],
)
def test_it_would_be_found_backwards(viewer: Viewer, what: str, broken: str) -> None:
    page = viewer.show_html(f"{RULES}<main><h1>Broken</h1>{LINKS}{broken}</main>")
    page.locator("a").last.focus()

    assert any(what in each for each in walk_back(page))


def test_a_sound_page_has_no_findings(viewer: Viewer) -> None:
    page = viewer.show_html(f"{RULES}<main><h1>Sound</h1>{LINKS}</main>")

    assert not walk_forwards(page)
    page.locator("a").last.focus()
    assert not walk_back(page)


def walk_forwards(page: Page, but_not: str = "") -> list[str]:
    """Tab through the whole page; the ring of each stop is compared with the page without it."""
    without, wanted = rings.picture(page), measured(page, "stops")
    walked: list[str] = []
    findings: list[str] = []
    for _ in range(len(wanted) + 1):
        page.keyboard.press("Tab")
        stop = focused(page)
        if stop is None or [stop.key] == walked[:1]:
            break  # round again
        walked.append(stop.key)
        if not stop.has_ring:
            findings.append(f"no ring on {stop.name}")
        if not (but_not and page.evaluate(f"document.activeElement.closest('{but_not}') !== null")):
            findings += rings.faults(page, stop, without)
    return [*findings, *_order(wanted, walked)]


def walk_back(page: Page) -> list[str]:
    """Shift and Tab from the last control to the first; each stop is within the window and on top."""
    wanted = list(reversed(measured(page, "stops")))
    walked: list[str] = []
    findings: list[str] = []
    for _ in range(len(wanted) + 1):
        stop = focused(page)
        if stop is None or [stop.key] == walked[:1]:
            break  # round again
        walked.append(stop.key)
        if not stop.is_in_view:
            findings.append(f"outside the window: {stop.name}")
        if stop.is_covered:
            findings.append(f"covered: {stop.name}")
        page.keyboard.press("Shift+Tab")
    return [*findings, *_order(wanted, walked)]


def _order(wanted: list[str], walked: list[str]) -> list[str]:
    if walked == wanted:
        return []
    wrong = next((at for at, pair in enumerate(zip(wanted, walked, strict=False)) if pair[0] != pair[1]), None)
    at = min(len(wanted), len(walked)) if wrong is None else wrong
    return [f"the order differs at stop {at}: {walked[at : at + 3]} instead of {wanted[at : at + 3]}"]


def make_tall(page: Page, width: int) -> None:
    """A window as high as the page, so that nothing scrolls while its pictures are compared."""
    height = page.evaluate("document.documentElement.scrollHeight") + ROOM
    page.set_viewport_size({"width": width, "height": height})
