"""One good post for every route that takes one of those who say what a place offers."""

from tests import states_of_offerings
from tests.pages import Browser, Site
from tests.posts import Post, here, post
from tests.states_of_offerings import SAID, WAY
from tests.town import Town


@post("offer a service")
async def service(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_offerings.what_else_to_offer(here(site, town, browser))
    return Post(browser, page.forms()[1], {"service": "am-ngu-tri-lieu"}, "Âm ngữ trị liệu")


@post("say a topic")
async def words(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_offerings.topic_of_words(here(site, town, browser))
    return Post(browser, page.form("cost_vi"), SAID, "Vật lý trị liệu")


@post("tell the way")
async def way(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_offerings.way_to_a_place(here(site, town, browser))
    return Post(browser, page.form("number"), {"directions_vi": WAY}, "Dịch vụ ở đây")


@post("pause")
async def pause(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_offerings.an_offering(here(site, town, browser))
    return Post(browser, page.forms()[0], {}, page.h1)


@post("delete a draft")
async def deletion(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_offerings.a_draft_that_may_be_deleted(here(site, town, browser))
    return Post(browser, page.form("service"), {}, "Dịch vụ ở đây")


@post("publish")
async def publication(site: Site, town: Town, browser: Browser) -> Post:
    site.database.write_now(states_of_offerings.tell_all, town.therapy.id)
    page = await states_of_offerings.an_offering_just_paused(here(site, town, browser))
    return Post(browser, page.forms()[0], {}, page.h1)
