"""Somebody who cannot see says what their place offers: what is missing is heard, and so is the way to each of it."""

from e2e.screenreader.listener import Listener
from e2e.screenreader.steps import then_the_errors_are_told, then_the_page_is

OFFERINGS = "/organization/places/trung-tam-nang-am/offerings"


def test_a_draft_says_what_is_missing(listener: Listener) -> None:
    listener.page.goto(f"{listener.url}/sign-in")
    listener.page.click("button[name=account][value=capacity]")
    then_the_page_is(listener.opens(f"{OFFERINGS}/new?q=vay von"), "Thêm dịch vụ, Hòa Nhập.")

    assert "Tư vấn vay vốn, Việc làm và vay vốn" in listener.next("radio")
    listener.presses("space")
    listener.goes_to("Thêm bản nháp nút bấm")
    then_the_page_is(listener.follows(), "Đã thêm bản nháp, Tư vấn vay vốn, Hòa Nhập.")

    assert "Còn thiếu trước khi công bố" in listener.goes_to("Còn thiếu", "h")
    listener.goes_to("Chưa ghi giá", "k")
    then_the_page_is(listener.follows(), "Giá và điều cần biết, Hòa Nhập.")
    assert "Giá bao nhiêu?" in listener.next("field")
    listener.presses("ctrl+a")
    listener.presses("Delete")
    listener.goes_to("Ghi nút bấm", "b")
    then_the_errors_are_told(listener, listener.follows(), "Viết giá, hoặc viết rằng không phải trả tiền.")

    listener.next("link")
    listener.follows()
    listener.types("Không phải trả tiền.")
    listener.goes_to("Ghi nút bấm")
    then_the_page_is(listener.follows(), "Đã ghi, Tư vấn vay vốn, Hòa Nhập.")
    listener.goes_to("Công bố nút bấm", "b")
    then_the_page_is(listener.follows(), "Chưa công bố được, Tư vấn vay vốn, Hòa Nhập.")
