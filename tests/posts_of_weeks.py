"""One good post for every route that takes one of those who plan weeks."""

from tests import states_of_skills, states_of_weeks
from tests.pages import Browser, Site
from tests.posts import Post, here, post
from tests.town import Town


@post("plan weeks")
async def weeks(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_weeks.preview_of_new_weeks(here(site, town, browser))
    return Post(browser, page.form("version"), {}, "Lịch tuần")


@post("add a resource")
async def resource(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_weeks.resources(here(site, town, browser))
    browser.typed.add("Xe số 1")
    return Post(browser, page.form("name"), {"kind": "vehicle", "name": "Xe số 1"}, page.h1)


@post("retire a resource")
async def retirement(site: Site, town: Town, browser: Browser) -> Post:
    browser.typed.add("Xe số 1")
    page = await states_of_weeks.a_resource_just_added(here(site, town, browser))
    return Post(browser, page.forms()[0], {}, page.h1)


@post("import weeks")
async def file(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_weeks.preview_of_import(here(site, town, browser))
    return Post(browser, page.form("version"), {}, "Lịch tuần")


@post("say the skills")
async def skills(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_skills.skills(here(site, town, browser))
    form = page.form("feature-plain-words")
    return Post(browser, form, {"feature-plain-words": "yes"}, "Người, phòng, xe phục vụ")
