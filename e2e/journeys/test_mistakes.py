"""Mistakes are told at once and kindly: what is wrong, where, and nothing that was typed is lost."""

from e2e.conftest import Newcomer
from e2e.given import NAME, a_phone, bookings_of
from e2e.journeys.steps import (
    GO_ON,
    SUMMARY,
    TIME,
    code_sent_to,
    given_somebody_at,
    then_it_is_booked,
    then_the_error_is_told,
    when_they_choose_a_day,
    when_they_choose_a_place,
    when_they_choose_a_time,
    when_they_enter_the_code,
    when_they_walk_to_the_check_page,
)
from e2e.person import Person
from e2e.site import Site

LISTEN = """
addEventListener("load", () => { window.hasLoadedAt = performance.now(); });
addEventListener("focusin", (event) => {
  if (event.target.matches(".error-summary")) window.wasToldAt = performance.now();
});
"""
MOVE_ON = """
addEventListener("load", () => setTimeout(() => document.querySelector("#phone")?.focus(), 60));
"""
READER_IS_READY, READER_WAITS = 149, 1500
"""Milliseconds: before, a screen reader is still saying the title (measured with Orca); after, people have moved on."""


def test_no_time_chosen(person: Person, scripts: bool) -> None:
    given_somebody_at(person, "/services/vat-ly-tri-lieu")
    when_they_choose_a_place(person)
    when_they_choose_a_day(person)
    address = person.path

    person.presses(GO_ON)

    then_the_error_is_told(person, "slot", scripts=scripts)
    assert person.path == f"{address}#slot"
    when_they_choose_a_time(person)
    assert person.path.startswith("/book/")


def test_neither_name_nor_phone_given(person: Person, scripts: bool) -> None:
    when_they_walk_to_the_check_page(person, "vat-ly-tri-lieu")

    person.presses(GO_ON)

    then_the_error_is_told(person, "full_name", "phone", scripts=scripts)


def test_a_wrong_phone_number(person: Person, scripts: bool) -> None:
    when_they_walk_to_the_check_page(person, "vat-ly-tri-lieu")
    person.writes("#full_name", f"  {NAME}")
    person.writes("#phone", "09 12 34 x")

    person.presses(GO_ON)

    then_the_error_is_told(person, "phone", scripts=scripts)
    assert person.one("#full_name").input_value().strip() == NAME
    assert person.one("#phone").input_value() == "09 12 34 x"


def test_a_number_of_people_that_cannot_be(person: Person, scripts: bool) -> None:
    given_somebody_at(person, "/services/xe-dua-don")
    when_they_choose_a_place(person)
    person.writes("#people", "99")
    person.writes("#wheelchairs", "1")

    person.presses(GO_ON)

    then_the_error_is_told(person, "people", scripts=scripts)
    assert person.one("#people").input_value() == "99"
    assert person.one("#wheelchairs").input_value() == "1"


def test_a_wrong_code_then_the_right_one(person: Person, scripts: bool, site: Site) -> None:
    phone = a_phone()
    time, day = when_they_walk_to_the_check_page(person, "vat-ly-tri-lieu", time_number=1)
    person.writes("#full_name", NAME)
    person.writes("#phone", phone)
    person.presses(GO_ON)
    right = code_sent_to(person, phone)
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)

    for typed in (wrong, "12 34", ""):
        person.writes("#code", typed)
        person.presses(GO_ON)
        then_the_error_is_told(person, "code", scripts=scripts)
        assert person.one("#code").input_value() == typed

    when_they_enter_the_code(person, phone)
    then_it_is_booked(person, f"{time}, {day}", NAME)
    assert bookings_of(site, phone) == 1


def test_a_wrong_number_to_sign_in_with(person: Person, scripts: bool) -> None:
    given_somebody_at(person, "/sign-in")
    person.writes("#phone", "1234")

    person.presses(GO_ON)

    then_the_error_is_told(person, "phone", scripts=scripts)
    assert person.one("#phone").input_value() == "1234"


def test_the_summary_is_told_when_a_screen_reader_listens(newcomer: Newcomer, language: str) -> None:
    person = newcomer(language=language)
    person.page.add_init_script(LISTEN)
    when_they_walk_to_the_check_page(person, "vat-ly-tri-lieu")

    person.presses(GO_ON)

    person.page.locator(f"{SUMMARY}:focus").wait_for()
    after = person.page.evaluate("window.wasToldAt - window.hasLoadedAt")
    assert READER_IS_READY <= after <= READER_WAITS


def test_whoever_has_moved_on_keeps_their_place(newcomer: Newcomer) -> None:
    person = newcomer()
    given_somebody_at(person, "/sign-in")
    person.page.add_init_script(MOVE_ON)

    person.presses(GO_ON)

    person.page.locator("#phone:focus").wait_for()
    person.page.wait_for_timeout(READER_WAITS)
    assert person.sees(SUMMARY)
    assert person.sees("#phone:focus")


def test_no_time_is_chosen_for_anybody(person: Person) -> None:
    given_somebody_at(person, "/services/vat-ly-tri-lieu")
    when_they_choose_a_place(person)
    when_they_choose_a_day(person)

    assert not any(each.is_checked() for each in person.all(TIME))
