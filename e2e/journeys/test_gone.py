"""Somebody else was quicker: the nearest times are offered, and nothing that was typed is asked again."""

from e2e.conftest import Newcomer
from e2e.given import (
    NAME,
    OF_OUR_OWN,
    a_long_pause,
    a_phone,
    an_offering,
    bookings_of,
    slots,
    somebody_else_takes,
)
from e2e.journeys.steps import (
    GO_ON,
    TIME,
    code_sent_to,
    given_somebody_at,
    then_it_is_booked,
    then_the_page_is_theirs,
    when_they_choose_a_day,
    when_they_choose_a_place,
    when_they_choose_a_time,
    when_they_enter_the_code,
    when_they_say_who_they_are,
)
from e2e.journeys.ways import EITHER_WAY
from e2e.person import Finger, Person
from e2e.site import Site
from hoanhap.catalogue import OfferingView

pytestmark = EITHER_WAY


def test_the_time_goes_while_somebody_chooses(person: Person, newcomer: Newcomer, site: Site) -> None:
    offering, phone = an_offering(site), a_phone()
    day = given_somebody_at_the_times(person, offering)
    other = newcomer(language=person.language, hands=Finger)
    given_somebody_at_the_times(other, offering)
    when_they_choose_a_time(other, 1)

    gone = when_they_choose_a_time(person, 1)

    then_the_nearest_times_are_offered(person, offering)
    assert gone not in [each.inner_text().partition(",")[0] for each in person.all("main .choice-label")]
    chosen = when_they_choose_a_time(person, 1)
    when_they_say_who_they_are(person, phone)
    when_they_enter_the_code(person, phone)
    then_it_is_booked(person, chosen, day, NAME)


def test_the_place_goes_during_a_long_pause_and_the_words_stay(person: Person, site: Site) -> None:
    offering, phone = an_offering(site), a_phone()
    given_somebody_at_the_times(person, offering)
    when_they_choose_a_time(person, 1)
    when_they_say_who_they_are(person, phone)
    code = code_sent_to(person, phone)
    a_long_pause(site, person.path.split("/")[2])
    somebody_else_takes(site, offering, slots(site, offering)[1])

    person.writes("#code", code)
    person.presses(GO_ON)

    then_the_nearest_times_are_offered(person, offering)
    chosen = when_they_choose_a_time(person)
    assert person.one("#full_name").input_value() == NAME
    person.presses(GO_ON)
    if person.sees("#code"):
        when_they_enter_the_code(person, phone, 2)
    then_it_is_booked(person, chosen, NAME)
    assert bookings_of(site, phone) == 1


def test_after_a_long_pause_the_place_is_simply_taken_again(person: Person, site: Site) -> None:
    offering, phone = an_offering(site), a_phone()
    given_somebody_at_the_times(person, offering)
    time = when_they_choose_a_time(person)
    when_they_say_who_they_are(person, phone)
    code_sent_to(person, phone)
    a_long_pause(site, person.path.split("/")[2])

    when_they_enter_the_code(person, phone)

    then_it_is_booked(person, time, NAME)


def given_somebody_at_the_times(person: Person, offering: OfferingView) -> str:
    given_somebody_at(person, f"/services/{OF_OUR_OWN}")
    when_they_choose_a_place(person, offering.id)
    return when_they_choose_a_day(person)


def then_the_nearest_times_are_offered(person: Person, offering: OfferingView) -> None:
    then_the_page_is_theirs(person)
    assert len(person.all(TIME)) == 3
    assert not any(each.is_checked() for each in person.all(TIME))
    assert person.sees(f'main a[href^="/services/{OF_OUR_OWN}/times?place={offering.id}"]')
