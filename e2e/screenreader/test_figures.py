"""Whoever manages a place hears how it goes: the point in a sentence, the chart by its name, and the table."""

from e2e.screenreader.listener import Listener
from e2e.screenreader.steps import then_the_page_is
from e2e.site import Site


def test_the_point_the_chart_and_the_table_are_heard(listener: Listener, site: Site) -> None:
    listener.page.goto(f"{listener.url}/sign-in")
    listener.page.click("button[name=account][value=capacity]")
    heard = listener.opens("/organization/places/trung-tam-nang-am/figures")
    then_the_page_is(heard, "Số liệu, Hòa Nhập.")

    listener.goes_to("Số chỗ đã đặt tiêu đề cấp 2", "2")
    listener.goes_to("tiêu đề cấp 3", "3")
    heard = listener.reads_all("Phần trăm")
    assert "phần trăm số chỗ." in heard, heard
    assert "Đông nhất là tuần bắt đầu ngày" in heard, heard
    assert "Biểu đồ. Chỗ, theo tuần." in heard, heard

    listener.presses("ctrl+Home")
    heard = listener.goes_to("Chỗ, theo tuần", "t")
    assert "4 cột" in heard or "4 columns" in heard, heard
