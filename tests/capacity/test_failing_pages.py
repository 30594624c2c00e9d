"""The pages of what does not work: who depends on it is shown first, told why, and has their place back."""

import pytest

from tests import journeys, makers
from tests.makers import NAME, TODAY, TOMORROW
from tests.pages import Site
from tests.states_of_capacity import at, said
from tests.states_of_failing import (
    a_lift_fails,
    a_lift_to_mend,
    another_service,
    fail_for_two_hours,
    preview_of_failing,
    somebody_needs_the_lift,
    times_without_the_lift,
)
from tests.states_of_the_day import times_at_the_desk
from tests.stating import Here
from tests.town import Town

UNTIL_TOMORROW = {f"last-{part}": getattr(TOMORROW, part) for part in ("day", "month", "year")}


@pytest.fixture
def here(site: Site, town: Town, monkeypatch: pytest.MonkeyPatch) -> Here:
    """Somebody who plans the days of a place."""
    return Here(site, town, site.browser(), monkeypatch)


async def test_where_times_are_chosen_it_says_when_the_lift_is_away_and_that_it_is_a_holiday(here: Here) -> None:
    """They may come all the same; but nobody who has a place is led to a time at which they could not get in."""
    other = here.site.browser()
    times = await times_without_the_lift(here)
    booked = await journeys.book_signed_in(here.browser, here.town.therapy)
    instead = await journeys.see_other_times(here.browser, booked)
    service = f"/services/{here.town.therapy.service_slug}"

    assert "Từ 9 giờ đến 11 giờ: Thang máy không dùng được. Quý vị vẫn chọn được giờ đó." in times.text
    assert "Từ 9 giờ đến 11 giờ: Thang máy không dùng được. Lúc đó không có giờ cho quý vị." in instead.text
    assert "Từ 9 giờ đến 11 giờ" not in (await journeys.see_times(other, here.town.therapy)).text
    assert "Ngày nghỉ lễ: Quốc khánh" in (await other.open(service)).text
    assert "Ngày nghỉ lễ: Quốc khánh" in (await times_at_the_desk(here)).text


async def test_what_fails_when_nobody_comes_is_not_told_with_the_times(here: Here) -> None:
    here.site.database.write_now(makers.has_lift, here.town.therapy)
    here.site.database.write_now(fail_for_two_hours, here.town.therapy, begins=20 * 60)
    await journeys.sign_in_named(here.browser)
    await journeys.save_needs(here.browser, **{"moving-step-free": "yes"})

    times = await journeys.see_times(here.browser, here.town.therapy)

    assert "Thang máy không dùng được" not in times.text


async def test_a_lift_fails_and_is_mended(here: Here) -> None:
    """Field case 35, as staff and those concerned read it."""
    await journeys.book(here.site.browser(), here.town.therapy, nth=4, full_name="Lê Văn Khác")
    shown = await preview_of_failing(here)
    assert "1 lịch hẹn không còn chỗ. Không lịch hẹn nào bị hủy." in shown.text
    assert "Không dùng được\nỞ tầng trệt hoặc có thang máy" in shown.text
    assert NAME in shown.text
    assert "Lê Văn Khác" not in shown.text
    listed = await here.browser.send(shown.form("version"), note="Thợ <b>tới</b> sáng mai")
    assert "Thang máy không dùng được" in listed.text

    waiting = await here.browser.open(f"{at(here.town.therapy)}/needs-you")
    assert NAME in waiting.text
    again = await here.browser.follow(listed, next(each for each in listed.links() if "Dùng lại" in each))
    assert "1 lịch hẹn có chỗ lại." in again.text
    await here.browser.send(again.form("version"))

    told = here.site.messages()
    assert "Lý do: thiết bị ở nơi hẹn bị hỏng." in told[-2]
    assert "lại có chỗ" in told[-1]
    assert "Thợ" not in " ".join(told)


async def test_somebody_who_needs_it_and_booked_meanwhile_is_shown_first(here: Here) -> None:
    """Field case 32."""
    shown = await preview_of_failing(here)
    await somebody_needs_the_lift(here, nth=4)

    stale = await here.browser.send(shown.form("version"), 409, note="Thợ tới sau")

    assert f"Thêm người không còn chỗ: {NAME}." in stale.text
    assert stale.value("note") == "Thợ tới sau"
    await here.browser.send(stale.form("version"))
    assert sum("Lý do: thiết bị ở nơi hẹn bị hỏng." in body for body in here.site.messages()) == 2


