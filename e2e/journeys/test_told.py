"""Rules that say no, say why and what to do: two bookings at once, and a deadline that has passed."""

from e2e.given import NAME, OF_OUR_OWN, a_booking, a_deadline_that_passed, a_phone, an_offering, bookings_of, slots
from e2e.journeys.steps import (
    GO_ON,
    given_somebody_at,
    then_it_is_booked,
    then_the_page_is_theirs,
    when_they_choose_a_day,
    when_they_choose_a_place,
    when_they_choose_a_time,
    when_they_enter_the_code,
    when_they_say_who_they_are,
)
from e2e.journeys.test_coming_back import when_they_sign_in
from e2e.journeys.ways import EITHER_WAY
from e2e.person import Person
from e2e.site import Site

pytestmark = EITHER_WAY
PHONE_OF_THE_PLACE = 'main a[href^="tel:"]'


def test_a_booking_at_the_same_time_as_another_is_asked_about(person: Person, site: Site) -> None:
    phone = a_phone()
    given_a_booking_at_the_same_time(person, site, phone)

    when_they_say_who_they_are(person, phone)
    when_they_enter_the_code(person, phone)

    then_the_page_is_theirs(person)
    assert bookings_of(site, phone) == 1
    assert person.sees("main h1")
    person.presses(GO_ON)
    then_it_is_booked(person, NAME)
    assert bookings_of(site, phone) == 2


def test_somebody_else_with_the_same_phone_may_have_the_same_time(person: Person, site: Site) -> None:
    phone = a_phone()
    given_a_booking_at_the_same_time(person, site, phone)

    when_they_say_who_they_are(person, phone, "Trần Văn Bình")
    when_they_enter_the_code(person, phone)

    then_it_is_booked(person, "Trần Văn Bình")
    assert bookings_of(site, phone) == 2


def test_after_the_deadline_the_page_says_whom_to_call(person: Person, site: Site) -> None:
    offering, phone = an_offering(site), a_phone()
    reference = a_booking(site, phone, slots(site, offering)[0], offering)
    given_somebody_at(person, f"/bookings/{reference}/cancellation")
    when_they_sign_in(person, phone)
    a_deadline_that_passed(site, offering)

    person.presses(GO_ON)

    then_the_page_is_theirs(person)
    assert person.sees(PHONE_OF_THE_PLACE)
    person.presses(f'main a[href="/bookings/{reference}"]')
    assert not person.sees('a[href$="/cancellation"]')
    assert person.sees(PHONE_OF_THE_PLACE)
    assert not person.sees(".tag-off")


def given_a_booking_at_the_same_time(person: Person, site: Site, phone: str) -> None:
    """They have one already, and are about to make another, at another place."""
    one, other = an_offering(site), an_offering(site)
    a_booking(site, phone, slots(site, one)[0], one)
    given_somebody_at(person, f"/services/{OF_OUR_OWN}")
    when_they_choose_a_place(person, other.id)
    when_they_choose_a_day(person)
    when_they_choose_a_time(person)
