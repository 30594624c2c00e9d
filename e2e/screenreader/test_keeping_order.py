"""A booking is moved, moved back, cancelled and taken back; each is heard when it is done."""

from e2e.given import a_booking, a_phone, an_offering, slots
from e2e.screenreader.listener import Listener
from e2e.screenreader.steps import given_somebody_signed_in, then_the_page_is
from e2e.site import Site

TITLE = "Trò chuyện, tham vấn tâm lý."


def test_a_move_a_cancellation_and_both_taken_back(listener: Listener, site: Site) -> None:
    offering, phone = an_offering(site), a_phone()
    reference = a_booking(site, phone, slots(site, offering)[1], offering)
    heard = given_somebody_signed_in(listener, phone, f"/bookings/{reference}")
    then_the_page_is(heard, f"Lịch hẹn của quý vị, {TITLE}")

    listener.goes_to("Đổi giờ liên kết", "k")
    then_the_page_is(listener.follows(), f"Chọn ngày mới, Bước 1 trên 2, {TITLE}")
    listener.goes_to("Thứ", "k")
    then_the_page_is(listener.follows(), f"Chọn giờ mới, Bước 2 trên 2, {TITLE}")
    listener.next("radio")
    assert "10 giờ, còn 1 chỗ" in listener.next("radio")
    listener.presses("space")
    assert "Đổi sang giờ này nút bấm" in listener.next("button")
    then_the_page_is(listener.follows(), f"Đã đổi giờ hẹn, {TITLE}")

    assert "Trở lại giờ cũ nút bấm" in listener.next("button")
    then_the_page_is(listener.follows(), f"Đã trở lại giờ cũ, {TITLE}")

    listener.goes_to("Hủy lịch hẹn liên kết", "k")
    then_the_page_is(listener.follows(), "Hủy lịch hẹn này?, Hòa Nhập.")
    assert "Hủy lịch hẹn nút bấm" in listener.next("button")
    then_the_page_is(listener.follows(), f"Lịch hẹn đã hủy, {TITLE}")

    assert "Lấy lại lịch hẹn nút bấm" in listener.next("button")
    then_the_page_is(listener.follows(), f"Đã lấy lại lịch hẹn, {TITLE}")
