"""The sentences that stories are told in. People find their way by what things are, not by how they are worded."""

import re

from e2e import given
from e2e.given import NAME
from e2e.person import Person
from hoanhap.base import ids

HOME = 'header a[href="/"]'
SEARCH = "#q"
PLACE = 'main a[href*="/times?place="]'
DAY = "main .day-list a"
TIME = 'input[name="slot"]'
OFFER = "main .offer-list button"
GO_ON = 'main form button[type="submit"]'
SUMMARY = ".error-summary"
REFERENCE = ".reference"
ERROR_WORD = {"vi": "Lỗi:", "en": "Error:"}


def given_somebody_at_home(person: Person) -> None:
    """They open the site, and turn it into their language by one press."""
    person.opens("/")
    if person.language != "vi":
        person.presses(f'header a[hreflang="{person.language}"]')
    then_the_page_is_theirs(person)


def given_somebody_of_the_demo(person: Person, account: str) -> None:
    """They are signed in by one press, in their language, and at home."""
    person.prefers(person.language)
    person.opens("/sign-in")
    person.page.click(f"button[name=account][value={account}]")
    person.opens("/")
    then_the_page_is_theirs(person)


def given_somebody_at(person: Person, path: str) -> None:
    """They come by an address they were given, in the language they chose at another time."""
    person.prefers(person.language)
    person.opens(path)
    then_the_page_is_theirs(person)


def when_they_choose_a_place(person: Person, place: int | None = None) -> None:
    """The first place there is, or a certain one."""
    person.presses(f'main a[href$="/times?place={place}"]' if place else PLACE)


def when_they_take_an_offered_time(person: Person, number: int = 0) -> str:
    """The first time that is offered, or a later one, by one press; the time is returned as it is written."""
    moment = person.all(f"{OFFER} .choice-label")[number].inner_text().strip(" ,")
    person.presses(f":nth-match({OFFER}, {number + 1})")
    return moment


def when_they_say_how_many(person: Person, people: int, wheelchairs: int = 0) -> None:
    """They say how many come, and how many of them stay in their wheelchair."""
    person.writes("#people", str(people))
    if person.sees("#wheelchairs"):
        person.writes("#wheelchairs", str(wheelchairs))
    person.presses(GO_ON)


def when_they_choose_a_day(person: Person, number: int = 0) -> str:
    """The first day, or a later one; the day is returned as it is written."""
    day = person.all(f"{DAY} .choice-label")[number].inner_text().strip(" ,")
    person.presses(f":nth-match({DAY}, {number + 1})")
    return day


def when_they_choose_a_time(person: Person, number: int = 0) -> str:
    """The first time of the day, or a later one; the time is returned as it is written."""
    radio = f"#{person.all(TIME)[number].get_attribute('id')}"
    label = person.reads(f"label:has({radio}) .choice-label").strip(" ,")
    person.chooses(radio)
    person.presses(GO_ON)
    return label


def when_they_say_who_they_are(person: Person, phone: str, name: str = NAME) -> None:
    """They check everything, and give a name and a phone number."""
    person.writes("#full_name", name)
    person.writes("#phone", phone)
    person.presses(GO_ON)


def when_they_enter_the_code(person: Person, phone: str, nth: int = 1) -> None:
    """They read the message on their phone and type the code on the page."""
    person.writes("#code", code_sent_to(person, phone, nth))
    person.presses(GO_ON)


def when_they_walk_to_the_check_page(person: Person, slug: str, *, time_number: int = 0) -> tuple[str, str]:
    """From the page of a service, by the first place and the first day, to the check page."""
    given_somebody_at(person, f"/services/{slug}")
    when_they_choose_a_place(person)
    day = when_they_choose_a_day(person)
    return when_they_choose_a_time(person, time_number), day


def code_sent_to(person: Person, phone: str, nth: int = 1) -> str:
    """The latest code in the messages of a phone, once there are as many codes as were asked for."""
    return given.code_sent_to(person.context.request, person.url, phone, nth)


def then_the_page_is_theirs(person: Person) -> None:
    """The page says that it is in their language."""
    assert person.one("html").get_attribute("lang") == person.language


def then_it_is_booked(person: Person, *words: str) -> str:
    """They have a reference that can be dictated, on a page that says what they chose; the reference is returned."""
    shown = person.reads(REFERENCE).strip()
    assert re.fullmatch(r"\d\d \d\d \d\d \d\d", shown), shown
    reference = shown.replace(" ", "")
    assert ids.is_reference(reference)
    assert person.path.partition("?")[0] == f"/bookings/{reference}"
    for each in words:
        assert each in person.reads(), f"{each} is not on the page:\n{person.reads()}"
    then_the_page_is_theirs(person)
    return reference


def then_the_error_is_told(person: Person, *fields: str, scripts: bool) -> None:
    """The title says so first, the summary leads to each field, and with scripts the focus is on the summary."""
    assert person.page.title().startswith(ERROR_WORD[person.language]), person.page.title()
    assert [each.get_attribute("href") for each in person.all(f"{SUMMARY} a")] == [f"#{each}" for each in fields]
    for field in fields:
        described = person.one(f'[aria-describedby~="{field}-error"]')
        assert described.evaluate("(e, field) => e.id === field || !!e.querySelector('#' + field)", field)
        assert ERROR_WORD[person.language] in person.reads(f"#{field}-error")
    if scripts:
        person.page.locator(f"{SUMMARY}:focus").wait_for(timeout=3000)
    for field in fields:
        person.presses(f'{SUMMARY} a[href="#{field}"]')
        assert person.one(f"#{field}").evaluate("e => e === document.activeElement"), f"the focus is not on {field}"
