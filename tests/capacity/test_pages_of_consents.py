"""On the page of a booking people may say what to do where their place is lost; nothing is chosen for them."""

from tests import states_of_moving
from tests.journeys import book, book_signed_in, move, path_of
from tests.pages import Browser, Page, Site
from tests.posts import here
from tests.town import NEXT_MONDAY, Town

ASKED_FIRST = "Chúng tôi hỏi quý vị trước khi đổi giờ."
WAY = "Chọn cách làm khi nơi hẹn đóng cửa"


async def asked(browser: Browser, booked: Page) -> Page:
    """The page that asks, by way of the booking."""
    return await browser.follow(await browser.open(path_of(booked)), WAY)


async def test_a_new_booking_is_not_longer_for_it(site: Site, town: Town) -> None:
    browser = site.browser()
    booked = await book(browser, town.therapy)

    assert WAY not in booked.links()
    assert ASKED_FIRST in (await browser.open(path_of(booked))).text


async def test_nothing_is_chosen_and_nothing_has_to_be(site: Site, town: Town) -> None:
    browser = site.browser()
    page = await asked(browser, await book(browser, town.therapy))

    assert "may" not in page.form("may").fields
    assert "later-too" not in page.form("may").fields
    assert "Chưa chọn thì chúng tôi luôn hỏi quý vị trước." in page.text
    faulty = await browser.send(page.form("may"), 422)
    assert "Chọn một cách, hoặc rời trang này." in faulty.text
    await browser.send(page.form("may"), 422, may="<b>anywhere</b>")


async def test_what_is_said_is_shown_and_is_taken_back(site: Site, town: Town) -> None:
    browser = site.browser()
    page = await asked(browser, await book(browser, town.therapy))

    saved = await browser.send(page.form("may"), may="same-day")
    assert saved.text.count("Chúng tôi đổi sang giờ gần nhất trong cùng ngày.") == 2
    page = await asked(browser, saved)
    assert "Quý vị chọn lúc 12 giờ" in page.text
    taken_back = await browser.send(page.form("may"), may="ask")

    assert ASKED_FIRST in taken_back.text
    for told in ("Quý vị cho đổi giờ khi nơi hẹn phải đóng cửa.", "Quý vị muốn được hỏi trước khi đổi giờ."):
        assert told in taken_back.text


async def test_one_tick_says_it_of_later_bookings_and_one_page_takes_it_back(site: Site, town: Town) -> None:
    browser = site.browser()
    page = await asked(browser, await book(browser, town.therapy))
    await browser.send(page.form("may"), **{"may": "three-days", "later-too": "yes"})

    later = await browser.open(path_of(await book_signed_in(browser, town.single, nth=2)))
    assert "trong 3 ngày trước hoặc sau." in later.text
    usual = await browser.follow(await browser.open("/bookings"), "Lựa chọn của quý vị khi nơi hẹn phải đóng cửa")
    ((field, said),) = [each for each in usual.form().fields.items() if each[0].startswith("may-")]
    saved = await browser.send(usual.form(), **{field: "ask"})

    assert said == "three-days"
    assert "Đã lưu lựa chọn" in saved.text
    assert ASKED_FIRST in (await browser.open(path_of(later))).text


async def test_whoever_was_moved_reads_it_plainly_and_chooses_another_time(site: Site, town: Town) -> None:
    """Even when it is too late for everybody else; and nobody is offered the time that is lost."""
    browser = site.browser()

    moved = await states_of_moving.booking_moved_by_the_place(here(site, town, browser))

    assert moved.h1 == "Lịch hẹn đã đổi giờ"
    for told in ("Nơi hẹn không còn chỗ lúc 8 giờ", "Người phục vụ nghỉ", "như quý vị dặn.", "cho đến giờ hẹn"):
        assert told in moved.text
    assert "Trở lại giờ cũ" not in moved.text
    site.clock.forward(hours=23)
    times = await browser.follow(await browser.open(path_of(moved)), "Chọn giờ khác")
    assert times.template == "booking/new_day.html"


async def test_the_list_says_which_booking_was_moved_until_they_choose_another_time(site: Site, town: Town) -> None:
    browser = site.browser()
    moved = await states_of_moving.booking_moved_by_the_place(here(site, town, browser))
    await book_signed_in(browser, town.single)

    listed = await browser.open("/bookings")
    assert listed.text.count("Nơi hẹn đã đổi giờ") == 1
    assert "Đổi từ 8 giờ" in listed.text
    await move(browser, moved, day=NEXT_MONDAY)

    assert "Nơi hẹn đã đổi giờ" not in (await browser.open("/bookings")).text


async def test_whoever_waits_and_allows_it_now_reads_where_it_was_moved(site: Site, town: Town) -> None:
    moved = await states_of_moving.booking_moved_at_once(here(site, town, site.browser()))

    assert moved.h1 == "Lịch hẹn đã đổi giờ"
    for told in ("Lịch hẹn đổi ngay sang", "Nơi hẹn không còn chỗ lúc 8 giờ", "Người phục vụ nghỉ", "cho đến giờ hẹn"):
        assert told in moved.text


async def test_whoever_allows_it_in_vain_reads_that_they_wait_on(site: Site, town: Town) -> None:
    waits = await states_of_moving.booking_that_waits_although_allowed(here(site, town, site.browser()))

    assert waits.h1 == "Giờ hẹn này không còn chỗ"
    for told in (
        "chưa có giờ nào phù hợp. Lịch hẹn vẫn chờ. Có giờ thì chúng tôi đổi và báo ngay.",
        "Quý vị đã cho đổi giờ",
    ):
        assert told in waits.text
    assert "Cho chúng tôi đổi giờ" in waits.links()


async def test_staff_read_where_somebody_was_moved_who_waited(site: Site, town: Town) -> None:
    entry = await states_of_moving.what_somebody_said_who_waits(here(site, town, site.browser()))

    assert "Người này cho đổi giờ, nên đã đổi sang" in entry.text
    assert "Người này chưa có chỗ" not in entry.text


async def test_staff_see_what_was_said_and_that_somebody_wrote_it_down(site: Site, town: Town) -> None:
    browser = site.browser()

    entry = await states_of_moving.what_somebody_said(here(site, town, browser))

    assert "Người này cho đổi sang giờ gần nhất trong cùng ngày." in entry.text
    assert "ghi lời nói qua điện thoại: cho đổi giờ khi phải đóng cửa." in entry.text
