"""Somebody who plans days and cannot see closes one with people in it: the consequences are heard first."""

from e2e.given import NAME, a_booking, a_lift, a_phone, an_offering, day_of, slots
from e2e.screenreader.listener import Listener
from e2e.screenreader.steps import then_the_page_is
from e2e.site import Site


def test_a_day_with_people_in_it_is_closed(listener: Listener, site: Site) -> None:
    offering = an_offering(site)
    a_booking(site, a_phone(), slots(site, offering)[0], offering)
    day = day_of(site, offering)
    listener.page.goto(f"{listener.url}/sign-in")
    listener.page.click("button[name=account][value=admin]")
    at = f"/organization/places/{offering.location_slug}/closures"
    then_the_page_is(listener.opens(f"{at}/new"), "Đóng một số ngày, Hòa Nhập.")

    listener.next("radio")
    listener.presses("space")
    for part in (day.day, day.month, day.year):
        listener.presses("Tab")
        listener.types(str(part))
    listener.goes_to("Người phục vụ nghỉ")
    listener.goes_to("Ngập lụt", "r")
    listener.presses("space")
    listener.goes_to("Xem trước")
    then_the_page_is(listener.follows(), "Đóng những ngày này thì sao?, Hòa Nhập.")

    listener.presses("ctrl+Home")
    heard = listener.reads_all("Quý vị quyết định")
    for said in ("1 lịch hẹn không còn chỗ.", "Không lịch hẹn nào bị hủy.", NAME):
        assert said in heard, heard
    listener.presses("ctrl+Home")
    listener.goes_to("Đóng những ngày này nút bấm", "b")
    then_the_page_is(listener.follows(), "Đã đóng, Những ngày đóng cửa, Hòa Nhập.")


def test_a_lift_that_fails_for_some_hours_is_noted(listener: Listener, site: Site) -> None:
    offering = an_offering(site)
    a_lift(site, offering)
    a_booking(site, a_phone(), slots(site, offering)[0], offering, needs=("step-free",))
    day = day_of(site, offering)
    listener.page.goto(f"{listener.url}/sign-in")
    listener.page.click("button[name=account][value=admin]")
    at = f"/organization/places/{offering.location_slug}/out-of-order"
    then_the_page_is(listener.opens(at), "Thứ không dùng được, Hòa Nhập.")

    listener.goes_to("có thang máy", "r")
    listener.presses("space")
    for first, hour in {"Từ ngày nào?": "7 giờ", "Đến ngày nào?": "12 giờ"}.items():
        assert "Ngày" in listener.goes_to(first)
        listener.types(str(day.day))
        for part in (day.month, day.year, hour):
            listener.presses("Tab")
            listener.types(str(part))
    listener.goes_to("Thiết bị hỏng")
    listener.presses("space")
    listener.goes_to("Xem trước nút bấm", "b")
    then_the_page_is(listener.follows(), "Không dùng được thì ai bị ảnh hưởng?, Hòa Nhập.")

    listener.presses("ctrl+Home")
    heard = listener.reads_all("Quý vị quyết định")
    for said in ("1 lịch hẹn không còn chỗ.", "7 giờ", "12 giờ", NAME):
        assert said in heard, heard
    listener.presses("ctrl+Home")
    listener.goes_to("Ghi là không dùng được nút bấm", "b")
    then_the_page_is(listener.follows(), "Đã ghi, Thứ không dùng được, Hòa Nhập.")
