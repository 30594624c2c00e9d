"""The keyboard alone: every control is a stop, in order, forwards and back; the focus is seen and nothing covers it."""

import hashlib
from collections.abc import Iterator

from playwright.sync_api import Page

from e2e.accessibility import rings
from e2e.accessibility.camera import cut_out, picture
from e2e.accessibility.gate import THEMES, View, check
from e2e.accessibility.viewer import NARROW, WIDE, Scheme
from e2e.measures import Stop, focused, measured

WALKED_IN_PIXELS: dict[tuple[str, int], Scheme] = {("vi", WIDE): "light", ("en", NARROW): "dark"}
"""Light and wide in one language, dark and narrow in the other: the rings are the same in both."""
ON_EVERY_PAGE = "header, footer"
LOOKED_AT_WHOLE = {"home", "components", "check with nothing given", "bookings", ""}
"""The head and the foot are the same everywhere; the pixels of their rings are compared on these pages."""
PLAYERS, MOST_WITHIN_A_PLAYER = {"audio", "video"}, 8
"""A browser's player has stops of its own, which all look like one from outside."""
ZOOMED = 256
"""The height of a window at 400 %."""
ROUND = "cut"
"""A round ring of one tone fills less of a square strip than the measure asks for."""


@check()
def every_stop_has_a_name_of_its_own(view: View) -> Iterator[str]:
    """No control is without a name, and two of one name lead to the same."""
    yield from measured(view.page, "namesakes")


@check(scripts=False)
def every_control_is_a_stop_and_shows_the_focus(view: View) -> Iterator[str]:
    """Tab comes to every control in the order of the page, and the ring of each is whole and strong, in pixels.

    Where no pixels are compared, a page that is built like one before is not walked again.
    """
    scheme = WALKED_IN_PIXELS.get((view.language, view.width))
    if not scheme and not view.is_new("walk", view.build):
        return
    view.themed(scheme or THEMES[0])
    but_not = "" if view.name in LOOKED_AT_WHOLE else ON_EVERY_PAGE
    found = walk_forwards(view, but_not, in_pixels=scheme is not None)
    yield from found
    if not found:
        view.is_good("walk", view.build)


@check(scripts=False, widths=(WIDE,), by_build=True)
def every_control_is_a_stop_on_the_way_back(view: View) -> Iterator[str]:
    """Shift and Tab lead back to the start, in a window at 400 %, and nothing covers what has the focus."""
    page = view.plainly(width=NARROW, height=ZOOMED)
    page.locator("a, button").last.focus()
    yield from walk_back(page)


@check(themes=THEMES, by_build=True)
def the_focus_is_seen_in_every_theme(view: View) -> Iterator[str]:
    """The ring of every look of a control in every theme, in pixels; each look is compared once in a run."""
    kind, page = f"ring, {view.theme}", view.page
    page.keyboard.press("Tab")  # from here on the focus is a keyboard's
    looks = measured(page, "stopLooks")
    for look, at in {each["look"]: each["at"] for each in looks if view.is_new(kind, each["look"])}.items():
        faults = [each for each in _ring_faults(view, at) if ROUND not in each or view.theme in {"light", "dark"}]
        yield from faults
        if not faults:
            view.is_good(kind, look)


def _ring_faults(view: View, at: int) -> list[str]:
    without = view.picture()
    measured(view.page, "focusOn", at)
    stop = focused(view.page)
    if stop is None or not stop.has_ring:
        return [f"no ring on {stop.name if stop else at}"]
    around = rings.surroundings(stop.box, width=without.width, height=without.height)
    return rings.faults(stop, around, cut_out(without, around), picture(view.page, around))


def walk_forwards(view: View, but_not: str = "", *, in_pixels: bool = True) -> list[str]:
    """Tab through the whole page; the ring of each stop is compared with the page without it.

    A ring that is drawn in the same way around the same pixels is compared once.
    """
    page, memory = view.page, view.viewer.memory
    wanted = measured(page, "stops")
    without = view.picture() if in_pixels else None
    walked: list[str] = []
    findings: list[str] = []
    page.keyboard.press("Tab")
    for stop in _once_round(page, "Tab", len(wanted)):
        walked.append(stop.key)
        if not stop.has_ring:
            findings.append(f"no ring on {stop.name}")
        if without and not (but_not and stop.landmark in but_not):
            around = rings.surroundings(stop.box, width=without.width, height=without.height)
            before = cut_out(without, around)
            ground = rings.ground(stop, around, before).tobytes()
            drawn = f"{rings.place(stop, around)} {hashlib.sha256(ground).hexdigest()}"
            if memory.has("ring in its place", drawn):
                continue
            faults = rings.faults(stop, around, before, picture(page, around))
            findings += faults
            if not faults:
                memory.add("ring in its place", drawn)
    return [*findings, *_order(wanted, walked)]


def walk_back(page: Page) -> list[str]:
    """Shift and Tab from the last control to the first; each stop is within the window and on top."""
    wanted = list(reversed(measured(page, "stops")))
    walked: list[str] = []
    findings: list[str] = []
    for stop in _once_round(page, "Shift+Tab", len(wanted)):
        walked.append(stop.key)
        if not stop.is_in_view:
            findings.append(f"outside the window: {stop.name}")
        if stop.is_covered:
            findings.append(f"covered: {stop.name}")
    return [*findings, *_order(wanted, walked)]


def _once_round(page: Page, key: str, most: int) -> Iterator[Stop]:
    """Every stop from the one that has the focus on, until there is none, the first comes again, or it is too many."""
    first = stop = focused(page)
    for _ in range(most + 1):
        if stop is None:
            return
        yield stop
        stop = _next_stop(page, key, stop)
        if first and stop and stop.key == first.key:
            return


def _next_stop(page: Page, key: str, here: Stop) -> Stop | None:
    stop: Stop | None = here
    for _ in range(MOST_WITHIN_A_PLAYER if here.kind in PLAYERS else 1):
        page.keyboard.press(key)
        stop = focused(page)
        if stop is None or stop.key != here.key:
            break
    return stop


def _order(wanted: list[str], walked: list[str]) -> list[str]:
    if walked == wanted:
        return []
    wrong = next((at for at, pair in enumerate(zip(wanted, walked, strict=False)) if pair[0] != pair[1]), None)
    at = min(len(wanted), len(walked)) if wrong is None else wrong
    return [f"the order differs at stop {at}: {walked[at : at + 3]} instead of {wanted[at : at + 3]}"]
