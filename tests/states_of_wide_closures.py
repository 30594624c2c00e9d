"""The states of the pages of whoever closes days at many places at once."""

from hoanhap import schedule
from hoanhap.organizations import MemberRole
from tests.journeys import sign_in_as
from tests.makers import TOMORROW
from tests.pages import Page
from tests.states_at_work import at_work
from tests.states_of_capacity import said, somebody_books
from tests.stating import Here, state

AT = "/organization/closures"


async def preview_of_a_flood(here: Here) -> Page:
    """What closing a commune tomorrow would do, with somebody booked there."""
    await somebody_books(here, here.town.therapy)
    await sign_in_as(here.browser, "agency")
    form = await here.browser.open(AT)
    return await here.browser.send(form.form("what"), **said(f"commune-{here.town.therapy.commune_code}"))


@state("capacity/wide.html", "closures of many places")
async def nothing_is_closed_widely(here: Here) -> Page:
    await sign_in_as(here.browser, "agency")
    return await here.browser.open(AT)


@state("errors/refusal.html", "closures of many places", status=403)
async def closures_of_many_places_for_one_place(here: Here) -> Page:
    await at_work(here, "capacity", MemberRole.CAPACITY)
    return await here.browser.open(AT, 403)


@state("capacity/wide.html", "closures of many places")
async def organisations_to_close(here: Here) -> Page:
    await at_work(here, "organization-admin", MemberRole.ADMIN)
    return await here.browser.open(AT)


@state("capacity/wide.html", "preview of closing widely", status=422)
async def many_places_to_close_without_anything(here: Here) -> Page:
    page = await nothing_is_closed_widely(here)
    return await here.browser.send(page.form("what"), 422)


@state("capacity/wide_preview.html", "preview of closing widely")
async def a_commune_with_somebody_in_it(here: Here) -> Page:
    return await preview_of_a_flood(here)


@state("capacity/wide_preview.html", "close days widely", status=422)
async def a_commune_with_a_note_too_long(here: Here) -> Page:
    page = await preview_of_a_flood(here)
    return await here.browser.send(page.form("version"), 422, note="a" * 1001)


@state("capacity/wide_preview.html", "close days widely", status=409)
async def a_commune_that_somebody_booked_into(here: Here) -> Page:
    page = await preview_of_a_flood(here)
    await somebody_books(here, here.town.therapy, nth=4)
    return await here.browser.send(page.form("version"), 409, note="Nước lên nhanh")


@state("capacity/wide.html", "close days widely", "closures of many places")
async def a_commune_was_closed(here: Here) -> Page:
    page = await preview_of_a_flood(here)
    return await here.browser.send(page.form("version"), note="Nước lên nhanh")


@state("capacity/wide_preview.html", "preview of opening widely")
async def a_commune_to_open_again(here: Here) -> Page:
    await a_commune_was_closed(here)
    with here.site.database.reading() as db:
        (closure,) = schedule.closures(db, [here.town.therapy.id], first=TOMORROW, last=TOMORROW)
    return await here.browser.open(f"{AT}/{closure.id}/opening")


@state("capacity/wide.html", "open days again widely", "closures of many places")
async def a_commune_was_opened_again(here: Here) -> Page:
    page = await a_commune_to_open_again(here)
    return await here.browser.send(page.form("version"))
