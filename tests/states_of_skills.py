"""The states of the pages about what only some have or can do who serve at a place."""

from sqlalchemy import select, update

from hoanhap import catalogue, schedule
from hoanhap.base.clock import at_local
from hoanhap.base.db import Db
from hoanhap.catalogue import Offering, OfferingView
from hoanhap.organizations import MemberRole
from hoanhap.schedule import Schedule
from tests import journeys, makers
from tests.makers import NAME, TOMORROW
from tests.pages import Browser, Page
from tests.states_at_work import at_work
from tests.states_of_capacity import at
from tests.states_of_the_day import at_the_desk
from tests.stating import Here, state

SIGNS = ("sign-language",)
SIGNER, NINE, ELEVEN = "Cô Hồng", 9 * 60, 11 * 60


def somebody_signs(db: Db, offering: OfferingView) -> int:
    """Beside whoever serves tomorrow morning there is somebody who signs, from nine to eleven; her number."""
    where = db.execute(select(Offering.location_id).where(Offering.id == offering.id)).scalar_one()
    signer = makers.make_resource(db, where, SIGNER)
    rule = makers.make_schedule(db, offering.id, units={offering.unit: (2, 2)}, opens=NINE, closes=ELEVEN)
    db.execute(update(Schedule).where(Schedule.id == rule).values(resource_id=signer))
    catalogue.set_skills(db, signer, SIGNS)
    schedule.make_openings(db, first=TOMORROW, last=TOMORROW)
    return signer


async def skills(here: Here) -> Page:
    """What somebody can do who signs and is planned for tomorrow, as the capacity manager says it."""
    signer = here.site.database.write_now(somebody_signs, here.town.therapy)
    await at_work(here, "capacity", MemberRole.CAPACITY)
    return await here.browser.open(f"{at(here.town.therapy)}/weeks/resources/{signer}")


async def somebody_who_signs(here: Here) -> Browser:
    """Somebody who needs sign language where one of those who serve can do it."""
    here.site.database.write_now(somebody_signs, here.town.therapy)
    await journeys.sign_in_named(here.browser)
    await journeys.save_needs(here.browser, **{"hearing-sign-language": "yes"})
    return here.browser


@state("planning/skills.html", "skills")
async def what_somebody_can_do(here: Here) -> Page:
    return await skills(here)


@state("planning/skills.html", "skills")
async def what_a_room_has(here: Here) -> Page:
    await at_work(here, "capacity", MemberRole.CAPACITY)
    page = await here.browser.open(f"{at(here.town.therapy)}/weeks/resources")
    page = await here.browser.send(page.form("name"), kind="room", name="Phòng 2")
    (href,) = [href for href in page.links().values() if "/weeks/resources/" in href]
    return await here.browser.open(href)


@state("planning/resources.html", "say the skills", "resources")
async def somebody_can_do_more(here: Here) -> Page:
    page = await skills(here)
    return await here.browser.send(page.form("feature-plain-words"), **{"feature-plain-words": "yes"})


@state("planning/skills.html", "say the skills", status=422)
async def somebody_is_needed_who_signs(here: Here) -> Page:
    page = await skills(here)
    here.site.database.write_now(book_to_sign, here.town.therapy)
    return await here.browser.send(page.form("feature-sign-language"), 422, **{"feature-sign-language": ""})


def book_to_sign(db: Db, offering: OfferingView) -> str:
    """Somebody books for tomorrow because one of those who serve can sign."""
    slots = makers.slots(db, offering)
    at_nine = next(each for each in slots if makers.starts_at(db, each) == at_local(TOMORROW, NINE))
    return makers.book(db, makers.make_choice(offering, at_nine, needs=SIGNS))


@state("organizations/place.html", "place")
async def a_place_where_somebody_signs(here: Here) -> Page:
    here.site.database.write_now(somebody_signs, here.town.therapy)
    return await here.browser.open(f"/places/{here.town.therapy.location_slug}")


@state("booking/days.html", "times")
async def days_of_who_signs(here: Here) -> Page:
    browser = await somebody_who_signs(here)
    return await browser.open(journeys.times_of(here.town.therapy))


@state("booking/times.html", "times")
async def times_of_who_signs(here: Here) -> Page:
    return await journeys.see_times(await somebody_who_signs(here), here.town.therapy)


@state("booking/new_day.html", "times to move to")
async def new_days_of_who_signs(here: Here) -> Page:
    browser = await somebody_who_signs(here)
    booked = await journeys.book_signed_in(browser, here.town.therapy)
    return await browser.open(f"{journeys.path_of(booked)}/times")


@state("booking/new_time.html", "times to move to")
async def new_times_of_who_signs(here: Here) -> Page:
    browser = await somebody_who_signs(here)
    return await journeys.see_other_times(browser, await journeys.book_signed_in(browser, here.town.therapy))


@state("errors/refusal.html", "book at the desk", status=409)
async def nobody_at_the_desk_who_signs(here: Here) -> Page:
    """Somebody at the desk needs sign language, at an hour at which nobody signs."""
    here.site.database.write_now(somebody_signs, here.town.therapy)
    here.browser.typed.add(NAME)
    page = await at_the_desk(here)
    times = await here.browser.send(page.form("offering"), offering=here.town.therapy.id)
    first = next(href for href in times.links().values() if "/desk/who" in href)
    who = await here.browser.open(first)
    return await here.browser.send(who.form("their_name"), 409, their_name=NAME, **{"hearing-sign-language": "yes"})


@state("attendance/desk_times.html", "desk times")
async def times_at_the_desk_of_who_signs(here: Here) -> Page:
    page = await nobody_at_the_desk_who_signs(here)
    (href,) = [href for href in page.links().values() if "/desk/times?" in href]
    return await here.browser.open(href)


@state("attendance/desk_who.html", "desk who")
async def who_signs_at_the_desk(here: Here) -> Page:
    times = await times_at_the_desk_of_who_signs(here)
    return await here.browser.open(next(href for href in times.links().values() if "/desk/who" in href))
