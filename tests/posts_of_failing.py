"""One good post for every route that takes one of those who say what does not work."""

from tests import states_of_failing
from tests.pages import Browser, Site
from tests.posts import Post, here, post
from tests.town import Town


@post("say what does not work")
async def failure(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_failing.preview_of_failing(here(site, town, browser))
    return Post(browser, page.form("version"), {}, "Thứ không dùng được")


@post("say what works again")
async def mending(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_failing.a_lift_to_mend(here(site, town, browser))
    return Post(browser, page.form("version"), {}, "Thứ không dùng được")
