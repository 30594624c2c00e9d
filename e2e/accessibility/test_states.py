"""The list of states holds every page, every template and every component, and each state is what it says."""

from fnmatch import fnmatch

import pytest

from e2e.accessibility.all_states import STATES, Sight
from e2e.accessibility.conftest import LANGUAGES, Sights
from e2e.site import SHOWN
from hoanhap.app import ROUTES
from hoanhap.web.assets import folder

NO_PAGES = {
    "/bookings/{reference:str}/calendar.ics",
    "/agency/figures/{kind:str}",
    "/aloud/{file:str}",
    "/calendar/{file:str}",
    "/health/live",
    "/health/ready",
    "/organization/places/{slug:str}/figures/{kind:str}",
    "/organization/places/{slug:str}/weeks/file",
    "/photos/{file:str}",
    "/static/{path:path}",
    "/videos/{file:str}",
}
"""Addresses that answer to machines."""
ADDRESSES = sorted({path for route in ROUTES if "GET" in route.http_methods for path in route.paths})
TEMPLATES = sorted(each.relative_to(folder("templates")).as_posix() for each in folder("templates").rglob("*.html"))


@pytest.mark.timeout(900)  # one test reaches all that the others look at
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_walk_comes_to_every_state(sights: Sights, language: str) -> None:
    assert list(sights(language)) == list(STATES)


def test_a_state_answers_as_it_should(sight: Sight) -> None:
    assert sight.status == STATES[sight.name].status


def test_no_two_states_are_the_same_page(sights: Sights) -> None:
    pages = [sight.html for sight in sights("vi").values()]

    assert len(pages) == len(STATES)
    assert len(set(pages)) == len(pages)


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_page_has_a_state(sights: Sights, path: str) -> None:
    """Whoever adds a page adds its states to `states.py`."""
    assert path in NO_PAGES or _is_seen(sights, path)


def test_a_page_without_a_state_would_be_missed(sights: Sights) -> None:
    assert not _is_seen(sights, "/services/{slug:str}/opinions")


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_and_every_component_is_in_a_state(sights: Sights, template: str) -> None:
    assert template in _shown(sights)


def test_a_component_without_a_state_would_be_missed(sights: Sights) -> None:
    assert "components/carousel.html" not in _shown(sights)
    assert "components/input.html" in _shown(sights)


def _shown(sights: Sights) -> set[str]:
    """Every template that some state is made of; a page that was shared is made of those of whoever saw it first."""
    seen = [*sights("vi").values(), *sights("en").values()]
    return {name for each in seen for name in each.headers[SHOWN].split()}


def _is_seen(sights: Sights, path: str) -> bool:
    pattern = "/".join("?*" if part.startswith("{") else part for part in path.split("/"))
    paths = {"/" + each.url.split("/", 3)[3].partition("?")[0] for each in sights("vi").values()}
    return any(fnmatch(each, pattern) and each.count("/") == path.count("/") for each in paths)
