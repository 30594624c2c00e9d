"""The journey of a person booking: its questions, its addresses, and everything that can happen on the way."""

import unicodedata

import pytest
from sqlalchemy import select

from hoanhap.base.text import groups
from hoanhap.booking import Booking
from hoanhap.catalogue import Party
from hoanhap.web.visitor import LOGIN_COOKIE
from tests.journeys import (
    NEEDS,
    OTHER_PHONE,
    PHONE,
    ask_for_code,
    book,
    book_signed_in,
    choose,
    confirm,
    path_of,
    see_times,
    sign_in,
    tick_needs,
    times_of,
)
from tests.makers import NAME, TOMORROW
from tests.pages import Browser, Page, Site
from tests.states import LONG_NAME, MARKUP
from tests.town import THREE_WEEKS, Town

CHECK, CODE, DONE = "Xem lại rồi đặt", "Nhập mã", "Đã đặt lịch"


# --- the way from a service to a booking -------------------------------------------------------------


async def test_somebody_books_from_the_first_page_by_pressing_links_and_buttons_only(site: Site, town: Town) -> None:
    browser = site.browser()
    home = await browser.open("/")
    services = await browser.follow(home, next(text for text in home.links() if text.startswith("Phục hồi chức năng")))
    service = await browser.follow(services, "Vật lý trị liệu")
    days = await browser.follow(service, _starting_with(service, town.therapy.place))
    times = await browser.follow(days, _starting_with(days, "Thứ Năm, ngày 26 tháng 11 năm 2026"))
    check = await browser.send(times.form("slot"), slot=times.options("slot")[2])
    code = await ask_for_code(browser, check)

    done = await confirm(browser, code)

    assert [page.h1 for page in (days, times, check, code, done)] == ["Chọn ngày", "Chọn giờ", CHECK, CODE, DONE]
    assert "8 giờ 30 phút, Thứ Năm, ngày 26 tháng 11 năm 2026" in done.text
    assert NAME in done.text


async def test_a_browser_that_says_nothing_of_itself_books_as_well(site: Site, town: Town) -> None:
    done = await book(site.browser(says_where_from=False), town.therapy)

    assert done.h1 == DONE


async def test_a_real_installation_books_by_https(production: Site, town: Town) -> None:
    done = await book(production.browser(), town.therapy)

    assert done.h1 == DONE


@pytest.mark.postgres
async def test_a_whole_journey_is_the_same_on_postgresql(postgres_site: tuple[Site, Town]) -> None:
    site, town = postgres_site
    browser = site.browser()
    done = await book(browser, town.ride, party=Party(3, 1))
    taken = await see_times(site.browser(), town.single)
    await choose(site.browser(), town.single)
    nearest = await browser.send(taken.form("slot"), 409, slot=taken.options("slot")[0])
    question = await browser.open(f"{path_of(done)}/cancellation")

    cancelled = await browser.send(question.form())

    assert (done.h1, cancelled.h1, len(nearest.options("slot"))) == (DONE, "Lịch hẹn đã hủy", 3)
    assert len(site.messages()) == 3


async def test_somebody_books_in_english(site: Site, town: Town) -> None:
    done = await book(site.browser(language="en"), town.therapy)

    assert "8 am, Thursday 26 November 2026" in done.text
    assert site.messages()[-1].startswith("Hòa Nhập: ")


async def test_whoever_is_signed_in_needs_no_code(site: Site, town: Town) -> None:
    browser = site.browser()
    await sign_in(browser)

    done = await book_signed_in(browser, town.therapy)

    assert done.h1 == DONE
    assert "09 12 34 56 78" in done.text


async def test_booking_signs_the_browser_in(site: Site, town: Town) -> None:
    browser = site.browser()

    done = await book(browser, town.therapy)
    mine = await browser.open("/bookings")

    assert path_of(done) in mine.links().values()


async def test_the_reference_is_said_in_groups_of_two(site: Site, town: Town) -> None:
    done = await book(site.browser(), town.therapy)

    assert groups(path_of(done).rpartition("/")[2]) in done.text


