"""What a password must be, which codes count, and as what somebody signs in."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.staff import rules
from tests.makers import NOON
from tests.staffing import OTHER_PASSWORD, PASSWORD, SECRET, code_at

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - see timezones
WORDS = st.lists(st.sampled_from(["matkhau", "hoanhap", "Tây Ninh", "123456789", "qwertyuiop", "aaaaaa"]), min_size=1)


@pytest.mark.parametrize("password", [PASSWORD, OTHER_PASSWORD, "correct horse battery staple", "Xk7#pQ2mZr9!vLw"])
def test_a_long_password_of_ones_own_is_good(password: str) -> None:
    assert rules.fault_of_password(password, ()) is None


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "PassWord PassWord 1",
        "P.a.s.s.w.o.r.d.P.a.s.s.w.o.r.d",
        "mật khẩu của tôi 2026",
        "matkhau123456789",
        "Hòa Nhập Tây Ninh",
        "987654321098765",
        "qwertyuiopasdfgh",
        "aaaaaaaaaaaaaaaaaaaaa",
        "!!!!!!!!!!!!!!!!!",
        " " * 20,
    ],
)
def test_what_everybody_tries_first_is_not(password: str) -> None:
    assert rules.is_soon_tried(password)


def test_what_is_known_of_somebody_is_no_password() -> None:
    about = rules.known_of("+84900000004", "Phạm Thị Bích Thủy", "Trung tâm Nắng Ấm")

    assert rules.is_soon_tried("0900000004 0900000004", about)
    assert rules.is_soon_tried("Bích Thủy Bích Thủy", about)
    assert rules.is_soon_tried("Trung tâm Nắng Ấm 2026", about)
    assert not rules.is_soon_tried("Bích Thủy Bích Thủy")


@given(st.text(max_size=rules.SHORTEST_PASSWORD - 1))
def test_a_short_password_is_refused_whatever_it_is_made_of(password: str) -> None:
    assert rules.fault_of_password(password, ()) is not None


@given(st.text(min_size=15, max_size=220))
def test_only_length_and_familiarity_count(password: str) -> None:
    fits = rules.SHORTEST_PASSWORD <= len(rules.normal(password)) <= rules.LONGEST_PASSWORD

    assert (rules.fault_of_password(password, ()) is None) == (fits and not rules.is_soon_tried(password))


@given(WORDS, st.integers(1, 3))
def test_two_known_words_are_no_password_however_often(words: list[str], times: int) -> None:
    two = words[: rules.MOST_WORDS]

    assert rules.is_soon_tried(" ".join(two * times))
    assert rules.is_soon_tried("-".join(two * times).upper())


@given(st.text())
def test_a_password_is_the_same_however_its_marks_are_typed(password: str) -> None:
    assert rules.normal(unicodedata.normalize("NFD", password)) == rules.normal(password)


@given(MOMENTS, st.integers(-90, 90))
def test_a_code_is_good_for_its_step_and_one_on_each_side(now: datetime, seconds: int) -> None:
    made = now + timedelta(seconds=seconds)
    apart = int(made.timestamp()) // 30 - int(now.timestamp()) // 30

    step = rules.matching_step(SECRET, code_at(made), now=now)

    if abs(apart) <= 1:
        assert step is not None
        assert pyotp.TOTP(SECRET).generate_otp(step) == code_at(made)
    else:
        assert step is None or pyotp.TOTP(SECRET).generate_otp(step) == code_at(made)  # by chance alone


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦"])
def test_what_is_no_code_matches_no_step(typed: str) -> None:
    assert rules.matching_step(SECRET, typed, now=NOON) is None


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_secret_is_digits_that_an_authenticator_reads(one: str, other: str) -> None:
    secret = rules.authenticator_secret(one)

    assert len(secret) == rules.SECRET_DIGITS
    assert set(secret) <= set("234567")
    assert len(pyotp.TOTP(secret).byte_secret()) * 8 >= 160
    assert (rules.authenticator_secret(other) == secret) == (one == other)


def test_the_link_is_read_by_an_authenticator_as_it_was_meant() -> None:
    found = pyotp.parse_uri(rules.authenticator_link(SECRET, "+84938111222"))

    assert isinstance(found, pyotp.TOTP)
    assert (found.secret, found.name, found.issuer) == (SECRET, "0938111222", "Hòa Nhập")


@pytest.mark.parametrize(
    ("account", "posts", "role"),
    [
        ("person", [], None),
        ("staff", [], None),
        ("person", ["desk"], "staff"),
        ("admin", [], "admin"),
        ("agency", ["desk"], "agency"),
    ],
)
def test_only_whoever_has_work_here_signs_in_at_work(account: str, posts: list[str], role: str | None) -> None:
    assert rules.role_of(account, posts) == role
