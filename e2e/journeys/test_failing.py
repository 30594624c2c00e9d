"""A lift fails at a place: who needs it is found, and is back when it works again."""

from e2e.given import NAME, a_booking, a_lift, a_phone, an_offering, day_of, slots
from e2e.journeys.steps import GO_ON
from e2e.journeys.test_changing_capacity import SUCCESS, given_somebody_at_work, when_they_say_the_first_day
from e2e.journeys.ways import EITHER_WAY
from e2e.person import Person
from e2e.site import Site

pytestmark = EITHER_WAY


def test_a_lift_fails_and_works_again(person: Person, site: Site) -> None:
    offering = an_offering(site)
    a_lift(site, offering)
    a_booking(site, a_phone(), slots(site, offering)[0], offering, needs=("step-free",))
    given_somebody_at_work(person, offering)

    person.presses('main a[href$="/out-of-order"]')
    person.chooses('input[name="what"][value="feature-lift"]')
    when_they_say_the_first_day(person, day_of(site, offering))
    person.chooses('input[name="reason"][value="broken"]')
    person.presses(GO_ON)
    assert NAME in person.reads()
    person.presses(GO_ON)
    assert person.sees(SUCCESS)

    person.presses('main a[href$="/mending"]')
    assert NAME in person.reads()
    person.presses(GO_ON)
    assert person.sees(SUCCESS)