async def test_the_message_says_when_and_never_what_for(site: Site, town: Town) -> None:
    done = await book(site.browser(), town.therapy)

    told = site.messages()[-1]

    assert groups(path_of(done).rpartition("/")[2]) in told
    assert "Vật lý trị liệu" not in told
    assert town.therapy.place not in told


@pytest.mark.parametrize(
    ("signed_in", "titles"),
    [
        (False, ["Bước 1 trên 4", "Bước 2 trên 4", "Bước 3 trên 4"]),
        (True, ["Bước 1 trên 3", "Bước 2 trên 3", "Bước 3 trên 3"]),
    ],
)
async def test_every_step_says_which_it_is(signed_in: bool, titles: list[str], site: Site, town: Town) -> None:
    browser = site.browser()
    if signed_in:
        await sign_in(browser)

    pages = [await browser.open(times_of(town.therapy)), await see_times(browser, town.therapy)]
    pages.append(await choose(browser, town.therapy))

    assert [_step(page) for page in pages] == titles


async def test_a_session_that_has_ended_counts_the_code_among_the_steps(site: Site, town: Town) -> None:
    browser = site.browser()
    await sign_in(browser)
    site.clock.forward(days=8)
    site.work()

    days = await browser.open(times_of(town.therapy))

    assert browser.cookie(LOGIN_COOKIE)
    assert _step(days) == "Bước 1 trên 4"


# --- how many come -----------------------------------------------------------------------------------


async def test_a_party_is_booked_with_the_wheelchair_it_brings(site: Site, town: Town) -> None:
    browser = site.browser()
    question = await browser.open(times_of(town.ride))
    days = await browser.send(question.form("people"), people=3, wheelchairs=1)
    times = await browser.open(next(href for href in days.links().values() if "day=" in href))
    check = await browser.send(times.form("slot"), slot=times.options("slot")[0])
    done = await confirm(browser, await ask_for_code(browser, check))

    assert "3 người, trong đó 1 người ngồi xe lăn" in check.text
    assert "3 người, trong đó 1 người ngồi xe lăn" in done.text


@pytest.mark.parametrize(
    ("people", "wheelchairs"),
    [
        ("", ""),
        ("0", "0"),
        ("-1", "0"),
        ("5", "0"),
        ("hai", "0"),
        ("1e9", "0"),
        ("9" * 30, "0"),
        ("2", "3"),
        ("2", "x"),
    ],
)
async def test_a_party_that_cannot_be_is_asked_again(people: str, wheelchairs: str, site: Site, town: Town) -> None:
    browser = site.browser()
    question = await browser.open(times_of(town.ride))

    again = await browser.send(question.form("people"), 422, people=people, wheelchairs=wheelchairs)

    assert again.errors
    assert (again.value("people"), again.value("wheelchairs")) == (people, wheelchairs)


async def test_wheelchairs_are_not_asked_for_where_none_can_come(site: Site, town: Town) -> None:
    question = await site.browser().open(times_of(town.walk))

    assert "wheelchairs" not in question.form("people").fields


# --- which day, which time ---------------------------------------------------------------------------


async def test_weeks_are_turned_over_to_the_last_and_back(site: Site, town: Town) -> None:
    browser = site.browser()
    page = await browser.open(times_of(town.therapy))
    seen = [page.address]
    while "Xem hai tuần sau" in page.links():
        page = await browser.follow(page, "Xem hai tuần sau")
        seen.append(page.address)
    while "Xem hai tuần trước" in page.links():
        page = await browser.follow(page, "Xem hai tuần trước")

    assert len(seen) == 5
    assert _days(page) == _days(await browser.open(seen[0]))


async def test_what_suits_goes_along_to_the_times_and_back(site: Site, town: Town) -> None:
    browser = site.browser()
    days = await browser.open(times_of(town.therapy))
    suiting = await browser.send(days.form("weekday"), part="morning", weekday="monday")

    times = await browser.follow(suiting, _days(suiting)[0])
    back = await browser.follow(times, "Chọn ngày khác")

    assert all(name.startswith("Thứ Hai, ") and name.endswith("buổi sáng") for name in _days(suiting))
    assert "&part=morning&weekday=monday&day=" in times.address
    assert (_days(back), back.value("part"), back.value("weekday")) == (_days(suiting), "morning", "monday")


