"""The list of a day keeps up with what others do, and whoever is in it keeps their place."""

import re

from playwright.sync_api import expect

from e2e.conftest import Newcomer
from e2e.journeys.steps import given_somebody_of_the_demo
from e2e.person import Person

DAY = "/organization/places/trung-tam-nang-am/day"
NEWS = re.compile(r"/day/news\?")
KEEPING_UP = "[data-module=keep-up]"
STATUS, NEW, PAUSE = (
    f"{KEEPING_UP} [role=status]",
    f"{KEEPING_UP} li:first-child a",
    f'{KEEPING_UP} a[href*="keep-up="]',
)
ARRIVE, NAME = "#day-list button[name=arrive]", "#day-list h3 a"
LOOKED_AT_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"
SOMEBODY_CAME = "Danh sách vừa đổi: thêm 1 lịch hẹn có người đến."
OFFERED = "Bấm Xem danh sách mới khi quý vị sẵn sàng."
NO_COMPLAINT = "console: Failed to load resource", "console: htmx: htmx:error"


def test_a_list_keeps_up_and_whoever_is_in_it_keeps_their_place(newcomer: Newcomer) -> None:
    person = newcomer()
    given_somebody_at_the_list(person)
    expected = person.page.locator(ARRIVE).count()
    person.hands.approach(person.one(PAUSE))

    when_the_list_is_looked_at_again(person)
    assert person.reads(STATUS) == ""
    when_somebody_comes_elsewhere(person)
    when_the_list_is_looked_at_again(person)
    expect(person.page.locator(STATUS)).to_have_text(SOMEBODY_CAME)
    expect(person.page.locator(ARRIVE)).to_have_count(expected - 1)
    assert person.sees(f"{PAUSE}:focus")

    person.hands.approach(person.all(NAME)[-1])
    when_somebody_comes_elsewhere(person)
    when_the_list_is_looked_at_again(person)
    expect(person.page.locator(STATUS)).to_have_text(f"{SOMEBODY_CAME} {OFFERED}")
    assert person.page.locator(ARRIVE).count() == expected - 1
    assert person.sees(f"{NAME}:focus")
    person.presses(NEW)
    assert person.page.locator(ARRIVE).count() == expected - 2


def test_a_list_says_when_it_keeps_up_no_more(newcomer: Newcomer) -> None:
    person = newcomer()
    given_somebody_at_the_list(person)
    person.page.route(NEWS, lambda route: route.abort(), times=1)
    with person.page.expect_event("requestfailed"):
        person.page.evaluate(LOOKED_AT_AGAIN)
    assert person.reads(STATUS) == ""
    person.complaints[:] = [each for each in person.complaints if not each.startswith(NO_COMPLAINT)]

    person.presses(PAUSE)
    assert not person.sees(f"{KEEPING_UP}[hx-get]")
    person.presses(PAUSE)
    person.page.locator("[data-htmx-powered]").first.wait_for(state="attached")
    person.context.clear_cookies(name="login")
    person.page.evaluate(LOOKED_AT_AGAIN)

    expect(person.page.locator(STATUS)).to_contain_text("hết giờ đăng nhập")


def test_without_scripts_nothing_is_said_of_keeping_up(newcomer: Newcomer) -> None:
    person = newcomer(scripts=False)
    given_somebody_of_the_demo(person, "desk")
    person.opens(DAY)

    assert person.sees(ARRIVE)
    assert not person.one(KEEPING_UP).is_visible()


def given_somebody_at_the_list(person: Person) -> None:
    """Somebody at the desk has the list of today open, and it keeps up."""
    given_somebody_of_the_demo(person, "desk")
    person.opens(DAY)
    person.page.locator("[data-htmx-powered]").first.wait_for(state="attached")


def when_somebody_comes_elsewhere(person: Person) -> None:
    """In another window it is noted that the first who is expected has come."""
    other = person.opens_another_window()
    other.opens(DAY)
    other.page.click(ARRIVE)


def when_the_list_is_looked_at_again(person: Person) -> None:
    """Whoever comes back to a window need not wait for the minute to end."""
    with person.page.expect_event("requestfinished", lambda request: bool(NEWS.search(request.url))):
        person.page.evaluate(LOOKED_AT_AGAIN)
