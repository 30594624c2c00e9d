"""Where the system decides about colours, or a theme has but two, what is chosen, focused or wrong still differs."""

import pytest
from PIL import Image
from playwright.sync_api import Page

from e2e.accessibility import rings
from e2e.accessibility.conftest import LANGUAGES, Sights
from e2e.accessibility.gate import ROOM
from e2e.accessibility.keyboard import walk_forwards
from e2e.accessibility.viewer import PURE, WIDE, Viewer
from e2e.measures import Box

SEEN = 40
"""Pixels that must differ by 3 to 1 for a difference to be seen."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["times", "times for a party", "time that is gone", "display settings"])
def test_what_is_chosen_differs_in_forced_colours(sights: Sights, viewer: Viewer, language: str, name: str) -> None:
    page = viewer.show(sights(language)[name], colours="active")
    tall(page)
    page.locator("main [type=radio] >> nth=1").check()
    page.locator("main [type=radio] >> nth=0").check()
    where = _box(page, "main .choice >> nth=0")  # a row may be less high when it is not chosen
    one, other = rings.picture_of(page, where), rings.picture_of(page, where)
    assert not rings.changed_area(one, other)  # the camera holds still

    page.locator("main [type=radio] >> nth=1").check()

    assert rings.changed_area(one, rings.picture_of(page, where)) > SEEN


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "wrong"), [("check with nothing given", ".input"), ("no time chosen", ".fieldset")])
def test_what_is_wrong_differs_in_forced_colours(
    sights: Sights, viewer: Viewer, language: str, name: str, wrong: str
) -> None:
    page = viewer.show(sights(language)[name], colours="active")
    tall(page)
    part = page.locator(f"{wrong}.has-error").first
    before = _picture(page, f"{wrong}.has-error >> nth=0")

    part.evaluate("e => e.classList.replace('has-error', 'had-error')")

    assert rings.changed_area(before, _picture(page, ".had-error >> nth=0")) > SEEN


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["home", "times", "check with nothing given", "booked"])
def test_the_focus_is_seen_in_forced_colours(sights: Sights, viewer: Viewer, language: str, name: str) -> None:
    page = viewer.show(sights(language)[name], colours="active", scripts=False)
    tall(page)

    assert not [each for each in walk_forwards(page, memory=viewer.memory) if "cut" not in each]


@pytest.mark.parametrize("theme", PURE)
def test_a_theme_of_two_colours_gives_way_to_forced_colours(sights: Sights, viewer: Viewer, theme: str) -> None:
    page = viewer.show(sights("vi")["home"], colours="active", scripts=False)
    viewer.wear(page, theme=theme)
    tall(page)

    assert not [each for each in walk_forwards(page, memory=viewer.memory) if "cut" not in each]
    colours = page.locator(".scene .hill").first.evaluate("e => getComputedStyle(e).fill + getComputedStyle(e).stroke")
    assert "255, 230, 0" not in colours


@pytest.mark.parametrize("theme", PURE)
@pytest.mark.parametrize("name", ["home", "check with nothing given", "bookings", "components"])
def test_the_focus_is_seen_in_two_colours(sights: Sights, viewer: Viewer, name: str, theme: str) -> None:
    page = viewer.show(sights("vi")[name], scripts=False)
    viewer.wear(page, theme=theme)
    tall(page)

    # A round ring of one tone fills less of a square strip than the measure asks for.
    assert not [each for each in walk_forwards(page, memory=viewer.memory) if "cut" not in each]


@pytest.mark.parametrize("theme", PURE)
def test_what_is_chosen_or_wrong_differs_in_two_colours(sights: Sights, viewer: Viewer, theme: str) -> None:
    page = viewer.show(sights("vi")["no time chosen"], scripts=False)
    viewer.wear(page, theme=theme)
    tall(page)
    before = _picture(page, "main .choice >> nth=0")
    page.locator("main [type=radio] >> nth=0").evaluate("radio => { radio.checked = true }")
    assert rings.changed_area(before, _picture(page, "main .choice >> nth=0")) > SEEN

    wrong = _picture(page, ".has-error >> nth=0")
    page.locator(".has-error >> nth=0").evaluate("e => e.classList.replace('has-error', 'had-error')")
    assert rings.changed_area(wrong, _picture(page, ".had-error >> nth=0")) > SEEN


def test_a_mark_that_is_only_a_colour_would_be_found(viewer: Viewer) -> None:
    """In forced colours a background says nothing: the two pictures are the same."""
    page = viewer.show_html(
        "<style>.has-error { background: pink }</style><p class=has-error>Wrong by colour alone</p>"
    )
    page.emulate_media(forced_colors="active")
    before = _picture(page, "p")

    page.locator("p").evaluate("e => e.className = ''")

    assert rings.changed_area(before, _picture(page, "p")) <= SEEN


def tall(page: Page) -> None:
    """A window as high as the page."""
    height = page.evaluate("document.documentElement.scrollHeight") + ROOM
    page.set_viewport_size({"width": WIDE, "height": height})


def _picture(page: Page, selector: str) -> Image.Image:
    return rings.picture_of(page, _box(page, selector))


def _box(page: Page, selector: str) -> Box:
    box = page.locator(selector).bounding_box()
    assert box
    return Box(**box)
