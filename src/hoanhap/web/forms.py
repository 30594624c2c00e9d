"""Forms: what was posted, read field by field, so that every error is known at once and everything typed is kept."""

import datetime
from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Mapping

from hoanhap.base import phone, text
from hoanhap.base.clock import minute_of

Translate = Callable[[str], str]
CODE_LENGTH, PHONE_DIGITS = 6, 10
LONGEST_TIME = 40
DATE_PARTS = ("day", "month", "year")


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark a sentence for translation."""
    return message


class Form:
    """A posted form: readers return the value and note what is wrong, in the order of the page."""

    def __init__(self, typed: Mapping[str, str], translate: Translate) -> None:
        self._typed = dict(typed)
        self.translate = translate
        self._errors: dict[str, list[str]] = {}

    @property
    def ok(self) -> bool:
        """Whether everything read so far is usable."""
        return not self._errors

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is wrong: the id of each field and the sentence that says how to mend it."""
        return [(name, sentence) for name, sentences in self._errors.items() for sentence in sentences]

    def filled(self, more: Mapping[str, str]) -> "Form":
        """The same form with more filled in, and nothing noted on it."""
        return Form(self._typed | dict(more), self.translate)

    def has(self, name: str) -> bool:
        """Whether the field was sent at all, be it empty."""
        return name in self._typed

    def value(self, name: str) -> str:
        """What was typed, as it was typed."""
        return self._typed.get(name, "")

    def error(self, name: str) -> str | None:
        """The sentence beside a field."""
        return next(iter(self.faults(name)), None)

    def faults(self, name: str) -> list[str]:
        """Every sentence beside a field: several, where each is about a line of it."""
        return self._errors.get(name, [])

    def wrong(self, name: str, sentence: str) -> None:
        """Note what is wrong with a field; the first word on a field stands."""
        self._errors.setdefault(name, [sentence])

    def wrong_lines(self, name: str, sentences: Iterable[str]) -> None:
        """Note what is wrong with the lines of a field, a sentence for each."""
        for sentence in sentences:
            self._errors.setdefault(name, []).append(sentence)

    def forget(self, name: str) -> None:
        """Show a field empty: what was sent in it is nothing that somebody could mend there."""
        self._typed.pop(name, None)

    def name(self, field: str) -> str:
        """A person's full name."""
        value = text.tidy(self.value(field))
        if not value:
            self.wrong(field, self.translate(N_("Nhập họ và tên.")))
        elif len(value) > text.LONGEST_NAME:
            self.wrong(field, self.translate(N_("Nhập họ và tên ngắn hơn, nhiều nhất 200 chữ cái.")))
        elif not any(letter.isalpha() for letter in value):
            self.wrong(field, self.translate(N_("Nhập họ và tên bằng chữ.")))
        return value[: text.LONGEST_NAME]

    def phone(self, field: str) -> str:
        """A phone number, in E.164."""
        value = self.value(field).strip()
        number = phone.parse(value[:40])
        digits = sum(letter.isdigit() for letter in value)
        if not value:
            self.wrong(field, self.translate(N_("Nhập số điện thoại.")))
        elif number is None and 0 < digits < PHONE_DIGITS:
            self.wrong(field, self.translate(N_("Số này còn thiếu. Nhập đủ 10 chữ số, ví dụ 09 12 34 56 78.")))
        elif number is None:
            self.wrong(field, self.translate(N_("Nhập số điện thoại Việt Nam, ví dụ 09 12 34 56 78.")))
        return number or ""

    def code(self, field: str) -> str:
        """A one-time code: six digits, spaces do not matter."""
        value = "".join(self.value(field).split())
        if not value:
            self.wrong(field, self.translate(N_("Nhập mã xác nhận trong tin nhắn.")))
        elif not (value.isascii() and value.isdigit() and len(value) == CODE_LENGTH):
            self.wrong(field, self.translate(N_("Nhập mã xác nhận gồm 6 chữ số.")))
        return value[:CODE_LENGTH]

    def choice(self, field: str, among: Collection[str], *, missing: str) -> str:
        """One of a few values; `missing` is the translated sentence when none of them was chosen."""
        value = self.value(field)
        if value not in among:
            self.wrong(field, missing)
            return ""
        return value

    def text(self, field: str, *, most: int, wrong: str) -> str:
        """Some lines in somebody's own words, or nothing; `wrong` is the translated sentence for too many letters."""
        value = text.lines(self.value(field))
        if len(value) > most:
            self.wrong(field, wrong)
        return value[:most]

    def date(
        self, field: str, *, earliest: datetime.date, latest: datetime.date, missing: str = ""
    ) -> datetime.date | None:
        """A date that somebody remembers, from three fields; `missing` is the translated sentence when all are empty.

        Without such a sentence it may be left out.
        """
        parts = tuple(f"{field}-{part}" for part in DATE_PARTS)
        if not any(self.value(part).strip() for part in parts):
            if missing:
                self.wrong(parts[0], missing)
            return None
        day, month, year = self._day_month_year(parts, earliest.year, latest.year)
        if any(self.error(part) for part in parts):
            return None
        if fault := self._fault_of_day(day, month, year, earliest, latest):
            self.wrong(parts[0], fault)
            return None
        return datetime.date(year, month, day)

    def minute(self, field: str, *, required: bool = True) -> int | None:
        """A time of day, in minutes after midnight; nothing where it is left out, or is none."""
        value = self.value(field).strip()
        minute = minute_of(value[:LONGEST_TIME])
        if value and minute is None:
            self.wrong(field, self.translate(N_("Nhập giờ từ 0 giờ đến 24 giờ, ví dụ 7 giờ 30.")))
        elif not value and required:
            self.wrong(field, self.translate(N_("Nhập giờ, ví dụ 7 giờ 30.")))
        return minute

    def whole(self, field: str, *, least: int, most: int, wrong: str) -> int:
        """A whole number within bounds; `wrong` is the translated sentence for anything else."""
        value = self.value(field).strip()
        if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
            self.wrong(field, wrong)
            return least
        return int(value)

    def _day_month_year(self, parts: tuple[str, ...], first: int, last: int) -> tuple[int, int, int]:
        """The three numbers, each with its own fault where it can be none."""
        _ = self.translate
        span = _(N_("Nhập năm từ {first} đến {last}, đủ 4 chữ số.")).format(first=first, last=last)
        return (
            self.whole(parts[0], least=1, most=31, wrong=_(N_("Nhập ngày từ 1 đến 31."))),
            self.whole(parts[1], least=1, most=12, wrong=_(N_("Nhập tháng từ 1 đến 12."))),
            self.whole(parts[2], least=first, most=last, wrong=span),
        )

    def _fault_of_day(
        self, day: int, month: int, year: int, earliest: datetime.date, latest: datetime.date
    ) -> str | None:
        """What is wrong with a day that no month has, or that lies outside the dates asked for."""
        _, days = self.translate, monthrange(year, month)[1]
        if day > days:
            short = _(N_("Tháng {month} năm {year} chỉ có {days} ngày."))
            return short.format(month=month, year=year, days=days)
        if datetime.date(year, month, day) > latest:
            late = _(N_("Nhập ngày {day} tháng {month} năm {year} hoặc sớm hơn."))
            return late.format(day=latest.day, month=latest.month, year=latest.year)
        if datetime.date(year, month, day) < earliest:
            early = _(N_("Nhập ngày {day} tháng {month} năm {year} hoặc muộn hơn."))
            return early.format(day=earliest.day, month=earliest.month, year=earliest.year)
        return None