async def test_every_time_of_the_day_is_one_press_away(site: Site, town: Town) -> None:
    browser = site.browser()
    times = await browser.open(f"{times_of(town.therapy, day=TOMORROW.isoformat())}&part=afternoon&weekday=thursday")

    every = await browser.follow(times, "Xem mọi giờ trong ngày")

    assert "Ở đây chỉ có giờ buổi chiều." in times.text
    assert "Buổi sáng" not in times.text
    assert set(times.options("slot")) < set(every.options("slot"))
    assert "weekday=thursday" in every.links()["Chọn ngày khác"]


async def test_where_nothing_suits_the_filter_is_dropped_by_one_press(site: Site, town: Town) -> None:
    browser = site.browser()
    nothing = await browser.open(f"{times_of(town.therapy)}&weekday=sunday")

    every = await browser.follow(nothing, "Bỏ lọc, xem mọi ngày")

    assert "Không tìm thấy ngày nào." in nothing.text
    assert _days(every) == _days(await browser.open(times_of(town.therapy)))


@pytest.mark.parametrize("asked", ["part=night", "weekday=8", "part=&weekday=", "weekday=Monday&part=x", "within=7"])
async def test_a_filter_that_nobody_knows_shows_everything(asked: str, site: Site, town: Town) -> None:
    page = await site.browser().open(f"{times_of(town.therapy)}&{asked}")

    assert _days(page) == _days(await site.browser().open(times_of(town.therapy)))


async def test_how_many_places_are_farther_is_said(site: Site, town: Town) -> None:
    site.say_where(town.single, 10.6, 106.4)
    browser = site.browser()
    service = await browser.open("/services/vat-ly-tri-lieu?near=25459")

    near = await browser.send(service.form("within"), within="10")
    every = await browser.follow(near, "Bỏ lọc, xem mọi nơi")

    assert "Còn 1 nơi xa hơn." in near.text
    assert (town.single.place in near.text, town.single.place in every.text) == (False, True)
    assert town.therapy.place in near.text


async def test_what_somebody_needs_is_said_where_they_choose(site: Site, town: Town) -> None:
    browser = site.browser()
    await tick_needs(browser, NEEDS)

    days, times = await browser.open(times_of(town.therapy)), await see_times(browser, town.therapy)

    for page in (days, times):
        assert "Đang tìm theo nhu cầu. " in page.text
        assert page.links()["Đổi nhu cầu"].startswith("/needs?next=/services/vat-ly-tri-lieu/times")


async def test_the_soonest_day_is_one_press_away(site: Site, town: Town) -> None:
    browser = site.browser()
    days = await browser.open(times_of(town.later))

    times = await browser.follow(days, _starting_with(days, "Xem ngày sớm nhất còn chỗ"))

    assert (TOMORROW + THREE_WEEKS).isoformat() in times.address


@pytest.mark.parametrize(
    "day", ["2026-11-25", "2026-12-25", "1999-12-31", "0001-01-01", "9999-12-31", "2026-02-30", "mai", "", "20261126"]
)
async def test_any_day_in_the_address_is_answered(day: str, site: Site, town: Town) -> None:
    page = await site.browser().open(times_of(town.therapy, day=day))

    assert page.template in {"booking/days.html", "booking/times.html"}


@pytest.mark.parametrize("first", ["1999-01-01", "9999-12-31", "0001-01-01", "x"])
async def test_any_first_day_in_the_address_is_answered(first: str, site: Site, town: Town) -> None:
    page = await site.browser().open(times_of(town.therapy, first=first))

    assert page.h1 == "Chọn ngày"


async def test_choosing_nothing_says_so_at_the_first_time(site: Site, town: Town) -> None:
    browser = site.browser()
    times = await see_times(browser, town.therapy)

    again = await browser.send(times.form("slot"), 422)

    assert again.errors == ["Chọn một giờ."]


