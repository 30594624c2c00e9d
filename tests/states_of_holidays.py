"""The states of the pages of those who say which days are off."""

from datetime import date

from tests import journeys
from tests.journeys import sign_in_as
from tests.makers import TOMORROW
from tests.pages import Page
from tests.states_of_capacity import nothing_is_closed
from tests.states_of_weeks import on
from tests.stating import Here, state

AT = "/agency/holidays"
SATURDAY = date(2026, 12, 5)


async def holidays(here: Here, year: int = 2027) -> Page:
    """The holidays of a year, as the agency sees them."""
    await sign_in_as(here.browser, "agency")
    return await here.browser.open(f"{AT}?year={year}")


@state("holidays/year.html", "holidays")
async def holidays_that_nobody_confirmed(here: Here) -> Page:
    return await holidays(here)


@state("holidays/year.html", "confirm holidays", "holidays")
async def holidays_just_confirmed(here: Here) -> Page:
    page = await holidays(here)
    return await here.browser.send(page.form("confirm-2027-01-01"), **{"confirm-2027-09-02": ""})


@state("holidays/year.html", "confirm holidays", status=422)
async def no_holiday_was_chosen(here: Here) -> Page:
    page = await holidays(here)
    return await here.browser.post(f"{AT}/2027/confirmation", {"year": page.address[-4:]}, 422)


@state("holidays/year.html", "add a day off", "holidays")
async def a_day_off_with_people_in_it(here: Here) -> Page:
    """Tomorrow is off, and somebody has booked."""
    await journeys.book(here.site.browser(), here.town.therapy)
    page = await holidays(here, 2026)
    here.browser.typed.add("Ngày Văn hóa")
    return await here.browser.send(page.form("name"), **on("off", TOMORROW), name="Ngày Văn hóa")


@state("holidays/year.html", "add a day off", status=422)
async def a_day_off_with_faults(here: Here) -> Page:
    page = await holidays(here)
    return await here.browser.send(page.form("name"), 422, **{"off-day": "31", "off-month": "2", "off-year": "2027"})


@state("holidays/year.html", "add a working day", "holidays")
async def a_working_day_just_added(here: Here) -> Page:
    page = await a_day_off_with_people_in_it(here)
    return await here.browser.send(page.form("instead"), **on("work", SATURDAY), instead=str(TOMORROW))


@state("holidays/year.html", "add a working day", status=422)
async def a_working_day_with_faults(here: Here) -> Page:
    page = await a_day_off_with_people_in_it(here)
    return await here.browser.send(page.form("instead"), 422, **on("work", TOMORROW))


@state("holidays/removal.html", "ask before taking a day away")
async def a_day_off_to_take_away(here: Here) -> Page:
    await a_day_off_with_people_in_it(here)
    return await here.browser.open(f"{AT}/days/{TOMORROW}/removal")


@state("holidays/removal.html", "ask before taking a day away")
async def a_working_day_to_take_away(here: Here) -> Page:
    await a_working_day_just_added(here)
    return await here.browser.open(f"{AT}/days/{SATURDAY}/removal")


@state("holidays/year.html", "take a day away", "holidays")
async def a_day_off_taken_away(here: Here) -> Page:
    page = await a_day_off_to_take_away(here)
    return await here.browser.send(page.forms()[-1])


@state("errors/refusal.html", "take a day away", status=409)
async def a_day_off_that_is_made_up_for(here: Here) -> Page:
    await a_working_day_just_added(here)
    page = await here.browser.open(f"{AT}/days/{TOMORROW}/removal")
    return await here.browser.send(page.forms()[-1], 409)


@state("capacity/closures.html", "closures")
async def a_holiday_with_people_at_a_place(here: Here) -> Page:
    await a_day_off_with_people_in_it(here)
    return await nothing_is_closed(here)


@state("workplace/work.html", "workplace")
async def work_with_a_holiday_to_decide(here: Here) -> Page:
    page = await a_holiday_with_people_at_a_place(here)
    return await here.browser.open(page.address.removesuffix("/closures"))
