"""Every page in every state and both languages, fetched by the browser that checks each page it gets.

A route that no state passes fails here, and so does a template that no state shows.
"""

import pytest

from hoanhap.app import ROUTES
from hoanhap.web.assets import folder
from tests.all_states import STATES, Here, State
from tests.pages import Site
from tests.town import Town

HEAVIEST = 12_000
"""How many bytes a page may have on its way, so that a slow phone need not wait."""
FOR_BUILDERS = {"components_page.html"}
"""Every component in every state at once: nobody books with it."""


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("shown", [pytest.param(each, id=each.name) for each in STATES])
async def test_the_page_passes_every_check(
    shown: State, language: str, site: Site, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = site.browser(language=language)

    page = await shown.reach(Here(site, town, browser, monkeypatch))

    assert (page.template, page.status) == (shown.template, shown.status)
    assert page.document.all("html")[0].attrs["lang"] == language
    assert int(page.headers["content-length"]) <= HEAVIEST or page.template in FOR_BUILDERS
    assert set(shown.routes) <= set(site.routes)


def test_every_route_is_passed() -> None:
    assert {each.name for each in ROUTES} == {route for each in STATES for route in each.routes}


def test_every_template_is_shown() -> None:
    templates = folder("templates")
    names = {path.relative_to(templates).as_posix() for path in templates.rglob("*.html")}
    pages = {name for name in names if not name.startswith(("components/", "layouts/")) and "/_" not in name}

    assert pages == {each.template for each in STATES}
