"""Somebody who plans in a spreadsheet brings the weeks in by keyboard alone, with scripts or without."""

from e2e.given import fetched
from e2e.journeys.steps import given_somebody_of_the_demo, then_the_error_is_told
from e2e.journeys.ways import EITHER_WAY
from e2e.person import Person

pytestmark = EITHER_WAY
WEEKS = "/organization/places/trung-tam-nang-am/weeks"
SEE = "main form button"


def test_lines_are_pasted_mended_and_done(person: Person, scripts: bool) -> None:
    given_somebody_of_the_demo(person, "capacity")
    person.opens(WEEKS)
    person.presses(f"main a[href='{WEEKS}/import']")
    person.presses(SEE)
    then_the_error_is_told(person, "lines", scripts=scripts)

    file = fetched(person.context, f"{person.url}{WEEKS}/file").text()
    person.page.locator("#lines").fill(file.replace("11 giờ", "10 giờ").replace("17:00", "16:00"))  # as one pastes
    person.presses(SEE)
    assert len(person.all("main dl")) == 2
    person.presses(SEE)

    assert person.path.endswith("/weeks?noted=yes")
