"""Somebody whose place was taken hears it on opening the booking, and chooses another time."""

from datetime import date, timedelta

from e2e.given import a_booking, a_day_that_is_closed, a_phone, an_offering, another_day, day_of, slots
from e2e.screenreader.listener import Listener
from e2e.screenreader.steps import given_somebody_signed_in, then_the_page_is
from e2e.site import Site

TITLE = "Trò chuyện, tham vấn tâm lý."


def test_a_place_that_was_taken_is_heard_first_and_another_time_is_chosen(listener: Listener, site: Site) -> None:
    phone, reference, _ = a_place_that_was_taken(site)

    heard = given_somebody_signed_in(listener, phone, f"/bookings/{reference}")
    then_the_page_is(heard, f"Giờ hẹn này không còn chỗ, {TITLE}")
    listener.presses("ctrl+Home")
    heard = listener.reads_all("không có hạn chót")
    for said in (
        "Đang tìm giờ khác",
        "Xin quý vị đừng đến vào giờ này.",
        "Lịch hẹn của quý vị vẫn còn. Quý vị không cần làm gì.",
    ):
        assert said in heard, heard
    assert "Đã xác nhận" not in heard

    listener.presses("ctrl+Home")
    listener.goes_to("Chọn giờ khác liên kết", "k")
    then_the_page_is(listener.follows(), f"Chọn ngày mới, Bước 1 trên 2, {TITLE}")
    listener.goes_to("Thứ", "k")
    then_the_page_is(listener.follows(), f"Chọn giờ mới, Bước 2 trên 2, {TITLE}")
    listener.next("radio")
    listener.presses("space")
    listener.next("button")
    then_the_page_is(listener.follows(), f"Đã đổi giờ hẹn, {TITLE}")


def test_whoever_waits_lets_themselves_be_moved_and_hears_when(listener: Listener, site: Site) -> None:
    phone, reference, other_day = a_place_that_was_taken(site)
    given_somebody_signed_in(listener, phone, f"/bookings/{reference}")

    listener.goes_to("Cho chúng tôi đổi giờ liên kết", "k")
    then_the_page_is(listener.follows(), "Quý vị có cho đổi giờ không?, Hòa Nhập.")
    listener.goes_to("Khi giờ hẹn này không còn chỗ")
    listener.goes_to("Đổi sang giờ gần nhất trong 3 ngày", "r")
    listener.presses("space")
    listener.goes_to("Lưu lựa chọn nút bấm", "b")
    then_the_page_is(listener.follows(), f"Đã lưu lựa chọn, Lịch hẹn đã đổi giờ, {TITLE}")

    listener.presses("ctrl+Home")
    heard = listener.reads_all("Mã lịch hẹn")
    assert "Lịch hẹn đổi ngay sang" in heard, heard
    assert f"ngày {other_day.day} tháng {other_day.month}" in heard, heard


def a_place_that_was_taken(site: Site) -> tuple[str, str, date]:
    """The phone of somebody whose day was closed, their booking, and the day after it, which has room."""
    offering, phone = an_offering(site), a_phone()
    reference = a_booking(site, phone, slots(site, offering)[1], offering)
    other_day = day_of(site, offering) + timedelta(days=1)
    a_day_that_is_closed(site, offering)
    another_day(site, offering, other_day)
    return phone, reference, other_day
