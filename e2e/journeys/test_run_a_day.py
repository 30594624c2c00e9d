"""Somebody at the desk runs a day: who comes, who came, a slip taken back, a walk-in."""

from e2e.journeys.steps import GO_ON, given_somebody_of_the_demo, then_the_page_is_theirs
from e2e.journeys.ways import EITHER_WAY
from e2e.person import Person

pytestmark = EITHER_WAY
PLACE = "/organization/places/trung-tam-nang-am"
EXPECTED = "main .roster li:has(button[name=arrive])"
NAME = "Ngô Thị Bảy"


def test_somebody_is_noted_as_come_and_a_slip_is_taken_back(person: Person) -> None:
    given_somebody_of_the_demo(person, "desk")
    person.opens(PLACE)
    person.presses(f'main a[href="{PLACE}/day"]')
    then_the_page_is_theirs(person)
    href = person.all(f"{EXPECTED} h3 a")[0].get_attribute("href")

    person.presses(f":nth-match({EXPECTED} button[name=arrive], 1)")

    assert person.sees(".notification-success")
    person.presses(f'main a[href="{href}"]')
    person.presses("main form:has([value=undo-arrive]) button")
    assert person.sees("main form:has([value=arrive]) button")


def test_somebody_who_walks_in_is_booked_and_has_come(person: Person) -> None:
    given_somebody_of_the_demo(person, "desk")
    person.opens(f"{PLACE}/day")
    person.presses(f'main a[href="{PLACE}/desk"]')
    person.presses(GO_ON)
    person.presses(":nth-match(main .day-list a, 1)")
    person.writes("#their_name", NAME)

    person.presses(GO_ON)

    then_the_page_is_theirs(person)
    assert NAME in person.reads()
    assert person.sees("main .tag-ok")
