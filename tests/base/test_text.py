"""Text: what people type is kept as they wrote it and found however they write it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.base import text

WORDS = st.text(st.characters(blacklist_categories=["Cs"]))


@given(WORDS)
def test_folding_twice_is_folding_once(words: str) -> None:
    assert text.fold(text.fold(words)) == text.fold(words)


@given(WORDS)
def test_folding_does_not_depend_on_the_normal_form(words: str) -> None:
    assert text.fold(unicodedata.normalize("NFC", words)) == text.fold(unicodedata.normalize("NFD", words))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đặng Thúy", "dang thuy"),
        ("Hoà", "Hòa"),
        ("NGUYỄN THỊ ÁNH TUYẾT", "nguyen thi anh tuyet"),
        ("Đ", "đ"),
        ("ương", "uong"),
    ],
)
def test_marks_and_case_make_no_difference(one: str, other: str) -> None:
    assert text.fold(one) == text.fold(other)


def test_other_letters_do() -> None:
    assert text.fold("Hòa") != text.fold("Hóan")


@given(WORDS)
def test_tidying_twice_is_tidying_once(words: str) -> None:
    tidied = text.tidy(words)

    assert text.tidy(tidied) == tidied
    assert unicodedata.is_normalized("NFC", tidied)
    assert tidied == " ".join(tidied.split())


@given(WORDS)
def test_tidying_changes_no_letter(words: str) -> None:
    def letters(written: str) -> str:
        """Without spaces: marks on both sides of one come together, and then have an order."""
        return unicodedata.normalize("NFC", "".join(unicodedata.normalize("NFC", written).split()))

    assert letters(text.tidy(words)) == letters(words)


@pytest.mark.parametrize("dirty", ["a\x00b", "\x1b[31m", "\x7f", "\x85", chr(0xD800), "\ufffd"])
def test_what_a_database_cannot_keep_is_not_clean(dirty: str) -> None:
    assert not text.is_clean(dirty)


@pytest.mark.parametrize("clean", ["", "Nguyễn Thị Ánh Tuyết", "một\nhai\r\n\tba", "👩🏽‍🦽", "\u200d"])
def test_what_people_write_is_clean(clean: str) -> None:
    assert text.is_clean(clean)


@given(WORDS)
def test_a_tone_placed_twice_is_placed_once(words: str) -> None:
    assert text.canonical(text.canonical(words)) == text.canonical(words)


@given(WORDS | st.text("hoaeuyqHOAEUYQ \u0300\u0301\u0303\u0309\u0323", max_size=12))
def test_placing_tones_changes_no_letter(words: str) -> None:
    assert text.fold(text.canonical(words)) == text.fold(words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà", "Hòa"),
        ("khoẻ", "khỏe"),
        ("THUỶ", "THỦY"),
        ("hoà nhập", "hòa nhập"),
        ("hoà.", "hòa."),
        (unicodedata.normalize("NFD", "hoạ"), "họa"),
    ],
)
def test_both_ways_to_place_a_tone_are_one(one: str, other: str) -> None:
    assert text.canonical(one) == other == text.canonical(other)


@pytest.mark.parametrize("word", ["quý", "hoàn", "khuỷu", "loạt", "xoài", "hoặc", "thuở", "tuần", "đoán"])
def test_a_tone_that_has_one_place_stays_there(word: str) -> None:
    assert text.canonical(word) == word


@given(WORDS)
def test_words_hold_no_signs(words: str) -> None:
    assert all(each.isalnum() for each in text.words(words))


def test_words_keep_their_marks() -> None:
    assert text.words("Hoà-Nhập: “xe lăn” (2)") == ["hòa", "nhập", "xe", "lăn", "2"]


@given(st.text("0123456789", max_size=20), st.integers(1, 5))
def test_groups_keep_the_digits(digits: str, size: int) -> None:
    grouped = text.groups(digits, size)

    assert grouped.replace(" ", "") == digits
    assert all(len(group) == size for group in grouped.split(" ")[:-1])


@given(WORDS)
def test_lines_are_tidied_once_and_keep_their_letters(words: str) -> None:
    tidied = text.lines(words)

    assert text.lines(tidied) == tidied
    assert "".join(tidied.split()) == "".join(unicodedata.normalize("NFC", words).split())
    assert "\n\n\n" not in tidied


def test_lines_stay_lines() -> None:
    assert text.lines("  một  hai \r\n\r\n\r\n\n ba\n") == "một hai\n\nba"
