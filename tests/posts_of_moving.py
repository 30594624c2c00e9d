"""One good post for every route that takes one of those who say whether somebody may be moved."""

from hoanhap.base.text import groups
from tests import states_of_moving
from tests.pages import Browser, Site
from tests.posts import Post, here, post
from tests.town import Town


@post("say whether a booking may be moved")
async def consent(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_moving.asked(here(site, town, browser))
    return Post(browser, page.form("may"), {"may": "same-day"}, "Lịch hẹn của quý vị")


@post("say whether later bookings may be moved")
async def usual_consent(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_moving.usually(here(site, town, browser))
    (field,) = [name for name in page.form().fields if name.startswith("may-")]
    return Post(browser, page.form(), {field: "ask"}, "Khi nơi hẹn phải đóng cửa, cho những lịch hẹn sau này")


@post("note whether somebody may be moved")
async def noted_consent(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_moving.noting(here(site, town, browser))
    reference = page.address.rpartition("/day/")[2].partition("/")[0]
    return Post(browser, page.form("may"), {"may": "same-day", "how": "phone"}, f"Lịch hẹn mã {groups(reference)}")
