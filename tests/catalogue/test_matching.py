"""How well things fit what was searched for, and what else is offered when nothing does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.base.text import fold
from hoanhap.catalogue.matching import MOST_NEAR, asked_words, grade, near_words

WORDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=80)
TEXTS = [
    ["Vật lý trị liệu", "tập vận động", "Phục hồi chức năng"],
    ["Xe đưa đón tận nhà", "xe lăn", "đi bệnh viện"],
    ["Mượn, sửa xe lăn và dụng cụ", "nạng", "gậy trắng"],
]


def best(typed: str, *titles: str, others: str = "") -> list[str]:
    """The titles in order of how well they fit."""
    return sorted(titles, key=lambda title: grade(asked_words(typed), title, others))


def test_marks_that_are_the_same_come_before_marks_that_are_not() -> None:
    assert best("hòa", "Hoa Sứ", "Phường Hòa Thành") == ["Phường Hòa Thành", "Hoa Sứ"]
    assert best("hoa", "Phường Hòa Thành", "Hoa Sứ") == ["Hoa Sứ", "Phường Hòa Thành"]


def test_both_places_for_a_tone_mark_are_the_same() -> None:
    assert grade(asked_words("Hoà Thành"), "Hòa Thành", "") == grade(asked_words("hòa thành"), "Hoà Thành", "")


def test_whole_words_come_before_words_that_were_only_begun() -> None:
    assert best("xe la", "Xe lăn", "Xe lạ") == ["Xe lạ", "Xe lăn"]


def test_the_title_comes_before_other_words() -> None:
    in_title, elsewhere = grade(["xe"], "Xe", "bạn"), grade(["xe"], "Bạn", "xe")

    assert in_title < elsewhere


def test_a_better_fit_elsewhere_comes_before_a_worse_one_in_the_title() -> None:
    assert grade(["khám"], "Việc làm", "khám mắt") < grade(["khám"], "Kham khổ", "")


@given(WORDS, WORDS)
def test_everything_fits_itself_best(typed: str, other: str) -> None:
    asked = asked_words(typed)

    assert grade(asked, typed, other) <= grade(asked, other, typed)


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("phuk hoi", "phục hồi"),
        ("xe lann", "xe lăn"),
        ("tôi muốn đi phục hồi chức năng", "phục hồi chức năng"),
        ("vât ly tri liệuu", "vật lý trị liệu"),
    ],
)
def test_words_are_mended_so_that_something_has_them(typed: str, near: str) -> None:
    assert near in " ".join(near_words(typed, TEXTS)).casefold()


@given(WORDS)
def test_near_words_are_few_differ_and_are_not_what_was_typed(typed: str) -> None:
    near = near_words(typed, TEXTS)

    assert len(near) <= MOST_NEAR
    assert len({fold(each) for each in near}) == len(near)
    assert typed not in near


@given(st.sampled_from([phrase for phrases in TEXTS for phrase in phrases if len(phrase) > 5]), st.data())
def test_a_phrase_with_a_wrong_last_letter_is_near(phrase: str, data: st.DataObject) -> None:
    wrong = data.draw(st.sampled_from("bdfjkqvwxz"))

    assert fold(phrase) in [fold(each) for each in near_words(phrase + wrong, TEXTS)] or any(
        fold(each) in fold(phrase).replace(",", "") for each in near_words(phrase + wrong, TEXTS)
    )


def test_words_that_are_like_nothing_have_nothing_near() -> None:
    assert near_words("qwxz", TEXTS) == []
    assert near_words("", TEXTS) == []
    assert near_words("xe", []) == []
