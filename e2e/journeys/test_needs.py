"""Saying once what one needs: for one search, for good, for somebody else, and in two windows."""

from e2e.given import NAME, a_phone
from e2e.journeys.steps import (
    GO_ON,
    given_somebody_at,
    then_the_error_is_told,
    then_the_page_is_theirs,
    when_they_enter_the_code,
)
from e2e.person import Person

SAVE = 'main form[action="/needs"] button[type="submit"]'
FORGET = 'form[action="/needs/removal"] button'
LINE = ".needs-line"
CHAIR, QUIET, SIGNS = "#moving", "#calm", "#hearing"
OFFER, OTHERS = 'main a[href="/needs?add=kept"]', 'main a[href="/needs/person"]'


def test_a_visitor_says_it_for_this_search(person: Person) -> None:
    given_somebody_at(person, "/services/vat-ly-tri-lieu")
    person.presses('header a[href="/needs"]')

    person.chooses(CHAIR)
    person.chooses(QUIET)
    person.presses(SAVE)

    then_these_are_ticked(person, CHAIR, QUIET)
    person.opens("/services/vat-ly-tri-lieu")
    person.presses(f"{LINE} a")
    person.presses(FORGET)
    then_these_are_ticked(person)
    person.opens("/services/vat-ly-tri-lieu")
    assert not person.sees(LINE)


def test_somebody_signed_in_says_it_for_good(person: Person, scripts: bool) -> None:
    given_somebody_known(person)

    person.writes("#home", "Sài Gòn")
    person.chooses(SIGNS)
    person.presses(SAVE)
    then_the_error_is_told(person, "home", scripts=scripts)
    person.writes("#home", "phuong tan ninh")
    person.chooses('input[name="contact"][value="message"]')
    person.presses(SAVE)

    then_these_are_ticked(person, SIGNS)
    then_the_page_is_theirs(person)
    assert person.one("#home").input_value() == "phường Tân Ninh"
    assert person.one('input[name="contact"][value="message"]').is_checked()
    person.opens("/services/vat-ly-tri-lieu")
    assert NAME in person.reads(LINE)


def test_what_was_chosen_before_signing_in_is_offered(person: Person) -> None:
    given_somebody_at(person, "/needs")
    person.chooses(CHAIR)
    person.presses(SAVE)

    given_somebody_known(person)
    then_these_are_ticked(person)
    person.presses(OFFER)
    then_these_are_ticked(person, CHAIR)
    person.presses(SAVE)

    then_these_are_ticked(person, CHAIR)
    assert not person.sees(OFFER)


def test_two_windows_are_shown_both(person: Person) -> None:
    given_somebody_known(person)
    other = person.opens_another_window()
    other.opens("/needs")
    person.chooses(CHAIR)
    person.presses(SAVE)

    other.chooses(QUIET)
    other.presses(SAVE)
    assert len(other.all("main .summary-list")) == 2
    other.presses(SAVE)

    then_these_are_ticked(other, QUIET)
    other.opens("/needs/history")
    assert len(other.all("main h2")) == 2


def test_one_phone_for_two_people(person: Person) -> None:
    given_somebody_known(person)
    person.chooses(CHAIR)
    person.presses(SAVE)

    person.presses(OTHERS)
    person.chooses('input[name="person"][value="other"]')
    person.writes("#full_name", "Đặng Bé Ba")
    person.presses(GO_ON)
    then_these_are_ticked(person)
    person.presses(OTHERS)
    person.chooses("#person")
    person.presses(GO_ON)

    then_these_are_ticked(person, CHAIR)
    assert NAME in person.reads()


def given_somebody_known(person: Person) -> None:
    """They sign in with a new phone, and say for whom it is."""
    phone = a_phone()
    given_somebody_at(person, "/sign-in?next=/needs")
    person.writes("#phone", phone)
    person.presses(GO_ON)
    when_they_enter_the_code(person, phone)
    person.writes("#full_name", NAME)
    person.presses(GO_ON)


def then_these_are_ticked(person: Person, *boxes: str) -> None:
    """These boxes and no others."""
    ticked = {f"#{each.get_attribute('id')}" for each in person.all("input[type=checkbox]:checked")}
    assert ticked == set(boxes)
