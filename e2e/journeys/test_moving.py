"""Somebody says beforehand that they may be moved; their day closes, and they are, and may still change it."""

from datetime import timedelta

from e2e.given import a_booking, a_day_that_is_closed, a_phone, an_offering, another_day, day_of, slots
from e2e.journeys.steps import GO_ON
from e2e.journeys.test_changing_capacity import SUCCESS
from e2e.journeys.test_keeping_order import given_somebody_signed_in_at, then_the_booking_is_at
from e2e.journeys.ways import EITHER_WAY
from e2e.person import Person
from e2e.site import Site

pytestmark = EITHER_WAY


def test_whoever_said_that_they_may_be_moved_is_moved(person: Person, site: Site) -> None:
    offering, phone = an_offering(site), a_phone()
    reference = a_booking(site, phone, slots(site, offering)[0], offering)
    another_day(site, offering, day_of(site, offering) + timedelta(days=1))
    given_somebody_signed_in_at(person, phone, f"/bookings/{reference}")

    person.presses(f'main a[href="/bookings/{reference}/moving"]')
    person.chooses('input[name="may"][value="three-days"]')
    person.presses(GO_ON)
    assert person.sees(SUCCESS)

    a_day_that_is_closed(site, offering)
    person.opens(f"/bookings/{reference}")
    then_the_booking_is_at(person, site, offering, reference, 4)
    person.presses(f'main a[href="/bookings/{reference}/times"]')
