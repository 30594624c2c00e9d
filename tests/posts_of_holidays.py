"""One good post for every route that takes one of those who say which days are off."""

from tests import states_of_holidays
from tests.makers import TOMORROW
from tests.pages import Browser, Site
from tests.posts import Post, here, post
from tests.states_of_holidays import SATURDAY
from tests.states_of_weeks import on
from tests.town import Town


@post("confirm holidays")
async def confirmation(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_holidays.holidays(here(site, town, browser))
    return Post(browser, page.form("confirm-2027-01-01"), {}, page.h1)


@post("add a day off")
async def day_off(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_holidays.holidays(here(site, town, browser), 2026)
    browser.typed.add("Ngày Văn hóa")
    return Post(browser, page.form("name"), {**on("off", TOMORROW), "name": "Ngày Văn hóa"}, page.h1)


@post("add a working day")
async def working_day(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_holidays.a_day_off_with_people_in_it(here(site, town, browser))
    return Post(browser, page.form("instead"), {**on("work", SATURDAY), "instead": str(TOMORROW)}, page.h1)


@post("take a day away")
async def removal(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_holidays.a_day_off_to_take_away(here(site, town, browser))
    return Post(browser, page.forms()[-1], {}, "Ngày nghỉ lễ năm 2026")
