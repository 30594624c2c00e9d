"""A day with people in it is closed, and whoever lost their place is given another time by agreement."""

from datetime import date, timedelta

from e2e.given import NAME, a_booking, a_day_that_is_closed, a_phone, an_offering, another_day, day_of, slots
from e2e.journeys.steps import GO_ON, given_somebody_of_the_demo
from e2e.journeys.ways import EITHER_WAY
from e2e.person import Person
from e2e.site import Site
from hoanhap.base.text import groups
from hoanhap.catalogue import OfferingView

pytestmark = EITHER_WAY
SUCCESS = ".notification-success"


def test_a_day_with_people_in_it_is_closed(person: Person, site: Site) -> None:
    offering = an_offering(site)
    a_booking(site, a_phone(), slots(site, offering)[0], offering)
    given_somebody_at_work(person, offering)

    person.presses('main a[href$="/closures"]')
    person.presses('main a[href$="/closures/new"]')
    person.chooses('input[name="what"]')
    when_they_say_the_first_day(person, day_of(site, offering))
    person.chooses('input[name="reason"][value="flood"]')
    person.presses(GO_ON)
    assert NAME in person.reads()
    person.writes("#note", "Nước lên tới cửa.")
    person.presses(GO_ON)

    assert person.sees(SUCCESS)
    assert "Nước lên tới cửa." in person.reads()


def test_whoever_lost_their_place_is_given_another_time(person: Person, site: Site) -> None:
    offering = an_offering(site)
    reference = a_booking(site, a_phone(), slots(site, offering)[0], offering)
    later = day_of(site, offering) + timedelta(days=1)
    a_day_that_is_closed(site, offering)
    another_day(site, offering, later)
    given_somebody_at_work(person, offering)

    person.presses('main a[href$="/needs-you"]')
    person.presses("main h2 a")
    assert groups(reference) in person.reads("h1")
    person.chooses(':nth-match(input[name="time"], 1)')
    person.presses('form[action$="/times"] button')

    assert person.sees(SUCCESS)
    assert NAME not in person.reads()


def given_somebody_at_work(person: Person, offering: OfferingView) -> None:
    """They work for the house, and open the page of a place."""
    given_somebody_of_the_demo(person, "admin")
    person.opens(f"/organization/places/{offering.location_slug}")


def when_they_say_the_first_day(person: Person, day: date) -> None:
    """They write a day, and leave the last one empty: it is a single day."""
    for part in ("day", "month", "year"):
        person.writes(f"#first-{part}", str(getattr(day, part)))
