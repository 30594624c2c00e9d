"""The states of the pages of those who plan weeks."""

from datetime import date, timedelta

from hoanhap import booking, schedule
from hoanhap.base.db import Db
from hoanhap.catalogue import Party
from hoanhap.organizations import MemberRole
from tests import makers
from tests.makers import NOON
from tests.pages import Page
from tests.states_at_work import at_work
from tests.stating import Here, state
from tests.town import NEXT_MONDAY

SAID = {"weekday-0": "yes", "opens": "7 giờ 30", "closes": "11 giờ", "capacity_place": "3", "public_place": "2"}
SAID |= {"weeks": "1"}
ONE_DAY = {"opens": "8 giờ", "closes": "10 giờ", "capacity_place": "1", "public_place": "1"}
SATURDAY = date(2026, 12, 5)


def on(name: str, day: date) -> dict[str, str]:
    """A date as the three fields of a form."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


async def weeks(here: Here) -> Page:
    """The weeks of the place where therapy is given, as its capacity manager sees them."""
    await at_work(here, "capacity", MemberRole.CAPACITY)
    return await here.browser.open(f"/organization/places/{here.town.therapy.location_slug}/weeks")


async def mondays(here: Here) -> Page:
    """The form that changes the only plan that lasts: Mondays from 8:00 to 12:00."""
    page = await weeks(here)
    last = [href for href in page.links().values() if "/plan?plan=" in href][-1]
    return await here.browser.open(last)


@state("planning/weeks.html", "weeks")
async def weeks_of_a_place(here: Here) -> Page:
    return await weeks(here)


@state("planning/weeks.html", "weeks", "plan weeks")
async def weeks_just_changed(here: Here) -> Page:
    page = await preview_of_new_weeks(here)
    return await here.browser.send(page.form("version"))


@state("planning/plan.html", "plan of weeks")
async def a_new_plan_of_weeks(here: Here) -> Page:
    await weeks(here)
    path = f"/organization/places/{here.town.therapy.location_slug}/weeks/plan?offering={here.town.therapy.id}"
    return await here.browser.open(path)


@state("planning/plan.html", "plan of weeks")
async def a_plan_of_weeks_to_change(here: Here) -> Page:
    return await mondays(here)


@state("planning/plan.html", "weeks to come", status=422)
async def a_plan_of_weeks_with_faults(here: Here) -> Page:
    page = await mondays(here)
    return await here.browser.send(page.form("opens"), 422, opens="sáng", closes="", capacity_place="0")


@state("planning/end.html", "end of weeks")
async def weeks_to_end(here: Here) -> Page:
    page = await weeks(here)
    last = [href for href in page.links().values() if "/end?plan=" in href][-1]
    return await here.browser.open(last)


@state("planning/preview.html", "weeks to come")
async def preview_of_new_weeks(here: Here) -> Page:
    page = await mondays(here)
    return await here.browser.send(page.form("opens"), **SAID)


@state("planning/preview.html", "weeks to come")
async def preview_that_displaces(here: Here) -> Page:
    here.site.database.write_now(book_on_monday, here)
    page = await weeks_to_end(here)
    return await here.browser.send(page.form("last-day"), **on("last", NEXT_MONDAY - timedelta(days=1)))


@state("planning/preview.html", "plan weeks", status=409)
async def preview_shown_anew(here: Here) -> Page:
    page = await preview_that_displaces(here)
    here.site.database.write_now(book_on_monday, here)
    return await here.browser.send(page.form("version"), 409)


def book_on_monday(db: Db, here: Here) -> None:
    """Somebody comes on the first Monday."""
    starts = schedule.starts(db, booking.wanted_at(here.town.therapy, Party(), now=NOON))
    monday = next(start.slot_id for start in starts if start.local_date == NEXT_MONDAY)
    makers.book(db, makers.make_choice(here.town.therapy, monday))


async def resources(here: Here) -> Page:
    """Who and what serves where therapy is given, as its capacity manager sees it."""
    await weeks(here)
    return await here.browser.open(f"/organization/places/{here.town.therapy.location_slug}/weeks/resources")


@state("planning/resources.html", "resources")
async def no_resources_yet(here: Here) -> Page:
    return await resources(here)


@state("planning/resources.html", "add a resource", "resources")
async def a_resource_just_added(here: Here) -> Page:
    page = await resources(here)
    return await here.browser.send(page.form("name"), kind="vehicle", name="Xe số 1")


@state("planning/resources.html", "add a resource", status=422)
async def a_resource_without_a_name(here: Here) -> Page:
    page = await resources(here)
    return await here.browser.send(page.form("name"), 422)


@state("planning/resources.html", "retire a resource", "resources")
async def a_resource_that_serves_no_more(here: Here) -> Page:
    page = await a_resource_just_added(here)
    return await here.browser.send(page.forms()[0])


@state("planning/plan.html", "plan of weeks")
async def a_plan_of_weeks_where_somebody_serves(here: Here) -> Page:
    await a_resource_just_added(here)
    return await a_new_plan_of_weeks(here)


async def to_import(here: Here) -> Page:
    """The form for a file with weeks, as the capacity manager sees it."""
    page = await weeks(here)
    return await here.browser.open(f"{page.address}/import")


async def lines_of_weeks(here: Here) -> str:
    """The weeks of the place as a file, for spreadsheets."""
    page = await weeks(here)
    answer = await here.browser.request("GET", f"{page.address}/file")
    return answer.content.decode("utf-8-sig")


async def preview_of_import(here: Here) -> Page:
    """What a file would do that gives Mondays one hour less, and three places instead of two."""
    lines = await lines_of_weeks(here)
    longest = lines.replace('"12 giờ","2","2"', '"11 giờ","3","3"').replace('"12:00","2","2"', '"11:00","3","3"')
    page = await to_import(here)
    return await here.browser.send(page.form("lines"), lines=longest, **on("first", NEXT_MONDAY))


@state("planning/import.html", "weeks to import")
async def a_file_to_import(here: Here) -> Page:
    return await to_import(here)


@state("planning/import.html", "import weeks", "file of weeks", status=422)
async def a_file_with_faults(here: Here) -> Page:
    lines = await lines_of_weeks(here)
    page = await to_import(here)
    wrong = lines.replace('"12 giờ"', '"7 giờ"').replace('"12:00"', '"7:00"') + "Cắt tóc,?,=1\r\n"
    return await here.browser.send(page.form("lines"), 422, lines=wrong)


@state("planning/import_preview.html", "import weeks")
async def what_a_file_would_do(here: Here) -> Page:
    return await preview_of_import(here)


@state("planning/import_preview.html", "import weeks", status=409)
async def what_a_file_would_do_now(here: Here) -> Page:
    page = await preview_of_import(here)
    here.site.database.write_now(book_on_monday, here)
    return await here.browser.send(page.form("version"), 409)


@state("planning/weeks.html", "import weeks", "weeks")
async def weeks_of_a_file(here: Here) -> Page:
    page = await preview_of_import(here)
    return await here.browser.send(page.form("version"))


async def one_more_day(here: Here) -> Page:
    """The form for a day more than the week has."""
    page = await weeks(here)
    return await here.browser.open(f"{page.address}/plan?offering={here.town.therapy.id}&days=one")


@state("planning/plan.html", "plan of weeks")
async def a_day_more_than_the_week_has(here: Here) -> Page:
    return await one_more_day(here)


@state("planning/plan.html", "weeks to come", status=422)
async def a_day_more_that_is_a_holiday(here: Here) -> Page:
    here.site.database.write_now(makers.make_holiday, SATURDAY)
    page = await one_more_day(here)
    return await here.browser.send(page.form("opens"), 422, **ONE_DAY, **on("first", SATURDAY))


@state("planning/weeks.html", "plan weeks", "weeks")
async def weeks_with_one_more_day(here: Here) -> Page:
    page = await one_more_day(here)
    shown = await here.browser.send(page.form("opens"), **ONE_DAY, **on("first", SATURDAY))
    return await here.browser.send(shown.form("version"))
