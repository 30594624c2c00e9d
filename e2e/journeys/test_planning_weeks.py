"""Somebody who plans a place's weeks does so by keyboard alone, with scripts or without."""

from e2e.journeys.steps import given_somebody_of_the_demo, then_the_error_is_told
from e2e.journeys.ways import EITHER_WAY
from e2e.person import Person

pytestmark = EITHER_WAY
WEEKS = "/organization/places/trung-tam-nang-am/weeks"
SEE = "main form button"


def test_hours_are_added_with_a_look_at_what_would_change(person: Person, scripts: bool) -> None:
    given_somebody_of_the_demo(person, "capacity")
    person.opens("/organization")
    person.presses(f"main a[href='{WEEKS}']")
    person.presses(f"main a[href^='{WEEKS}/plan?offering=']")

    person.chooses("#weekday-7")
    person.writes("#opens", "22 giờ")
    person.writes("#closes", "2 giờ")
    person.writes("#capacity_place", "2")
    person.writes("#public_place", "1")
    person.presses(SEE)
    then_the_error_is_told(person, "closes", scripts=scripts)

    person.writes("#closes", "23 giờ")
    person.presses(SEE)
    assert len(person.all("main dl")) == 2
    person.presses(SEE)

    assert person.path.endswith("/weeks?noted=yes")
    assert person.sees(".notification-success")
