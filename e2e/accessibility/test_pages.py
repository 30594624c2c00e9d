"""What every page is: titled, whole without scripts, calm under the fingers, and talking to nobody else."""

import pytest
from playwright.sync_api import Page

from e2e.accessibility.conftest import Sights
from e2e.accessibility.states import Sight
from e2e.accessibility.viewer import Viewer
from e2e.journeys.steps import ERROR_WORD
from e2e.measures import measured

FIELDS = "main :is(input:not([type=radio], [type=checkbox], [type=hidden], [readonly]), textarea)"
CHOICES = "main :is([type=radio], [type=checkbox])"
ONLY_BY_SCRIPTS = "document.querySelectorAll('[data-module=print]').forEach((each) => { each.hidden = true; })"
"""A button that could do nothing without scripts; beside it stands how to do the same by hand."""
LETTERS = "abcdefghijklmnopqrstuvwxyz/?."


def test_a_page_says_what_it_is_and_does_nothing_by_itself(sight: Sight, viewer: Viewer) -> None:
    page = viewer.show(sight)

    assert not measured(page, "bareNecessities", sight.language)
    has_errors = page.locator("main .error-summary").count() > 0 and sight.name != "components"
    assert page.title().startswith(ERROR_WORD[sight.language]) == has_errors
    assert not changes_by_itself(page)
    assert not page.evaluate("window.violations")


def test_a_page_is_whole_without_scripts(sight: Sight, viewer: Viewer) -> None:
    page = viewer.show(sight)
    page.evaluate(ONLY_BY_SCRIPTS)
    with_scripts = page.locator("body").inner_text()

    assert viewer.show(sight, scripts=False).locator("body").inner_text() == with_scripts


@pytest.mark.parametrize("name", ["home", "times", "check with nothing given", "bookings"])
def test_no_letter_alone_does_anything(sights: Sights, viewer: Viewer, name: str) -> None:
    page = viewer.show(sights("vi")[name])
    page.wait_for_timeout(200)  # until the focus has moved to what is wrong
    before = measured(page, "shape")

    for letter in LETTERS:
        page.keyboard.press(letter)

    assert measured(page, "shape") == before


@pytest.mark.parametrize(
    "broken",
    [
        "<input onfocus='document.title = 1'>",
        "<input oninput='location.hash = 1'>",
        "<form><label><input type=radio name=a onchange='location.hash = 2'> One</label></form>",
        "<input id=a><p id=b>Hint</p><script>a.oninput = () => b.remove()</script>",
        "<input onfocus='document.head.append(document.createElement(`script`))'>",
    ],
)
def test_a_change_would_be_found(viewer: Viewer, broken: str) -> None:
    page = viewer.show_html(f"<!doctype html><title>Broken</title><main>{broken}</main>")

    assert changes_by_itself(page)


@pytest.mark.parametrize(
    "broken",
    [
        "<html lang=en><title>Broken</title><main><h1>Broken</h1></main>",
        "<html lang=vi><title>Other</title><main><h1>Broken</h1></main>",
        "<html lang=vi><title>One</title><main><h1>One</h1><h1>Two</h1></main>",
        "<html lang=vi><title>One</title><h1>One</h1>",
        "<html lang=vi><title>One</title><main><h1>One</h1><form><input></form></main>",
        "<html lang=vi><title>One</title><main><h1>One</h1><input aria-invalid=true><p id=x-error>Wrong</p></main>",
    ],
)
def test_what_a_page_lacks_would_be_found(viewer: Viewer, broken: str) -> None:
    assert measured(viewer.show_html(broken), "bareNecessities", "vi")


def test_a_script_inside_a_page_would_be_found(sights: Sights, viewer: Viewer) -> None:
    sight = sights("vi")["home"]
    html = sight.html.replace("</main>", "<script>document.body.append('!')</script></main>")

    page = viewer.show(sight.with_html(html))

    assert page.evaluate("window.violations")
    assert viewer.complaints
    viewer.complaints = []


def test_a_request_to_another_host_would_be_found(sights: Sights, viewer: Viewer) -> None:
    sight = sights("vi")["home"]

    viewer.show(sight.with_html(sight.html.replace("</main>", "<img src='http://127.0.0.2:9/x.png' alt=''></main>")))

    assert any("another host" in each or "violates" in each for each in viewer.complaints)
    viewer.complaints = []


def test_a_page_that_needs_scripts_would_be_found(sights: Sights, viewer: Viewer) -> None:
    sight = sights("vi")["home"]
    html = sight.html.replace("</main>", "<noscript>Xin bật JavaScript</noscript></main>")
    with_scripts = viewer.show(sight.with_html(html)).locator("body").inner_text()

    assert viewer.show(sight.with_html(html), scripts=False).locator("body").inner_text() != with_scripts


def changes_by_itself(page: Page) -> list[str]:
    """Focus and fill every field, choose every radio and box; whatever else changes is a finding."""
    before = measured(page, "shape")
    for each in [*page.locator(FIELDS).all(), *page.locator(CHOICES).all()]:
        each.focus()
        if each.get_attribute("type") in {"radio", "checkbox"}:
            each.check()
        else:
            each.fill("1")
        if measured(page, "shape") != before:
            return [f"something changes by {each}"]
    return []