async def test_choosing_nothing_of_the_nearest_times_says_so_too(site: Site, town: Town) -> None:
    browser = site.browser()
    times = await see_times(browser, town.single)
    await choose(site.browser(), town.single)
    nearest = await browser.send(times.form("slot"), 409, slot=times.options("slot")[0])

    again = await browser.send(nearest.form("slot"), 422)

    assert again.errors == ["Chọn một giờ."]
    assert again.form("slot").fields["journey"] == times.form("slot").fields["journey"]


async def test_a_day_that_filled_up_meanwhile_says_so(site: Site, town: Town) -> None:
    browser = site.browser()
    times = await see_times(browser, town.lone)
    await choose(site.browser(), town.lone)

    again = await browser.send(times.form("slot"))

    assert "không còn giờ trống" in again.text


# --- a time that is gone -----------------------------------------------------------------------------


async def test_a_time_just_taken_offers_the_nearest(site: Site, town: Town) -> None:
    browser = site.browser()
    times = await see_times(browser, town.single)
    await choose(site.browser(), town.single, nth=1)

    nearest = await browser.send(times.form("slot"), 409, slot=times.options("slot")[1])
    check = await browser.send(nearest.form("slot"), slot=nearest.options("slot")[0])

    assert nearest.options("slot") == [times.options("slot")[at] for at in (0, 2, 3)]
    assert check.h1 == CHECK


async def test_what_was_typed_is_kept_when_the_time_is_gone_in_the_end(site: Site, town: Town) -> None:
    browser = site.browser()
    code = await _lapsed_and_taken(site, town, browser)
    nearest = await confirm(browser, code, 409)

    check = await browser.send(nearest.form("slot"), slot=nearest.options("slot")[0])
    done = await confirm(browser, await ask_for_code(browser, check, full_name=check.value("full_name")))

    assert (check.value("full_name"), check.value("phone")) == (LONG_NAME, "09 12 34 56 78")
    assert (done.h1, LONG_NAME in done.text) == (DONE, True)


async def test_what_was_typed_is_kept_on_the_way_over_all_days_too(site: Site, town: Town) -> None:
    browser = site.browser()
    nearest = await confirm(browser, await _lapsed_and_taken(site, town, browser), 409)

    days = await browser.follow(nearest, "Xem tất cả các ngày còn chỗ")
    times = await browser.open(next(href for href in days.links().values() if "day=" in href))
    check = await browser.send(times.form("slot"), slot=times.options("slot")[0])

    assert check.value("full_name") == LONG_NAME


async def test_what_somebody_signed_in_typed_is_kept_as_well(site: Site, town: Town) -> None:
    browser = site.browser()
    await sign_in(browser)
    check = await choose(browser, town.single)
    site.clock.forward(minutes=31)
    await book(site.browser(), town.single, phone=OTHER_PHONE)

    nearest = await browser.send(check.form("full_name"), 409, full_name=LONG_NAME)
    again = await browser.send(nearest.form("slot"), slot=nearest.options("slot")[0])

    assert again.value("full_name") == LONG_NAME


async def test_a_refusal_leaves_the_code_good(site: Site, town: Town) -> None:
    browser = site.browser()
    code = await _lapsed_and_taken(site, town, browser)
    await confirm(browser, code, 409)

    again = await confirm(browser, code, 409)

    assert again.h1 == "Giờ này vừa hết chỗ"


async def test_a_hold_that_lapsed_is_taken_again_in_silence(site: Site, town: Town) -> None:
    browser = site.browser()
    code = await ask_for_code(browser, await choose(browser, town.single))
    site.clock.forward(minutes=31)
    site.work()
    code = await browser.send(code.forms()[-1])

    done = await confirm(browser, code)

    assert done.h1 == DONE


