"""The sentences that spoken stories are told in."""

from e2e import given
from e2e.screenreader.listener import Heard, Listener, Reader

ERROR = "Lỗi:"
ARRIVED = "Hoàn tất nạp"
"""What Orca says when a page is there, before its title."""


def given_somebody_signed_in(listener: Listener, phone: str, path: str) -> Heard:
    """They are signed in as the person with this phone, and hear a page of theirs."""
    page = listener.page
    page.goto(f"{listener.url}/sign-in?next={path}")
    page.fill("#phone", phone)
    page.click("main form button[type=submit]")
    page.fill("#code", given.code_sent_to(listener.phone, listener.url, phone))
    page.click("main form button[type=submit]")
    return listener.opens(path)


def when_they_choose_what_comes_first(reader: Reader) -> Heard:
    """From the home page by search and by the first time that is offered; what is heard of that time."""
    assert "Tìm dịch vụ" in reader.next("field")
    reader.types("vat ly")
    then_the_page_is(reader.follows(), "Kết quả tìm “vat ly”, Hòa Nhập.")
    reader.goes_to("dịch vụ tiêu đề cấp 2", "2")
    assert "Vật lý trị liệu liên kết" in reader.next("link")
    then_the_page_is(reader.follows(), "Vật lý trị liệu.")

    offer = reader.next("button")
    then_a_choice_is_told(offer, "giờ", "Thứ", "ngày", "tháng", "năm", "còn", "chỗ")
    then_the_page_is(reader.follows(), "Xem lại rồi đặt, Bước 1 trên 2, Vật lý trị liệu.")
    return offer


def when_they_say_who_comes(reader: Reader, phone: str) -> None:
    """The name and the phone on the check page, and the code that the phone gets; then it is booked."""
    assert "Họ và tên người đến" in reader.next("field")
    reader.types(given.NAME)
    assert "Số điện thoại" in reader.tabs()
    reader.types(phone)
    then_the_page_is(reader.follows(), "Nhập mã, Bước 2 trên 2, Vật lý trị liệu.")
    then_the_page_is(when_they_enter_the_code(reader, phone), "Đã đặt lịch, Vật lý trị liệu.")


def when_they_enter_the_code(reader: Reader, phone: str, nth: int = 1) -> Heard:
    """They read the message on their phone, type the code, and hear what comes of it."""
    reader.next("field")
    reader.types(given.code_sent_to(reader.phone, reader.url, phone, nth))
    return reader.follows()


def then_the_page_is(heard: Heard, title: str) -> None:
    """The title was said when the page was there, and nothing of the page a second time."""
    heard.once(f"{ARRIVED} {title}")


def then_a_choice_is_told(heard: Heard, *parts: str) -> None:
    """What tells one choice from another is said, once."""
    for part in parts:
        assert part in heard, heard
    assert len(heard.utterances) <= 2, f"said in pieces: {heard}"


def then_the_errors_come_first(heard: Heard, *errors: str) -> None:
    """The title begins with "Lỗi:", and then each error is said once, in order."""
    assert f"{ARRIVED} {ERROR} " in heard, heard
    heard.once(*errors)


def then_the_errors_are_told(listener: Listener, heard: Heard, *errors: str) -> None:
    """They are heard first, and the focus is where they stand."""
    then_the_errors_come_first(heard, *errors)
    assert listener.page.locator(".error-summary:focus").count()
