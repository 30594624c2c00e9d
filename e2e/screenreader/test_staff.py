"""Somebody on the staff who cannot see signs in, looks at how things go, and notes who has been called."""

from e2e.given import a_key_in_the_browser, a_member_of_staff, a_message_to_be_said, code_of_authenticator
from e2e.journeys.steps import GO_ON
from e2e.screenreader.listener import Listener
from e2e.screenreader.steps import then_the_page_is
from e2e.site import Site
from tests.staffing import PASSWORD


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


def test_both_proofs_are_shown(listener: Listener, site: Site) -> None:
    phone = a_member_of_staff(site)
    then_the_page_is(listener.opens("/staff/sign-in"), "Nhân viên đăng nhập, Hòa Nhập.")

    assert "Số điện thoại" in listener.next("field")
    listener.types(phone)
    assert "Mật khẩu" in listener.tabs()
    listener.types(PASSWORD)
    then_the_page_is(listener.follows(), "Nhập mã trong ứng dụng xác thực, Hòa Nhập.")
    code = listener.next("field")
    assert "Mã 6 chữ số" in code
    assert "Nhập một mã dự phòng 12 chữ số vào đây." in code
    listener.types(code_of_authenticator(site))
    heard = listener.follows()
    assert "Trung tâm Phục hồi chức năng Nắng Ấm" in heard, heard


def test_a_passkey_is_made_and_opens(listener: Listener, site: Site) -> None:
    a_key_in_the_browser(listener.page)
    phone = a_member_of_staff(site)
    listener.opens("/staff/sign-in")
    listener.page.fill("#username", phone)
    listener.page.fill("#password", PASSWORD)
    listener.page.click(GO_ON)
    listener.page.fill("#code", code_of_authenticator(site))
    listener.page.click(GO_ON)
    then_the_page_is(listener.opens("/staff/account/passkeys/new"), "Thêm khóa truy cập, Hòa Nhập.")

    assert "Tên của khóa" in listener.next("field")
    listener.types("Máy này")
    assert "Mật khẩu hiện tại" in listener.tabs()
    listener.types(PASSWORD)
    listener.goes_to("Tạo khóa nút bấm")
    then_the_page_is(listener.follows(), "Đã xong, Tài khoản của quý vị, Hòa Nhập.")

    listener.page.context.clear_cookies(name="login")
    listener.opens("/staff/account")
    listener.goes_to("Đăng nhập bằng khóa truy cập", "b")
    then_the_page_is(listener.follows(), "Tài khoản của quý vị, Hòa Nhập.")


def test_a_week_is_planned(listener: Listener) -> None:
    """Every field of the form says what it is for, and what would change is heard before it does."""
    listener.page.goto(f"{listener.url}/sign-in")
    listener.page.click("button[name=account][value=capacity]")
    then_the_page_is(listener.opens("/organization/places/trung-tam-nang-am/weeks"), "Lịch tuần, Hòa Nhập.")
    assert "tiêu đề cấp 3" in listener.goes_to("Thứ Hai đến Thứ Sáu, 7 giờ đến 11 giờ", "h")

    listener.goes_to("Thêm giờ mở cửa, Vật lý trị liệu", "k")
    then_the_page_is(listener.follows(), "Thêm giờ mở cửa, Hòa Nhập.")
    assert "Mở những ngày nào?" in listener.goes_to("Thứ Hai hộp chọn")
    listener.goes_to("Chủ Nhật", "x")
    listener.presses("space")
    for field, text in {"Mở cửa lúc": "8:00", "Đóng cửa lúc": "10:00"}.items():
        listener.goes_to(field)
        listener.types(text)
    for field, text in {"Tổng số chỗ": "2", "Số chỗ cho người tự đặt": "1"}.items():
        listener.goes_to(field)
        listener.types(text)
    listener.goes_to("Xem sẽ thay đổi gì nút bấm")
    then_the_page_is(listener.follows(), "Xem lại trước khi đổi lịch tuần, Hòa Nhập.")
    assert "Sẽ thay đổi gì" in listener.goes_to("Sẽ thay đổi gì", "h")
    listener.goes_to("Đổi lịch tuần nút bấm", "b")
    then_the_page_is(listener.follows(), "Đã đổi lịch tuần, Lịch tuần, Hòa Nhập.")
