"""What a booking costs from the home page to the confirmation, by keyboard and by one switch; both are written down."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from e2e import costs
from e2e.conftest import Newcomer
from e2e.costs import Record
from e2e.given import a_booking, a_phone, an_offering, slots
from e2e.journeys.steps import (
    GO_ON,
    OFFER,
    given_somebody_at,
    then_it_is_booked,
    when_they_enter_the_code,
    when_they_say_who_they_are,
    when_they_take_an_offered_time,
)
from e2e.journeys.test_short_way import when_they_search
from e2e.person import Person, QuickKeyboard, Switch
from e2e.site import Site
from hoanhap.web.assessment import Cost

HANDS: dict[str, Callable[[Page], QuickKeyboard | Switch]] = {"keyboard": QuickKeyboard, "switch": Switch}
MOST_STEPS = {"first": 60, "again": 20}
"""Of a scan by switch; there is no goal but that it does not grow."""
by_either = pytest.mark.parametrize("by", HANDS)


@by_either
def test_a_first_booking(newcomer: Newcomer, by: str, record_property: Record) -> None:
    person, phone = newcomer(hands=HANDS[by]), a_phone()
    given_somebody_at(person, "/")
    begin = counted(person)

    when_they_search(person, "vat-ly-tri-lieu")
    moment = when_they_take_an_offered_time(person)
    when_they_say_who_they_are(person, phone)
    when_they_enter_the_code(person, phone)

    then_it_is_booked(person, moment)
    then_it_costs_little(person, "first", by, begin, record_property)


@by_either
def test_the_same_again(newcomer: Newcomer, site: Site, by: str, record_property: Record) -> None:
    person, offering, phone = newcomer(hands=HANDS[by]), an_offering(site, capacity=2), a_phone()
    a_booking(site, phone, slots(site, offering)[-1], offering)
    given_somebody_at(person, "/sign-in")
    person.writes("#phone", phone)
    person.presses(GO_ON)
    when_they_enter_the_code(person, phone)
    person.opens("/")
    begin = counted(person)

    person.presses(OFFER)
    person.presses(GO_ON)

    then_it_is_booked(person)
    then_it_costs_little(person, "again", by, begin, record_property)


def counted(person: Person) -> tuple[int, int, int]:
    """Pages, presses and stops until now."""
    assert isinstance(person.hands, QuickKeyboard | Switch)
    return person.pages, person.hands.keys, person.hands.stops


def then_it_costs_little(person: Person, journey: str, by: str, begin: tuple[int, int, int], record: Record) -> None:
    """Not more presses than the goal, and it is noted what they were."""
    pages, presses, stops = (now - then for now, then in zip(counted(person), begin, strict=True))
    seconds = costs.seconds_of_scanning(stops) if by == "switch" else 0
    cost = Cost(journey, by, pages, presses, stops, seconds=seconds)  # type: ignore[arg-type]  # of those there are
    costs.note(record, cost)
    assert presses <= costs.most_presses(cost)
    if by == "switch":
        assert stops <= MOST_STEPS[journey]
