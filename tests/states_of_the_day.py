"""The states of the pages of a day at a place."""

from sqlalchemy import insert, select, update

from hoanhap import booking, people
from hoanhap.base.db import Db
from hoanhap.booking import Booking
from hoanhap.catalogue import Offering, OfferingView
from hoanhap.organizations import MemberRole
from hoanhap.schedule import SlotUnit
from tests import makers
from tests.attendance.days import NEEDS, NOTE
from tests.journeys import PHONE
from tests.pages import Page
from tests.states_at_work import at_work
from tests.stating import Here, state

LIST, ONE = "attendance/day.html", "attendance/entry.html"
OTHER_NAME = "Nguyễn Tuyết"
OTHER_NOTE = "Người này cần ghế có tay vịn."
HOURS = 20.25
"""From noon to a quarter past eight of the next day, on which the town is open."""


@state(LIST, "workplace", "day list")
async def day_without_anybody(here: Here) -> Page:
    page = await at_work(here, "desk", MemberRole.DESK)
    return await here.browser.follow(page, "Danh sách trong ngày" if here.browser.language == "vi" else "Today's list")


@state(LIST, "day list")
async def day_with_people(here: Here) -> Page:
    return await run_day(here)


@state(LIST, "day list", "note on the day list")
async def day_on_which_somebody_came(here: Here) -> Page:
    return await press(here, await run_day(here))


@state(LIST, "day list", "note on the day list")
async def day_on_which_it_was_noted_before(here: Here) -> Page:
    return await press(here, await day_on_which_somebody_came(here))


@state(LIST, "day list", "news of the day")
async def day_that_has_changed(here: Here) -> Page:
    page = await run_day(here)
    seen = page.shown("day-version")
    await press(here, page)
    return await here.browser.open(f"{day_of(here)}/news?seen={seen}")


@state(LIST, "day list")
async def day_that_does_not_keep_up(here: Here) -> Page:
    await run_day(here)
    return await here.browser.open(f"{day_of(here)}?keep-up=no")


@state(LIST, "day list")
async def day_of_those_still_expected(here: Here) -> Page:
    page = await run_day(here)
    return await here.browser.send(page.form("show"), show="displaced")


@state(LIST, "day list", status=422)
async def day_that_is_none(here: Here) -> Page:
    page = await run_day(here)
    return await here.browser.send(page.form("show"), 422, **{"on-day": "31", "on-month": "2"})


@state(LIST, "day list")
async def day_of_a_driver(here: Here) -> Page:
    here.site.database.write_now(expect, here.town.ride)
    here.site.database.write_now(makers.employ, here.town.ride, "driver", MemberRole.DRIVER)
    here.site.clock.forward(hours=HOURS)
    await at_work(here, "driver", MemberRole.DRIVER)
    return await here.browser.open(f"/organization/places/{here.town.ride.location_slug}/day")


@state("attendance/print.html", "print the day")
async def day_on_paper(here: Here) -> Page:
    await run_day(here)
    return await here.browser.open(f"{day_of(here)}/print")


@state("attendance/print.html", "print the day")
async def day_on_paper_without_anybody(here: Here) -> Page:
    await at_work(here, "desk", MemberRole.DESK)
    return await here.browser.open(f"{day_of(here)}/print")


@state(ONE, "day entry")
async def somebody_who_is_expected(here: Here) -> Page:
    return await one_of_the_day(here)


@state(ONE, "day entry")
async def somebody_of_another_day(here: Here) -> Page:
    await run_day(here, hours=0)
    return await here.browser.open(f"{day_of(here)}/{references(here)[0]}")


@state("attendance/slip.html", "slip of the place")
async def slip_of_the_place(here: Here) -> Page:
    page = await one_of_the_day(here)
    words = "Phiếu hẹn chữ to, để in hoặc chép"
    return await here.browser.follow(
        page, words if here.browser.language == "vi" else "Slip in large type, to print or copy"
    )


@state(ONE, "day entry", "note attendance")
async def somebody_who_came(here: Here) -> Page:
    page = await one_of_the_day(here)
    return await here.browser.send(page.form("people"))


@state(ONE, "day entry", "note attendance")
async def somebody_who_was_noted_before(here: Here) -> Page:
    page = await one_of_the_day(here)
    await here.browser.send(page.form("people"))
    return await here.browser.send(page.form("people"))


@state(ONE, "day entry", "note attendance")
async def somebody_who_is_done(here: Here) -> Page:
    page = await somebody_who_came(here)
    (form,) = [each for each in page.forms() if each.fields.get("deed") == "fulfil"]
    return await here.browser.send(form)


@state(ONE, "day entry", "note attendance")
async def somebody_who_did_not_come(here: Here) -> Page:
    page = await one_of_the_day(here)
    return await here.browser.send(page.form("absence"), absence="vehicle")


