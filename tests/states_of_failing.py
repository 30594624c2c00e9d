"""The states of the pages about what does not work at a place."""

from sqlalchemy import select, update

from hoanhap import catalogue
from hoanhap.base.clock import Span, at_local
from hoanhap.base.db import Db
from hoanhap.booking import Reason
from hoanhap.capacity import Failing, apply, propose
from hoanhap.catalogue import Offering, OfferingView
from hoanhap.organizations import MemberRole
from hoanhap.schedule import Schedule
from tests import journeys, makers
from tests.makers import NAME, NOON, TOMORROW
from tests.pages import Browser, Page
from tests.states_at_work import at_work
from tests.states_of_capacity import at, said
from tests.stating import Here, state

UPSTAIRS = ("step-free",)


async def a_place_with_a_lift(here: Here) -> Page:
    """The page of what does not work, of a place with a lift that somebody needs tomorrow."""
    here.browser.typed.add(NAME)
    here.site.database.write_now(makers.has_lift, here.town.therapy)
    await somebody_needs_the_lift(here)
    await at_work(here, "capacity", MemberRole.CAPACITY)
    return await here.browser.open(f"{at(here.town.therapy)}/out-of-order")


def another_service(here: Here) -> None:
    """One more service at the place, so that something may fail in one of them only."""
    with here.site.database.writing() as db:
        other = makers.make_offering(db, service="am-ngu-tri-lieu")
        where = select(Offering.location_id).where(Offering.id == here.town.therapy.id).scalar_subquery()
        db.execute(update(Offering).where(Offering.id == other.id).values(location_id=where))


async def somebody_needs_the_lift(here: Here, *, nth: int = 0) -> None:
    """Somebody who cannot climb stairs books for tomorrow."""
    with here.site.database.reading() as db:
        slot_id = makers.slots(db, here.town.therapy)[nth]
    choice = makers.make_choice(here.town.therapy, slot_id, needs=UPSTAIRS)
    here.site.database.write_now(makers.book, choice)


async def preview_of_failing(here: Here, **typed: object) -> Page:
    """Who depends on the lift tomorrow."""
    form = await a_place_with_a_lift(here)
    return await here.browser.send(form.form("what"), **said("feature-lift", reason="broken") | typed)


@state("capacity/out_of_order.html", "out of order")
async def nothing_fails(here: Here) -> Page:
    another_service(here)
    return await a_place_with_a_lift(here)


@state("capacity/out_of_order.html", "out of order")
async def nothing_that_could_fail(here: Here) -> Page:
    await at_work(here, "capacity", MemberRole.CAPACITY)
    return await here.browser.open(f"{at(here.town.therapy)}/out-of-order")


@state("capacity/out_of_order.html", "preview of what does not work", status=422)
async def something_to_report_without_anything(here: Here) -> Page:
    page = await a_place_with_a_lift(here)
    return await here.browser.send(page.form("what"), 422)


@state("capacity/preview.html", "preview of what does not work")
async def a_lift_that_somebody_needs(here: Here) -> Page:
    return await preview_of_failing(here)


@state("capacity/out_of_order.html", "say what does not work", "out of order")
async def a_lift_fails(here: Here) -> Page:
    page = await preview_of_failing(here)
    return await here.browser.send(page.form("version"), note="Thợ tới sáng mai")


@state("capacity/preview.html", "preview of what works again")
async def a_lift_to_mend(here: Here) -> Page:
    await a_lift_fails(here)
    with here.site.database.reading() as db:
        location_id = catalogue.workplace(db, here.town.therapy.location_slug).location_id
        (outage,) = catalogue.outages_at(db, location_id, since=NOON)
    return await here.browser.open(f"{at(here.town.therapy)}/out-of-order/{outage.id}/mending")


@state("capacity/out_of_order.html", "say what works again", "out of order")
async def a_lift_works_again(here: Here) -> Page:
    page = await a_lift_to_mend(here)
    return await here.browser.send(page.form("version"))


@state("organizations/place.html", "place")
async def a_place_whose_lift_fails(here: Here) -> Page:
    await a_lift_fails(here)
    return await here.browser.open(f"/places/{here.town.therapy.location_slug}")


@state("booking/check.html", "check")
async def a_check_of_a_time_without_the_lift(here: Here) -> Page:
    """Whoever needs the lift reads that it is away for now, and is led to another time; it is a holiday, too."""
    await a_lift_fails(here)
    opens = update(Schedule).where(Schedule.offering_id == here.town.therapy.id).values(on_holidays=True)
    with here.site.database.writing() as db:
        makers.make_holiday(db, TOMORROW)
        db.execute(opens)
    visitor = here.site.browser(language=here.browser.language)
    visitor.typed.add(NAME)
    await journeys.sign_in_named(visitor)
    await journeys.save_needs(visitor, **{f"moving-{UPSTAIRS[0]}": "yes"})
    return await journeys.choose(visitor, here.town.therapy, nth=3)


async def somebody_upstairs(here: Here) -> Browser:
    """Somebody who cannot climb stairs; the lift fails for two hours of tomorrow, a holiday that is open."""
    here.site.database.write_now(makers.has_lift, here.town.therapy)
    here.site.database.write_now(fail_for_two_hours, here.town.therapy)
    opens = update(Schedule).where(Schedule.offering_id == here.town.therapy.id).values(on_holidays=True)
    with here.site.database.writing() as db:
        makers.make_holiday(db, TOMORROW)
        db.execute(opens)
    await journeys.sign_in_named(here.browser)
    await journeys.save_needs(here.browser, **{f"moving-{UPSTAIRS[0]}": "yes"})
    return here.browser


def fail_for_two_hours(db: Db, offering: OfferingView, *, begins: int = 9 * 60) -> None:
    """The lift of a place does not work from nine to eleven tomorrow, or from another hour on."""
    location_id = db.execute(select(Offering.location_id).where(Offering.id == offering.id)).scalar_one()
    hours = Span(at_local(TOMORROW, begins), at_local(TOMORROW, begins + 2 * 60))
    change = Failing(location_id, "lift", 0, hours, Reason.BROKEN)
    apply(db, change, propose(db, change, now=NOON).version, by=makers.SOMEBODY, now=NOON)


@state("booking/times.html", "times")
async def times_without_the_lift(here: Here) -> Page:
    return await journeys.see_times(await somebody_upstairs(here), here.town.therapy)


@state("booking/new_time.html", "times to move to")
async def new_times_without_the_lift(here: Here) -> Page:
    browser = await somebody_upstairs(here)
    return await journeys.see_other_times(browser, await journeys.book_signed_in(browser, here.town.therapy))


@state("booking/overlapping.html", "confirm", status=409)
async def something_failed_on_the_way(here: Here) -> Page:
    """Whoever needs the lift had chosen before it failed, and goes on after that."""
    page = await preview_of_failing(here)
    visitor = here.site.browser(language=here.browser.language)
    visitor.typed.add(NAME)
    await journeys.sign_in_named(visitor)
    await journeys.save_needs(visitor, **{f"moving-{UPSTAIRS[0]}": "yes"})
    check = await journeys.choose(visitor, here.town.therapy, nth=3)
    await here.browser.send(page.form("version"))
    return await visitor.send(check.form("full_name"), 409, full_name=NAME)
