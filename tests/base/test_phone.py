"""Phone numbers: read as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.base import phone, text

MOBILE = st.builds(
    lambda prefix, rest: f"{prefix}{rest}",
    st.sampled_from(["90", "91", "98", "32", "70", "83", "56"]),
    st.text("0123456789", min_size=7, max_size=7),
)


@given(MOBILE, st.sampled_from(["0{}", "+84{}", "0084{}", "84{}", " 0{} ", "+84 (0){}"]), st.data())
def test_a_mobile_number_is_read_however_it_is_typed(digits: str, form: str, data: st.DataObject) -> None:
    separator = data.draw(st.sampled_from(["", " ", ".", "-"]))
    typed = form.format(separator.join(text.groups(digits, 3).split()))

    assert phone.parse(typed) == f"+84{digits}"


@given(st.text(max_size=30))
def test_anything_else_is_none_or_a_number_that_reads_as_itself(typed: str) -> None:
    number = phone.parse(typed)

    assert number is None or (number.startswith("+84") and phone.parse(number) == number)


@pytest.mark.parametrize(
    "typed", ["", "abc", "0912", "123456", "+1 202 555 0123", "+84 1", "0000000000", "09123456789012"]
)
def test_what_cannot_be_called_is_refused(typed: str) -> None:
    assert phone.parse(typed) is None


def test_a_landline_of_tay_ninh_is_a_number() -> None:
    assert phone.parse("0276 3822 222") == "+842763822222"


@given(MOBILE)
def test_the_national_form_is_the_same_number(digits: str) -> None:
    assert phone.national(f"+84{digits}") == f"0{digits}"
    assert phone.parse(phone.national(f"+84{digits}")) == f"+84{digits}"