@state(ONE, "day entry", "note attendance", status=422)
async def somebody_who_did_not_come_for_no_reason(here: Here) -> Page:
    page = await one_of_the_day(here)
    return await here.browser.send(page.form("absence"), 422)


@state(ONE, "day entry", "note attendance")
async def somebody_of_whom_a_slip_was_taken_back(here: Here) -> Page:
    page = await somebody_who_did_not_come(here)
    undoing = [each for each in page.forms() if each.fields.get("deed") == "undo-miss"]
    return await here.browser.send(undoing[0])


@state(ONE, "day entry", "write a note")
async def somebody_with_a_note(here: Here) -> Page:
    page = await one_of_the_day(here)
    return await here.browser.send(page.form("note"), note=NOTE)


@state(ONE, "day entry", "write a note", status=422)
async def note_that_is_too_long(here: Here) -> Page:
    page = await one_of_the_day(here)
    return await here.browser.send(page.form("note"), 422, note="a " * 300)


@state(ONE, "day entry", "write a note", status=422)
async def note_that_somebody_else_has_changed(here: Here) -> Page:
    page = await one_of_the_day(here)
    await here.browser.send(page.form("note"), note=OTHER_NOTE)
    return await here.browser.send(page.form("note"), 422, note="Hỏi lại số xe.")


@state(ONE, "day entry")
async def party_that_came_in_part(here: Here) -> Page:
    await run_day(here, here.town.walk, people=3)
    page = await here.browser.open(f"{day_of(here, here.town.walk)}/{references(here)[0]}")
    return await here.browser.send(page.form("people"), people="2")


@state(ONE, "day entry")
async def somebody_without_a_place(here: Here) -> Page:
    await one_of_the_day(here)
    return await here.browser.open(f"{day_of(here)}/{references(here)[-1]}")


@state("errors/refusal.html", "note attendance", status=409)
async def somebody_noted_otherwise(here: Here) -> Page:
    page = await one_of_the_day(here)
    await here.browser.send(page.form("people"))
    return await here.browser.send(page.form("absence"), 409, absence="ill")


@state("attendance/desk.html", "workplace", "desk")
async def desk_of_a_place(here: Here) -> Page:
    return await at_the_desk(here)


@state("attendance/desk.html", "desk")
async def desk_without_services(here: Here) -> Page:
    here.site.database.write_now(lambda db: db.execute(update(Offering).values(is_open=False)))
    return await at_the_desk(here)


@state("attendance/desk.html", "desk times", status=422)
async def desk_with_more_wheelchairs_than_people(here: Here) -> Page:
    page = await at_the_desk(here)
    return await here.browser.send(page.form("offering"), 422, people="x", wheelchairs="3")


@state("attendance/desk_times.html", "desk times")
async def times_at_the_desk(here: Here) -> Page:
    page = await at_the_desk(here)
    return await here.browser.send(page.form("offering"))


@state("attendance/desk_times.html", "desk times")
async def times_at_the_desk_when_there_are_none(here: Here) -> Page:
    page = await times_at_the_desk(here)
    later = {"on-day": "1", "on-month": "6", "on-year": "2027"}
    return await here.browser.send(page.form("on-day"), **later)


@state("attendance/desk_times.html", "desk times", status=422)
async def times_at_the_desk_of_no_day(here: Here) -> Page:
    page = await times_at_the_desk(here)
    return await here.browser.send(page.form("on-day"), 422, **{"on-day": "31", "on-month": "2", "on-year": "2027"})


@state("attendance/desk_who.html", "desk who")
async def who_at_the_desk(here: Here) -> Page:
    return await when_chosen(here, await times_at_the_desk(here))


@state("attendance/desk_who.html", "desk who")
async def who_at_the_desk_today(here: Here) -> Page:
    here.site.clock.forward(hours=HOURS)
    return await when_chosen(here, await times_at_the_desk(here))


@state("attendance/desk_who.html", "book at the desk", status=422)
async def nobody_at_the_desk(here: Here) -> Page:
    page = await who_at_the_desk(here)
    return await here.browser.send(page.form("their_name"), 422, their_phone="09")


@state("attendance/desk_who.html", "book at the desk", status=422)
async def phone_at_the_desk_that_has_names(here: Here) -> Page:
    here.browser.typed.add(OTHER_NAME)
    page = await who_at_the_desk(here)
    await here.browser.send(page.form("their_name"), their_name=makers.NAME, their_phone=PHONE)
    page = await when_chosen(here, await here.browser.open(page.links()[later_times(here)]))
    return await here.browser.send(page.form("their_name"), 422, their_name=OTHER_NAME, their_phone=PHONE)


@state("attendance/desk_who.html", "book at the desk", status=422)
async def needs_at_the_desk_that_somebody_saved(here: Here) -> Page:
    here.site.database.write_now(say_needs)
    page = await who_at_the_desk(here)
    return await here.browser.send(page.form("their_name"), 422, their_name=makers.NAME, their_phone=PHONE)


