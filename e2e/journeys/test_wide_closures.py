"""In a flood a whole commune closes by one form, with its numbers first."""

from e2e.given import a_booking, a_phone, an_offering, day_of, slots
from e2e.journeys.steps import GO_ON, given_somebody_of_the_demo
from e2e.journeys.test_changing_capacity import SUCCESS, when_they_say_the_first_day
from e2e.journeys.ways import EITHER_WAY
from e2e.person import Person
from e2e.site import Site

pytestmark = EITHER_WAY


def test_an_organisation_is_closed_in_one_deed(person: Person, site: Site) -> None:
    offering = an_offering(site)
    a_booking(site, a_phone(), slots(site, offering)[0], offering)
    given_somebody_of_the_demo(person, "agency")
    person.opens("/organization")

    person.presses('main a[href="/organization/closures"]')
    person.selects("#what", offering.organization)
    when_they_say_the_first_day(person, day_of(site, offering))
    person.chooses('input[name="reason"][value="flood"]')
    person.presses(GO_ON)
    assert offering.place in person.reads()
    person.writes("#note", "Nước lên tới cửa.")
    person.presses(GO_ON)

    assert person.sees(SUCCESS)
