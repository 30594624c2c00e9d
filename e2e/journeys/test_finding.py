"""Finding one of 28 services: by leafing through, and by searching the way people type."""

from e2e.journeys.steps import SEARCH, given_somebody_at, given_somebody_at_home, then_the_page_is_theirs
from e2e.person import Person

CARD, SERVICE = "main .card-list a", 'main .link-list a[href^="/services/"]'
SEARCHES = {"vi": ("vat ly tri lieu", "XE LAN", "Hoà nhập xyz"), "en": ("Physio", "WHEELCHAIR", "zyx qqq")}
"""In each language: words without their marks, words in capitals, and words that nothing matches."""


def test_a_service_is_found_by_leafing_through(person: Person) -> None:
    given_somebody_at_home(person)
    assert len(person.all(CARD)) == 11

    person.presses(":nth-match(main .card-list a, 2)")

    then_there_are_services(person, 28)
    person.presses(f":nth-match({SERVICE}, 6)")
    then_the_service_is_told(person)


def test_a_service_is_found_by_words_without_marks(person: Person) -> None:
    plain, capitals, nothing = SEARCHES[person.language]
    given_somebody_at_home(person)

    when_they_search(person, plain)
    assert person.sees('main a[href="/services/vat-ly-tri-lieu"]')
    assert len(person.all(SERVICE)) < 28

    when_they_search(person, capitals)
    assert person.sees('main a[href="/services/xe-dua-don"]')

    when_they_search(person, nothing)
    then_there_are_services(person, 28)

    when_they_search(person, plain)
    person.presses('main a[href="/services/vat-ly-tri-lieu"]')
    then_the_service_is_told(person)


def test_the_skip_link_leads_past_the_head_of_the_page(person: Person) -> None:
    given_somebody_at(person, "/services")

    person.page.keyboard.press("Tab")
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    person.page.keyboard.press("Tab")

    first = person.page.locator("main :is(a, input, button):not([type=hidden])").first
    assert first.evaluate("e => e === document.activeElement")


def when_they_search(person: Person, words: str) -> None:
    person.writes(SEARCH, words)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
    assert person.one(SEARCH).input_value() == words


def then_there_are_services(person: Person, count: int) -> None:
    assert len(person.all(SERVICE)) == count
    then_the_page_is_theirs(person)


def then_the_service_is_told(person: Person) -> None:
    """What happens there, how long it takes, for whom, what to bring, what it costs, and where."""
    assert len(person.all("main dl dt")) == 4
    assert all(each.inner_text().strip() for each in person.all("main dl dd"))
    assert person.sees('main a[href*="/times?place="]')
    then_the_page_is_theirs(person)
