"""Whoever manages a place looks at other weeks, mends what was wrong, and takes the numbers along."""

from e2e.journeys.steps import given_somebody_of_the_demo, then_the_page_is_theirs
from e2e.journeys.ways import EITHER_WAY
from e2e.person import Person

pytestmark = EITHER_WAY
SHOW = "main form button[type=submit]"
FIGURES = "main a[href$='/figures']"
FILES = "main a[href*='/figures/']"


def test_other_weeks_are_chosen_and_a_missing_day_is_said(person: Person) -> None:
    given_somebody_of_the_demo(person, "capacity")
    person.opens("/organization")
    person.presses(FIGURES)
    then_the_page_is_theirs(person)
    four_weeks = len(person.all(".bar-chart-row"))

    person.opens_up("main summary")
    person.chooses('input[name="span"][value="own"]')
    person.presses(SHOW)
    assert person.sees(".error-summary")

    person.chooses('input[name="span"][value="12"]')
    person.presses(SHOW)
    then_the_page_is_theirs(person)
    assert (four_weeks, len(person.all(".bar-chart-row"))) == (4, 12)
    assert all("span=12" in str(each) for each in person.all_addresses(FILES))


def test_the_agency_comes_to_the_figures_of_all_places(person: Person) -> None:
    given_somebody_of_the_demo(person, "agency")
    person.opens("/organization")

    person.presses("main a[href='/agency/figures']")

    then_the_page_is_theirs(person)
    assert len(person.all_addresses(FILES)) == 2
