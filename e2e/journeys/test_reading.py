"""How somebody likes to read: another language by one press keeps their place, a dark page stays dark everywhere."""

import pytest

from e2e.conftest import Newcomer
from e2e.given import NAME
from e2e.journeys.steps import (
    GO_ON,
    given_somebody_at,
    given_somebody_at_home,
    then_the_error_is_told,
    when_they_choose_a_day,
    when_they_choose_a_place,
    when_they_walk_to_the_check_page,
)
from e2e.person import Person

OTHER = {"vi": "en", "en": "vi"}
DARK = ["/", "/services", "/services?q=xyzxyz", "/services/xe-dua-don", "/sign-in", "/settings/display", "/help"]
DARK += ["/accessibility", "/components", "/demo/outbox", "/nowhere"]
LETTERS = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
BRIGHTNESS = r"Math.max(...getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).map(Number))"


def test_the_other_language_by_one_press_keeps_the_place(person: Person) -> None:
    other = OTHER[person.language]
    given_somebody_at(person, "/services/vat-ly-tri-lieu")
    when_they_choose_a_place(person)
    when_they_choose_a_day(person, 1)
    times = [each.get_attribute("value") for each in person.all("input[name=slot]")]
    day = person.path.partition("day=")[2][:10]

    person.presses(f'header a[hreflang="{other}"]')

    assert person.one("html").get_attribute("lang") == other
    assert f"day={day}" in person.path
    assert [each.get_attribute("value") for each in person.all("input[name=slot]")] == times
    person.presses("header a[href^='/help']")
    assert person.one("html").get_attribute("lang") == other


def test_the_other_language_on_the_check_page_keeps_the_booking(person: Person) -> None:
    other = OTHER[person.language]
    when_they_walk_to_the_check_page(person, "vat-ly-tri-lieu")
    address = person.path

    person.presses(f'header a[hreflang="{other}"]')

    assert person.one("html").get_attribute("lang") == other
    assert person.path.partition("?")[0] == address
    assert person.sees("#full_name")


def test_a_mistake_is_told_in_the_language_chosen_last(person: Person, scripts: bool) -> None:
    when_they_walk_to_the_check_page(person, "vat-ly-tri-lieu")
    person.presses(f'header a[hreflang="{OTHER[person.language]}"]')
    person.language = OTHER[person.language]
    person.writes("#full_name", NAME)

    person.presses(GO_ON)

    then_the_error_is_told(person, "phone", scripts=scripts)


def test_dark_pages_are_dark_everywhere(person: Person) -> None:
    given_somebody_at_home(person)
    assert person.page.evaluate(BRIGHTNESS) > 200

    person.presses('header a[href="/settings/display"]')
    person.chooses('input[name="theme"][value="dark"]')
    person.presses(GO_ON)
    assert person.one('input[name="theme"][value="dark"]').is_checked()

    for address in DARK:
        person.opens(address)
        then_it_is_dark(person)
    when_they_walk_to_the_check_page(person, "vat-ly-tri-lieu")
    then_it_is_dark(person)
    person.presses(GO_ON)
    then_it_is_dark(person)


def test_large_yellow_letters_stay_until_they_are_taken_back(person: Person) -> None:
    given_somebody_at(person, "/settings/display")
    person.chooses('input[name="theme"][value="yellow-on-black"]')
    person.chooses('input[name="text"][value="300"]')
    person.presses(GO_ON)
    when_they_walk_to_the_check_page(person, "vat-ly-tri-lieu")
    assert person.page.evaluate(LETTERS) >= 3 * 16
    then_it_is_dark(person)

    person.presses('header a[href="/settings/display"]')
    person.presses('main form:has(input[name="reset"]) button')

    assert person.page.evaluate(LETTERS) < 2 * 16
    assert person.page.evaluate(BRIGHTNESS) > 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_device_decides_until_somebody_chooses(newcomer: Newcomer, scheme: str) -> None:
    person = newcomer(color_scheme=scheme)
    person.opens("/")
    assert (person.page.evaluate(BRIGHTNESS) > 200) == (scheme == "light")

    person.opens("/settings/display")
    person.chooses('input[name="theme"][value="light"]')
    person.presses(GO_ON)

    assert person.page.evaluate(BRIGHTNESS) > 200


def then_it_is_dark(person: Person) -> None:
    assert person.page.evaluate(BRIGHTNESS) < 60, person.path