@state("attendance/desk_who.html", "book at the desk", status=422)
async def two_bookings_at_the_desk(here: Here) -> Page:
    page = await who_at_the_desk(here)
    await here.browser.send(page.form("their_name"), their_name=makers.NAME, their_phone=PHONE)
    page = await when_chosen(here, await here.browser.open(page.links()[later_times(here)]))
    return await here.browser.send(page.form("their_name"), 422, their_name=makers.NAME, their_phone=PHONE)


@state(ONE, "book at the desk", "day entry")
async def somebody_booked_at_the_desk(here: Here) -> Page:
    page = await who_at_the_desk(here)
    return await here.browser.send(page.form("their_name"), their_name=makers.NAME)


@state("errors/refusal.html", "book at the desk", status=409)
async def time_at_the_desk_that_has_gone(here: Here) -> Page:
    page = await who_at_the_desk(here)
    here.site.database.write_now(lambda db: db.execute(update(SlotUnit).values(taken=SlotUnit.capacity)))
    return await here.browser.send(page.form("their_name"), 409, their_name=makers.NAME)


def say_needs(db: Db) -> None:
    """Whoever has the usual phone has saved what they need, and ten minutes more."""
    account_id = makers.make_account(db, makers.PHONE)
    person_id = people.person_named(db, account_id, makers.NAME, now=makers.NOON).id
    said = people.Said(frozenset(NEEDS), extra_minutes=10)
    people.save_profile(db, account_id, person_id, said, seen_version=0, by=makers.SOMEBODY, now=makers.NOON)


async def at_the_desk(here: Here) -> Page:
    """Where somebody books for others."""
    await at_work(here, "desk", MemberRole.DESK)
    return await here.browser.open(f"/organization/places/{here.town.therapy.location_slug}/desk")


async def when_chosen(here: Here, times: Page) -> Page:
    """Who comes at the first time that is free."""
    first = next(href for href in times.links().values() if "/desk/who?" in href)
    return await here.browser.open(first)


def later_times(here: Here) -> str:
    """The link back to the times."""
    return "Chọn giờ khác" if here.browser.language == "vi" else "Choose another time"


async def run_day(here: Here, offering: OfferingView | None = None, *, people: int = 1, hours: float = HOURS) -> Page:
    """The list of a day with people on it, in the morning; the last of them has no place."""
    offering = offering or here.town.therapy
    here.site.database.write_now(expect, offering, people=people)
    here.site.database.write_now(makers.employ, offering, "desk", MemberRole.DESK)
    here.browser.typed |= {NOTE, OTHER_NOTE, "Hỏi lại số xe.", " ".join(["a"] * 300)}
    here.site.clock.forward(hours=hours)
    await at_work(here, "desk", MemberRole.DESK)
    return await here.browser.open(day_of(here, offering))


async def press(here: Here, page: Page) -> Page:
    """Press the button of the first one who is expected."""
    (form,) = [each for each in page.forms() if each.method == "post" and "/day" in each.action]
    return await here.browser.post(form.action, form.fields | {"arrive": f"{references(here)[0]}.1"})


async def one_of_the_day(here: Here) -> Page:
    """The first of them."""
    await run_day(here)
    return await here.browser.open(f"{day_of(here)}/{references(here)[0]}")


def day_of(here: Here, offering: OfferingView | None = None) -> str:
    """Where the day of a place is."""
    return f"/organization/places/{(offering or here.town.therapy).location_slug}/day"


def references(here: Here) -> list[str]:
    """Everybody who is expected, in the order in which they booked."""
    with here.site.database.reading() as db:
        return list(db.scalars(select(Booking.reference).order_by(Booking.id)))


def expect(db: Db, offering: OfferingView, *, people: int = 1) -> None:
    """Three bookings, one with needs and a note, one at another hour, one without a place."""
    slots = makers.slots(db, offering)
    chosen = [slots[nth * (4 if len(slots) > 9 else 1)] for nth in (0, 1, 2)]
    made = [makers.book(db, makers.make_choice(offering, slot_id, people=people)) for slot_id in chosen]
    db.execute(update(Booking).where(Booking.reference == made[0]).values(needs=list(NEEDS), extra_minutes=10))
    standing = booking.standing(db, [offering.id], first=makers.TOMORROW, last=makers.TOMORROW, to_change=True)
    by_reference = {each.reference: each for each in standing}
    noted = {"booking_id": by_reference[made[0]].booking_id, "note": NOTE, "changed_at": makers.NOON}
    db.execute(insert(booking.Attendance), noted)
    booking.displace(db, [by_reference[made[2]]], reason="", by=makers.SOMEBODY, now=makers.NOON)
