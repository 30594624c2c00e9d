"""The first page of those who run the service."""

from tests.journeys import book, book_signed_in, path_of, sign_in_as
from tests.pages import Page, Site
from tests.town import Town


async def test_the_overview_counts_what_happens(site: Site, town: Town) -> None:
    browser, admin = site.browser(), site.browser()
    booked = await book(browser, town.therapy)
    await book_signed_in(browser, town.single, nth=3)
    cancelled = await browser.open(f"{path_of(booked)}/cancellation")
    await browser.send(cancelled.form())
    site.work()

    before = await sign_in_as(admin, "admin")
    site.clock.forward(hours=12)
    await sign_in_as(admin, "admin")
    on_the_day = await admin.open("/staff")

    assert _figures(before)[:2] == ["0", "1"]
    assert _figures(on_the_day)[:2] == ["1", "1"]


async def test_the_overview_says_that_everything_holds(site: Site, town: Town) -> None:
    await book(site.browser(), town.therapy)

    page = await sign_in_as(site.browser(), "admin")

    assert "Mọi lời hẹn đều khớp" in page.text


async def test_the_overview_says_what_does_not_hold(site: Site, town: Town) -> None:
    await book(site.browser(), town.therapy)
    site.break_a_promise()

    page = await sign_in_as(site.browser(), "admin")

    assert "Có điều không đúng" in page.text
    assert "counters equal live supported claims" in page.text


def _figures(page: Page) -> list[str]:
    """The figures of the overview, in order."""
    return [str(each.to_text()).split()[-1] for each in page.document.all("td")]
