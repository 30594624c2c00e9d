"""The main journey by finger where there is little room: a small phone, 400 % zoom, letters twice as large."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright

from e2e.conftest import Newcomer, launch
from e2e.given import a_phone
from e2e.journeys.steps import (
    given_somebody_at_home,
    then_it_is_booked,
    when_they_choose_a_day,
    when_they_choose_a_place,
    when_they_choose_a_time,
    when_they_enter_the_code,
    when_they_say_how_many,
    when_they_say_who_they_are,
)
from e2e.measures import misfits
from e2e.person import Finger, Person

TWICE_AS_LARGE = "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"
"""What the browser's own setting for letters does: text grows, the window does not."""


@pytest.fixture(scope="session")
def large_letters(playwright: Playwright) -> Iterator[Browser]:
    """A browser set to letters twice as large."""
    opened = launch(playwright, TWICE_AS_LARGE)
    yield opened
    opened.close()


@pytest.mark.parametrize("size", [(320, 640), (320, 256)], ids=["small phone", "zoom 400"])
def test_the_journey_fits_a_small_window(newcomer: Newcomer, language: str, size: tuple[int, int]) -> None:
    the_main_journey_fits(newcomer(language=language, hands=Finger, viewport={"width": size[0], "height": size[1]}))


@pytest.mark.parametrize("size", [(1280, 1024), (390, 844)], ids=["desk", "phone"])
def test_the_journey_fits_with_letters_twice_as_large(
    newcomer: Newcomer, large_letters: Browser, language: str, size: tuple[int, int]
) -> None:
    window = {"width": size[0], "height": size[1]}
    person = newcomer(language=language, hands=Finger, browser=large_letters, viewport=window)
    person.opens("/")
    letters = person.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert letters >= 2 * 16

    the_main_journey_fits(person)


def the_main_journey_fits(person: Person) -> None:
    phone = a_phone()
    given_somebody_at_home(person)
    then_everything_fits(person)
    person.presses(":nth-match(main .card-list a, 1)")
    then_everything_fits(person)
    person.presses('main a[href="/services/xe-dua-don"]')
    then_everything_fits(person)
    when_they_choose_a_place(person)
    then_everything_fits(person)
    when_they_say_how_many(person, 2, 1)
    then_everything_fits(person)
    day = when_they_choose_a_day(person)
    then_everything_fits(person)
    time = when_they_choose_a_time(person)
    then_everything_fits(person)
    when_they_say_who_they_are(person, phone)
    then_everything_fits(person)
    when_they_enter_the_code(person, phone)
    then_it_is_booked(person, f"{time}, {day}")
    then_everything_fits(person)


def then_everything_fits(person: Person) -> None:
    """No sideways scrolling, nothing cut off, nothing on top of something else, every control within reach."""
    assert not misfits(person.page), person.path
