"""Fields read from forms: what is usable comes back, and every fault has a sentence of its own at its own field."""

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.web.forms import DATE_PARTS, Form

FIRST, LAST = date(1900, 3, 10), date(2026, 11, 24)
MISSING = "Nhập ngày sinh."
dates = st.dates(FIRST, LAST)
anything = st.text(max_size=6) | st.integers(-5, 3000).map(str)


def form(day: str, month: str, year: str) -> Form:
    return Form({"born-day": day, "born-month": month, "born-year": year}, lambda sentence: sentence)


def read(typed: Form, *, missing: str = MISSING) -> date | None:
    return typed.date("born", earliest=FIRST, latest=LAST, missing=missing)


@given(dates, st.sampled_from(["{}", "{:02}", " {} ", "{:04}"]))
def test_a_date_is_read_as_people_write_it(day: date, how: str) -> None:
    typed = form(how.format(day.day), how.format(day.month), f" {day.year} ")

    assert read(typed) == day
    assert typed.ok


@given(anything, anything, anything)
def test_whatever_is_typed_there_is_a_date_or_a_sentence_at_one_of_the_fields(day: str, month: str, year: str) -> None:
    typed = form(day, month, year)

    found = read(typed)

    assert (found is not None) == typed.ok
    assert found is None or FIRST <= found <= LAST
    assert {field for field, _ in typed.errors} <= {f"born-{part}" for part in DATE_PARTS}
    assert all("{" not in sentence and sentence.endswith(".") for _, sentence in typed.errors)


@given(st.integers(1901, 2025), st.integers(1, 12), st.integers(29, 31))
def test_a_day_that_its_month_has_not_is_never_moved_into_the_next(year: int, month: int, day: int) -> None:
    typed = form(str(day), str(month), str(year))
    days = monthrange(year, month)[1]

    found = read(typed)

    assert found == (date(year, month, day) if day <= days else None)
    if found is None:
        assert typed.errors == [("born-day", f"Tháng {month} năm {year} chỉ có {days} ngày.")]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (("", "", ""), {"day": MISSING}),
        ((" ", "", ""), {"day": MISSING}),
        (("24", "", "1975"), {"month": "Nhập tháng từ 1 đến 12."}),
        (("0", "13", "1975"), {"day": "Nhập ngày từ 1 đến 31.", "month": "Nhập tháng từ 1 đến 12."}),
        (("24", "11", "75"), {"year": "Nhập năm từ 1900 đến 2026, đủ 4 chữ số."}),
        (("24", "11", "2027"), {"year": "Nhập năm từ 1900 đến 2026, đủ 4 chữ số."}),
        (("hai", "ba", "tư"), dict.fromkeys(DATE_PARTS)),
        (("²", "3", "1975"), {"day": "Nhập ngày từ 1 đến 31."}),
        (("25", "11", "2026"), {"day": "Nhập ngày 24 tháng 11 năm 2026 hoặc sớm hơn."}),
        (("9", "3", "1900"), {"day": "Nhập ngày 10 tháng 3 năm 1900 hoặc muộn hơn."}),
    ],
)
def test_each_fault_has_its_sentence_at_its_field(typed: tuple[str, str, str], errors: dict[str, str | None]) -> None:
    posted = form(*typed)

    assert read(posted) is None
    found = {field.removeprefix("born-"): sentence for field, sentence in posted.errors}
    assert set(found) == set(errors)
    assert all(errors[part] in (None, sentence) for part, sentence in found.items())


def test_a_date_that_nobody_has_to_give_may_be_left_out() -> None:
    typed = form("", "", "")

    assert read(typed, missing="") is None
    assert typed.ok
