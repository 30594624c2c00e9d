"""Where the system decides about colours, or a theme has but two, what is chosen, focused or wrong still differs."""

import pytest
from playwright.sync_api import Page

from e2e.accessibility import rings
from e2e.accessibility.camera import picture, whole
from e2e.accessibility.conftest import LANGUAGES, Sights
from e2e.accessibility.gate import THEMES, View
from e2e.accessibility.keyboard import ROUND, walk_forwards
from e2e.accessibility.viewer import PURE, WIDE, Viewer
from e2e.accessibility.walking import Sight
from e2e.measures import Box

FORCED = THEMES[-1]
FIRST = "main .choice"
TAKE_THE_MARK = "part => part.classList.replace('has-error', 'had-error')"
SEEN = 40
"""Pixels that must differ by 3 to 1 for a difference to be seen."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["times", "times for a party", "time that is gone", "display settings"])
def test_what_is_chosen_differs_in_forced_colours(sights: Sights, viewer: Viewer, language: str, name: str) -> None:
    page = seen(viewer, sights(language)[name], FORCED).page
    page.locator("main [type=radio] >> nth=1").check()
    page.locator("main [type=radio] >> nth=0").check()

    assert not changed_by(page, FIRST, "() => {}")  # the camera holds still
    assert changed_by(page, FIRST, "() => document.querySelectorAll('main [type=radio]')[1].click()") > SEEN


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "wrong"), [("check with nothing given", ".input"), ("no time chosen", ".fieldset")])
def test_what_is_wrong_differs_in_forced_colours(
    sights: Sights, viewer: Viewer, language: str, name: str, wrong: str
) -> None:
    page = seen(viewer, sights(language)[name], FORCED).page

    assert changed_by(page, f"{wrong}.has-error", TAKE_THE_MARK) > SEEN


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["home", "times", "check with nothing given", "booked"])
def test_the_focus_is_seen_in_forced_colours(sights: Sights, viewer: Viewer, language: str, name: str) -> None:
    view = seen(viewer, sights(language)[name], FORCED, scripts=False)

    assert not [each for each in walk_forwards(view) if ROUND not in each]


@pytest.mark.parametrize("theme", PURE)
def test_a_theme_of_two_colours_gives_way_to_forced_colours(sights: Sights, viewer: Viewer, theme: str) -> None:
    view = seen(viewer, sights("vi")["home"], FORCED, scripts=False)
    viewer.wear(view.page, theme=theme)

    assert not [each for each in walk_forwards(view) if ROUND not in each]
    colours = view.page.locator(".scene .hill").first.evaluate(
        "e => getComputedStyle(e).fill + getComputedStyle(e).stroke"
    )
    assert "255, 230, 0" not in colours


@pytest.mark.parametrize("theme", PURE)
@pytest.mark.parametrize("name", ["home", "check with nothing given", "bookings"])
def test_the_focus_is_seen_in_two_colours(sights: Sights, viewer: Viewer, name: str, theme: str) -> None:
    view = seen(viewer, sights("vi")[name], theme, scripts=False)

    assert not [each for each in walk_forwards(view) if ROUND not in each]


@pytest.mark.parametrize("theme", PURE)
def test_what_is_chosen_or_wrong_differs_in_two_colours(sights: Sights, viewer: Viewer, theme: str) -> None:
    page = seen(viewer, sights("vi")["no time chosen"], theme, scripts=False).page

    assert changed_by(page, FIRST, "row => { row.querySelector('[type=radio]').checked = true; }") > SEEN
    assert changed_by(page, ".has-error", TAKE_THE_MARK) > SEEN


def test_a_mark_that_is_only_a_colour_would_be_found(viewer: Viewer) -> None:
    """In forced colours a background says nothing: the two pictures are the same."""
    page = viewer.show_html(
        "<style>.has-error { background: pink }</style><p class=has-error>Wrong by colour alone</p>"
    )
    viewer.look(page, width=WIDE, colours="active")

    assert changed_by(page, "p", TAKE_THE_MARK) <= SEEN


def seen(viewer: Viewer, sight: Sight, theme: str, *, scripts: bool = True) -> View:
    """A page in a theme, in a window as high as the page."""
    view = View(viewer, viewer.show(sight, scripts=scripts))
    view.themed(theme)
    return view


def changed_by(page: Page, selector: str, change: str) -> int:
    """How many pixels of the first that matches are clearly others after a change; it may be less high by then."""
    part = page.locator(selector).first
    box = part.bounding_box()
    assert box
    where = whole(Box(**box))
    before = picture(page, where)
    part.evaluate(change)
    return rings.changed_area(before, picture(page, where))
