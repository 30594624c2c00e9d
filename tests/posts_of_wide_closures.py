"""One good post for every route that takes one of those who close days at many places."""

from tests import states_of_wide_closures
from tests.pages import Browser, Site
from tests.posts import Post, here, post
from tests.town import Town


@post("close days widely")
async def wide_closing(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_wide_closures.preview_of_a_flood(here(site, town, browser))
    return Post(browser, page.form("version"), {}, "Đóng ngày ở nhiều nơi")


@post("open days again widely")
async def wide_opening(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_wide_closures.a_commune_to_open_again(here(site, town, browser))
    return Post(browser, page.form("version"), {}, "Đóng ngày ở nhiều nơi")
