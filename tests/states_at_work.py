"""The states of the pages of those who work for organisations."""

from hoanhap.organizations import MemberRole
from tests.journeys import sign_in_as
from tests.makers import employ
from tests.pages import Page
from tests.stating import Here, state


@state("workplace/places.html", "workplaces")
async def places_of_work(here: Here) -> Page:
    return await sign_in_as(here.browser, "agency")


@state("workplace/work.html", "workplaces", "workplace")
async def work_at_a_place(here: Here) -> Page:
    return await at_work(here, "desk", MemberRole.DESK)


@state("workplace/work.html", "workplace")
async def work_at_one_of_many_places(here: Here) -> Page:
    await sign_in_as(here.browser, "admin")
    return await here.browser.open(f"/organization/places/{here.town.therapy.location_slug}")


@state("errors/refusal.html", "workplaces", status=403)
async def no_place_of_work(here: Here) -> Page:
    page = await here.browser.open("/sign-in")
    return await here.browser.post("/demo/sign-in", page.forms()[-1].fields | {"account": "desk"}, 403)


async def at_work(here: Here, account: str, role: MemberRole) -> Page:
    """The first page of somebody who works where therapy is given."""
    here.site.database.write_now(employ, here.town.therapy, account, role)
    return await sign_in_as(here.browser, account)
