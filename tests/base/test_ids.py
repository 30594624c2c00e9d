"""Identifiers: what people say over a phone is checked, what must not be guessed is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.base import ids

DIGITS = st.text("0123456789", min_size=1, max_size=12)
OTHER_DIGITS = "0123456789０１²³٣abc -"


def checked(digits: str) -> str:
    return f"{digits}{ids.check_digit(digits)}"


@given(DIGITS)
def test_a_checked_number_checks(digits: str) -> None:
    assert ids.check_digit(checked(digits)) == 0


@given(DIGITS, st.data())
def test_one_wrong_digit_is_caught(digits: str, data: st.DataObject) -> None:
    number = checked(digits)
    at = data.draw(st.integers(0, len(number) - 1))
    wrong = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != number[at]))

    assert ids.check_digit(f"{number[:at]}{wrong}{number[at + 1 :]}") != 0


@given(DIGITS, st.data())
def test_two_neighbours_swapped_are_caught(digits: str, data: st.DataObject) -> None:
    number = checked(digits)
    at = data.draw(st.integers(0, len(number) - 2))
    swapped = f"{number[:at]}{number[at + 1]}{number[at]}{number[at + 2 :]}"

    assert (ids.check_digit(swapped) == 0) == (swapped == number)


def test_every_mistake_in_one_reference_is_caught() -> None:
    number = ids.reference()
    mistakes = {number[:at] + digit + number[at + 1 :] for at in range(8) for digit in "0123456789"} - {number}
    swaps = {number[:at] + number[at + 1] + number[at] + number[at + 2 :] for at in range(7)} - {number}

    assert ids.is_reference(number)
    assert not [wrong for wrong in mistakes | swaps if ids.is_reference(wrong)]


@given(st.text(OTHER_DIGITS, max_size=10))
def test_only_eight_checked_ascii_digits_are_a_reference(text: str) -> None:
    is_plain = len(text) == 8 and all(letter in "0123456789" for letter in text)

    assert ids.is_reference(text) == (is_plain and ids.check_digit(text) == 0)


PARTS = st.lists(st.text().filter(lambda part: "\x1f" not in part), min_size=1, max_size=3)


@given(PARTS, PARTS)
def test_the_boundaries_of_parts_count(some: list[str], others: list[str]) -> None:
    assert (ids.digest(*some) == ids.digest(*others)) == (some == others)


def test_parts_are_not_just_joined() -> None:
    assert ids.digest("ab", "c") != ids.digest("a", "bc")
    assert ids.sealed("secret", "ab", "c") != ids.sealed("secret", "a", "bc")


@given(st.text(), st.text())
def test_same_is_equal(one: str, other: str) -> None:
    assert ids.is_same(one, one)
    assert ids.is_same(one, other) == (one == other)


def test_a_seal_needs_the_secret() -> None:
    assert ids.sealed("secret", "code") == ids.sealed("secret", "code")
    assert ids.sealed("secret", "code") != ids.sealed("other", "code")
    assert ids.sealed("secret", "code") != ids.sealed("secret", "edoc")


def test_tokens_are_long_and_differ() -> None:
    tokens = {ids.token() for _ in range(1000)}

    assert len(tokens) == 1000
    assert {len(token) for token in tokens} == {22}


def test_codes_are_six_digits_and_use_all_of_them() -> None:
    codes = [ids.one_time_code() for _ in range(2000)]

    assert all(len(code) == 6 and code.isascii() and code.isdigit() for code in codes)
    assert {code[0] for code in codes} == set("0123456789")


def test_chance_is_predictable_only_inside() -> None:
    with ids.predictable(1):
        first = (ids.token(), ids.reference())
    with ids.predictable(1):
        again = (ids.token(), ids.reference())
    outside = (ids.token(), ids.reference())

    assert first == again
    assert outside != first


def test_chance_is_restored_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError), ids.predictable(1):
        _ = 1 // 0
    with ids.predictable(1):
        inside = ids.token()

    assert ids.token() != inside
