"""How pages look: chosen without signing in, kept by the browser and the account, and taken back by one press."""

import pytest
from sqlalchemy import func, select

from hoanhap.booking.views import BRIEFLY
from hoanhap.events import Event
from hoanhap.people import Account
from hoanhap.web.look import Look, look_of
from hoanhap.web.visitor import DISPLAY_COOKIE, LANGUAGE_COOKIE, THEME_COOKIE
from tests.journeys import OTHER_PHONE, book, book_signed_in, see_times, sign_in, times_of
from tests.pages import Browser, Page, Site
from tests.town import Town

HARD_TO_SEE = {"theme": "yellow-on-black", "text": "300", "spacing": "wide", "font": "andika", "motion": "none"}
SHORT = Look(length="brief").written()


async def save(browser: Browser, **chosen: str) -> Page:
    """Choose something and save it."""
    page = await browser.open("/settings/display")
    return await browser.send(page.form("theme"), **chosen)


def shown(page: Page) -> dict[str, str | None]:
    """What the page tells its style sheet."""
    attributes = page.document.all("html")[0].attrs
    return {name.removeprefix("data-"): value for name, value in attributes.items() if name.startswith("data-")}


def sheets(page: Page) -> list[str]:
    """The style sheets of a page."""
    return [str(each.attrs["href"]) for each in page.document.all("link") if each.attrs["rel"] == "stylesheet"]


def of_account(site: Site) -> tuple[dict[str, str], str]:
    """What the one account holds."""
    with site.database.reading() as db:
        display, language = db.execute(select(Account.display, Account.language)).one()
    return display, language


def times_chosen(site: Site) -> int:
    """How often an account's pages were changed."""
    with site.database.reading() as db:
        return db.execute(select(func.count()).where(Event.kind == "LookChosen")).scalar_one()


async def test_nobody_chose_anything_at_first(site: Site) -> None:
    page = await site.browser().open("/settings/display")

    assert {name: page.value(name) for name in Look().parts} == Look().parts
    assert page.value("language") == "vi"
    assert shown(page) == {"theme": "device"}
    assert [form for form in page.forms() if "reset" in form.fields] == []


async def test_what_was_chosen_shows_at_once_and_on_every_page(site: Site) -> None:
    browser = site.browser()

    saved = await save(browser, **HARD_TO_SEE, language="en")

    assert saved.value("theme") == "yellow-on-black"
    assert "Saved" in saved.text
    for path, status in (("/", 200), ("/help", 200), ("/bookings", 200), ("/nowhere", 404), ("/services/%00", 400)):
        page = await browser.open(path, status)
        assert (shown(page), page.document.all("html")[0].attrs["lang"]) == (HARD_TO_SEE, "en")


async def test_one_cookie_keeps_it_all_for_a_year(site: Site) -> None:
    browser = site.browser()
    page = await browser.open("/settings/display")

    answer = await browser.request("POST", "/settings/display", fields=page.form("theme").fields | {"theme": "dark"})

    kept = [each for each in answer.headers.get_list("set-cookie") if each.startswith(f"{DISPLAY_COOKIE}=")]
    assert [each.split(";")[0] for each in kept] == ["display=dark.100.normal.lexend.device.normal.normal.off"]
    assert "Max-Age=31536000" in kept[0]


async def test_a_browser_that_keeps_nothing_is_told_so_on_a_page_that_looks_as_chosen(site: Site) -> None:
    saved = await save(site.browser(), **HARD_TO_SEE)

    page = await site.browser().open(saved.address)

    assert shown(page) == HARD_TO_SEE
    assert page.value("text") == "300"
    assert "Trình duyệt chưa giữ được lựa chọn" in page.text
    assert "Đã lưu" not in page.text


async def test_a_choice_that_is_kept_is_stronger_than_an_old_address(site: Site) -> None:
    browser = site.browser()
    old = await save(browser, theme="dark")
    await save(browser, theme="light")

    page = await browser.open(old.address)

    assert shown(page) == {"theme": "light"}


@pytest.mark.parametrize("odd", ["", "x", "dark.x", "....", "%C3%A1", "dark&display=light"])
async def test_an_odd_address_is_a_page_all_the_same(odd: str, site: Site) -> None:
    await site.browser().open(f"/settings/display?saved=yes&display={odd}")


async def test_the_first_cookies_are_still_read_and_then_replaced(site: Site) -> None:
    browser = site.browser()
    browser.keep(THEME_COOKIE, "dark")
    before = await browser.open("/settings/display")

    after = await browser.send(before.form("theme"), theme="black-on-yellow")

    assert (shown(before), shown(after)) == ({"theme": "dark"}, {"theme": "black-on-yellow"})
    assert browser.cookie(THEME_COOKIE) is None


async def test_one_press_takes_everything_back_but_the_language(site: Site) -> None:
    browser = site.browser()
    saved = await save(browser, **HARD_TO_SEE, language="en")

    back = await browser.send(saved.form("reset"))

    assert shown(back) == {"theme": "device"}
    assert "Back to how it was at first" in back.text
    assert (browser.cookie(DISPLAY_COOKIE), browser.cookie(LANGUAGE_COOKIE)) == (None, "en")


