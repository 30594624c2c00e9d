"""By which day we answer, what counts as an aid, and within how many days answers come."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.feedback import Aid, Given, Reply
from hoanhap.feedback.rules import LOOKED_AHEAD, WORKING_DAYS, answer_by, told_aids, usual_days

DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
CLOSED = st.lists(st.integers(1, 40), max_size=12)
TET = {date(2027, 2, day) for day in range(4, 11)}
FRIDAY, SATURDAY = date(2026, 11, 27), date(2026, 11, 28)


def closed_after(day: date, offsets: list[int]) -> set[date]:
    """Days closed some days after a day."""
    return {day + timedelta(days=each) for each in offsets}


@given(day=DAYS, offsets=CLOSED)
def test_a_day_to_answer_by_is_the_tenth_on_which_offices_work(day: date, offsets: list[int]) -> None:
    closed = closed_after(day, offsets)

    last = answer_by(day, closed)

    between = [day + timedelta(days=each) for each in range(1, (last - day).days + 1)]
    assert len([each for each in between if each.weekday() < 5 and each not in closed]) == WORKING_DAYS
    assert last.weekday() < 5
    assert last not in closed


@given(day=DAYS, offsets=CLOSED)
def test_every_holiday_that_counts_is_known(day: date, offsets: list[int]) -> None:
    assert answer_by(day, closed_after(day, offsets)) <= day + LOOKED_AHEAD


@given(day=DAYS, later=st.integers(0, 30), offsets=CLOSED)
def test_whoever_writes_later_is_not_promised_earlier(day: date, later: int, offsets: list[int]) -> None:
    closed = closed_after(day, offsets)

    assert answer_by(day, closed) <= answer_by(day + timedelta(days=later), closed)


@pytest.mark.parametrize(
    ("day", "closed", "last"),
    [
        (date(2026, 11, 25), set(), date(2026, 12, 9)),
        (FRIDAY, set(), date(2026, 12, 11)),
        (SATURDAY, set(), date(2026, 12, 11)),
        (date(2026, 12, 30), {date(2027, 1, 1)}, date(2027, 1, 14)),
        (date(2027, 2, 1), TET, date(2027, 2, 22)),
    ],
)
def test_weekends_and_holidays_do_not_count(day: date, closed: set[date], last: date) -> None:
    assert answer_by(day, closed) == last


@given(ticked=st.lists(st.sampled_from(Aid)))
def test_whoever_uses_something_does_not_use_nothing(ticked: list[Aid]) -> None:
    told = told_aids(ticked)

    assert set(told) in (set(ticked), set(ticked) - {Aid.NONE})
    assert Aid.NONE not in told or told == (Aid.NONE,)
    assert told == told_aids(reversed(ticked))


@given(days=st.lists(st.integers(0, 400), min_size=1))
def test_at_least_half_of_all_answers_come_within_the_days_we_name(days: list[int]) -> None:
    usual = usual_days(days)

    assert usual in days
    assert 2 * len([each for each in days if each <= usual]) >= len(days)


def test_without_answers_no_days_are_named() -> None:
    assert usual_days([]) is None


@given(
    one=st.tuples(st.text(), st.text(), st.sampled_from(Reply)),
    other=st.tuples(st.text(), st.text(), st.sampled_from(Reply)),
)
def test_only_the_same_form_with_the_same_words_has_the_same_address(
    one: tuple[str, str, Reply], other: tuple[str, str, Reply]
) -> None:
    tokens = {Given(key, hard, reply=reply, page="\x1f").token for key, hard, reply in (one, other)}

    assert len(tokens) == len({one, other}) or "\x1f" in "".join(map(str, (*one, *other)))
