"""The outbox of the demo: every message can be read there, and only there."""

from tests.journeys import OTHER_PHONE, book, path_of
from tests.pages import Site
from tests.town import Town


async def test_every_message_of_a_journey_is_there_newest_first(site: Site, town: Town) -> None:
    browser = site.browser()
    await book(browser, town.therapy)
    messages = site.messages()

    page = await browser.open("/demo/outbox")

    lines = page.text.splitlines()
    assert len(messages) == 2
    assert [line for line in lines if line in messages] == messages[::-1]


async def test_the_messages_of_one_phone_are_one_press_away(site: Site, town: Town) -> None:
    browser = site.browser()
    await book(site.browser(), town.therapy)
    await book(browser, town.therapy, nth=8, phone=OTHER_PHONE)
    site.work()

    page = await browser.open("/demo/outbox?phone=0987654321")
    everything = await browser.follow(page, "Xem tin nhắn của mọi số")

    assert page.text.count("09 87 65 43 21") == 2
    assert "09 12 34 56 78" not in page.text
    assert path_of(everything) == "/demo/outbox"


async def test_a_message_is_marked_with_its_language(site: Site, town: Town) -> None:
    await book(site.browser(language="en"), town.therapy)
    site.work()

    page = await site.browser().open("/demo/outbox")

    messages = [run for run in page.document.runs if run.text.startswith("Hòa Nhập:")]
    assert [run.language for run in messages] == ["en", "en"]


async def test_a_phone_that_is_none_shows_all(site: Site, town: Town) -> None:
    await book(site.browser(), town.therapy)
    site.work()

    page = await site.browser().open("/demo/outbox?phone=abc")

    assert "09 12 34 56 78" in page.text
