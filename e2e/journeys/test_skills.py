"""What one of those who serve can do is said by keyboard alone, and whoever needs it is shown their hours."""

from e2e.given import therapy_with_two_therapists
from e2e.journeys.steps import (
    GO_ON,
    given_somebody_at,
    given_somebody_of_the_demo,
    when_they_choose_a_day,
    when_they_choose_a_time,
)
from e2e.journeys.test_changing_capacity import SUCCESS
from e2e.journeys.ways import EITHER_WAY
from e2e.person import Person
from e2e.site import Site

pytestmark = EITHER_WAY
RESOURCES = "/organization/places/trung-tam-nang-am/weeks/resources"
THERAPY = "/services/vat-ly-tri-lieu"
EXPLAINS = {"vi": "Nhân viên nói chậm, giải thích dễ hiểu", "en": "Staff take time and use plain words"}


def test_somebody_can_do_more_than_the_place(person: Person) -> None:
    given_somebody_of_the_demo(person, "capacity")
    person.opens(RESOURCES.removesuffix("/resources"))
    person.presses(f"main a[href='{RESOURCES}']")
    person.presses(f"main a[href^='{RESOURCES}/']:has-text('Phúc')")

    person.chooses("input[name=feature-met-at-door]")
    person.presses(GO_ON)

    assert person.sees(SUCCESS)
    person.presses(f"main a[href^='{RESOURCES}/']:has-text('Phúc')")
    assert person.one("input[name=feature-met-at-door]").is_checked()


def test_whoever_needs_it_chooses_among_the_hours_that_have_it(person: Person, site: Site) -> None:
    given_somebody_at(person, f"/needs?next={THERAPY}")
    person.chooses("input[name=calm-plain-words]")
    person.presses("main form[action='/needs'] button[type=submit]")
    person.opens(f"{THERAPY}/times?place={therapy_with_two_therapists(site).id}")

    assert EXPLAINS[person.language] in person.reads()
    when_they_choose_a_day(person)
    assert EXPLAINS[person.language] in person.reads()
    when_they_choose_a_time(person)

    assert person.sees("#full_name")
    assert EXPLAINS[person.language] not in person.reads()
