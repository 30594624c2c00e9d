"""Times, dates, lengths, amounts and phone numbers as they are written to be heard, in both languages."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from jinja2 import Environment

from hoanhap.base.clock import at_local, local_day
from hoanhap.web import filters
from tests.speakable import faults

DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("minute", "vietnamese", "english"),
    [
        (0, "0 giờ", "12 am"),
        (1, "0 giờ 1 phút", "12:01 am"),
        (59, "0 giờ 59 phút", "12:59 am"),
        (6 * 60 + 59, "6 giờ 59 phút", "6:59 am"),
        (8 * 60 + 5, "8 giờ 5 phút", "8:05 am"),
        (8 * 60 + 30, "8 giờ 30 phút", "8:30 am"),
        (11 * 60 + 59, "11 giờ 59 phút", "11:59 am"),
        (12 * 60, "12 giờ", "12 pm"),
        (12 * 60 + 30, "12 giờ 30 phút", "12:30 pm"),
        (13 * 60, "13 giờ", "1 pm"),
        (23 * 60 + 59, "23 giờ 59 phút", "11:59 pm"),
    ],
)
def test_a_time_of_day(minute: int, vietnamese: str, english: str) -> None:
    instant = at_local(DAY, minute)

    assert filters.minute_time(minute, "vi") == filters.clock_time(instant, "vi") == vietnamese
    assert filters.minute_time(minute, "en") == filters.clock_time(instant, "en") == english


@pytest.mark.parametrize(
    ("day", "vietnamese", "english"),
    [
        (date(2026, 11, 23), "Thứ Hai, ngày 23 tháng 11 năm 2026", "Monday 23 November 2026"),
        (date(2026, 11, 24), "Thứ Ba, ngày 24 tháng 11 năm 2026", "Tuesday 24 November 2026"),
        (date(2026, 11, 25), "Thứ Tư, ngày 25 tháng 11 năm 2026", "Wednesday 25 November 2026"),
        (date(2026, 11, 26), "Thứ Năm, ngày 26 tháng 11 năm 2026", "Thursday 26 November 2026"),
        (date(2027, 1, 1), "Thứ Sáu, ngày 1 tháng 1 năm 2027", "Friday 1 January 2027"),
        (date(2028, 2, 29), "Thứ Ba, ngày 29 tháng 2 năm 2028", "Tuesday 29 February 2028"),
        (date(2026, 12, 5), "Thứ Bảy, ngày 5 tháng 12 năm 2026", "Saturday 5 December 2026"),
        (date(2026, 12, 6), "Chủ Nhật, ngày 6 tháng 12 năm 2026", "Sunday 6 December 2026"),
    ],
)
def test_a_date(day: date, vietnamese: str, english: str) -> None:
    assert filters.full_date(day, "vi") == vietnamese
    assert filters.full_date(day, "en") == english


def test_a_date_in_a_list_leaves_out_what_is_known() -> None:
    assert filters.short_date(DAY, "vi") == f"ngày {DAY.day} tháng {DAY.month}"
    assert filters.full_date(DAY, "en").endswith(f"{filters.short_date(DAY, 'en')} {DAY.year}")


@pytest.mark.parametrize(
    ("instant", "vietnamese", "english"),
    [
        # From midnight to 7 in the morning it is still yesterday in UTC.
        (datetime(2026, 11, 24, 17, 0, tzinfo=UTC), "0 giờ, Thứ Tư, ngày 25", "12 am, Wednesday 25"),
        (datetime(2026, 11, 24, 23, 59, tzinfo=UTC), "6 giờ 59 phút, Thứ Tư, ngày 25", "6:59 am, Wednesday 25"),
        (datetime(2026, 11, 25, 0, 0, tzinfo=UTC), "7 giờ, Thứ Tư, ngày 25", "7 am, Wednesday 25"),
        (datetime(2026, 11, 25, 5, 0, tzinfo=UTC), "12 giờ, Thứ Tư, ngày 25", "12 pm, Wednesday 25"),
        (datetime(2026, 11, 25, 16, 59, tzinfo=UTC), "23 giờ 59 phút, Thứ Tư, ngày 25", "11:59 pm, Wednesday 25"),
        (datetime(2026, 11, 25, 17, 0, tzinfo=UTC), "0 giờ, Thứ Năm, ngày 26", "12 am, Thursday 26"),
    ],
)
def test_a_moment_is_said_on_the_day_people_live_in(instant: datetime, vietnamese: str, english: str) -> None:
    assert filters.moment(instant, "vi") == f"{vietnamese} tháng 11 năm 2026"
    assert filters.moment(instant, "en") == f"{english} November 2026"


@pytest.mark.parametrize(
    ("minutes", "vietnamese", "english"),
    [
        (1, "1 phút", "1 minute"),
        (45, "45 phút", "45 minutes"),
        (60, "1 tiếng", "1 hour"),
        (61, "1 tiếng 1 phút", "1 hour 1 minute"),
        (90, "1 tiếng 30 phút", "1 hour 30 minutes"),
        (240, "4 tiếng", "4 hours"),
    ],
)
def test_a_length(minutes: int, vietnamese: str, english: str) -> None:
    assert filters.length(minutes, "vi") == vietnamese
    assert filters.length(minutes, "en") == english


@pytest.mark.parametrize(
    ("minutes", "vietnamese", "english"),
    [
        (180, "3 tiếng", "3 hours"),
        (24 * 60, "24 tiếng", "24 hours"),
        (36 * 60, "36 tiếng", "36 hours"),
        (48 * 60, "2 ngày", "2 days"),
        (72 * 60, "3 ngày", "3 days"),
    ],
)
def test_a_notice(minutes: int, vietnamese: str, english: str) -> None:
    assert filters.notice(minutes, "vi") == vietnamese
    assert filters.notice(minutes, "en") == english


@pytest.mark.parametrize(
    ("kilometres", "vietnamese", "english"),
    [
        (0, "cách dưới 2 ki-lô-mét", "less than 2 kilometres away"),
        (1.99, "cách dưới 2 ki-lô-mét", "less than 2 kilometres away"),
        (2, "cách khoảng 2 ki-lô-mét", "about 2 kilometres away"),
        (5.4, "cách khoảng 5 ki-lô-mét", "about 5 kilometres away"),
        (19.9, "cách khoảng 20 ki-lô-mét", "about 20 kilometres away"),
        (93.6, "cách khoảng 95 ki-lô-mét", "about 95 kilometres away"),
    ],
)
def test_a_distance_is_said_no_more_exactly_than_it_is_known(kilometres: float, vietnamese: str, english: str) -> None:
    assert filters.distance(kilometres, "vi") == vietnamese
    assert filters.distance(kilometres, "en") == english


@pytest.mark.parametrize(
    ("number", "vietnamese", "english"),
    [(0, "0", "0"), (999, "999", "999"), (1000, "1.000", "1,000"), (1_500_000, "1.500.000", "1,500,000")],
)
def test_a_number(number: int, vietnamese: str, english: str) -> None:
    assert filters.number(number, "vi") == vietnamese
    assert filters.number(number, "en") == english


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("+84912345678", "09 12 34 56 78"),
        ("0276 000 0101", "02 76 00 00 10 1"),
        ("+842760000101", "02 76 00 00 10 1"),
        ("19 00 00 00", "19 00 00 00"),
        ("115", "11 5"),
        ("", ""),
    ],
)
def test_a_phone_number(number: str, written: str) -> None:
    assert filters.phone_number(number) == written


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_moment_of_a_year_can_be_spoken(language: str) -> None:
    first = at_local(date(2026, 1, 1), 0)

    moments = {filters.moment(first + timedelta(minutes=step), language) for step in range(0, 525_600, 373)}

    assert len(moments) == 1410
    assert [fault for each in moments for fault in faults(each, language)] == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_filter_is_there_in_templates(language: str) -> None:
    environment = Environment(autoescape=True)
    environment.filters.update(filters.filters(language))
    values = {
        "clock_time": at_local(DAY, 0),
        "full_date": DAY,
        "short_date": DAY,
        "distance": 5.4,
        "duration": 90,
        "minute_time": 90,
        "moment": at_local(DAY, 0),
        "notice": 90,
        "number": 1,
        "local_day": at_local(DAY, 0),
        "phone_number": "115",
        "phone_link": "115",
        "groups": "1234",
        "sentences": ["one", "two"],
        "weekday": 1,
    }

    rendered = {
        name: environment.from_string(f"{{{{ value | {name} }}}}").render(value=value) for name, value in values.items()
    }

    assert set(values) | {"until"} == set(filters.filters(language))
    assert all(rendered)
    start, end = at_local(DAY, 8 * 60), at_local(DAY, 9 * 60 + 30)
    assert "30" in environment.from_string("{{ start | until(end) }}").render(start=start, end=end)


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Ho_Chi_Minh", "Pacific/Kiritimati", "UTC"])
def test_the_zone_of_the_machine_makes_no_difference(zone: str) -> None:
    program = (
        "from datetime import UTC, datetime, date\n"
        "from hoanhap.base.clock import at_local, local_day\n"
        "from hoanhap.web.filters import moment\n"
        "early = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)\n"
        "print(moment(early, 'vi'), local_day(early), at_local(date(2026, 11, 25), 30) == early)"
    )

    said = subprocess.run(
        [sys.executable, "-c", program], env={"TZ": zone, "PYTHONUTF8": "1"}, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "0 giờ 30 phút, Thứ Tư, ngày 25 tháng 11 năm 2026 2026-11-25 True"
    assert local_day(datetime(2026, 11, 24, 17, 30, tzinfo=UTC)) == DAY
