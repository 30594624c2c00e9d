"""The states of the pages on which people say whether they may be moved, and of those who were."""

from hoanhap.organizations import MemberRole
from tests import makers
from tests.journeys import OTHER_PHONE, book, path_of, sign_in
from tests.pages import Page
from tests.states_at_work import at_work
from tests.states_of_capacity import at, said
from tests.states_of_the_day import day_of, references, run_day
from tests.stating import Here, state

ASKING, USUALLY, NOTING = "capacity/may_move.html", "capacity/usually.html", "attendance/may_move.html"


async def asked(here: Here) -> Page:
    """The page that asks somebody who has booked."""
    return await here.browser.open(f"{path_of(await book(here.browser, here.town.therapy))}/moving")


async def two_at_one_time(here: Here) -> Page:
    """The page of whoever came second to a time, and said that they may be moved within the day."""
    await book(here.site.browser(), here.town.therapy, phone=OTHER_PHONE)
    page = await asked(here)
    return await here.browser.send(page.form("may"), may="same-day")


@state(ASKING, "whether a booking may be moved")
async def may_move(here: Here) -> Page:
    return await asked(here)


@state(ASKING, "say whether a booking may be moved", status=422)
async def may_move_without_an_answer(here: Here) -> Page:
    page = await asked(here)
    return await here.browser.send(page.form("may"), 422)


@state("booking/booking.html", "say whether a booking may be moved", "booking")
async def booking_that_may_be_moved(here: Here) -> Page:
    page = await asked(here)
    return await here.browser.send(page.form("may"), **{"may": "three-days", "later-too": "yes"})


@state(ASKING, "whether a booking may be moved")
async def may_move_said_before(here: Here) -> Page:
    return await here.browser.open(f"{path_of(await booking_that_may_be_moved(here))}/moving")


@state(USUALLY, "whether later bookings may be moved")
async def usually(here: Here) -> Page:
    await booking_that_may_be_moved(here)
    return await here.browser.open("/settings/moving")


@state(USUALLY, "whether later bookings may be moved")
async def usually_of_nobody(here: Here) -> Page:
    await sign_in(here.browser)
    return await here.browser.open("/settings/moving")


@state(USUALLY, "say whether later bookings may be moved", status=422)
async def usually_something_else(here: Here) -> Page:
    page = await usually(here)
    (field,) = [name for name in page.form().fields if name.startswith("may-")]
    return await here.browser.send(page.form(), 422, **{field: "anywhere"})


@state(USUALLY, "say whether later bookings may be moved", "whether later bookings may be moved")
async def usually_saved(here: Here) -> Page:
    page = await usually(here)
    return await here.browser.send(page.form())


@state("booking/booking.html", "booking")
async def booking_moved_by_the_place(here: Here) -> Page:
    page = await two_at_one_time(here)
    here.site.database.write_now(makers.cut_places, here.town.therapy, 1)
    return await here.browser.open(path_of(page))


async def waiting(here: Here) -> Page:
    """The page that asks whoever came second to a time, and has no place there any more."""
    await book(here.site.browser(), here.town.therapy, phone=OTHER_PHONE)
    booked = await book(here.browser, here.town.therapy)
    here.site.database.write_now(makers.cut_places, here.town.therapy, 1)
    return await here.browser.open(f"{path_of(booked)}/moving")


@state(ASKING, "whether a booking may be moved")
async def may_move_while_it_waits(here: Here) -> Page:
    return await waiting(here)


@state("booking/booking.html", "say whether a booking may be moved", "booking")
async def booking_moved_at_once(here: Here) -> Page:
    page = await waiting(here)
    return await here.browser.send(page.form("may"), may="same-day")


@state("booking/booking.html", "say whether a booking may be moved", "booking")
async def booking_that_waits_although_allowed(here: Here) -> Page:
    page = await asked(here)
    here.site.database.write_now(makers.close_day, here.town.therapy)
    return await here.browser.send(page.form("may"), may="same-day")


@state("booking/bookings.html", "my bookings")
async def bookings_of_which_one_was_moved(here: Here) -> Page:
    await booking_moved_by_the_place(here)
    return await here.browser.open("/bookings")


@state("capacity/preview.html", "preview of the number of places")
async def a_day_with_somebody_to_move(here: Here) -> Page:
    await two_at_one_time(here)
    await at_work(here, "capacity", MemberRole.CAPACITY)
    page = await here.browser.open(f"{at(here.town.therapy)}/capacity")
    typed = said(f"{here.town.therapy.id}-place", capacity=1, public_limit=1)
    return await here.browser.send(page.form("what"), **typed)


async def noting(here: Here) -> Page:
    """The page on which staff write down what somebody says."""
    await run_day(here, hours=0)
    return await here.browser.open(f"{day_of(here)}/{references(here)[0]}/moving")


@state(NOTING, "whether somebody may be moved")
async def what_somebody_says(here: Here) -> Page:
    return await noting(here)


@state(NOTING, "note whether somebody may be moved", status=422)
async def what_somebody_says_without_anything(here: Here) -> Page:
    page = await noting(here)
    return await here.browser.send(page.form("may"), 422)


@state("attendance/entry.html", "note whether somebody may be moved", "day entry")
async def what_somebody_said(here: Here) -> Page:
    page = await noting(here)
    return await here.browser.send(page.form("may"), may="same-day", how="phone")


@state("attendance/entry.html", "note whether somebody may be moved", "day entry")
async def what_somebody_said_who_waits(here: Here) -> Page:
    page = await noting_of_somebody_who_waits(here)
    return await here.browser.send(page.form("may"), may="same-day", how="phone")


@state(NOTING, "whether somebody may be moved")
async def what_somebody_says_who_waits(here: Here) -> Page:
    return await noting_of_somebody_who_waits(here)


async def noting_of_somebody_who_waits(here: Here) -> Page:
    """The same, of somebody who has no place any more."""
    _, reference, _ = (await waiting(here)).address.strip("/").split("/")
    await at_work(here, "desk", MemberRole.DESK)
    return await here.browser.open(f"{day_of(here)}/{reference}/moving")


@state("errors/refusal.html", "note whether somebody may be moved", status=409)
async def what_somebody_says_too_late(here: Here) -> Page:
    page = await noting(here)
    here.site.clock.forward(hours=20)
    await at_work(here, "desk", MemberRole.DESK)
    return await here.browser.send(page.form("may"), 409, may="same-day", how="phone")
