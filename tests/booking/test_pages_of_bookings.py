"""The pages of what is booked: my bookings, one booking, and cancelling it."""

from tests.journeys import OTHER_PHONE, PHONE, book, book_signed_in, choose, path_of, see_times, sign_in, tick_needs
from tests.makers import NAME
from tests.pages import Browser, Page, Site
from tests.states import LONG_NAME
from tests.town import Town


async def test_my_bookings_stand_next_first(site: Site, town: Town) -> None:
    browser = site.browser()
    late = await book(browser, town.single, nth=3)
    early = await book_signed_in(browser, town.therapy, nth=0)

    page = await browser.open("/bookings")

    assert _bookings(page) == [path_of(early), path_of(late)]


async def test_what_is_over_stands_apart_latest_first(site: Site, town: Town) -> None:
    browser = site.browser()
    first = await book(browser, town.single, nth=0)
    second = await book_signed_in(browser, town.single, nth=1)  # of those that are left: at 10
    coming = await book_signed_in(browser, town.therapy, nth=30)
    site.clock.forward(hours=23, minutes=30)

    page = await browser.open("/bookings")

    assert _bookings(page) == [path_of(coming), path_of(second), path_of(first)]
    assert page.text.index("Đã qua") < page.text.index("10 giờ,")


async def test_what_goes_on_just_now_is_still_to_come(site: Site, town: Town) -> None:
    browser = site.browser()
    await book(browser, town.single, nth=0)
    site.clock.forward(hours=20, minutes=59)

    page = await browser.open("/bookings")

    assert "Đã qua" not in page.text


async def test_a_family_sees_whom_each_booking_is_for(site: Site, town: Town) -> None:
    browser = site.browser()
    await book(browser, town.single, full_name=NAME)
    await book_signed_in(browser, town.therapy, nth=8, full_name=LONG_NAME)

    page = await browser.open("/bookings")

    assert NAME in page.text
    assert LONG_NAME in page.text


async def test_nobody_sees_the_bookings_of_another_phone(site: Site, town: Town) -> None:
    await book(site.browser(), town.single)
    browser = site.browser()
    await sign_in(browser, phone=OTHER_PHONE)

    page = await browser.open("/bookings")

    assert _bookings(page) == []


async def test_a_journey_that_led_nowhere_is_no_booking(site: Site, town: Town) -> None:
    browser = site.browser()
    await sign_in(browser)
    await choose(browser, town.therapy)

    page = await browser.open("/bookings")

    assert _bookings(page) == []


async def test_a_new_booking_says_so_once(site: Site, town: Town) -> None:
    browser = site.browser()

    done = await book(browser, town.therapy)
    later = await browser.open(path_of(done))

    assert (done.h1, later.h1) == ("Đã đặt lịch", "Lịch hẹn của quý vị")


async def test_cancelling_frees_the_place(site: Site, town: Town) -> None:
    browser = site.browser()
    done = await book(browser, town.lone)

    cancelled = await _cancel(browser, done)
    stranger = await see_times(site.browser(), town.lone)

    assert cancelled.h1 == "Lịch hẹn đã hủy"
    assert len(stranger.options("slot")) == 1


async def test_cancelling_is_told(site: Site, town: Town) -> None:
    browser = site.browser()

    await _cancel(browser, await book(browser, town.therapy))

    assert "đã hủy" in site.messages()[-1]


async def test_a_cancelled_booking_offers_to_book_the_same_again(site: Site, town: Town) -> None:
    browser = site.browser()

    cancelled = await _cancel(browser, await book(browser, town.therapy))

    assert cancelled.links()["Đặt lại như lần này"].startswith("/services/vat-ly-tri-lieu/times?place=")
    assert "/cancellation" not in "".join(cancelled.links().values())


async def test_a_cancelled_booking_cannot_be_asked_about_again(site: Site, town: Town) -> None:
    browser = site.browser()
    done = await book(browser, town.therapy)
    await _cancel(browser, done)

    page = await browser.open(f"{path_of(done)}/cancellation")

    assert page.h1 == "Lịch hẹn đã hủy"


async def test_keeping_it_changes_nothing(site: Site, town: Town) -> None:
    browser = site.browser()
    done = await book(browser, town.therapy)
    question = await browser.open(f"{path_of(done)}/cancellation")
    before = site.rows()

    page = await browser.follow(question, "Giữ lịch hẹn")

    assert page.h1 == "Lịch hẹn của quý vị"
    assert site.rows() == before


async def test_cancelling_ends_at_its_deadline_to_the_second(site: Site, town: Town) -> None:
    browser = site.browser()
    done = await book(browser, town.therapy, nth=0)  # tomorrow at 8, to be cancelled 12 hours before
    site.clock.forward(hours=8)
    in_time = await browser.open(path_of(done))
    site.clock.forward(seconds=1)

    too_late = await browser.open(path_of(done))

    assert "Hủy lịch hẹn" in in_time.links()
    assert "Hủy lịch hẹn" not in too_late.links()
    assert "02 76 00 00 10 1" in too_late.links()


async def test_the_deadline_is_said_before_and_after_booking(site: Site, town: Town) -> None:
    browser = site.browser()

    check = await choose(browser, town.therapy)
    done = await book(site.browser(), town.therapy, nth=0, phone=PHONE)

    assert "20 giờ, Thứ Tư, ngày 25 tháng 11 năm 2026" in check.text
    assert "20 giờ, Thứ Tư, ngày 25 tháng 11 năm 2026" in done.text


async def _cancel(browser: Browser, booked: Page) -> Page:
    question = await browser.open(f"{path_of(booked)}/cancellation")
    return await browser.send(question.form())


def _bookings(page: Page) -> list[str]:
    """The addresses of the bookings on a page, in order."""
    return [href for href in page.links().values() if href.startswith("/bookings/")]


# --- what was promised is said ------------------------------------------------------------------------------


async def test_needs_are_said_on_the_booking_and_on_its_slip(site: Site, town: Town) -> None:
    browser = site.browser()
    await tick_needs(browser, "calm-quiet-room", "seeing-met-at-door")
    booked = await book(browser, town.therapy)
    slip = await browser.open(f"{path_of(booked)}/slip")

    for page in (booked, slip):
        assert "Cần người đón từ cửa. Cần chỗ yên tĩnh" in page.text


async def test_needs_said_on_the_way_go_along_to_another_place(site: Site, town: Town) -> None:
    browser = site.browser()
    check = await choose(browser, town.therapy)
    needs = await browser.open(f"{path_of(check)}/needs")
    check = await browser.send(needs.form("extra_minutes"), extra_minutes="20", **{"calm-quiet-room": "yes"})

    places = await browser.follow(check, "Đổi nơi")
    days = await browser.open(next(href for href in places.links().values() if f"place={town.single.id}" in href))
    times = await browser.open(next(href for href in days.links().values() if "day=" in href))
    check = await browser.send(times.form("slot"), slot=times.options("slot")[0])

    assert "Cần chỗ yên tĩnh" in places.text
    assert "Cần chỗ yên tĩnh. Thêm 20 phút" in check.text
    assert town.single.place in check.text


async def test_a_name_beside_a_wrong_phone_is_still_there_after_changing_something_else(site: Site, town: Town) -> None:
    browser = site.browser()
    check = await choose(browser, town.therapy)
    wrong = await browser.send(check.form("full_name"), 422, full_name=NAME, phone="12")

    needs = await browser.follow(wrong, "Đổi nhu cầu")
    back = await browser.send(needs.form("extra_minutes"))

    assert back.value("full_name") == NAME
