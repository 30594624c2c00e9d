"""The short way: from a service to a booking by one of the times it offers, counted in keys."""

import pytest

from e2e.conftest import Newcomer
from e2e.given import NAME, a_booking, a_phone, an_offering, bookings_of, nothing_to_come, slots, units_of
from e2e.journeys.steps import (
    GO_ON,
    OFFER,
    SEARCH,
    given_somebody_at,
    given_somebody_at_home,
    given_somebody_of_the_demo,
    then_it_is_booked,
    then_the_page_is_theirs,
    when_they_choose_a_day,
    when_they_choose_a_time,
    when_they_enter_the_code,
    when_they_say_who_they_are,
    when_they_take_an_offered_time,
)
from e2e.journeys.test_reading import LETTERS
from e2e.journeys.ways import EITHER_WAY
from e2e.measures import misfits
from e2e.person import Person, QuickKeyboard
from e2e.site import Site

AT_FIRST, KNOWN = 60, 25
"""The most keys from the home page to a booking, the first time and for somebody known; letters come on top."""
IN_SHORT = {"vi": "vat ly", "en": "physio"}
STEP = ".step-indicator p"
BLIND, IN_A_CHAIR = "+84900000002", "+84900000003"
TICKED = "main [type=checkbox]:checked"
FOLDED, FITTING = "main details", "main #places ~ .place-list"
LACKING, REASONS = f"{FOLDED} .place-list > li", "main h2 ~ ul:not([class]) > li"
NEEDS_ROW = 'main .summary-list div:has(a[href$="/needs"])'
PARTY_ROW = 'main .summary-list div:has(a[href*="ask=party"])'
TWO, ONE_IN_A_CHAIR = {"vi": "2 người", "en": "2 people"}, {"vi": "1 người ngồi xe lăn", "en": "1 in a wheelchair"}


@pytest.fixture
def quick(newcomer: Newcomer, language: str, scripts: bool) -> Person:
    """Somebody who has used a keyboard for years."""
    return newcomer(language=language, scripts=scripts, hands=QuickKeyboard)


def test_a_first_booking_takes_few_keys(quick: Person, site: Site) -> None:
    phone = a_phone()
    given_somebody_at_home(quick)
    begun = keys_of(quick)

    when_they_search(quick, "vat-ly-tri-lieu")
    moment = when_they_take_an_offered_time(quick)
    when_they_say_who_they_are(quick, phone)
    when_they_enter_the_code(quick, phone)

    reference = then_it_is_booked(quick, moment, NAME)
    assert units_of(site, reference) == {"place": 1}
    then_it_took_at_most(quick, AT_FIRST, begun)


def test_somebody_known_books_in_fewer_and_again_in_three_steps(quick: Person, site: Site) -> None:
    nothing_to_come(site, BLIND)
    given_somebody_of_the_demo(quick, "person-blind")

    when_they_search(quick, "vat-ly-tri-lieu")
    moment = when_they_take_an_offered_time(quick)
    assert quick.reads(f"{NEEDS_ROW} dd").count(". ") == 1  # two needs, said in one line
    quick.presses(GO_ON)
    reference = then_it_is_booked(quick, moment)
    then_it_took_at_most(quick, KNOWN)

    quick.presses('header a[href="/bookings"]')
    quick.presses(f'main a[href="/bookings/{reference}"]')
    quick.presses(f'main a[href*="/times?place="]:not([href*="{reference}"])')
    steps = [quick.reads(STEP)]
    when_they_choose_a_day(quick, 3)
    steps.append(quick.reads(STEP))
    time = when_they_choose_a_time(quick)
    steps.append(quick.reads(STEP))
    quick.presses(GO_ON)
    then_it_is_booked(quick, time)
    assert [[int(word) for word in each.split() if word.isdigit()] for each in steps] == [[1, 3], [2, 3], [3, 3]]


def test_the_same_again_from_the_home_page_in_two_presses(quick: Person, site: Site) -> None:
    offering, phone = an_offering(site, capacity=2), a_phone()
    a_booking(site, phone, slots(site, offering)[-1], offering)
    given_somebody_at(quick, "/sign-in")
    quick.writes("#phone", phone)
    quick.presses(GO_ON)
    when_they_enter_the_code(quick, phone)
    quick.opens("/")
    begun = keys_of(quick)

    quick.presses(OFFER)
    quick.presses(GO_ON)

    then_it_is_booked(quick, NAME)
    assert bookings_of(site, phone) == 2
    then_it_took_at_most(quick, KNOWN, begun)


def test_a_ride_takes_the_wheelchair_and_the_companion_along_by_itself(person: Person, site: Site) -> None:
    nothing_to_come(site, IN_A_CHAIR)
    given_somebody_of_the_demo(person, "person-wheelchair")
    person.opens("/services/xe-dua-don")

    moment = when_they_take_an_offered_time(person)

    assert TWO[person.language] in person.reads(PARTY_ROW)
    assert ONE_IN_A_CHAIR[person.language] in person.reads(PARTY_ROW)
    assert "10" in person.reads(NEEDS_ROW)
    person.presses(GO_ON)
    reference = then_it_is_booked(person, moment, TWO[person.language])
    assert units_of(site, reference) == {"seat": 1, "wheelchair": 1}


