"""What went wrong is heard first, each thing once and in order, and the way to mend it is one key."""

import pytest

from e2e.given import a_phone, an_offering
from e2e.screenreader.listener import Listener
from e2e.screenreader.steps import then_the_errors_are_told
from e2e.site import Site

NO_NAME = "Nhập họ và tên."
NO_PHONE = "Nhập số điện thoại."


def test_neither_name_nor_phone_on_the_check_page(listener: Listener) -> None:
    listener.opens("/services/vat-ly-tri-lieu")
    listener.next("button")
    listener.follows()
    listener.next("button")

    then_the_errors_are_told(listener, listener.follows(), "Cần sửa 2 chỗ", NO_NAME, NO_PHONE)

    listener.tabs()
    listener.follows()
    assert listener.page.locator("#full_name:focus").count()


def test_no_time_chosen(listener: Listener, site: Site) -> None:
    listener.opens(f"/services/tro-chuyen-tham-van/times?place={an_offering(site).id}")
    listener.goes_to("Thứ", "k")
    listener.follows()
    listener.next("button")

    then_the_errors_are_told(listener, listener.follows(), "Cần sửa một chỗ")


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", NO_PHONE), ("12", "Số này còn thiếu. Nhập đủ 10 chữ số"), ("09 12 34 x", "Số này còn thiếu.")],
)
def test_a_number_that_is_none(listener: Listener, typed: str, told: str) -> None:
    listener.opens("/sign-in")
    listener.next("field")
    listener.types(typed)

    then_the_errors_are_told(listener, listener.follows(), "Cần sửa một chỗ", told)
    assert listener.page.locator("#phone").input_value() == typed


def test_nobody_to_call_back(listener: Listener) -> None:
    listener.opens("/help/callback")
    listener.next("button")

    then_the_errors_are_told(listener, listener.follows(), "Cần sửa 2 chỗ", NO_NAME, NO_PHONE)


def test_a_wrong_code(listener: Listener) -> None:
    listener.opens("/sign-in")
    listener.next("field")
    listener.types(a_phone())
    listener.follows()
    listener.next("field")
    listener.types("00 00 00")

    then_the_errors_are_told(listener, listener.follows(), "Cần sửa một chỗ")
