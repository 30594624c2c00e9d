"""Somebody on the staff who cannot see signs in, looks at how things go, and notes who has been called."""

from e2e.given import a_member_of_staff, a_message_to_be_said, code_of_authenticator
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
