"""The states of the pages of those who plan a place's days."""

from datetime import date

from hoanhap import schedule
from hoanhap.booking import Reason
from hoanhap.catalogue import OfferingView
from hoanhap.organizations import MemberRole
from tests import journeys
from tests.makers import NAME, TOMORROW
from tests.pages import Page
from tests.states_at_work import at_work
from tests.stating import Here, state


def at(offering: OfferingView) -> str:
    """The address of a place at work."""
    return f"/organization/places/{offering.location_slug}"


def said(what: object, *, first: date = TOMORROW, last: date | None = None, **others: object) -> dict[str, object]:
    """What is typed on a form about some days."""
    days = {"first": first, **({"last": last} if last else {})}
    parts = {f"{which}-{part}": getattr(day, part) for which, day in days.items() for part in ("day", "month", "year")}
    return {"what": what, "reason": Reason.FLOOD.value, **parts, **others}


async def somebody_books(here: Here, offering: OfferingView, *, nth: int = 0) -> None:
    """A visitor books, and leaves."""
    await journeys.book(here.site.browser(), offering, nth=nth)


async def preview_of_closing(here: Here) -> Page:
    """What closing tomorrow would do, to a day with somebody in it."""
    await somebody_books(here, here.town.therapy)
    await at_work(here, "capacity", MemberRole.CAPACITY)
    form = await here.browser.open(f"{at(here.town.therapy)}/closures/new")
    return await here.browser.send(form.form("what"), **said(here.town.therapy.id))


@state("capacity/closures.html", "closures")
async def nothing_is_closed(here: Here) -> Page:
    await at_work(here, "capacity", MemberRole.CAPACITY)
    return await here.browser.open(f"{at(here.town.therapy)}/closures")


@state("capacity/close.html", "days to close")
async def days_to_close(here: Here) -> Page:
    page = await nothing_is_closed(here)
    return await here.browser.follow(page, "Đóng thêm ngày" if here.browser.language == "vi" else "Close more days")


@state("capacity/close.html", "preview of closing", status=422)
async def days_to_close_without_anything(here: Here) -> Page:
    page = await days_to_close(here)
    return await here.browser.send(page.form("what"), 422)


@state("capacity/preview.html", "preview of closing")
async def a_day_with_people_in_it(here: Here) -> Page:
    return await preview_of_closing(here)


@state("capacity/preview.html", "close days", status=422)
async def a_day_with_a_note_too_long(here: Here) -> Page:
    page = await preview_of_closing(here)
    return await here.browser.send(page.form("version"), 422, note="a" * 1001)


@state("capacity/preview.html", "close days", status=409)
async def a_day_that_somebody_booked_into(here: Here) -> Page:
    page = await preview_of_closing(here)
    await somebody_books(here, here.town.therapy, nth=4)
    return await here.browser.send(page.form("version"), 409, note="Nhà có lụt")


@state("capacity/closures.html", "close days", "closures")
async def a_day_was_closed(here: Here) -> Page:
    page = await preview_of_closing(here)
    return await here.browser.send(page.form("version"), note="Nhà có lụt")


@state("capacity/preview.html", "preview of opening")
async def a_day_to_open_again(here: Here) -> Page:
    await a_day_was_closed(here)
    with here.site.database.reading() as db:
        (closure,) = schedule.closures(db, [here.town.therapy.id], first=TOMORROW, last=TOMORROW)
    return await here.browser.open(f"{at(here.town.therapy)}/closures/{closure.id}/opening")


@state("capacity/closures.html", "open days again", "closures")
async def a_day_was_opened_again(here: Here) -> Page:
    page = await a_day_to_open_again(here)
    return await here.browser.send(page.form("version"))


@state("capacity/number.html", "number of places")
async def days_to_change(here: Here) -> Page:
    await at_work(here, "capacity", MemberRole.CAPACITY)
    return await here.browser.open(f"{at(here.town.therapy)}/capacity")


@state("capacity/number.html", "preview of the number of places", status=422)
async def days_to_change_without_anything(here: Here) -> Page:
    page = await days_to_change(here)
    return await here.browser.send(page.form("what"), 422)


@state("capacity/preview.html", "preview of the number of places")
async def a_day_with_fewer_places(here: Here) -> Page:
    await somebody_books(here, here.town.therapy)
    page = await days_to_change(here)
    what = f"{here.town.therapy.id}-place"
    return await here.browser.send(page.form("what"), **said(what, capacity=0, public_limit=0))


@state("capacity/number.html", "set the number of places", "number of places")
async def a_day_has_fewer_places(here: Here) -> Page:
    page = await a_day_with_fewer_places(here)
    return await here.browser.send(page.form("version"))


async def people_wait(here: Here) -> Page:
    """Somebody has lost their place."""
    await a_day_was_closed(here)
    return await here.browser.open(f"{at(here.town.therapy)}/needs-you")


async def somebody_waits(here: Here) -> Page:
    """The page of somebody who has lost their place."""
    page = await people_wait(here)
    return await here.browser.follow(page, NAME)


@state("capacity/needs_you.html", "needs you")
async def nobody_waits(here: Here) -> Page:
    await at_work(here, "desk", MemberRole.DESK)
    return await here.browser.open(f"{at(here.town.therapy)}/needs-you")


@state("capacity/needs_you.html", "needs you")
async def somebody_has_lost_their_place(here: Here) -> Page:
    return await people_wait(here)


@state("workplace/work.html", "workplace")
async def work_with_somebody_waiting(here: Here) -> Page:
    await people_wait(here)
    return await here.browser.open(at(here.town.therapy))


@state("capacity/one.html", "somebody who needs you")
async def somebody_to_solve(here: Here) -> Page:
    return await somebody_waits(here)


@state("capacity/one.html", "move by agreement", status=422)
async def a_move_without_a_time(here: Here) -> Page:
    page = await somebody_waits(here)
    return await here.browser.send(page.form("time"), 422)


@state("capacity/one.html", "cancel by the place", status=422)
async def a_cancellation_without_a_reason(here: Here) -> Page:
    page = await somebody_waits(here)
    return await here.browser.send(page.form("words"), 422)


@state("capacity/needs_you.html", "move by agreement", "needs you")
async def somebody_was_moved(here: Here) -> Page:
    page = await somebody_waits(here)
    return await here.browser.send(page.form("time"), time=page.options("time")[0])


@state("capacity/needs_you.html", "cancel by the place", "needs you")
async def somebody_was_cancelled(here: Here) -> Page:
    page = await somebody_waits(here)
    return await here.browser.send(page.form("words"), reason="flood", words="Mời quý vị đặt lại sau Tết.")


@state("errors/refusal.html", "cancel by the place", status=409)
async def somebody_solved_it_before(here: Here) -> Page:
    page = await somebody_waits(here)
    await here.browser.send(page.form("time"), time=page.options("time")[0])
    return await here.browser.send(page.form("words"), 409, reason="flood")
