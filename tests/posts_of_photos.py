"""One good post for every route that takes one of those who show a place in photos."""

from tests import states_of_photos
from tests.pages import Browser, Site
from tests.posts import Post, here, post
from tests.states_of_photos import ENTRANCE, a_picture
from tests.town import Town


@post("add a photo")
async def photo(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_photos.photos(here(site, town, browser))
    return Post(browser, page.form("picture"), {"picture": a_picture()}, "Lời của ảnh 1")


@post("describe a photo")
async def words(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_photos.a_photo_just_added(here(site, town, browser))
    return Post(browser, page.form("text_vi"), {"text_vi": ENTRANCE}, "Ảnh của nơi này")


@post("move a photo")
async def order(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_photos.two_photos(here(site, town, browser))
    return Post(browser, page.forms()[0], {"to": "2"}, page.h1)


@post("remove a photo")
async def removal(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_photos.photo_to_remove(here(site, town, browser))
    return Post(browser, page.form("version"), {}, "Ảnh của nơi này")
