"""Somebody of the agency says which days are off, and which make up for one, by keyboard alone."""

from datetime import date

from e2e.journeys.steps import given_somebody_of_the_demo, then_the_error_is_told
from e2e.journeys.ways import EITHER_WAY
from e2e.person import Person

pytestmark = EITHER_WAY
AT = "/agency/holidays"


def test_a_day_that_makes_up_for_another_is_added_and_taken_away(person: Person, scripts: bool) -> None:
    given_somebody_of_the_demo(person, "agency")
    person.opens("/organization")
    person.presses(f"main a[href='{AT}']")
    person.presses("main nav li:nth-child(2) a")
    year = int(person.path[-4:])
    saturday = next(day for day in (date(year, 5, number) for number in range(15, 23)) if day.weekday() == 5)

    person.opens_up("details:has(form[action$=working-days]) summary")
    person.presses("form[action$=working-days] button")
    then_the_error_is_told(person, "work-day", "instead", scripts=scripts)
    for part in ("day", "month", "year"):
        person.writes(f"#work-{part}", str(getattr(saturday, part)))
    person.chooses("#instead")
    person.presses("form[action$=working-days] button")

    assert person.sees(".notification-success")
    person.presses(f"main a[href='{AT}/days/{saturday}/removal']")
    person.presses("main form button")
    assert person.path.endswith("done=removed")
