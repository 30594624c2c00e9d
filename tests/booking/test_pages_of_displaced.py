"""What somebody sees whose place was taken from them: that it still counts, and what they can do; never "confirmed"."""

from icalendar import Calendar

from tests import makers
from tests.journeys import OTHER_PHONE, book, path_of, see_other_times, sign_in
from tests.pages import Browser, Page, Site
from tests.town import NEXT_MONDAY, Town

CONFIRMED, LOOKING = "Đã xác nhận", "Đang tìm giờ khác"


async def displaced(site: Site, town: Town, browser: Browser) -> Page:
    """The page of a booking at a place that does not open on its day after all."""
    booked = await book(browser, town.strict, nth=0)
    site.database.write_now(makers.close_day, town.strict)
    return await browser.open(path_of(booked))


async def test_the_page_says_that_it_counts_and_never_that_it_is_confirmed(site: Site, town: Town) -> None:
    browser = site.browser()

    page = await displaced(site, town, browser)
    listed = await browser.open("/bookings")

    assert page.h1 == "Giờ hẹn này không còn chỗ"
    for said in ("Xin quý vị đừng đến vào giờ này.", "Lịch hẹn của quý vị vẫn còn.", "Quý vị không cần làm gì."):
        assert said in page.text
    assert (LOOKING in page.text, LOOKING in listed.text) == (True, True)
    assert CONFIRMED not in page.text + listed.text
    assert "Chúng tôi cũng báo" not in page.text


async def test_a_new_booking_that_lost_its_place_is_not_shown_as_new(site: Site, town: Town) -> None:
    browser = site.browser()
    page = await displaced(site, town, browser)

    for done in ("new=yes", "done=moved", "done=moved-back", "done=restored"):
        assert (await browser.open(f"{path_of(page)}?{done}")).h1 == page.h1


async def test_it_moves_after_the_deadline_that_binds_others(site: Site, town: Town) -> None:
    browser = site.browser()
    booked = await book(browser, town.therapy)
    site.clock.forward(hours=18)
    site.database.write_now(makers.close_day, town.therapy, now=site.clock())

    times = await see_other_times(browser, booked, day=NEXT_MONDAY)
    moved = await browser.send(times.form("slot"), slot=times.options("slot")[0])

    assert moved.h1 == "Đã đổi giờ hẹn"
    assert CONFIRMED in moved.text
    assert "Trở lại giờ cũ" not in moved.text  # there is no place at that time


async def test_it_is_cancelled_after_the_deadline_that_binds_others(site: Site, town: Town) -> None:
    browser = site.browser()

    asked = await browser.follow(await displaced(site, town, browser), "Hủy lịch hẹn")
    cancelled = await browser.send(asked.form())

    assert "nhường chỗ này" not in asked.text
    assert cancelled.h1 == "Lịch hẹn đã hủy"


async def test_its_own_time_is_offered_only_when_there_is_a_place(site: Site, town: Town) -> None:
    browser = site.browser()
    booked = await book(browser, town.single)
    site.database.write_now(makers.close_day, town.single)

    closed = await see_other_times(browser, booked)
    site.database.write_now(makers.give_places, town.single, 1)
    open_again = await see_other_times(browser, booked)
    back = await browser.send(open_again.form("slot"), slot=open_again.options("slot")[0])

    assert "không còn giờ trống" in closed.text
    assert len(open_again.options("slot")) == 4
    assert CONFIRMED in back.text


async def test_a_time_that_somebody_else_takes_leaves_the_booking_as_it_is(site: Site, town: Town) -> None:
    browser = site.browser()
    booked = await book(browser, town.single)
    site.database.write_now(makers.close_day, town.single)
    site.database.write_now(makers.give_places, town.single, 1)
    times = await see_other_times(browser, booked)
    await book(site.browser(), town.single, phone=OTHER_PHONE)

    refused = await browser.send(times.form("slot"), 409, slot=times.options("slot")[0])

    assert "Lịch hẹn của quý vị vẫn còn. Chúng tôi vẫn tìm giờ khác." in refused.text
    assert "vẫn giữ giờ cũ" not in refused.text


async def test_what_got_its_place_back_is_confirmed_and_its_history_tells_both(site: Site, town: Town) -> None:
    browser = site.browser()
    page = await displaced(site, town, browser)
    site.database.write_now(makers.open_day, town.strict)

    again = await browser.open(path_of(page))

    assert CONFIRMED in again.text
    lost, found = "Nơi hẹn không còn chỗ vào giờ này.", "Lịch hẹn lại có chỗ, giờ như cũ."
    assert again.text.index(found) < again.text.index(lost)
    assert found not in page.text


async def test_there_is_no_slip_to_travel_with(site: Site, town: Town) -> None:
    browser = site.browser()
    page = await displaced(site, town, browser)

    slip = await browser.open(f"{path_of(page)}/slip")

    assert slip.h1 == page.h1
    assert not any("/slip" in href for href in page.links().values())


async def test_the_calendar_says_not_to_come_and_reminds_of_nothing(site: Site, town: Town) -> None:
    browser = site.browser()
    page = await displaced(site, town, browser)

    answer = await browser.request("GET", f"{path_of(page)}/calendar.ics")
    (event,) = Calendar.from_ical(answer.content).events

    assert str(event["summary"]).startswith("Chưa có chỗ, xin đừng đến: lịch hẹn Hòa Nhập")
    assert str(event["status"]) == "TENTATIVE"
    assert event["sequence"] == 1
    assert str(event["description"]).startswith("Nơi hẹn không còn chỗ vào giờ này.")
    assert list(event.walk("valarm")) == []


async def test_nobody_had_a_place_until_it_was_over(site: Site, town: Town) -> None:
    browser = site.browser()
    page = await displaced(site, town, browser)
    site.clock.forward(days=2)
    await sign_in(browser)

    over = await browser.open(path_of(page))
    listed = await browser.open("/bookings")

    assert over.h1 == "Lịch hẹn đã qua"
    assert ("Không có chỗ" in over.text, "Không có chỗ" in listed.text) == (True, True)
