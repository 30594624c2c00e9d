"""A page asks the database as often, however much there is: of places, of days, of bookings."""

from hoanhap.catalogue import OfferingView
from tests import makers
from tests.journeys import PHONE, book, book_signed_in, choose, path_of, sign_in, times_of
from tests.makers import TOMORROW, make_choice, slots
from tests.pages import Browser, Site
from tests.town import Town

NAMES = ("Mai", "Lan", "Cúc", "Trúc")


async def asked(browser: Browser, *paths: str) -> list[int]:
    """How often each of the addresses asks."""
    return [await browser.statements(path) for path in paths]


def crowd(site: Site, offering: OfferingView) -> None:
    """Three more places of the service, and three bookings at this one."""
    with site.database.writing() as db:
        for slot in slots(db, offering)[2:11:4]:
            makers.book(db, make_choice(offering, slot))
        for _ in range(3):
            makers.make_offering(db)


async def test_the_way_to_a_time_asks_as_often_however_many_there_are(site: Site, town: Town) -> None:
    browser = site.browser()
    paths = ["/services/vat-ly-tri-lieu", times_of(town.therapy), times_of(town.therapy, day=TOMORROW.isoformat())]
    before = await asked(browser, *paths)

    crowd(site, town.therapy)

    assert await asked(browser, *paths) == before
    assert max(before) <= 6


async def test_the_check_asks_as_often_however_many_book(site: Site, town: Town) -> None:
    browser = site.browser()
    check = await choose(browser, town.therapy)
    before = await asked(browser, check.address)

    crowd(site, town.therapy)

    assert await asked(browser, check.address) == before


async def test_home_asks_as_often_however_many_there_are(site: Site, town: Town) -> None:
    browser = site.browser()
    await sign_in(browser, phone=PHONE)
    await book_signed_in(browser, town.therapy)
    before = await asked(browser, "/")

    await book_signed_in(browser, town.strict, nth=2)
    crowd(site, town.therapy)

    assert await asked(browser, "/") == before


async def test_my_bookings_ask_as_often_however_many_there_are(site: Site, town: Town) -> None:
    browser = site.browser()
    await sign_in(browser, phone=PHONE)
    mine = await book_signed_in(browser, town.strict)
    paths = ["/bookings", "/bookings?when=past", path_of(mine)]
    before = await asked(browser, *paths)

    for nth, name in enumerate(NAMES):
        await book_signed_in(browser, town.strict, nth=nth, full_name=name)
    await book(site.browser(), town.strict, phone="0987 654 321")
    few = await asked(browser, *paths)
    site.clock.forward(days=2)

    assert few == before
    assert await asked(browser, *paths) == before
