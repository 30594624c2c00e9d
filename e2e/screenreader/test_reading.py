"""What was done is heard first, the list of days by a filter that is heard once; a minute of silence; whole pages."""

import re
from pathlib import Path

import pytest

from e2e.given import NAME, a_phone
from e2e.screenreader.listener import Listener
from e2e.screenreader.steps import given_somebody_signed_in, then_the_page_is
from hoanhap.web.aloud import find_voice

SAID = Path(__file__).with_name("said.js").read_text("utf-8").partition("\n")[2]
A_MINUTE = 60.0
LAST = "Không có tin nhắn nào được gửi đi"
"""The end of the foot of every page."""
PAGES = ("/", "/services/vat-ly-tri-lieu", "/settings/display", "/help/callback", "/accessibility")


def test_a_minute_in_which_nothing_is_said_unasked(listener: Listener) -> None:
    listener.opens("/services/vat-ly-tri-lieu")

    assert not listener.waits(A_MINUTE)


@pytest.mark.parametrize("path", PAGES)
def test_all_that_is_there_is_read_in_order(listener: Listener, path: str) -> None:
    listener.opens(path)
    listener.presses("ctrl+Home")
    heard = listener.reads_all(LAST)

    there = re.findall(r"\w+", listener.page.evaluate(SAID))
    said = iter(re.findall(r"\w+", heard.text))
    unheard = next((nth for nth, word in enumerate(there) if word not in said), None)
    assert unheard is None, f"not heard: {' '.join(there[unheard : unheard + 12])}\n{heard}"


def test_another_look_is_heard_when_it_is_kept(listener: Listener) -> None:
    listener.opens("/settings/display")
    assert "chưa chọn" in listener.goes_to("Nền đen, chữ vàng", "r")
    assert "được chọn" in listener.presses("space")
    listener.next("button")

    then_the_page_is(listener.follows(), "Đã lưu, Cài đặt hiển thị, Hòa Nhập.")
    assert listener.page.locator("html[data-theme=yellow-on-black]").count()


def test_a_page_is_listened_to_by_whoever_chose_that(listener: Listener) -> None:
    if find_voice() is None:
        pytest.skip("This machine has no voice, so no page offers to be read aloud.")
    listener.opens("/settings/display")
    listener.goes_to("Có nút nghe ở cuối mỗi trang", "r")
    listener.presses("space")
    listener.next("button")
    then_the_page_is(listener.follows(), "Đã lưu, Cài đặt hiển thị, Hòa Nhập.")

    listener.opens("/help")
    assert "tiêu đề cấp 2" in listener.goes_to("Nghe trang này", "h")
    assert "Nghe trang này âm thanh" in listener.tabs()
    assert "play nút bấm" in listener.tabs()
    listener.presses("space")

    listener.page.wait_for_function("document.querySelector('audio').currentTime > 1")


def test_needs_for_one_search_are_heard_when_they_are_kept(listener: Listener) -> None:
    listener.opens("/needs")
    assert "not checked" in listener.goes_to("giấy tờ chữ to hộp chọn", "x")
    assert listener.presses("space")
    assert listener.page.locator("main [type=checkbox]:checked").count() == 1
    listener.goes_to("Dùng cho lần tìm này", "b")

    then_the_page_is(listener.follows(), "Đã ghi nhớ cho lần tìm này, Nhu cầu của tôi, Hòa Nhập.")


def test_a_calendar_is_heard_when_it_is_made_and_when_it_is_ended(listener: Listener) -> None:
    given_somebody_signed_in(listener, a_phone(), "/calendar")

    listener.next("button")
    then_the_page_is(listener.follows(), "Đã tạo địa chỉ, Lịch trên điện thoại, Hòa Nhập.")

    listener.goes_to("Tắt", "b")
    then_the_page_is(listener.follows(), "Đã tắt, Lịch trên điện thoại, Hòa Nhập.")


def test_another_code_is_heard_when_it_is_sent(listener: Listener) -> None:
    listener.opens("/services/vat-ly-tri-lieu")
    listener.next("button")
    listener.follows()
    listener.next("field")
    listener.types(NAME)
    listener.tabs()
    listener.types(a_phone())
    listener.follows()

    listener.goes_to("Gửi mã mới", "b")

    then_the_page_is(listener.follows(), "Đã gửi mã mới, Nhập mã, Bước 2 trên 2, Vật lý trị liệu.")


def test_the_list_of_days_changes_and_what_it_holds_is_said_once(listener: Listener) -> None:
    listener.opens("/services/vat-ly-tri-lieu")
    listener.goes_to("Chọn nơi tiêu đề", "h")
    listener.goes_to("Bệnh viện", "k")
    listener.follows()
    listener.goes_to("Lọc theo buổi hoặc thứ")
    assert "đã giãn ra" in listener.presses("space")
    listener.tabs()
    listener.presses("Down")
    assert "Buổi sáng" in listener.latest or "Buổi sáng" in listener.presses("Down")
    listener.goes_to("Lọc ngày nút bấm")

    heard = listener.presses("space")

    heard.once("Tìm thấy")
    assert heard.utterances[-1].startswith("Tìm thấy")
    assert listener.page.locator("form[hx-get] button:focus").count()
