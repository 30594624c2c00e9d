"""The holidays that are reckoned, and the days on which a weekly rule makes up for one."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from hoanhap.holidays import rules
from hoanhap.schedule.rules import days_made_up, opening_days

days = some.dates(date(2026, 1, 1), date(2027, 12, 31))


def test_fixed_days_and_those_of_the_moon_are_reckoned() -> None:
    found = rules.reckoned(2026)

    assert found[date(2026, 2, 17)] == "Tết Nguyên Đán"
    assert found[date(2026, 4, 26)] == "Ngày Giỗ Tổ Hùng Vương"
    assert found[date(2026, 9, 2)] == "Quốc khánh"
    assert list(found) == sorted(found)


@given(some.integers(2024, 2040))
@settings(max_examples=17)
def test_names_can_be_read_aloud_and_days_are_of_their_year(year: int) -> None:
    found = rules.reckoned(year)

    assert {day.year for day in found} == {year}
    assert not [name for name in found.values() if "(" in name or "/" in name]


rules_of_a_week = some.fixed_dictionaries(
    {
        "weekday": some.integers(0, 6),
        "valid_from": days,
        "valid_until": some.none() | days,
        "every_weeks": some.sampled_from([1, 2]),
    }
)


@given(rules_of_a_week, days, some.integers(1, 60), some.booleans())
@settings(max_examples=60)
def test_a_rule_makes_up_for_a_day_on_which_it_would_have_opened(
    rule: dict[str, Any], off: date, after: int, is_closed: bool
) -> None:
    """Field case 22: a public holiday, and the day that makes up for it."""
    working = off + timedelta(days=after)

    found = days_made_up(working={working: off}, closed={working} if is_closed else (), **rule)

    opens = opening_days(first=off, last=off, closed=(), **rule)
    is_valid = rule["valid_from"] <= working and (rule["valid_until"] is None or working <= rule["valid_until"])
    assert found == ([working] if opens and is_valid and not is_closed else [])
