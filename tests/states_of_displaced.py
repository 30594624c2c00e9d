"""The states of the pages of somebody whose place was taken from them."""

from tests import makers
from tests.journeys import book, path_of, see_other_times, sign_in
from tests.pages import Page
from tests.stating import Here, state
from tests.town import NEXT_MONDAY


@state("booking/booking.html", "booking")
async def booking_displaced(here: Here) -> Page:
    page = await book(here.browser, here.town.therapy)
    here.site.database.write_now(makers.close_day, here.town.therapy)
    return await here.browser.open(path_of(page))


@state("booking/booking.html", "booking")
async def booking_displaced_and_begun(here: Here) -> Page:
    page = await booking_displaced(here)
    here.site.clock.forward(hours=20, minutes=20)
    return await here.browser.open(path_of(page))


@state("booking/booking.html", "booking")
async def booking_displaced_and_over(here: Here) -> Page:
    page = await booking_displaced(here)
    here.site.clock.forward(days=2)
    await sign_in(here.browser)
    return await here.browser.open(path_of(page))


@state("booking/booking.html", "booking")
async def booking_that_got_its_place_back(here: Here) -> Page:
    page = await booking_displaced(here)
    here.site.database.write_now(makers.open_day, here.town.therapy)
    return await here.browser.open(path_of(page))


@state("booking/bookings.html", "my bookings")
async def bookings_displaced(here: Here) -> Page:
    await booking_displaced(here)
    return await here.browser.open("/bookings")


@state("booking/cancellation.html", "ask before cancelling")
async def cancellation_of_displaced(here: Here) -> Page:
    return await here.browser.open(f"{path_of(await booking_displaced(here))}/cancellation")


@state("booking/new_day.html", "times to move to")
async def new_day_of_displaced(here: Here) -> Page:
    return await here.browser.open(f"{path_of(await booking_displaced(here))}/times")


@state("booking/new_day.html", "times to move to")
async def no_new_day_of_displaced(here: Here) -> Page:
    page = await book(here.browser, here.town.lone)
    here.site.database.write_now(makers.close_day, here.town.lone)
    return await here.browser.open(f"{path_of(page)}/times")


@state("booking/new_time.html", "times to move to")
async def new_time_of_displaced(here: Here) -> Page:
    return await see_other_times(here.browser, await booking_displaced(here), day=NEXT_MONDAY)


@state("booking/not_free.html", "move", status=409)
async def new_time_of_displaced_just_taken(here: Here) -> Page:
    times = await new_time_of_displaced(here)
    form, chosen = times.form("slot"), times.options("slot")[0]
    here.site.database.write_now(makers.close_day, here.town.therapy, day=NEXT_MONDAY)
    return await here.browser.send(form, 409, slot=chosen)