@EITHER_WAY
def test_needs_may_differ_once_and_stay_as_they_were(person: Person, site: Site) -> None:
    nothing_to_come(site, IN_A_CHAIR)
    given_somebody_of_the_demo(person, "person-wheelchair")
    usual = when_they_look_at_their_needs(person)
    person.opens("/services/xe-dua-don")
    moment = when_they_take_an_offered_time(person, 1)

    person.presses(f"{NEEDS_ROW} a")
    while person.sees(TICKED):
        person.unticks(f"#{person.one(TICKED).get_attribute('id')}")
    person.chooses('[name=extra_minutes][value="0"]')
    person.presses(GO_ON)

    assert TWO[person.language] not in person.reads(PARTY_ROW)
    person.presses(GO_ON)
    reference = then_it_is_booked(person, moment)
    assert units_of(site, reference) == {"seat": 1}
    assert when_they_look_at_their_needs(person) == usual


@EITHER_WAY
def test_places_that_lack_something_are_told_apart_with_reasons(person: Person) -> None:
    given_somebody_of_the_demo(person, "person-wheelchair")
    person.opens("/services/vat-ly-tri-lieu")
    reasons = [each.inner_text() for each in person.all(REASONS)]
    assert reasons

    person.opens_up("main summary")

    lacking = [each.inner_text() for each in person.all(LACKING)]
    assert all(any(reason.partition(":")[0] in each for reason in reasons) for each in lacking)
    assert not set(person.all_addresses(f"{FITTING} a.choice")) & set(person.all_addresses(f"{FOLDED} a.choice"))


@EITHER_WAY
def test_where_nothing_fits_a_place_is_booked_knowing_what_it_lacks(person: Person, site: Site) -> None:
    phone = a_phone()
    given_somebody_at(person, "/needs?next=/services/xe-ba-banh")
    person.chooses("#moving")
    person.presses('main form[action="/needs"] button[type="submit"]')
    person.presses('main a[href="/services/xe-ba-banh"]')
    assert person.sees(".notification-caution")
    assert not person.sees(OFFER)

    person.presses(".notification-caution a")
    person.opens_up("main summary")
    lack = person.reads(f"{LACKING} .choice-lack")
    person.presses(f"{FOLDED} a.choice")
    day = when_they_choose_a_day(person)
    time = when_they_choose_a_time(person)

    assert lack in person.reads(".notification-caution")
    when_they_say_who_they_are(person, phone)
    when_they_enter_the_code(person, phone)
    then_it_is_booked(person, f"{time}, {day}", NAME)
    assert bookings_of(site, phone) == 1


@EITHER_WAY
def test_another_look_in_the_middle_loses_nothing(person: Person) -> None:
    phone = a_phone()
    given_somebody_at(person, "/services/vat-ly-tri-lieu")
    moment = when_they_take_an_offered_time(person)
    when_they_say_who_they_are(person, phone)
    person.goes_back()
    check = person.path

    person.presses('header a[href="/settings/display"]')
    person.chooses('input[name="theme"][value="black-on-yellow"]')
    person.chooses('input[name="text"][value="200"]')
    person.presses(GO_ON)
    person.opens(check)

    assert person.page.evaluate(LETTERS) >= 2 * 16
    assert person.one("#full_name").input_value() == NAME
    assert person.one("#phone").input_value()
    assert not misfits(person.page)
    person.presses(GO_ON)
    when_they_enter_the_code(person, phone, 2)
    then_it_is_booked(person, moment, NAME)


@EITHER_WAY
def test_a_move_is_taken_back_and_help_leads_back(person: Person) -> None:
    phone = a_phone()
    given_somebody_at(person, "/services/vat-ly-tri-lieu")
    moment = when_they_take_an_offered_time(person)
    when_they_say_who_they_are(person, phone)
    when_they_enter_the_code(person, phone)
    reference = then_it_is_booked(person, moment)

    person.presses(f'main a[href="/bookings/{reference}/times"]')
    when_they_choose_a_day(person, 2)
    moved = when_they_choose_a_time(person)
    then_it_is_booked(person, moved)
    person.presses(f'main form[action="/bookings/{reference}/times"] button')
    then_it_is_booked(person, moment)

    person.presses('header a[href^="/help"]')
    person.presses(".back-link a")
    then_it_is_booked(person, moment)


def when_they_search(person: Person, slug: str) -> None:
    """By a few letters without accents."""
    person.writes(SEARCH, IN_SHORT[person.language])
    person.presses("form[role=search] button")
    then_the_page_is_theirs(person)
    person.presses(f'main a[href="/services/{slug}"]')


def when_they_look_at_their_needs(person: Person) -> set[str | None]:
    person.opens("/needs")
    return {each.get_attribute("id") for each in person.all("main :checked")}


def keys_of(person: Person) -> int:
    assert isinstance(person.hands, QuickKeyboard)
    return person.hands.keys


def then_it_took_at_most(person: Person, most: int, begun: int = 0) -> None:
    keys = keys_of(person) - begun
    print(f"{keys} keys of at most {most}")
    assert keys <= most