async def test_a_page_of_the_journey_keeps_the_places(site: Site, town: Town) -> None:
    browser = site.browser()
    check = await choose(browser, town.single)
    for _ in range(4):
        site.clock.forward(minutes=25)
        await browser.open(path_of(check))
        site.work()

    stranger = await see_times(site.browser(), town.single)

    assert len(stranger.options("slot")) == 3


async def test_a_time_that_is_past_by_now_is_not_booked(site: Site, town: Town) -> None:
    browser = site.browser()
    check = await choose(browser, town.single)
    site.clock.forward(hours=20, minutes=1)

    code = await ask_for_code(browser, check)
    late = await confirm(browser, code, 409)

    assert late.h1 == "Giờ này không còn đặt được"


# --- twice, back, and in two windows -----------------------------------------------------------------


async def test_another_choice_on_the_same_page_moves_the_places(site: Site, town: Town) -> None:
    browser = site.browser()
    times = await see_times(browser, town.single)
    await browser.send(times.form("slot"), slot=times.options("slot")[0])

    await browser.send(times.form("slot"), slot=times.options("slot")[1])
    stranger = await see_times(site.browser(), town.single)

    assert stranger.options("slot") == [times.options("slot")[at] for at in (0, 2, 3)]


async def test_going_back_to_change_the_time_keeps_what_was_typed(site: Site, town: Town) -> None:
    browser = site.browser()
    check = await choose(browser, town.therapy)
    await ask_for_code(browser, check, full_name=LONG_NAME)

    times = await browser.follow(check, "Chọn giờ khác")
    again = await browser.send(times.form("slot"), slot=times.options("slot")[3])

    assert (again.value("full_name"), again.value("phone")) == (LONG_NAME, "09 12 34 56 78")


async def test_going_back_to_change_the_party_keeps_what_was_typed(site: Site, town: Town) -> None:
    browser = site.browser()
    check = await choose(browser, town.ride, party=Party(3, 1))
    await ask_for_code(browser, check, full_name=LONG_NAME)

    question = await browser.follow(check, "Đổi số người")
    days = await browser.send(question.form("people"), people=2, wheelchairs=1)
    times = await browser.open(next(href for href in days.links().values() if "day=" in href))
    again = await browser.send(times.form("slot"), slot=times.options("slot")[0])

    assert again.value("full_name") == LONG_NAME
    assert "2 người, trong đó 1 người ngồi xe lăn" in again.text


async def test_two_windows_are_two_journeys(site: Site, town: Town) -> None:
    browser = site.browser()
    one, two = await see_times(browser, town.therapy), await see_times(browser, town.therapy)

    first = await browser.send(one.form("slot"), slot=one.options("slot")[0])
    second = await browser.send(two.form("slot"), slot=two.options("slot")[8])

    assert path_of(first) != path_of(second)
    assert (await confirm(browser, await ask_for_code(browser, second))).h1 == DONE
    assert (await book_signed_in(browser, town.therapy, nth=0)).h1 == DONE


async def test_the_pages_of_a_journey_that_is_over_lead_to_the_booking(site: Site, town: Town) -> None:
    browser = site.browser()
    check = await choose(browser, town.therapy)
    code = await ask_for_code(browser, check)
    done = await confirm(browser, code)

    for page in (check, code):
        assert path_of(await browser.open(path_of(page))) == path_of(done)


async def test_what_is_booked_is_not_changed_by_the_forms_of_its_journey(site: Site, town: Town) -> None:
    browser, stranger = site.browser(), site.browser()
    check = await choose(browser, town.therapy)
    code = await ask_for_code(browser, check)
    digits = site.code()
    done = await browser.send(code.form("code"), code=digits)
    before = site.rows()

    await stranger.request("POST", path_of(check), fields={"full_name": "Kẻ Lạ", "phone": OTHER_PHONE})
    await stranger.request("POST", f"{path_of(check)}/code-requests", fields={})
    await stranger.request("POST", f"{path_of(check)}/code", fields={"code": digits})

    assert site.rows() == before
    assert stranger.cookie(LOGIN_COOKIE) is None
    assert NAME in (await browser.open(path_of(done))).text


