"""Somebody on the staff who cannot see looks at how things go, and notes who has been called."""

from e2e.given import a_message_to_be_said
from e2e.screenreader.listener import Listener
from e2e.screenreader.steps import then_the_page_is
from e2e.site import Site


def test_a_call_is_noted(listener: Listener, site: Site) -> None:
    a_message_to_be_said(site)
    listener.page.goto(f"{listener.url}/sign-in")
    listener.page.click("button[name=account][value=admin]")
    then_the_page_is(listener.opens("/staff"), "Mọi lời hẹn đều khớp, Tình hình hôm nay, Hòa Nhập.")

    listener.goes_to("gọi", "k")
    then_the_page_is(listener.follows(), "Người cần gọi, Hòa Nhập.")
    assert "Dòng 1, đợi từ" in listener.goes_to("tiêu đề cấp 3", "h")
    listener.goes_to("Đã gọi, dòng 1 nút bấm", "b")
    then_the_page_is(listener.follows(), "Đã ghi, Người cần gọi, Hòa Nhập.")
