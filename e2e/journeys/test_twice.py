"""Going back, pressing twice, two windows: whatever people do, there is one booking of what they meant."""

from e2e.conftest import Newcomer
from e2e.given import NAME, OF_OUR_OWN, a_phone, an_offering, bookings_of, slots
from e2e.journeys.steps import (
    GO_ON,
    REFERENCE,
    code_sent_to,
    given_somebody_at,
    then_it_is_booked,
    when_they_choose_a_day,
    when_they_choose_a_place,
    when_they_choose_a_time,
    when_they_enter_the_code,
    when_they_say_who_they_are,
)
from e2e.journeys.ways import EITHER_WAY
from e2e.person import Person
from e2e.site import Site
from hoanhap.catalogue import OfferingView
from tests import makers

pytestmark = EITHER_WAY


def test_back_by_the_page_then_another_time(person: Person, site: Site) -> None:
    offering, phone = an_offering(site), a_phone()
    given_somebody_at_the_check_page(person, offering)

    person.presses(".back-link a")
    chosen = when_they_choose_a_time(person, 1)
    when_they_say_who_they_are(person, phone)
    when_they_enter_the_code(person, phone)

    then_only_this_is_booked(person, site, offering, phone, chosen)


def test_back_by_the_browser_then_another_time(person: Person, site: Site) -> None:
    offering, phone = an_offering(site), a_phone()
    given_somebody_at_the_check_page(person, offering)
    when_they_say_who_they_are(person, phone)

    person.goes_back()
    person.goes_back()
    chosen = when_they_choose_a_time(person, -1)
    when_they_say_who_they_are(person, phone)
    when_they_enter_the_code(person, phone, 2)

    then_it_is_booked(person, chosen, NAME)
    assert bookings_of(site, phone) == 1


def test_back_after_it_is_done_books_nothing_more(person: Person, site: Site) -> None:
    offering, phone = an_offering(site), a_phone()
    time = given_somebody_at_the_check_page(person, offering)
    when_they_say_who_they_are(person, phone)
    when_they_enter_the_code(person, phone)
    reference = then_it_is_booked(person, time)

    person.goes_back()

    assert person.path == f"/bookings/{reference}"
    then_only_this_is_booked(person, site, offering, phone, time)


def test_the_last_button_pressed_twice_books_once(newcomer: Newcomer, site: Site, language: str, scripts: bool) -> None:
    person = newcomer(language=language, scripts=scripts)
    offering, phone = an_offering(site, capacity=4), a_phone()
    time = given_somebody_at_the_check_page(person, offering)
    when_they_say_who_they_are(person, phone)
    when_the_code_is_written(person, phone)

    person.one(GO_ON).dblclick()
    person.page.locator(REFERENCE).wait_for()

    then_only_this_is_booked(person, site, offering, phone, time)


def test_two_windows_of_one_journey_end_in_one_booking(person: Person, site: Site) -> None:
    offering, phone = an_offering(site, capacity=4), a_phone()
    time = given_somebody_at_the_check_page(person, offering)
    other = person.opens_another_window()
    other.opens(person.path)
    when_they_say_who_they_are(person, phone)
    other.opens(person.path)
    when_the_code_is_written(other, phone)
    when_they_enter_the_code(person, phone)
    reference = then_it_is_booked(person, time)

    other.presses(GO_ON)

    assert other.path.partition("?")[0] == f"/bookings/{reference}"
    then_only_this_is_booked(person, site, offering, phone, time)


def given_somebody_at_the_check_page(person: Person, offering: OfferingView) -> str:
    given_somebody_at(person, f"/services/{OF_OUR_OWN}")
    when_they_choose_a_place(person, offering.id)
    when_they_choose_a_day(person)
    return when_they_choose_a_time(person)


def when_the_code_is_written(person: Person, phone: str) -> None:
    person.writes("#code", code_sent_to(person, phone))


def then_only_this_is_booked(person: Person, site: Site, offering: OfferingView, phone: str, time: str) -> None:
    """One booking, and no place kept that nobody has."""
    then_it_is_booked(person, time, NAME)
    assert bookings_of(site, phone) == 1
    with site.database.reading() as db:
        assert sum(makers.taken(db, slot) for slot in slots(site, offering)) == 1
