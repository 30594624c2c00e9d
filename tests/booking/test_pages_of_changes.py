"""The pages that keep a booking in order: moving it, taking it back, its history, and booking the same again."""

from datetime import timedelta

import pytest

from hoanhap.catalogue import Party
from tests.all_states import STATES, Here
from tests.journeys import OTHER_PHONE, book, book_signed_in, cancel, choose, move, path_of, see_other_times, sign_in
from tests.makers import TODAY
from tests.pages import Page, Site
from tests.town import NEXT_MONDAY, Town

UNDO_MOVE, UNDO_CANCEL = "Trở lại giờ cũ", "Lấy lại lịch hẹn"


async def test_a_booking_moves_in_two_steps_and_is_told_so(site: Site, town: Town) -> None:
    browser = site.browser()
    page = await browser.open(path_of(await book(browser, town.therapy)))

    days = await browser.follow(page, "Đổi giờ")
    day = next(href for href in days.links().values() if "day=2026-11-30" in href)
    times = await browser.open(day)
    moved = await browser.send(times.form("slot"), slot=times.options("slot")[0])

    assert (days.h1, times.h1, moved.h1) == ("Chọn ngày mới", "Chọn giờ mới", "Đã đổi giờ hẹn")
    assert "Giờ mới: 8 giờ, Thứ Hai, ngày 30 tháng 11 năm 2026." in moved.text
    assert "đổi sang 8 giờ, Thứ Hai, ngày 30 tháng 11 năm 2026" in site.messages()[-1]


async def test_the_message_of_a_move_names_neither_service_nor_place(site: Site, town: Town) -> None:
    browser = site.browser()
    await move(browser, await book(browser, town.therapy), nth=3)

    message = site.messages()[-1]

    assert not any(word in message.lower() for word in ("trị liệu", "trạm y tế", "phục hồi"))


async def test_each_move_is_told_with_its_own_time(site: Site, town: Town) -> None:
    browser = site.browser()
    moved = await move(browser, await book(browser, town.therapy), nth=8)
    await move(browser, moved, day=NEXT_MONDAY)

    first, second = site.messages()[-2:]

    assert "ngày 26 tháng 11" in first
    assert "ngày 30 tháng 11" in second


async def test_the_time_one_has_is_not_among_those_to_move_to(site: Site, town: Town) -> None:
    browser = site.browser()
    booked = await book(browser, town.single, nth=1)

    times = await see_other_times(browser, booked)

    assert len(times.options("slot")) == 3
    assert "9 giờ," not in times.text.replace("Giờ hẹn hiện nay: 9 giờ,", "")


async def test_times_that_share_a_step_with_ones_own_can_be_chosen(site: Site, town: Town) -> None:
    browser, other = site.browser(), site.browser()
    booked = await book(browser, town.therapy)
    await book(other, town.therapy, phone=OTHER_PHONE)  # now both places of the first steps are taken

    moved = await move(browser, booked, nth=0)

    assert "Giờ mới: 8 giờ 15 phút" in moved.text


async def test_one_press_takes_a_move_back(site: Site, town: Town) -> None:
    browser = site.browser()
    booked = await book(browser, town.single)
    moved = await move(browser, booked, nth=1)

    back = await browser.send(moved.form("slot"))

    assert back.h1 == "Đã trở lại giờ cũ"
    assert "Giờ hẹn: 8 giờ, Thứ Năm" in back.text
    assert UNDO_MOVE in moved.text


async def test_a_move_can_be_taken_back_later_from_the_booking(site: Site, town: Town) -> None:
    browser = site.browser()
    booked = await book(browser, town.single)
    await move(browser, booked, nth=1)

    later = await browser.open(path_of(booked))
    back = await browser.send(later.form("slot"))

    assert later.h1 == "Lịch hẹn của quý vị"
    assert back.h1 == "Đã trở lại giờ cũ"
    assert "Giờ hẹn: 8 giờ, Thứ Năm" in back.text


async def test_an_old_time_that_is_gone_offers_the_nearest_to_move_to(site: Site, town: Town) -> None:
    browser = site.browser()
    moved = await move(browser, await book(browser, town.single), nth=1)
    await book(site.browser(), town.single, phone=OTHER_PHONE)

    refused = await browser.send(moved.form("slot"), 409)
    again = await browser.send(refused.form("slot"), slot=refused.options("slot")[0])

    assert "Lịch hẹn của quý vị vẫn giữ giờ cũ." in refused.text
    assert again.h1 == "Đã đổi giờ hẹn"


async def test_an_old_time_too_near_by_now_is_not_offered(site: Site, town: Town) -> None:
    browser = site.browser()
    moved = await move(browser, await book(browser, town.single), nth=2)
    site.clock.forward(hours=20, minutes=30)

    page = await browser.open(path_of(moved))

    assert UNDO_MOVE not in page.text


async def test_one_press_takes_a_cancellation_back(site: Site, town: Town) -> None:
    browser = site.browser()
    cancelled = await cancel(browser, await book(browser, town.lone))

    back = await browser.send(cancelled.form())

    assert UNDO_CANCEL in cancelled.text
    assert back.h1 == "Đã lấy lại lịch hẹn"
    assert "lấy lại lịch hẹn lúc 8 giờ" in site.messages()[-1]


async def test_a_time_that_is_over_cannot_be_taken_back(site: Site, town: Town) -> None:
    browser = site.browser()
    cancelled = await cancel(browser, await book(browser, town.lone))
    site.clock.forward(days=1)

    page = await browser.open(path_of(cancelled))

    assert UNDO_CANCEL not in page.text


