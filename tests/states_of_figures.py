"""The states of the pages of figures."""

from datetime import timedelta

from hoanhap import booking
from hoanhap.booking import WhyNot
from hoanhap.organizations import MemberRole
from tests.journeys import book, path_of, sign_in_as
from tests.makers import TODAY
from tests.pages import Page
from tests.states_at_work import at_work
from tests.stating import Here, state

THIS_WEEK = "span=own&from-day=23&from-month=11&from-year=2026&until-day=29&until-month=11&until-year=2026"


@state("reports/figures.html", "figures of a place")
async def figures_of_a_place(here: Here) -> Page:
    await book(here.site.browser(), here.town.therapy)
    turn_away(here)
    page = await at_work(here, "capacity", MemberRole.CAPACITY)
    return await here.browser.open(f"{path_of(page)}/figures?{THIS_WEEK}")


@state("reports/figures.html", "figures of a place", "file of a place's figures")
async def figures_of_a_week_that_is_over(here: Here) -> Page:
    page = await figures_of_a_place(here)
    here.site.clock.forward(days=5)
    await sign_in_as(here.browser, "capacity")
    await here.browser.request("GET", f"{path_of(page)}/csv")
    return await here.browser.open(page.address)


@state("reports/figures.html", "figures of a place")
async def figures_none(here: Here) -> Page:
    page = await at_work(here, "capacity", MemberRole.CAPACITY)
    return await here.browser.open(f"{path_of(page)}/figures")


@state("reports/figures.html", "figures of a place", status=422)
async def figures_of_days_reversed(here: Here) -> Page:
    page = await at_work(here, "capacity", MemberRole.CAPACITY)
    reversed_days = THIS_WEEK.replace("until-day=29", "until-day=2")
    return await here.browser.open(f"{path_of(page)}/figures?{reversed_days}", 422)


@state("reports/figures.html", "figures of all places", "file of all figures")
async def figures_of_all_places(here: Here) -> Page:
    turn_away(here)
    await sign_in_as(here.browser, "agency")
    await here.browser.request("GET", "/agency/figures/xlsx")
    return await here.browser.open(f"/agency/figures?{THIS_WEEK}")


@state("errors/refusal.html", "figures of all places", status=403)
async def figures_of_all_places_for_one_place(here: Here) -> Page:
    await at_work(here, "capacity", MemberRole.CAPACITY)
    return await here.browser.open("/agency/figures", 403)


def turn_away(here: Here) -> None:
    """Somebody got no time, somebody nothing near, and somebody needed what no place has."""
    therapy, day = here.town.therapy, TODAY - timedelta(days=1)
    here.site.database.write_now(booking.note_turned_away, therapy.id, WhyNot.FULL, day=day)
    here.site.database.write_now(booking.note_too_far, therapy.service_id, day=day)
    here.site.database.write_now(booking.note_unmet, therapy.service_id, ["lift"], day=day)
