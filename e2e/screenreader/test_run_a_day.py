"""Somebody at the desk who cannot see runs a day: by headings to the hours, by buttons to who has come."""

from e2e.screenreader.listener import Listener
from e2e.screenreader.steps import then_the_page_is

DAY = "/organization/places/trung-tam-nang-am/day"
TODAY = "Hôm nay, Thứ Ba, ngày 8 tháng 12 năm 2026, Hòa Nhập."


def test_a_day_is_run(listener: Listener) -> None:
    listener.page.goto(f"{listener.url}/sign-in")
    listener.page.click("button[name=account][value=desk]")
    then_the_page_is(listener.opens(DAY), TODAY)
    assert "tiêu đề cấp 2" in listener.goes_to("Từ ", "2")
    assert "tiêu đề cấp 3" in listener.goes_to("giờ", "3")

    whom = listener.goes_to("Đã đến", "b")
    assert "giờ" in whom, whom
    heard = listener.follows()
    then_the_page_is(heard, f"Đã ghi, {TODAY}")
