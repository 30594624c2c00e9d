"""Finding a place: by words without marks, by the name a ward used to have, and by words that are not quite right."""

import pytest

from e2e.journeys.steps import SEARCH, given_somebody_at, given_somebody_at_home, then_the_page_is_theirs
from e2e.person import Person

PLAIN = {"vi": "vat ly tri lieu", "en": "PHYSIOTHERAPY"}
NOT_QUITE = {"vi": "phuk hoi", "en": "phisiotherapy"}
SERVICE, PLACE, WHERE = 'main a[href="/services/vat-ly-tri-lieu"]', 'main a[href^="/places/"]', "#where"
GO_ON = "main form button[type=submit]"


def test_from_words_without_marks_to_a_place_and_back(person: Person) -> None:
    given_somebody_at_home(person)
    when_they_search(person, PLAIN[person.language])

    person.presses(SERVICE)
    service = person.path
    person.presses(PLACE)

    then_the_page_is_theirs(person)
    then_the_place_is_told(person)
    person.goes_back()
    assert person.path == service


def test_an_old_name_puts_near_places_first(person: Person) -> None:
    given_somebody_at(person, "/services/vat-ly-tri-lieu")
    places = sorted(places_on(person))

    when_they_say_where_they_are(person, "phuong 3 tay ninh")

    assert person.path.startswith("/services/vat-ly-tri-lieu?near=25459")
    assert sorted(places_on(person)) == places
    assert distances_on(person) == sorted(distances_on(person))
    then_the_page_is_theirs(person)


def test_a_name_that_was_used_twice_is_asked_about(person: Person) -> None:
    given_somebody_at(person, "/services/vat-ly-tri-lieu")
    when_they_say_where_they_are(person, "chau thanh")
    assert len(person.all("input[name=commune]")) > 5

    person.chooses("input[name=commune]")
    person.presses(GO_ON)

    assert person.path.startswith("/services/vat-ly-tri-lieu?near=25585")
    then_the_page_is_theirs(person)


def test_words_that_find_nothing_lead_to_words_that_do(person: Person) -> None:
    given_somebody_at(person, "/services")
    when_they_search(person, NOT_QUITE[person.language])

    person.presses('main a[href^="/services?q="]')

    assert person.sees(SERVICE)
    then_the_page_is_theirs(person)


@pytest.mark.parametrize("words", ["xã Tân Bin"])
def test_a_commune_of_elsewhere_leads_to_one_of_ours(person: Person, words: str) -> None:
    given_somebody_at(person, "/services/vat-ly-tri-lieu")
    when_they_say_where_they_are(person, words)
    assert person.one(WHERE).input_value() == words

    person.presses("main .link-list a")

    assert person.path.startswith("/services/vat-ly-tri-lieu?near=")
    then_the_page_is_theirs(person)


def test_a_commune_is_found_by_an_old_name_and_leads_to_what_is_near(person: Person) -> None:
    given_somebody_at(person, "/services")
    when_they_search(person, "phuong 3 tay ninh")
    near = 'main a[href="/organizations?near=25459"]'
    assert " phường Tân Ninh" in person.reads(near)

    person.presses(near)

    assert "phường Tân Ninh" in person.reads()
    then_the_page_is_theirs(person)


def when_they_search(person: Person, words: str) -> None:
    person.writes(SEARCH, words)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


def when_they_say_where_they_are(person: Person, words: str) -> None:
    person.writes(WHERE, words)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


def then_the_place_is_told(person: Person) -> None:
    """Where it is, whom to call, what is there and what is not, and what can be booked."""
    assert person.sees('main a[href^="tel:"]')
    assert person.sees("main .facts li")
    assert person.sees('main a[href*="/times?place="]')


def places_on(person: Person) -> list[str]:
    return [each.get_attribute("href") or "" for each in person.all(PLACE)]


def distances_on(person: Person) -> list[int]:
    """How far the places are, in kilometres, as they are listed; less than 2 counts as 1."""
    notes = [each.inner_text() for each in person.all("main .place-list .choice-note")]
    numbers = [next(int(word) for word in note.split(", ")[-1].split() if word.isdigit()) for note in notes]
    is_less = ["dưới" in note or "less" in note for note in notes]
    return [1 if less else number for number, less in zip(numbers, is_less, strict=True)]
