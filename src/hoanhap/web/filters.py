"""How moments, lengths and numbers are written so that a Vietnamese voice reads them right.

espeak-ng spells out "8h30", "Th 4" and "thg 11" and drops the unit of "14:30" and "₫"; whole words are
read as meant (measured; see `docs/decisions/0006-words-that-are-spoken.md`).
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from hoanhap.base import phone, text
from hoanhap.base.clock import local

_WEEKDAYS = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_AN_HOUR = 60


def clock_time(moment: datetime, language: str) -> str:
    """The time of day: "8 giờ 30 phút", "8:30 am"."""
    return minute_time(local(moment).hour * _AN_HOUR + local(moment).minute, language)


def minute_time(minute: int, language: str) -> str:
    """The same for minutes after local midnight."""
    hour, rest = divmod(minute, _AN_HOUR)
    if language == "vi":
        return f"{hour} giờ {rest} phút" if rest else f"{hour} giờ"
    half = "am" if hour < 12 else "pm"
    hour = (hour - 1) % 12 + 1
    return f"{hour}:{rest:02d} {half}" if rest else f"{hour} {half}"


def full_date(day: date, language: str) -> str:
    """The whole date: "Thứ Tư, ngày 25 tháng 11 năm 2026", "Wednesday 25 November 2026"."""
    weekday = _WEEKDAYS[language][day.weekday()]
    if language == "vi":
        return f"{weekday}, ngày {day.day} tháng {day.month} năm {day.year}"
    return f"{weekday} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_date(day: date, language: str) -> str:
    """A date where the year is known, as in a list: "ngày 25 tháng 11", "25 November"."""
    return f"ngày {day.day} tháng {day.month}" if language == "vi" else f"{day.day} {_MONTHS[day.month - 1]}"


def weekday(number: int, language: str) -> str:
    """The name of a day of the week; Monday is 0."""
    return _WEEKDAYS[language][number]


def moment(instant: datetime, language: str) -> str:
    """Time and date: "8 giờ 30 phút, Thứ Tư, ngày 25 tháng 11 năm 2026"."""
    return f"{clock_time(instant, language)}, {full_date(local(instant).date(), language)}"


def length(minutes: int, language: str) -> str:
    """A length of time: "45 phút", "1 tiếng 30 phút", "1 hour 30 minutes".

    "1 giờ" would be heard as one o'clock.
    """
    hours, rest = divmod(minutes, _AN_HOUR)
    words = (("tiếng", "tiếng"), ("phút", "phút")) if language == "vi" else (("hour", "hours"), ("minute", "minutes"))
    parts = [
        f"{count} {one if count == 1 else many}"
        for count, (one, many) in zip((hours, rest), words, strict=True)
        if count
    ]
    return " ".join(parts)


def notice(minutes: int, language: str) -> str:
    """A notice period: whole days as days, else as a length."""
    days, rest = divmod(minutes, 24 * _AN_HOUR)
    if days and not rest and days > 1:
        return f"{days} ngày" if language == "vi" else f"{days} days"
    return length(minutes, language)


def phone_number(number: str) -> str:
    """A phone number in groups of two: "09 12 34 56 78"."""
    return text.groups(phone.national(number) if number.startswith("+") else number.replace(" ", ""))


def whole_kilometres(kilometres: float) -> int:
    """A distance as it is said: to the kilometre, and from 20 on to five of them."""
    return round(kilometres) if kilometres < 20 else 5 * round(kilometres / 5)


def distance(kilometres: float, language: str) -> str:
    """How far something is, no more exactly than we know it."""
    if kilometres < 2:
        return "cách dưới 2 ki-lô-mét" if language == "vi" else "less than 2 kilometres away"
    whole = whole_kilometres(kilometres)
    return f"cách khoảng {whole} ki-lô-mét" if language == "vi" else f"about {whole} kilometres away"


def number(value: int, language: str) -> str:
    """A whole number: "1.500.000", "1,500,000"."""
    return f"{value:,}".replace(",", "." if language == "vi" else ",")


def sentences(parts: Iterable[str]) -> str:
    """Several things, each as a sentence of its own: a long list in one breath is lost on those who listen."""
    return ". ".join(part[:1].upper() + part[1:] for part in parts)


def filters(language: str) -> dict[str, Callable[..., Any]]:
    """The filters of a language's templates."""

    def bound(write: Callable[[Any, str], str]) -> Callable[[Any], str]:
        return lambda value: write(value, language)

    return {
        "clock_time": bound(clock_time),
        "distance": bound(distance),
        "full_date": bound(full_date),
        "duration": bound(length),
        "minute_time": bound(minute_time),
        "moment": bound(moment),
        "notice": bound(notice),
        "number": bound(number),
        "local_day": lambda instant: local(instant).date(),
        "phone_number": phone_number,
        "sentences": sentences,
        "short_date": bound(short_date),
        "phone_link": lambda number: f"tel:{number.replace(' ', '')}",
        "groups": text.groups,
        "weekday": bound(weekday),
        "until": lambda start, end: length((end - start) // timedelta(minutes=1), language),
    }
