"""Somebody at the desk who cannot see decides a request."""

from e2e.given import DECIDES_FIRST, a_phone, a_request
from e2e.screenreader.listener import Listener
from e2e.screenreader.steps import then_the_page_is
from e2e.site import Site
from hoanhap.base.text import groups

QUEUE = f"/organization/places/{DECIDES_FIRST}/requests"


def test_a_request_is_decided(listener: Listener, site: Site) -> None:
    reference = a_request(site, a_phone(), question="Nhà quý vị có bậc thềm không?")
    listener.page.goto(f"{listener.url}/sign-in")
    listener.page.click("button[name=account][value=desk]")
    then_the_page_is(listener.opens(QUEUE), "Yêu cầu chờ trả lời, Hòa Nhập.")
    assert "Đã trễ trả lời" in listener.reads_all("Phan Thanh Tùng")

    then_the_page_is(listener.opens(f"{QUEUE}/{reference}"), f"Yêu cầu mã {groups(reference)}, Hòa Nhập.")
    assert "Ghi câu trả lời qua điện thoại" in listener.goes_to("Ghi câu trả lời", "h")
    assert "Quyết định" in listener.goes_to("Quyết định", "h")
    listener.goes_to("Nhận lịch hẹn này nút bấm", "b")
    then_the_page_is(listener.follows(), "Đã nhận, Yêu cầu chờ trả lời, Hòa Nhập.")
