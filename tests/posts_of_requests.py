"""One good post for every route that takes one of those who ask and of those who decide."""

from tests import states_of_requests
from tests.pages import Browser, Page, Site
from tests.posts import Post, here, post
from tests.states_of_requests import ANSWER, QUESTION
from tests.town import Town

QUEUE = "Yêu cầu chờ trả lời"


@post("accept a request")
async def acceptance(site: Site, town: Town, browser: Browser) -> Post:
    page = await _request(site, town, browser)
    return Post(browser, page.form("seen"), {}, QUEUE)


@post("decline a request")
async def decline(site: Site, town: Town, browser: Browser) -> Post:
    page = await _request(site, town, browser)
    asked = await browser.open(f"{page.address}/decline")
    return Post(browser, asked.form("words"), {"reason": "nobody-free"}, QUEUE)


@post("ask back")
async def question(site: Site, town: Town, browser: Browser) -> Post:
    page = await _request(site, town, browser)
    asked = await browser.open(f"{page.address}/question")
    return Post(browser, asked.form("words"), {"words": QUESTION}, page.h1)


@post("note an answer")
async def answer_by_phone(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_requests.ask_back(browser, await _request(site, town, browser))
    return Post(browser, page.form("words"), {"words": ANSWER}, page.h1)


@post("answer a question")
async def answer(site: Site, town: Town, browser: Browser) -> Post:
    page = await states_of_requests.asked_back(here(site, town, browser), browser)
    return Post(browser, page.form("words"), {"words": ANSWER}, page.h1)


async def _request(site: Site, town: Town, browser: Browser) -> Page:
    """What waits first, opened at the desk."""
    at = here(site, town, browser)
    await states_of_requests.ask(at, site.browser())
    return await states_of_requests.open_request(at, browser)