async def test_nobody_is_signed_in_by_what_somebody_else_left_on_a_shared_computer(site: Site, town: Town) -> None:
    browser, next_one = site.browser(), site.browser()
    code = await _lapsed_and_taken(site, town, browser)
    nearest = await confirm(browser, code, 409)
    check = await browser.send(nearest.form("slot"), slot=nearest.options("slot")[0])

    left = await next_one.open(path_of(check))
    page = await next_one.send(left.form("full_name"))

    assert page.h1 == CODE
    assert next_one.cookie(LOGIN_COOKIE) is None


# --- two things at one time --------------------------------------------------------------------------


async def test_two_things_at_one_time_are_booked_knowingly(site: Site, town: Town) -> None:
    await book(site.browser(), town.single)
    browser = site.browser()
    question = await confirm(browser, await ask_for_code(browser, await choose(browser, town.strict)), 409)

    done = await browser.send(question.form())

    assert (question.h1, done.h1) == ("Quý vị đã có lịch hẹn khác vào giờ này", DONE)


async def test_two_things_at_one_time_are_booked_knowingly_by_whoever_is_signed_in(site: Site, town: Town) -> None:
    browser = site.browser()
    await book(browser, town.single)
    question = await book_signed_in(browser, town.strict, status=409)

    done = await browser.send(question.form())

    assert (question.h1, done.h1) == ("Quý vị đã có lịch hẹn khác vào giờ này", DONE)


async def test_somebody_else_of_the_family_may_come_at_the_same_time(site: Site, town: Town) -> None:
    browser = site.browser()
    await book(browser, town.single)

    done = await book_signed_in(browser, town.strict, full_name=LONG_NAME)

    assert done.h1 == DONE


# --- names ------------------------------------------------------------------------------------------


async def test_a_name_with_its_marks_apart_is_kept_with_its_marks_on(site: Site, town: Town) -> None:
    done = await book(site.browser(), town.therapy, full_name=unicodedata.normalize("NFD", f"  {LONG_NAME}  "))

    with site.database.reading() as db:
        assert db.scalars(select(Booking.full_name)).all() == [LONG_NAME]
    assert LONG_NAME in done.text


async def test_a_name_that_looks_like_markup_stays_a_name(site: Site, town: Town) -> None:
    browser = site.browser()

    done = await book(browser, town.therapy, full_name=MARKUP)
    mine = await browser.open("/bookings")
    check = await choose(browser, town.single)

    assert MARKUP in done.text
    assert MARKUP in mine.text
    assert check.value("full_name") == MARKUP


async def test_the_name_last_used_is_offered_again(site: Site, town: Town) -> None:
    browser = site.browser()
    await book(browser, town.therapy, full_name=LONG_NAME)

    check = await choose(browser, town.single)

    assert check.value("full_name") == LONG_NAME


@pytest.mark.parametrize("typed", ["0912345678", "+84 912 345 678", "84912345678", "0912.345.678", " 09 12 34 56 78 "])
async def test_a_phone_may_be_written_in_many_ways(typed: str, site: Site, town: Town) -> None:
    browser = site.browser()

    code = await ask_for_code(browser, await choose(browser, town.therapy), phone=typed)

    assert "09 12 34 56 78" in code.text


def _starting_with(page: Page, words: str) -> str:
    """The words of the one link that begins so."""
    return next(text for text in page.links() if text.startswith(words))


def _days(page: Page) -> list[str]:
    return [text for text in page.links() if text.startswith(("Thứ", "Chủ Nhật"))]


def _step(page: Page) -> str:
    return next(line for line in page.text.splitlines() if line.startswith("Bước "))


async def _lapsed_and_taken(site: Site, town: Town, browser: Browser) -> Page:
    """The code page of somebody whose place lapsed and went to another."""
    check = await choose(browser, town.single)
    await ask_for_code(browser, check, full_name=LONG_NAME)
    site.clock.forward(minutes=31)
    await book(site.browser(), town.single, phone=OTHER_PHONE)
    return await ask_for_code(browser, check, full_name=LONG_NAME, phone=PHONE)
