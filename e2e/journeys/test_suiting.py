"""Somebody who can only come on Tuesday afternoons, somebody who turns the weeks, and a network that lets both down."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Route

from e2e.conftest import Newcomer
from e2e.journeys.steps import DAY, PLACE, given_somebody_at, when_they_choose_a_place
from e2e.journeys.ways import EITHER_WAY
from e2e.person import Keyboard, Person

SERVICE, NARROW, LATER = "/services/vat-ly-tri-lieu", "form[hx-get] button", ".pager a >> nth=-1"
HEADING, STATUS = "#days h2", '[role="status"]'
TUESDAY = {"vi": "Thứ Ba, ", "en": "Tuesday "}
NO_COMPLAINT = "console: Failed to load resource", "console: htmx: htmx:error"


@EITHER_WAY
def test_only_days_that_suit_are_shown(person: Person, scripts: bool) -> None:
    given_somebody_at_days(person)

    when_they_say_tuesday_afternoons(person)

    person.page.locator(f"{STATUS}:not(:empty)").wait_for()
    assert (asked(person)["part"], asked(person)["weekday"]) == (["afternoon"], ["tuesday"])
    days = [each.inner_text() for each in person.all(DAY)]
    assert all(day.startswith(TUESDAY[person.language]) for day in days)
    assert str(len(days)) in person.reads(STATUS)
    assert has_stayed(person) == scripts
    if scripts:
        assert is_focused(person, NARROW)


@EITHER_WAY
def test_what_suits_goes_along_and_comes_back(person: Person) -> None:
    given_somebody_at_days(person)
    when_they_say_tuesday_afternoons(person)
    person.page.locator(f"{STATUS}:not(:empty)").wait_for()
    found = person.reads("#days")

    person.presses(DAY)
    assert (asked(person)["part"], asked(person)["weekday"]) == (["afternoon"], ["tuesday"])
    person.presses(".back-link a")

    assert person.reads("#days") == found
    assert person.one("#weekday").input_value() == "tuesday"


@EITHER_WAY
def test_turning_the_weeks_leads_to_the_new_heading_and_back(person: Person, scripts: bool) -> None:
    given_somebody_at_days(person)
    before = person.path, person.reads(HEADING)

    person.hands.approach(person.one(LATER))
    when_all_is_fetched(person)
    person.presses(LATER)

    if scripts:
        person.page.locator(f"{HEADING}:focus").wait_for()
    assert has_stayed(person) == scripts
    assert "from" in parse_qs(urlsplit(person.path).query)
    assert person.reads(HEADING) != before[1]
    assert person.reads(STATUS) == ""
    person.goes_back()
    person.page.locator(HEADING, has_text=before[1]).wait_for()
    assert person.path == before[0]


@EITHER_WAY
def test_the_way_to_the_other_language_keeps_what_was_chosen(person: Person) -> None:
    given_somebody_at_days(person)
    when_they_say_tuesday_afternoons(person)
    person.page.locator(f"{STATUS}:not(:empty)").wait_for()

    person.presses("header a[hreflang]")

    assert (asked(person)["part"], asked(person)["weekday"]) == (["afternoon"], ["tuesday"])


@pytest.mark.parametrize("trouble", ["no network", "a broken answer", "no answer at all"])
def test_where_a_part_does_not_come_the_page_does(newcomer: Newcomer, trouble: str) -> None:
    person = newcomer()
    person.page.clock.install()
    given_somebody_at_days(person)
    person.page.route("**/times?*", lambda route: let_down(route, trouble))

    person.hands.approach(person.one(LATER))
    when_all_is_fetched(person)
    with person.page.expect_navigation(url="**&from=*"):
        person.hands.press(person.one(LATER))
        if trouble == "no answer at all":
            person.page.locator(".htmx-request").wait_for()
            person.page.clock.fast_forward(10_000)

    assert not has_stayed(person)
    assert person.sees(DAY)
    person.complaints[:] = [each for each in person.complaints if not each.startswith(NO_COMPLAINT)]


@EITHER_WAY
def test_who_only_passes_by_is_sent_nothing_for_it(person: Person) -> None:
    fetched: list[str] = []
    person.page.on("request", lambda request: fetched.append(request.url))
    given_somebody_at_days(person)
    person.presses(DAY)
    assert not [url for url in fetched if "htmx" in url]

    person.presses(".back-link a")
    person.page.evaluate("window.here = true")
    person.page.route("**/htmx*", lambda route: route.abort())
    person.presses(LATER)

    assert not has_stayed(person)
    person.complaints.clear()


def given_somebody_at_days(person: Person) -> None:
    """The days of the first place; a mark on the window tells whether the page is loaded again."""
    given_somebody_at(person, SERVICE)
    assert person.sees(PLACE)
    when_they_choose_a_place(person)
    person.page.wait_for_load_state()
    person.page.evaluate("window.here = true")


def when_they_say_tuesday_afternoons(person: Person) -> None:
    """By keyboard: open the filter, two arrows down in each question, and the button."""
    keys = person.hands
    assert isinstance(keys, Keyboard)
    keys.press(person.one("main summary"))
    person.chooses("input[name=part][value=afternoon]")
    keys.reach(person.one("#weekday"))
    when_all_is_fetched(person)
    person.page.keyboard.press("ArrowDown")
    person.page.keyboard.press("ArrowDown")
    person.presses(NARROW)


def when_all_is_fetched(person: Person) -> None:
    """What a part of the page needs to change by itself comes when somebody comes to that part, where scripts run."""
    if person.page.evaluate("matchMedia('(scripting: enabled)').matches"):
        person.page.locator(":is(:focus, :has(:focus))[data-htmx-powered]").first.wait_for(state="attached")


def let_down(route: Route, trouble: str) -> None:
    """What becomes of a request for a part of a page; whole pages come as ever."""
    if "hx-request" not in route.request.headers:
        route.continue_()
    elif trouble == "no network":
        route.abort()
    elif trouble == "a broken answer":
        route.fulfill(status=502, content_type="text/html", body="<p>Bad gateway</p>")


def asked(person: Person) -> dict[str, list[str]]:
    """What the address asks for."""
    return parse_qs(urlsplit(person.path).query)


def has_stayed(person: Person) -> bool:
    """Whether the page is the one that was loaded before."""
    return bool(person.page.evaluate("window.here === true"))


def is_focused(person: Person, selector: str) -> bool:
    """Whether the focus is on it."""
    return bool(person.one(selector).evaluate("e => e === document.activeElement"))