async def test_people_read_it_on_the_page_of_the_place_and_before_they_book(here: Here) -> None:
    await a_lift_fails(here)

    visitor = here.site.browser()
    place = await visitor.open(f"/places/{here.town.therapy.location_slug}")
    _, broken, after = place.text.partition("Tạm thời không dùng được")
    assert broken
    since = "Từ Thứ Năm, ngày 26 tháng 11 năm 2026, đến khi có báo lại"
    assert after.split("\n")[1:2] == [f"Thang máy không dùng được {since}"]
    await journeys.sign_in_named(visitor)
    await journeys.save_needs(visitor, **{"moving-step-free": "yes"})
    check = await journeys.choose(visitor, here.town.therapy)
    assert "Thang máy không dùng được trong lúc này. Nếu vẫn muốn đến, quý vị cứ đặt lịch." in check.text


async def test_hours_are_said_and_a_time_after_them_is_offered(here: Here) -> None:
    """From an hour to an hour, in one service: who looks passes the hour over, and reads until when."""
    another_service(here)
    hours = {"where": f"offering-{here.town.therapy.id}", "first-time": "7 giờ 30", "last-time": "9"}
    form = await preview_of_failing(here, **said("feature-lift", reason="broken", last=TOMORROW), **hours)
    when = "Từ 7 giờ 30 phút đến 9 giờ, Thứ Năm, ngày 26 tháng 11 năm 2026"
    assert when in form.text
    listed = await here.browser.send(form.form("version"))
    assert when in listed.text
    visitor = here.site.browser()
    place = await visitor.open(f"/places/{here.town.therapy.location_slug}")
    assert f"Thang máy không dùng được {when}. Chỉ ở dịch vụ: Vật lý trị liệu" in place.text
    await journeys.sign_in_named(visitor)
    await journeys.save_needs(visitor, **{"moving-step-free": "yes"})

    service = await visitor.open(f"/services/{here.town.therapy.service_slug}")
    check = await journeys.choose(visitor, here.town.therapy)

    assert "Còn chỗ sớm nhất lúc 9 giờ, Thứ Năm" in service.text
    until = "Thang máy không dùng được đến 9 giờ, Thứ Năm, ngày 26 tháng 11 năm 2026"
    assert f"{until}. Nếu vẫn muốn đến, quý vị cứ đặt lịch." in check.text
    assert "Chọn ngày khác" in check.links()


async def test_a_service_is_not_offered_at_a_place_without_what_is_needed(here: Here) -> None:
    """The short way leaves it out on the day on which it fails, and says why."""
    await a_lift_fails(here)
    visitor = here.site.browser()
    await journeys.sign_in_named(visitor)
    await journeys.save_needs(visitor, **{"moving-step-free": "yes"})

    page = await visitor.open(f"/services/{here.town.therapy.service_slug}")

    assert "Thang máy không dùng được trong lúc này" in page.text


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"what": "feature-braille"}, ["Chọn điều không dùng được."]),
        ({"what": "resource-1", "reason": "<b>"}, ["Chọn điều không dùng được.", "Chọn lý do."]),
        ({"first-day": TODAY.day - 1}, ["Nhập ngày 25 tháng 11 năm 2026 hoặc muộn hơn."]),
        ({"last-day": "32", "last-month": "1", "last-year": "2027"}, ["Nhập ngày từ 1 đến 31."]),
        (
            {f"last-{part}": getattr(TODAY, part) for part in ("day", "month", "year")},
            ["Nhập ngày 26 tháng 11 năm 2026 hoặc muộn hơn."],
        ),
        ({"where": "offering-999"}, ["Chọn một dịch vụ trong danh sách."]),
        ({"last-time": "9 giờ"}, ["Nhập cả ngày dùng lại được, hoặc xóa giờ."]),
        ({"first-time": "<b>25</b>"}, ["Nhập giờ từ 0 giờ đến 24 giờ, ví dụ 7 giờ 30."]),
        (UNTIL_TOMORROW | {"first-time": "14", "last-time": "9"}, ["Giờ dùng lại được phải sau giờ bắt đầu."]),
        (
            UNTIL_TOMORROW | {"first-day": TODAY.day, "last-day": TODAY.day, "last-time": "7 giờ"},
            ["Giờ này đã qua. Nhập giờ muộn hơn."],
        ),
    ],
)
async def test_what_cannot_fail_is_said_on_the_form(here: Here, typed: dict[str, object], errors: list[str]) -> None:
    another_service(here)
    await preview_of_failing(here)
    form = await here.browser.open(f"{at(here.town.therapy)}/out-of-order")

    page = await here.browser.send(form.form("what"), 422, **said("feature-lift") | typed)

    assert page.errors == errors
    assert page.value("first-month") == str(TOMORROW.month)


async def test_what_is_mended_already_is_not_mended_again(here: Here) -> None:
    page = await a_lift_to_mend(here)
    await here.browser.send(page.form("version"))

    again = await here.browser.send(page.form("version"))

    assert again.h1 == "Thứ không dùng được"
    assert "Mọi thứ đều dùng được." in again.text
