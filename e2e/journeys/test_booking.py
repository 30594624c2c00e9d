"""From a service to a booking that is kept: alone, as a party, and with a place for a wheelchair."""

from e2e.conftest import Newcomer
from e2e.given import NAME, a_phone, bookings_of, units_of
from e2e.journeys.steps import (
    GO_ON,
    code_sent_to,
    given_somebody_at,
    given_somebody_at_home,
    then_it_is_booked,
    then_the_page_is_theirs,
    when_they_choose_a_day,
    when_they_choose_a_place,
    when_they_choose_a_time,
    when_they_enter_the_code,
    when_they_say_how_many,
    when_they_say_who_they_are,
)
from e2e.journeys.ways import EVERY_WAY
from e2e.person import Person
from e2e.site import Site


@EVERY_WAY
def test_one_person_books(person: Person, site: Site) -> None:
    phone = a_phone()
    given_somebody_at_home(person)

    person.presses(":nth-match(main .card-list a, 2)")
    person.presses('main a[href="/services/vat-ly-tri-lieu"]')
    when_they_choose_a_place(person)
    day = when_they_choose_a_day(person, 1)
    time = when_they_choose_a_time(person, 1)
    when_they_say_who_they_are(person, phone)
    when_they_look_at_their_messages_and_come_back(person, phone)

    reference = then_it_is_booked(person, f"{time}, {day}", NAME, phone_in_twos(phone))
    assert units_of(site, reference) == {"place": 1}
    assert bookings_of(site, phone) == 1


def test_a_party_books(person: Person, site: Site) -> None:
    reference = when_a_party_books(person, 3, 0)

    assert units_of(site, reference) == {"seat": 3}


def test_a_seat_and_a_wheelchair_space_are_booked_together(person: Person, site: Site) -> None:
    reference = when_a_party_books(person, 2, 1)

    assert units_of(site, reference) == {"seat": 1, "wheelchair": 1}


def test_whoever_is_signed_in_needs_no_code(newcomer: Newcomer, site: Site, language: str) -> None:
    person, phone = newcomer(language=language), a_phone()
    when_a_party_books(person, 1, 0, phone=phone)

    given_somebody_at(person, "/services/vat-ly-tri-lieu")
    when_they_choose_a_place(person)
    day = when_they_choose_a_day(person, 1)
    time = when_they_choose_a_time(person)
    assert not person.sees("#phone")
    assert person.one("#full_name").input_value() == NAME
    person.presses("main form button")

    then_it_is_booked(person, f"{time}, {day}", NAME)
    assert bookings_of(site, phone) == 2


def when_a_party_books(person: Person, people: int, wheelchairs: int, phone: str = "") -> str:
    phone = phone or a_phone()
    given_somebody_at(person, "/services/xe-dua-don")
    when_they_choose_a_place(person)
    when_they_say_how_many(person, people, wheelchairs)
    then_the_page_is_theirs(person)
    day = when_they_choose_a_day(person, 2)
    time = when_they_choose_a_time(person)
    when_they_say_who_they_are(person, phone)
    when_they_enter_the_code(person, phone)
    return then_it_is_booked(person, f"{time}, {day}", NAME)


def when_they_look_at_their_messages_and_come_back(person: Person, phone: str) -> None:
    """In the demo the messages are one press away."""
    code = code_sent_to(person, phone)
    person.presses('main a[href^="/demo/outbox"]')
    assert code in person.reads(".message-list li")
    person.goes_back()
    person.writes("#code", code)
    person.presses(GO_ON)


def phone_in_twos(phone: str) -> str:
    digits = phone.replace(" ", "")
    return " ".join(digits[at : at + 2] for at in range(0, len(digits), 2))