async def test_other_letters_are_fetched_only_by_those_who_chose_them(site: Site) -> None:
    browser = site.browser()
    plain = sheets(await browser.open("/"))

    chosen = sheets(await save(browser, font="andika"))
    devices = sheets(await save(browser, font="device"))

    fonts = site.app.state.assets.path("fonts.css")
    assert (plain, devices) == (chosen[:1], chosen[:1])
    assert chosen[1:] == [fonts]
    assert b"andika-vietnamese-400" in (await browser.request("GET", fonts)).content


async def test_somebody_signed_in_keeps_it_with_the_account(site: Site) -> None:
    browser = site.browser()
    await sign_in(browser)
    assert of_account(site) == ({}, "vi")

    await save(browser, **HARD_TO_SEE, language="en")
    await save(browser)

    assert of_account(site) == (look_of(HARD_TO_SEE).parts, "en")
    assert times_chosen(site) == 1


async def test_a_visitor_changes_no_account(site: Site) -> None:
    await sign_in(site.browser())

    await save(site.browser(), theme="dark")

    assert of_account(site) == ({}, "vi")


async def test_signing_in_brings_the_choice_to_a_browser_without_one(site: Site) -> None:
    at_home = site.browser()
    await sign_in(at_home)
    await save(at_home, **HARD_TO_SEE, language="en")
    elsewhere = site.browser()

    page = await sign_in(elsewhere)

    assert shown(page) == HARD_TO_SEE
    assert elsewhere.cookie(LANGUAGE_COOKIE) == "en"


async def test_signing_in_leaves_a_browser_that_has_a_choice_as_it_is(site: Site) -> None:
    at_home = site.browser()
    await sign_in(at_home)
    await save(at_home, **HARD_TO_SEE, language="en")
    elsewhere = site.browser()
    await save(elsewhere, theme="light")

    page = await sign_in(elsewhere)

    assert shown(page) == {"theme": "light"}
    assert page.document.all("html")[0].attrs["lang"] == "vi"


async def test_booking_by_a_code_brings_the_choice_too(site: Site, town: Town) -> None:
    at_home = site.browser()
    await sign_in(at_home)
    await save(at_home, theme="dark", text="200")

    page = await book(site.browser(), town.single)

    assert shown(page) == {"theme": "dark", "text": "200"}


async def test_taking_it_back_takes_it_from_the_account_too(site: Site) -> None:
    browser = site.browser()
    await sign_in(browser)
    saved = await save(browser, theme="dark")

    await browser.send(saved.form("reset"))

    assert of_account(site) == ({}, "vi")
    assert shown(await sign_in(site.browser())) == {"theme": "device"}


async def test_another_account_is_left_alone(site: Site) -> None:
    browser, other = site.browser(), site.browser()
    await sign_in(browser)
    await sign_in(other, phone=OTHER_PHONE)

    await save(browser, theme="dark")

    assert shown(await sign_in(site.browser(), phone=OTHER_PHONE)) == {"theme": "device"}


async def test_short_lists_show_one_week_at_a_time_and_miss_no_day(site: Site, town: Town) -> None:
    usual, brief = site.browser(), site.browser()
    brief.keep(DISPLAY_COOKIE, SHORT)

    page = await usual.open(times_of(town.therapy))
    first = await brief.open(times_of(town.therapy))
    second = await brief.follow(first, "Xem tuần sau")

    assert 0 < len(_days(first)) <= 7
    assert _days(first) + _days(second) == _days(page)
    assert _days(await brief.follow(second, "Xem tuần trước")) == _days(first)


async def test_short_lists_show_a_few_bookings_and_the_way_to_the_others(site: Site, town: Town) -> None:
    browser = site.browser()
    await book(browser, town.therapy)
    for nth in range(4, 28, 4):
        await book_signed_in(browser, town.therapy, nth=nth)
    everything = _bookings(await browser.open("/bookings"))
    browser.keep(DISPLAY_COOKIE, SHORT)

    few = await browser.open("/bookings")
    others = await browser.follow(few, "Xem lịch hẹn muộn hơn")

    assert (len(everything), len(_bookings(few))) == (7, BRIEFLY)
    assert _bookings(few) + _bookings(others) == everything


async def test_short_lists_never_hide_a_time(site: Site, town: Town) -> None:
    usual, brief = site.browser(), site.browser()
    brief.keep(DISPLAY_COOKIE, SHORT)

    times = [(await see_times(each, town.therapy)).options("slot") for each in (usual, brief)]

    assert times[0] == times[1]


def _days(page: Page) -> list[str]:
    return [href.rpartition("day=")[2] for href in page.links().values() if "day=" in href]


def _bookings(page: Page) -> list[str]:
    return [href for href in page.links().values() if href.startswith("/bookings/")]