async def test_taking_back_what_others_have_leads_to_booking_another_time(site: Site, town: Town) -> None:
    browser = site.browser()
    cancelled = await cancel(browser, await book(browser, town.single))
    await book(site.browser(), town.single, phone=OTHER_PHONE)

    refused = await browser.send(cancelled.form(), 409)
    check = await browser.send(refused.form("slot"), slot=refused.options("slot")[0])

    assert check.h1 == "Xem lại rồi đặt"


async def test_moving_onto_another_booking_can_be_done_knowingly(site: Site, town: Town) -> None:
    browser = site.browser()
    await book(browser, town.single, nth=1)
    booked = await book_signed_in(browser, town.therapy)
    times = await see_other_times(browser, booked)

    asked = await browser.send(times.form("slot"), 409, slot=times.options("slot")[3])
    moved = await browser.send(asked.form("slot"))

    assert moved.h1 == "Đã đổi giờ hẹn"


async def test_after_the_deadline_the_page_says_whom_to_call(site: Site, town: Town) -> None:
    browser = site.browser()
    booked = await book(browser, town.strict)

    page = await browser.open(f"{path_of(booked)}/times")

    assert path_of(page) == path_of(booked)
    assert "02 76 00 00 10 1" in page.links()


async def test_what_somebody_only_held_and_left_can_be_moved_to(site: Site, town: Town) -> None:
    browser = site.browser()
    booked = await book(browser, town.single)
    await choose(site.browser(), town.single)
    site.clock.forward(minutes=40)

    times = await see_other_times(browser, booked)

    assert len(times.options("slot")) == 3


async def test_the_history_tells_everything_the_latest_first(site: Site, town: Town) -> None:
    browser = site.browser()
    booked = await book(browser, town.single)
    site.clock.forward(hours=1)
    moved = await move(browser, booked, nth=0)
    await cancel(browser, moved)

    page = await browser.open(path_of(booked))

    told = [
        "Quý vị hủy lịch hẹn.",
        "Quý vị đổi từ 8 giờ, Thứ Năm, ngày 26 tháng 11 năm 2026 sang 9 giờ, Thứ Năm, ngày 26 tháng 11 năm 2026.",
        "Quý vị đặt lịch hẹn.",
    ]
    assert [page.text.index(each) for each in told] == sorted(page.text.index(each) for each in told)
    assert "13 giờ, Thứ Tư, ngày 25 tháng 11 năm 2026" in page.text


@pytest.mark.parametrize("is_cancelled", [False, True])
async def test_the_same_is_booked_again_in_three_steps(site: Site, town: Town, *, is_cancelled: bool) -> None:
    browser = site.browser()
    booked = await book(browser, town.ride, party=Party(3, 1))
    page = await (cancel(browser, booked) if is_cancelled else browser.open(path_of(booked)))

    days = await browser.follow(page, "Đặt lại như lần này")
    times = await browser.open(next(href for href in days.links().values() if "day=" in href))
    check = await browser.send(times.form("slot"), slot=times.options("slot")[-1])
    done = await browser.send(check.form("full_name"))

    assert (days.h1, check.h1, done.h1) == ("Chọn ngày", "Xem lại rồi đặt", "Đã đặt lịch")
    assert "3 người, trong đó 1 người ngồi xe lăn" in done.text


async def test_what_is_past_can_be_booked_again(site: Site, town: Town) -> None:
    browser = site.browser()
    booked = await book(browser, town.therapy)
    site.clock.forward(days=2)
    page = await browser.open(path_of(booked))

    days = await browser.follow(page, "Đặt lại như lần này")

    assert days.h1 == "Chọn ngày"


async def test_a_long_list_is_read_page_by_page_and_misses_nobody(
    site: Site, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = site.browser()
    many = next(each for each in STATES if each.name == "bookings_many")
    page = await many.reach(Here(site, town, browser, monkeypatch))

    rest = await browser.follow(page, "Xem lịch hẹn muộn hơn")
    back = await browser.follow(rest, "Về đầu danh sách")

    seen = [_bookings(page), _bookings(rest)]
    assert [len(each) for each in seen] == [20, 2]
    assert len(set(seen[0]) | set(seen[1])) == 22
    assert back.h1 == "Lịch hẹn của tôi"


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "", "1.5", "१"])
async def test_a_page_that_is_no_number_is_the_first(number: str, site: Site) -> None:
    browser = site.browser()
    await sign_in(browser)

    page = await browser.open(f"/bookings?upcoming={number}&past={number}")

    assert "Sắp tới" in page.text


@pytest.mark.parametrize("day", ["", "x", "2026-02-30", "9999-99-99", str(TODAY - timedelta(days=400)), "3000-01-01"])
async def test_any_day_in_the_address_leads_to_a_page(day: str, site: Site, town: Town) -> None:
    browser = site.browser()
    booked = await book(browser, town.therapy)

    for name in ("day", "from"):
        page = await browser.open(f"{path_of(booked)}/times?{name}={day}")
        assert page.h1 in {"Chọn ngày mới", "Chọn giờ mới"}


@pytest.mark.parametrize("slot", ["999999", "0", "9" * 15, "9" * 16, "-1", "1.0", "abc", "", "१", " 1"])
async def test_a_time_that_is_not_on_the_page_moves_nothing(slot: str, site: Site, town: Town) -> None:
    browser = site.browser()
    times = await see_other_times(browser, await book(browser, town.single))
    before = site.rows()

    answer = await browser.request("POST", times.form("slot").action, fields={"slot": slot})

    assert answer.status_code in {409, 422}
    assert site.rows() == before


def _bookings(page: Page) -> list[str]:
    links = page.links()
    return [href for href in links.values() if href.startswith("/bookings/")]
