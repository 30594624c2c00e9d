"""Night, Sundays, feasts and the last minute of a year: whenever somebody comes, there is a time to book."""

from datetime import datetime

import pytest

from e2e.conftest import Newcomer
from e2e.given import NAME, OF_OUR_OWN, a_phone, an_offering
from e2e.journeys.steps import (
    GO_ON,
    given_somebody_at,
    then_it_is_booked,
    when_they_choose_a_day,
    when_they_choose_a_time,
    when_they_enter_the_code,
    when_they_say_who_they_are,
    when_they_take_an_offered_time,
)
from e2e.site import served
from hoanhap.base.clock import LOCAL

MOMENTS = {
    "in the night after a holiday": datetime(2026, 11, 25, 0, 30, tzinfo=LOCAL),
    "in the last minutes of a year": datetime(2026, 12, 31, 23, 56, tzinfo=LOCAL),
    "on the eve of Tet": datetime(2027, 2, 5, 21, 0, tzinfo=LOCAL),
}
RARER = {
    "early on a Sunday": datetime(2026, 12, 13, 5, 30, tzinfo=LOCAL),
    "on a leap day": datetime(2028, 2, 29, 16, 45, tzinfo=LOCAL),
}


@pytest.mark.parametrize(
    "moment",
    [
        *(pytest.param(moment, id=name) for name, moment in MOMENTS.items()),
        *(pytest.param(moment, id=name, marks=pytest.mark.thorough) for name, moment in RARER.items()),
    ],
)
def test_two_ways_to_a_booking(moment: datetime, newcomer: Newcomer, tmp_path_factory: pytest.TempPathFactory) -> None:
    with served(tmp_path_factory.mktemp("hour"), begins=moment) as site:
        person = newcomer(site=site)
        phone = a_phone()

        given_somebody_at(person, "/services/vat-ly-tri-lieu")
        offered = when_they_take_an_offered_time(person)
        when_they_say_who_they_are(person, phone)
        when_they_enter_the_code(person, phone)
        first = then_it_is_booked(person, offered, NAME)

        offering = an_offering(site)
        person.opens(f"/services/{OF_OUR_OWN}/times?place={offering.id}")
        day = when_they_choose_a_day(person)
        time = when_they_choose_a_time(person)
        person.presses(GO_ON)  # they are known by now
        second = then_it_is_booked(person, time, day)

        person.opens("/bookings")
        both = person.all_addresses("main a[href^='/bookings/']")
        assert {f"/bookings/{first}", f"/bookings/{second}"} <= set(both)
